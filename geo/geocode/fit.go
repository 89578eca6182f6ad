package geocode

import (
	"math"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// sighting is a known number as the fit sees it: metres east and north of a centre,
// and how many numbers farther along the street.
type sighting struct {
	x, y, along float64
	weight      float64
}

// fitNumber finds where a number is by a line through the known ones about it: the
// place as a linear function of the number, near ones counting most. Sources place
// the same house 26 to 60 m apart, and one in ten half a kilometre: so what lies far
// from the line counts less and less (iterated reweighting with Cauchy weights).
func fitNumber(points []gazetteer.Point, number gazetteer.Number, centre geo.Point, oneSide bool) (located, bool) {
	var buffer [64]sighting
	all := sightings(points, number, centre, oneSide, buffer[:0])
	if len(all) == 0 {
		return located{}, false
	}
	var x, y, mass, scatter float64
	robust := make([]float64, len(all))
	for i := range robust {
		robust[i] = all[i].weight
	}
	for range 5 {
		x, y, mass, scatter = fitLine(all, robust)
	}
	spread := math.Sqrt(scatter)
	radius := math.Sqrt(ownError*ownError + spread*spread + 40*40/(mass+0.02))
	at := centre.Moved(x, y)
	return place(at, radius), true
}

// Errors in metres.
const (
	ownError  = 40.0 // of coordinates that are right
	tolerated = 90.0 // off the line before a sighting counts for half
)

// fitLine fits once, and gives each sighting the weight that its distance from the
// line leaves it. mass is what all weigh together, 1 for a neighbouring number.
func fitLine(all []sighting, robust []float64) (x, y, mass, scatter float64) {
	var s1, s2, sx, sy, sxt, syt float64
	for i := range all {
		w, k := robust[i], &all[i]
		mass += w
		s1 += w * k.along
		s2 += w * k.along * k.along
		sx += w * k.x
		sy += w * k.y
		sxt += w * k.x * k.along
		syt += w * k.y * k.along
	}
	const ridge = 30.0 // squared numbers: slopes from numbers close together mean nothing
	det := mass*s2 - s1*s1 + ridge*mass
	bx, by := (mass*sxt-s1*sx)/det, (mass*syt-s1*sy)/det
	if slope := math.Hypot(bx, by); slope > maxSlope {
		bx, by = bx*maxSlope/slope, by*maxSlope/slope
	}
	x, y = (sx-bx*s1)/mass, (sy-by*s1)/mass
	for i := range all {
		k := &all[i]
		rx, ry := k.x-x-bx*k.along, k.y-y-by*k.along
		r2 := rx*rx + ry*ry
		scatter += robust[i] * math.Min(r2, 500*500)
		robust[i] = k.weight / (1 + r2/(tolerated*tolerated))
	}
	return x, y, mass, scatter / mass
}

// maxSlope is how many metres along the street one number takes at most.
const maxSlope = 12.0

// sightings collects the known numbers near one on the same street.
func sightings(points []gazetteer.Point, number gazetteer.Number, centre geo.Point, oneSide bool, all []sighting) []sighting {
	k := math.Cos(centre.Lat * math.Pi / 180)
	const degreeM = 111_195.0
	for i := range points {
		p := &points[i]
		if p.Series != number.Series || p.Depth == 0 || abs(p.Head-number.Head) > 300 || oneSide && (p.Head^number.Head)&1 != 0 {
			continue
		}
		at := p.At()
		x, y := (at.Lon-centre.Lon)*k*degreeM, (at.Lat-centre.Lat)*degreeM
		if math.Abs(x) > clusterM || math.Abs(y) > clusterM {
			continue
		}
		w := float64(p.Weight) / 255 * sightingWeight(p, number)
		all = append(all, sighting{x, y, float64(p.Head - number.Head), w})
		if len(all) == maxSightings {
			break
		}
	}
	return all
}

const maxSightings = 400

// numberReach is how many house numbers away a known one counts for a quarter.
const numberReach = 25.0

// sightingWeight is how much a known number says of where another one is.
func sightingWeight(p *gazetteer.Point, number gazetteer.Number) float64 {
	deep, inner := number.Depth > 1, p.Depth > 1
	if p.Exact != 0 && p.Exact == number.Exact {
		return 6
	}
	gap := float64(abs(p.Head - number.Head))
	if gap == 0 {
		if deep && inner && number.Second != 0 && p.Second != 0 {
			return 1 + 4*15/(15+float64(abs(number.Second-p.Second)))
		}
		if deep == inner {
			return 3
		}
		return 1.5
	}
	if (p.Head^number.Head)&1 != 0 {
		gap += 3
	}
	w := numberReach / (numberReach + gap)
	w *= w
	if inner {
		w *= 0.5
	}
	return w
}

// place calls a place a point where the numbers about it agree well enough. The radii
// hold nine of ten true places, which lie far off more often than the spread of the
// known ones tells: the factors are measured.
func place(at geo.Point, spreadM float64) located {
	if spreadM <= pointSpreadM {
		return located{at, diemnong.QualityPoint, spreadM * 4.3, spreadM}
	}
	return located{at, diemnong.QualityStreet, spreadM * 5.8, spreadM}
}

// pointSpreadM is the largest spread that is still called a point.
const pointSpreadM = 78
