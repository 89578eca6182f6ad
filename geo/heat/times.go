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

// moveTo adds all times to another collection, gives their quantiles and
// leaves nothing.
func (t *Times) moveTo(to *Times) Quantiles {
	var total uint32
	for i, word := range t.Seen {
		to.Seen[i] |= word
		for word &= timed[i]; word != 0; word &= word - 1 {
			k := uint8(64*i + bits.TrailingZeros64(word))
			n := t.N[k]
			to.N[k] += n
			total += n
		}
	}
	q := Quantiles{NoTime, NoTime}
	middle, ninth := rank(total, 1, 2), rank(total, 9, 10)
	var seen uint32
	for i, word := range t.Seen {
		for ; word != 0; word &= word - 1 {
			k := uint8(64*i + bits.TrailingZeros64(word))
			before := seen
			seen += t.N[k]
			t.N[k] = 0
			if before < middle && middle <= seen {
				q.Median = k
			}
			if before < ninth && ninth <= seen {
				q.P90 = k
			}
		}
		t.Seen[i] = 0
	}
	return q
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
