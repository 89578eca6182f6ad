package heat

import "math/bits"

// NoTime stands for the bucket of what has no handling time. A loop that
// counts may count it like any other: it is in no histogram and no quantile.
const NoTime = 255

// Times counts handling times by bucket. Its zero value is empty. The array
// has room for every uint8, so that counting needs no check of bounds, and a
// bit tells which buckets were used: most cells have a handful.
type Times struct {
	N    [256]uint32 // by bucket of [Bounds]
	Seen [4]uint64   // bit b: N[b] may be other than zero
}

// Add adds n handling times of one bucket.
func (t *Times) Add(bucket uint8, n uint32) {
	t.N[bucket] += n
	t.Seen[bucket/64] |= 1 << (bucket % 64)
}

// timed masks the words of Seen: all buckets but [NoTime].
var timed = [4]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0) >> 1}

// TimesList is the buckets in use, one after the other, without [NoTime]. It is
// scratch: two kilobytes that are not worth making for each cell.
type TimesList struct {
	buckets [NumBuckets + 1]BucketCount
	n       int
	total   uint32
}

// take empties t and lists what was in it.
func (t *Times) take(l *TimesList) {
	l.n, l.total = 0, 0
	for i, word := range t.Seen {
		for ; word != 0; word &= word - 1 {
			k := uint8(64*i + bits.TrailingZeros64(word))
			l.buckets[l.n] = BucketCount{k, t.N[k]}
			l.total += t.N[k]
			t.N[k] = 0
			l.n++
		}
		t.Seen[i] = 0
	}
	if l.n > 0 && l.buckets[l.n-1].Bucket == NoTime {
		l.n--
		l.total -= l.buckets[l.n].N
	}
}

func (l *TimesList) quantiles() Quantiles {
	list := l.buckets[:l.n]
	return Quantiles{nearest(list, rank(l.total, 1, 2)), nearest(list, rank(l.total, 9, 10))}
}

// TakeQuantiles gives the quantiles and leaves nothing.
func (t *Times) TakeQuantiles(scratch *TimesList) Quantiles {
	t.take(scratch)
	return scratch.quantiles()
}

// moveTo adds all times to another collection, gives their quantiles and
// leaves nothing.
func (t *Times) moveTo(to *Times, scratch *TimesList) Quantiles {
	for i, word := range t.Seen {
		to.Seen[i] |= word & timed[i]
	}
	t.take(scratch)
	for _, b := range scratch.buckets[:scratch.n] {
		to.N[b.Bucket] += b.N
	}
	return scratch.quantiles()
}

// nearest gives the bucket that holds the value of a rank, counted from 1;
// [NoTime] for rank 0.
func nearest(list []BucketCount, rank uint32) uint8 {
	seen := uint32(0)
	for _, b := range list {
		if seen += b.N; seen >= rank && rank > 0 {
			return b.Bucket
		}
	}
	return NoTime
}

// rank is the nearest rank of the quantile num/den among n values, from 1; 0
// when there is none.
func rank(n, num, den uint32) uint32 {
	return uint32((uint64(n)*uint64(num) + uint64(den) - 1) / uint64(den))
}

// histogram gives the buckets that hold something.
func (t *Times) histogram() Histogram {
	var h Histogram
	for i, word := range t.Seen {
		for word &= timed[i]; word != 0; word &= word - 1 {
			k := uint8(64*i + bits.TrailingZeros64(word))
			if n := t.N[k]; n > 0 {
				h = append(h, BucketCount{k, n})
			}
		}
	}
	return h
}
