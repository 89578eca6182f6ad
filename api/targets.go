package api

import (
	"strconv"

	"github.com/diemnong/diemnong"
)

// Targets are the on-time rates that agencies and areas are judged by: from
// OnTime on a rate meets the target, from OnWay on it is on the way to it, and
// below it is worse. Which rate gets which colour the page decides; the service
// only says where the lines are.
type Targets struct {
	OnTime float64 `json:"on_time"`
	OnWay  float64 `json:"on_way"`
}

// DefaultTargets are the city's own: 95 of 100 in time, and from 90 on the way.
var DefaultTargets = Targets{OnTime: 0.95, OnWay: 0.90}

// Check refuses targets that judge nothing: 0 < OnWay ≤ OnTime ≤ 1 must hold.
func (t Targets) Check() error {
	// Asked for what must hold: a value that is no number fails all of it.
	if isShare := t.OnTime > 0 && t.OnTime <= 1; !isShare {
		return badTarget("DIEMNONG_TARGET_ON_TIME", t.OnTime, "is not a share of what must be in time.",
			"Write a number above 0 and up to 1: 0.95 for 95 of 100.")
	}
	if isShare := t.OnWay > 0 && t.OnWay <= 1; !isShare {
		return badTarget("DIEMNONG_TARGET_ON_WAY", t.OnWay, "is not a share of what must be in time.",
			"Write a number above 0 and up to 1: 0.90 for 90 of 100.")
	}
	if t.OnWay > t.OnTime {
		return badTarget("DIEMNONG_TARGET_ON_WAY", t.OnWay, "is above the target itself, which is "+share(t.OnTime)+".",
			"What is on the way to the target is below it; write at most DIEMNONG_TARGET_ON_TIME.")
	}
	return nil
}

func badTarget(setting string, value float64, message, hint string) error {
	return diemnong.InvalidValue(setting, share(value), message, hint)
}

func share(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
