package main

import (
	"testing"

	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/internal/pgtest"
)

// TestTheServiceTellsTheTargetsItWasStartedWith, for the page judges by them.
func TestTheServiceTellsTheTargetsItWasStartedWith(t *testing.T) {
	t.Parallel()
	at := pgtest.New(t)
	city := &place{url: at.URL, schema: at.Schema}
	f := func(c serveCmd, want api.Targets) {
		t.Helper()
		var meta struct{ Targets api.Targets }
		city.serve(t, c, t.TempDir()).json("/api/v1/meta", &meta)
		if meta.Targets != want {
			t.Errorf("the targets are %+v; want %+v", meta.Targets, want)
		}
	}
	f(serveCmd{TargetOnTime: 0.8, TargetOnWay: 0.75}, api.Targets{OnTime: 0.8, OnWay: 0.75})
	f(serveCmd{}, api.DefaultTargets)
}
