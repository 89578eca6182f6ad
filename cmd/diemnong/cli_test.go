package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestWhatWasBrokenOffSaysHowThingsAreLeft(t *testing.T) {
	f := func(err error, want string) {
		t.Helper()
		var told strings.Builder
		if code := report(environment{err: &told}, err); code != exitCanceled || told.String() != want {
			t.Errorf("%d, %q; want %d, %q", code, told.String(), exitCanceled, want)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	if err := stoppedHere(ctx, "nothing was changed", errors.New("a fault")); err == nil || err.Error() != "a fault" {
		t.Errorf("before the end: %v", err)
	}
	stop()
	f(context.Canceled, "diemnong: stopped.\n")
	f(stoppedHere(ctx, "nothing was changed", fmt.Errorf("copy: %w", context.Canceled)), "diemnong: stopped; nothing was changed.\n")
	f(stoppedHere(ctx, "nothing was changed", errors.New("canceling statement due to user request")), "diemnong: stopped; nothing was changed.\n")
	inner := stoppedHere(ctx, "the areas are stored", context.Canceled)
	f(stoppedHere(ctx, "nothing was changed", fmt.Errorf("town.osm.pbf: %w", inner)), "diemnong: stopped; the areas are stored.\n")
}
