package api

import (
	"math"
	"strings"
	"testing"

	"github.com/diemnong/diemnong"
)

func TestTargetsAreSharesInOrder(t *testing.T) {
	f := func(onTime, onWay float64, want string) {
		t.Helper()
		err := Targets{onTime, onWay}.Check()
		switch {
		case want == "" && err != nil:
			t.Errorf("%v, %v: %v; want none", onTime, onWay, err)
		case want != "" && (diemnong.ErrorCode(err) != diemnong.Invalid || !strings.Contains(err.Error(), want)):
			t.Errorf("%v, %v: %v; want an invalid value with %q", onTime, onWay, err, want)
		}
	}
	f(0.95, 0.9, "")
	f(1, 1, "")
	f(0.01, 0.01, "")
	f(0, 0, `DIEMNONG_TARGET_ON_TIME "0"`)
	f(95, 90, `DIEMNONG_TARGET_ON_TIME "95"`)
	f(-0.5, 0.5, `DIEMNONG_TARGET_ON_TIME "-0.5"`)
	f(math.NaN(), 0.9, `DIEMNONG_TARGET_ON_TIME "NaN"`)
	f(0.95, 0, `DIEMNONG_TARGET_ON_WAY "0"`)
	f(0.95, 90, `DIEMNONG_TARGET_ON_WAY "90"`)
	f(0.95, math.NaN(), `DIEMNONG_TARGET_ON_WAY "NaN"`)
	f(0.85, 0.9, `above the target itself, which is 0.85`)
}

func TestTargetsAreToldToThePage(t *testing.T) {
	run(t, []scenario{
		{
			Name: "the city's own when none are set", URL: "/api/v1/meta",
			WantContent: []string{`"targets":{"on_time":0.95,"on_way":0.9}`},
		},
		{
			Name: "those that are set", URL: "/api/v1/meta",
			Change:      func(o *Options) { o.Targets = Targets{OnTime: 0.8, OnWay: 0.8} },
			WantContent: []string{`"targets":{"on_time":0.8,"on_way":0.8}`},
		},
	})
}

func TestAServerRefusesTargetsThatJudgeNothing(t *testing.T) {
	o := newFixture(t, nil).opt
	o.Registry, o.Targets = nil, Targets{OnTime: 0.9, OnWay: 0.95}
	if _, err := New(o); diemnong.ErrorCode(err) != diemnong.Invalid {
		t.Errorf("New: %v; want an invalid value", err)
	}
}
