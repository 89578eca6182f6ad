package heat

import "github.com/diemnong/diemnong"

// Counts are the additive measures without handling times.
type Counts struct {
	Classes  [diemnong.NumClasses]uint32 // by [diemnong.Class]; they add up to the number of complaints
	Reopened uint32                      // complaints with at least one re-opening
}

// N is the number of complaints.
func (c *Counts) N() uint32 {
	var n uint32
	for _, k := range c.Classes {
		n += k
	}
	return n
}

// Add adds o to c.
func (c *Counts) Add(o *Counts) {
	for i, n := range o.Classes {
		c.Classes[i] += n
	}
	c.Reopened += o.Reopened
}

// Judged is the number of complaints that the on-time rate is about:
// on time, late and overdue.
func (c *Counts) Judged() uint32 {
	return c.Classes[diemnong.OnTime] + c.Classes[diemnong.Late] + c.Classes[diemnong.Overdue]
}

// OnTimeRate is on_time / (on_time + late + overdue); ok is false when nothing can be judged.
func (c *Counts) OnTimeRate() (rate float64, ok bool) {
	d := c.Judged()
	if d == 0 {
		return 0, false
	}
	return float64(c.Classes[diemnong.OnTime]) / float64(d), true
}

// OverdueShare is overdue / n; ok is false when there are no complaints.
func (c *Counts) OverdueShare() (share float64, ok bool) {
	n := c.N()
	if n == 0 {
		return 0, false
	}
	return float64(c.Classes[diemnong.Overdue]) / float64(n), true
}

// Measures are all measures of a set of complaints.
type Measures struct {
	Counts
	Handling Histogram // of the complaints that have a handling time
}

// Add adds o to m; o stays as it was.
func (m *Measures) Add(o *Measures) {
	m.Counts.Add(&o.Counts)
	m.Handling = m.Handling.Plus(o.Handling)
}

// Histogram counts handling times by bucket: sorted by bucket, no zero counts.
// It is immutable.
type Histogram []BucketCount

// BucketCount is the number of handling times in one bucket of [Bounds].
type BucketCount struct {
	Bucket uint8
	N      uint32
}

// N is the number of handling times.
func (h Histogram) N() uint32 {
	var n uint32
	for _, b := range h {
		n += b.N
	}
	return n
}

// Plus is the sum of two histograms.
func (h Histogram) Plus(o Histogram) Histogram {
	if len(o) == 0 {
		return h
	}
	if len(h) == 0 {
		return o
	}
	sum := make(Histogram, 0, max(len(h), len(o))+4)
	i, j := 0, 0
	for i < len(h) && j < len(o) {
		switch a, b := h[i], o[j]; {
		case a.Bucket < b.Bucket:
			sum, i = append(sum, a), i+1
		case a.Bucket > b.Bucket:
			sum, j = append(sum, b), j+1
		default:
			sum = append(sum, BucketCount{a.Bucket, a.N + b.N})
			i, j = i+1, j+1
		}
	}
	return append(append(sum, h[i:]...), o[j:]...)
}

// Quantile is the handling time in seconds at nearest rank num/den, as the
// value of its bucket; ok is false when there is none.
func (h Histogram) Quantile(num, den uint32) (seconds int64, ok bool) {
	return bucketSeconds(h.bucketAt(num, den))
}

// Quantiles gives the buckets of median and 90th percentile.
func (h Histogram) Quantiles() Quantiles { return Quantiles{h.bucketAt(1, 2), h.bucketAt(9, 10)} }

// bucketAt is the bucket at nearest rank num/den; [NoTime] when there is none.
func (h Histogram) bucketAt(num, den uint32) uint8 {
	n := h.N()
	return nearest(h, max(rank(n, num, den), min(n, 1)))
}

// Median is the middle handling time.
func (h Histogram) Median() (int64, bool) { return h.Quantile(1, 2) }

// P90 is the handling time that nine in ten do not exceed.
func (h Histogram) P90() (int64, bool) { return h.Quantile(9, 10) }

// Tally counts complaints one by one, or group by group, for engines. Its
// zero value is empty.
type Tally struct {
	Counts
	Times Times
}

// Add adds o to t.
func (t *Tally) Add(o *Tally) {
	t.Counts.Add(&o.Counts)
	for i, n := range o.Times.N {
		t.Times.N[i] += n
	}
	for i, word := range o.Times.Seen {
		t.Times.Seen[i] |= word
	}
}

// Measures gives what was counted so far.
func (t *Tally) Measures() Measures {
	return Measures{Counts: t.Counts, Handling: t.Times.histogram()}
}
