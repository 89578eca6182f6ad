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
	measureNBefore      = "n_before" // of layers that compare, as the next
	measureChange       = "change"
)

// measureWriter gives features of a layer the measures that cells and areas
// share. It remembers which numbers the layer's values have, so that next to
// nothing is looked up by hashing.
type measureWriter struct {
	n, reopened  mvt.Key
	classes      [diemnong.NumClasses]mvt.Key
	onTimeRate   mvt.Key
	overdueShare mvt.Key
	median, p90  mvt.Key
	perKM2       mvt.Key

	tags []byte // of the feature at hand

	seconds [heat.NumBuckets]mvt.Value               // by bucket, +1
	rates   [rateLimit * rateLimit]uint16            // by denominator and numerator, +1
	small   [expectedCounts]byte                     // numbers of the counts that were expected
	expects bool                                     // number has been called
	counts  [(expectedCounts + 63) / 64]uint64       // that will come: a bit each
	losses  [(expectedCounts + 63) / 64]uint64       // changes below 0 that will come: a bit each
	buckets [(int(heat.NoTime) + 63 + 1) / 64]uint64 // that will come: a bit each
}

const (
	// rateLimit is up to which denominator rates are remembered: most cells have
	// fewer complaints.
	rateLimit = 64
	// expectedCounts are the counts that can be numbered first. The numbers that
	// take one byte are 128.
	expectedCounts = 128
)

// reset begins a layer.
func (w *measureWriter) reset(l *mvt.Layer) {
	// One by one: the whole would be made on the stack first, which is small.
	clear(w.seconds[:])
	clear(w.rates[:])
	clear(w.counts[:])
	clear(w.losses[:])
	clear(w.buckets[:])
	w.expects = false
	w.n = l.Key(measureN)
	for i, c := range diemnong.Classes() {
		w.classes[i] = l.Key(c.String())
	}
	w.reopened = l.Key(measureReopened)
	w.onTimeRate, w.overdueShare = l.Key(measureOnTimeRate), l.Key(measureOverdueShare)
	w.median, w.p90 = l.Key(measureMedian), l.Key(measureP90)
	w.perKM2 = l.Key(measurePerKM2)
}

// expect announces measures that will be put.
func (w *measureWriter) expect(counts *heat.Counts, times heat.Quantiles) {
	for _, n := range [...]uint32{counts.N(), counts.Reopened} {
		w.expectCount(n)
	}
	for _, n := range counts.Classes {
		w.expectCount(n)
	}
	for _, b := range [...]uint8{times.Median, times.P90} {
		w.buckets[b/64] |= 1 << (b % 64)
	}
}

// expectChange announces what [changeKeys.put] will put.
func (w *measureWriter) expectChange(now, before uint32) {
	w.expectCount(before)
	if now >= before {
		w.expectCount(now - before)
	} else if loss := before - now; loss < expectedCounts {
		w.losses[loss/64] |= 1 << (loss % 64)
	}
}

func (w *measureWriter) expectCount(n uint32) {
	if n < expectedCounts {
		w.counts[n/64] |= 1 << (n % 64)
	}
}

// number gives what is expected the first numbers of the layer's values: nothing
// may have been given one before.
func (w *measureWriter) number(l *mvt.Layer) {
	w.expects = true
	for n := range expectedCounts {
		if w.counts[n/64]>>(n%64)&1 == 1 {
			w.small[n] = byte(l.UintValue(uint64(n)))
		}
	}
	for n := range expectedCounts {
		if w.losses[n/64]>>(n%64)&1 == 1 {
			l.IntValue(-int64(n))
		}
	}
	for b := range heat.NumBuckets {
		if w.buckets[b/64]>>(b%64)&1 == 1 {
			w.secondsOf(l, uint8(b))
		}
	}
}

// put gives the feature that was begun last the measures. What has no
// denominator is absent; areaKM2 is 0 when unknown.
func (w *measureWriter) put(l *mvt.Layer, counts *heat.Counts, times heat.Quantiles, areaKM2 float64) {
	n := counts.N()
	tags := w.putCounts(l, w.tags[:0], counts, n)
	if d := counts.Judged(); d > 0 {
		tags = mvt.AppendTag(tags, w.onTimeRate, w.rateOf(l, counts.Classes[diemnong.OnTime], d))
	}
	if n > 0 {
		tags = mvt.AppendTag(tags, w.overdueShare, w.rateOf(l, counts.Classes[diemnong.Overdue], n))
	}
	if times.Median != heat.NoTime {
		tags = mvt.AppendTag(tags, w.median, w.secondsOf(l, times.Median))
	}
	if times.P90 != heat.NoTime {
		tags = mvt.AppendTag(tags, w.p90, w.secondsOf(l, times.P90))
	}
	if areaKM2 > 0 {
		tags = mvt.AppendTag(tags, w.perKM2, l.DoubleValue(density(float64(n), areaKM2)))
	}
	l.SetAll(tags)
	w.tags = tags
}

// putCounts appends the counts.
func (w *measureWriter) putCounts(l *mvt.Layer, tags []byte, counts *heat.Counts, n uint32) []byte {
	if n < expectedCounts && counts.Reopened <= n && w.expects { // as nearly everywhere: a byte each
		c := &counts.Classes
		return append(tags, byte(w.n), w.small[n],
			byte(w.classes[0]), w.small[c[0]], byte(w.classes[1]), w.small[c[1]],
			byte(w.classes[2]), w.small[c[2]], byte(w.classes[3]), w.small[c[3]],
			byte(w.classes[4]), w.small[c[4]], byte(w.classes[5]), w.small[c[5]],
			byte(w.reopened), w.small[counts.Reopened])
	}
	tags = mvt.AppendTag(tags, w.n, l.UintValue(uint64(n)))
	for i, c := range counts.Classes {
		tags = mvt.AppendTag(tags, w.classes[i], l.UintValue(uint64(c)))
	}
	return mvt.AppendTag(tags, w.reopened, l.UintValue(uint64(counts.Reopened)))
}

// Six classes are written out above.
var _ = [1]int{}[diemnong.NumClasses-6]

// rateOf is the value of part/whole.
func (w *measureWriter) rateOf(l *mvt.Layer, part, whole uint32) mvt.Value {
	if whole >= rateLimit {
		return l.DoubleValue(float64(part) / float64(whole))
	}
	known := &w.rates[whole*rateLimit+part]
	if *known != 0 {
		return mvt.Value(*known - 1)
	}
	v := l.DoubleValue(float64(part) / float64(whole))
	if v < math.MaxUint16 { // else it is looked for again
		*known = uint16(v + 1)
	}
	return v
}

// secondsOf is the value of a bucket of handling times.
func (w *measureWriter) secondsOf(l *mvt.Layer, bucket uint8) mvt.Value {
	known := &w.seconds[bucket]
	if *known == 0 {
		*known = l.IntValue(heat.BucketValue(bucket)) + 1
	}
	return *known - 1
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
	digits := 3 - magnitude(x) // behind the decimal point
	if digits < 0 {
		unit := math.Pow10(-digits)
		return math.Round(x/unit) * unit
	}
	unit := math.Pow10(digits)
	return math.Round(x*unit) / unit
}

// magnitude is the decimal logarithm of a positive number, rounded down. Next
// to a power of ten it may be either: both round to that power.
func magnitude(x float64) (m int) {
	for ; x >= 10; x /= 10 {
		m++
	}
	for ; x < 1; x *= 10 {
		m--
	}
	return m
}
