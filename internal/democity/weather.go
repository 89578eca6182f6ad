package democity

import (
	"math"
	"math/rand/v2"
	"time"

	"github.com/diemnong/diemnong/geo"
)

// weather is the invented rain of each day. It is computed, never stored: the
// same seed and day give the same rain.
type weather struct {
	seed uint64
	last rain // of the day asked for last: hours are asked for in order
}

// rain is one day's storm.
type rain struct {
	day    int64   // since 1970, local
	mm     float64 // 0 on a dry day
	onset  float64 // hour of the day at which it begins
	centre geo.Point
}

// wetDays is the part of days with rain, and meanMM how much falls on one, by
// month: dry from December to April, wet from May to November.
var (
	wetDays = [12]float64{0.08, 0.05, 0.07, 0.18, 0.5, 0.66, 0.7, 0.7, 0.72, 0.68, 0.4, 0.2}
	meanMM  = [12]float64{6, 5, 7, 10, 16, 19, 20, 19, 23, 22, 15, 9}
)

// on gives the rain of the day that holds a local time.
func (w *weather) on(t time.Time) rain {
	d := day(t.Year(), t.Month(), t.Day()).Unix() / 86400
	if w.last.day == d {
		return w.last
	}
	const stream = 0x7261696e // "rain": a random source apart from that of the hours
	r := rand.New(rand.NewPCG(w.seed^stream, uint64(d)))
	w.last = rain{day: d}
	if m := t.Month() - 1; r.Float64() < wetDays[m] {
		w.last.mm = r.ExpFloat64() * meanMM[m]
	}
	w.last.onset = 12.5 + 2.2*r.NormFloat64() + 2.5*r.Float64() // most storms come in the afternoon
	w.last.centre = geo.Point{Lon: 106.68 + 0.09*r.NormFloat64(), Lat: 10.80 + 0.09*r.NormFloat64()}
	return w.last
}

// water is how much water stands in the streets in an hour: 0 when it is dry, 1
// after an ordinary storm, more after a heavy one or at a spring tide.
func (w *weather) water(t time.Time) float64 {
	r := w.on(t)
	level := tide(t)
	const ordinary = 25 // mm
	if since := float64(t.Hour()) - r.onset; since > 0 && since < 9 && r.mm > 8 {
		level += math.Pow(r.mm/ordinary, 1.6) * since * math.Exp(1-since/2) / 2
	}
	return level
}

// tide is the flood of the spring tides from September to December, at dawn
// and dusk of the days around new and full moon.
func tide(t time.Time) float64 {
	if t.Month() < time.September || (t.Hour()+1)%12 < 5 || (t.Hour()+1)%12 > 8 {
		return 0
	}
	// New moon of 6 January 2000, 18:14 UTC, and the mean synodic month.
	const synodic = 29.530588853
	age := math.Mod(t.Sub(time.Date(2000, 1, 6, 18, 14, 0, 0, time.UTC)).Hours()/24, synodic/2)
	fromSyzygy := math.Min(age, synodic/2-age)
	return 0.8 * math.Exp(-fromSyzygy*fromSyzygy/3)
}
