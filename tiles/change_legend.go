package tiles

import (
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// compare adds to a legend what a layer that compares shows.
func (d *described) compare(with *Compared, nBefore uint32, change Scale) {
	d.legend.Compare, d.legend.Totals.NBefore = with, &nBefore
	d.legend.Breaks[measureChange] = change
}

// changeSize is how much has changed, up or down.
func changeSize(now, before uint32) float64 { return float64(max(now, before) - min(now, before)) }

// areaChanges is the scale of change of the areas of a level, of which those
// without complaints in either window say nothing.
func areaChanges(level *level, now, before *areaSurface) Scale {
	var sizes []float64
	for i := range level.areas {
		code := level.areas[i].area.Code
		if n, then := now.n(code), before.n(code); n+then > 0 {
			sizes = append(sizes, changeSize(n, then))
		}
	}
	return Scale{All: orEmpty(heat.ChangeBreaks(sizes))}
}

// cellChanges is the scale of change of the cells of two grids.
func cellChanges(now, before *heat.Grid) Scale {
	s := Scale{ByResolution: map[int][]float64{}}
	for _, res := range geo.Resolutions() {
		s.ByResolution[res] = orEmpty(heat.ChangeBreaks(changeSizes(sampleBoth(now, before, res))))
	}
	return s
}

// sampleBoth is [sampleLayer] for two grids: the same blocks of both, so that no
// cell seems to have come or gone because it was not looked at.
func sampleBoth(now, before *heat.Grid, res int) (a, b *heat.Layer) {
	if res <= wholeResolution {
		return now.At(res), before.At(res)
	}
	mine, theirs := now.At(heat.BlockResolution).Cells, before.At(heat.BlockResolution).Cells
	var blocks []geo.Cell
	for i, j := range inOrder(mine, theirs, itself) {
		if i >= 0 {
			blocks = append(blocks, mine[i])
		} else {
			blocks = append(blocks, theirs[j])
		}
	}
	sample := sampleBlocks(blocks, res)
	return layerOfBlocks(now, res, sample), layerOfBlocks(before, res, sample)
}

// changeSizes gives how much has changed in the cells of two layers: in all of
// them, or of very many in every second, third … (see maxSamples).
func changeSizes(now, before *heat.Layer) []float64 {
	k, stride := 0, 1+(len(now.Cells)+len(before.Cells))/maxSamples
	var sizes []float64
	for i, j := range inOrder(now.Cells, before.Cells, itself) {
		if k++; (k-1)%stride != 0 {
			continue
		}
		var n, then uint32
		if i >= 0 {
			n = now.Counts[i].N()
		}
		if j >= 0 {
			then = before.Counts[j].N()
		}
		sizes = append(sizes, changeSize(n, then))
	}
	return sizes
}
