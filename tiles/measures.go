package tiles

import (
	"math"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// Names of the measures, as properties of features and in legends. The classes
// go by the names of [diemnong.Class].
const (
	measureN            = "n"
	measurePerKM2       = "per_km2"
	measurePer1000      = "per_1000"
	measureOnTimeRate   = "on_time_rate"
	measureOverdueShare = "overdue_share"
	measureMedian       = "median_s"
	measureP90          = "p90_s"
	measureReopened     = "reopened"
)

// measureKeys are the keys, in a layer, of the measures that cells and areas share.
type measureKeys struct {
	n, reopened  mvt.Key
	classes      [diemnong.NumClasses]mvt.Key
	onTimeRate   mvt.Key
	overdueShare mvt.Key
	median, p90  mvt.Key
	perKM2       mvt.Key
}

func newMeasureKeys(l *mvt.Layer) measureKeys {
	k := measureKeys{n: l.Key(measureN)}
	for i, c := range diemnong.Classes() {
		k.classes[i] = l.Key(c.String())
	}
	k.reopened = l.Key(measureReopened)
	k.onTimeRate, k.overdueShare = l.Key(measureOnTimeRate), l.Key(measureOverdueShare)
	k.median, k.p90 = l.Key(measureMedian), l.Key(measureP90)
	k.perKM2 = l.Key(measurePerKM2)
	return k
}

// put gives the feature that was begun last the measures. What has no
// denominator is absent; areaKM2 is 0 when unknown.
func (k *measureKeys) put(l *mvt.Layer, counts *heat.Counts, times heat.Quantiles, areaKM2 float64) {
	n := counts.N()
	l.Uint(k.n, uint64(n))
	for i, c := range counts.Classes {
		l.Uint(k.classes[i], uint64(c))
	}
	l.Uint(k.reopened, uint64(counts.Reopened))
	if rate, ok := counts.OnTimeRate(); ok {
		l.Double(k.onTimeRate, rate)
	}
	if share, ok := counts.OverdueShare(); ok {
		l.Double(k.overdueShare, share)
	}
	if median, ok := times.MedianSeconds(); ok {
		l.Int(k.median, median)
	}
	if p90, ok := times.P90Seconds(); ok {
		l.Int(k.p90, p90)
	}
	if areaKM2 > 0 {
		l.Double(k.perKM2, density(float64(n), areaKM2))
	}
}

// per1000 is complaints per 1,000 residents.
func per1000(n uint32, population int) float64 { return density(float64(n)*1000, float64(population)) }

// density is n / by to four significant digits. More would be noise, and would
// make a value of its own for every hexagon: their areas differ slightly.
func density(n, by float64) float64 {
	if n == 0 {
		return 0
	}
	x := n / by
	digits := 3 - int(math.Floor(math.Log10(x))) // behind the decimal point
	if digits < 0 {
		unit := math.Pow10(-digits)
		return math.Round(x/unit) * unit
	}
	unit := math.Pow10(digits)
	return math.Round(x*unit) / unit
}
