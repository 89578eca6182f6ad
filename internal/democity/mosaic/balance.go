package mosaic

import (
	"math"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// balance moves the reaches until each seat has about its quota. A seat that
// lacks ground reaches further, one that has too much less far, by what would
// set it right if its neighbours stood still; as they do not, the steps shrink.
func (d *division) balance(rounds int) {
	best, bestReach := math.Inf(1), append([]float64(nil), d.reach...)
	for round := range rounds {
		off := d.assign()
		if worst := d.worst(off); worst < best {
			best = worst
			copy(bestReach, d.reach)
		}
		damp := 0.9 / (1 + 4*float64(round)/float64(rounds))
		for i, n := range off {
			// One more cell on every side is 2√(π·quota) cells more.
			d.reach[i] += damp * n / (2 * math.Sqrt(math.Pi*d.quota[i])) * math.Sqrt(d.cellKM2[i])
		}
	}
	copy(d.reach, bestReach)
	d.assign()
}

// worst is the largest relative lack or surplus; one cell is neither.
func (d *division) worst(off []float64) float64 {
	w := 0.0
	for i, n := range off {
		w = math.Max(w, math.Max(math.Abs(n)-1, 0)/d.quota[i])
	}
	return w
}

// assign gives every cell to the seat that reaches it best; it returns how many
// cells each seat lacks.
func (d *division) assign() (lacking []float64) {
	lacking = append(lacking, d.quota...)
	for i, cs := range d.claims {
		best, owner := math.Inf(1), Nowhere
		for _, c := range cs {
			if v := c.km - d.reach[c.seat]; v < best {
				best, owner = v, int(c.seat)
			}
		}
		if best > 0 && !d.must[i] && (best > maxShort || !d.blended(cs)) {
			owner = Nowhere
		}
		if d.owner[i] = owner; owner != Nowhere {
			lacking[owner]--
		}
	}
	return lacking
}

// softness is over how many km the grounds of seats melt together at the outer
// border. Six seats at maxShort together reach a cell; more do not meet.
const (
	softness = 1.6
	maxShort = 1.8 * softness
)

// blended reports whether seats that each fall a little short of a cell reach
// it together: it makes the outer border swing from one seat's ground to the
// next instead of running around each like a bubble.
func (d *division) blended(cs []claim) bool {
	sum := 0.0
	for _, c := range cs {
		if short := c.km - d.reach[c.seat]; short < 2*maxShort {
			sum += math.Exp(-short / softness)
		}
	}
	return sum >= 1
}

// maxGapKM2 is the largest enclosed gap that is filled. Larger ones are other
// people's ground.
const maxGapKM2 = 60

// fillGaps demands the free cells that lie in small gaps between given ones.
func (d *division) fillGaps() error {
	index := make(map[geo.Cell]int, len(d.cells))
	for i, c := range d.cells {
		index[c] = i
	}
	seen := make([]bool, len(d.cells))
	for i := range d.cells {
		if d.owner[i] != Nowhere || seen[i] {
			continue
		}
		gap, open, err := d.gapAround(i, index, seen)
		if err != nil {
			return err
		}
		if open || float64(len(gap))*d.cellKM2[0] > maxGapKM2 {
			continue
		}
		for _, c := range gap {
			d.must[c] = true
		}
	}
	return nil
}

// gapAround follows free cells from one to all that hang together; open says
// that they reach the edge of what any seat claims.
func (d *division) gapAround(start int, index map[geo.Cell]int, seen []bool) (gap []int, open bool, err error) {
	gap = append(gap, start)
	seen[start] = true
	for at := 0; at < len(gap); at++ {
		around, err := h3.Disk(d.cells[gap[at]], 1)
		if err != nil {
			return nil, false, err
		}
		for _, n := range around {
			j, known := index[n]
			if !known {
				open = true
				continue
			}
			if d.owner[j] == Nowhere && !seen[j] {
				seen[j] = true
				gap = append(gap, j)
			}
		}
	}
	return gap, open, nil
}
