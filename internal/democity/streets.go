package democity

import (
	"math"
	"math/rand/v2"

	"github.com/diemnong/diemnong/geo"
)

// block is one side-street's distance of a street: complaints have their
// addresses on it.
type block struct {
	start   geo.Point
	lon     float64 // one metre along the street, in degrees of longitude
	lat     float64 // and of latitude
	street  int32   // position in the street names
	number  int32   // first house number, odd: those on the left are odd, those on the right even
	newArea int32   // ID of the ward in the new set
	oldArea int32   // and in the old one; 0 outside the old city
}

// blockM is the length of a block in metres: about 15 houses of the usual
// narrow fronts on each side.
const (
	blockM  = 90
	frontM  = 6
	mPerDeg = 111195.0
)

// laid is a street as it lies in a unit: the positions of its first block and
// behind its last one. Blocks between that lie in another unit are left out.
type laid struct{ from, to int }

// quarter is the blocks of one unit.
type quarter struct {
	unit    *Unit
	blocks  []block
	streets []laid
	weights []float64 // cumulative, for all complaints but floods
	wet     []float64 // cumulative, for floods: few blocks have most of them
}

// pick draws a block.
func (q *quarter) pick(p places, r *rand.Rand) *block {
	w := q.weights
	if p == atFlood {
		w = q.wet
	}
	return &q.blocks[draw(w, r)]
}

// locator says which areas hold a point; [area.Atlas] does.
type locator interface {
	Locate(p geo.Point, dst []int32) []int32
}

// surveyor invents streets.
type surveyor struct {
	atlas locator
	names int // how many street names there are
	seed  uint64
}

// street is a street in the making.
type street struct {
	from    geo.Point // its middle
	heading float64   // counter-clockwise from east
	lengthM float64
	name    int32
	share   float64 // of the unit's complaints, against other streets
}

// quarter invents the streets of a unit: straight ones in two directions that
// cross, more where more people live, and denser around the seat where the
// unit is large. All blocks lie in the unit.
func (s *surveyor) quarter(u *Unit, id int32) *quarter {
	const stream = 0x73747265657473 // "streets"
	r := rand.New(rand.NewPCG(s.seed^stream, uint64(id)))
	q := &quarter{unit: u}
	radiusM := 1000 * math.Sqrt(u.AreaKM2/math.Pi)
	grid := r.Float64() * math.Pi
	used := make(map[int32]bool)
	for n := range int(min(max(float64(u.Population)/3000, 8), 80)) {
		from := u.Seat
		if n > 0 {
			from = around(u.Seat, radiusM, r)
		}
		s.lay(q, id, street{
			from: from, heading: grid + float64(n%2)*math.Pi/2 + 0.12*r.NormFloat64(),
			lengthM: radiusM * (0.4 + 0.9*r.Float64()), name: s.freshName(used, r),
			share: 1/(float64(n)/4+1) + 0.2*r.Float64(), // the first streets are the main ones
		}, r)
	}
	return q
}

// around is a random place near a seat: anywhere in a small unit, mostly near
// the seat in a large one.
func around(seat geo.Point, radiusM float64, r *rand.Rand) geo.Point {
	spread := radiusM * math.Sqrt(r.Float64())
	if large := 3000.0; radiusM > large && r.Float64() < 0.7 {
		spread = math.Abs(r.NormFloat64()) * 0.3 * radiusM
	}
	return shift(seat, spread, r.Float64()*2*math.Pi)
}

// shift moves a point by metres along a heading, counter-clockwise from east.
func shift(p geo.Point, metres, heading float64) geo.Point {
	return geo.Point{
		Lon: p.Lon + metres*math.Cos(heading)/(mPerDeg*math.Cos(p.Lat*math.Pi/180)),
		Lat: p.Lat + metres*math.Sin(heading)/mPerDeg,
	}
}

// freshName draws a name that the unit does not have yet, as far as there is one.
func (s *surveyor) freshName(used map[int32]bool, r *rand.Rand) int32 {
	n := int32(r.IntN(s.names))
	for range s.names {
		if !used[n] {
			break
		}
		n = (n + 1) % int32(s.names)
	}
	used[n] = true
	return n
}

// lay adds the blocks of a street, both ways from its middle, as far as they
// lie in the unit.
func (s *surveyor) lay(q *quarter, id int32, st street, r *rand.Rand) {
	start := shift(st.from, -st.lengthM/2, st.heading)
	step := shift(start, 1, st.heading)
	first := len(q.blocks)
	for n := range int32(st.lengthM/blockM) + 1 {
		b := block{
			start: shift(start, float64(n)*blockM, st.heading),
			lon:   step.Lon - start.Lon, lat: step.Lat - start.Lat,
			street: st.name, number: 1 + n*2*blockM/frontM,
		}
		areas := s.atlas.Locate(b.at(blockM/2, 0), nil)
		if b.newArea = areas[1]; b.newArea != id {
			continue
		}
		if b.oldArea = 0; q.unit.Former() == HoChiMinh {
			if b.oldArea = areas[0]; b.oldArea == 0 { // the sets' outer borders differ a little
				continue
			}
		}
		q.blocks = append(q.blocks, b)
		q.weights = append(q.weights, last(q.weights)+st.share*math.Exp(0.4*r.NormFloat64()))
		q.wet = append(q.wet, last(q.wet)+math.Exp(1.4*r.NormFloat64()))
	}
	if len(q.blocks) > first {
		q.streets = append(q.streets, laid{first, len(q.blocks)})
	}
}

// house is the number of the house along metres into the block, on its left or
// right side.
func (b *block) house(along float64, left bool) int {
	n := int(b.number) + 2*int(along/frontM)
	if left {
		return n
	}
	return n + 1
}

// at is the place along metres into the block and aside metres to its left.
func (b *block) at(along, aside float64) geo.Point {
	// One metre to the left is the metre along turned by a right angle, on a
	// plane whose degrees of longitude are shorter by the cosine of latitude.
	c := math.Cos(b.start.Lat * math.Pi / 180)
	return geo.Point{
		Lon: b.start.Lon + along*b.lon - aside*b.lat/c,
		Lat: b.start.Lat + along*b.lat + aside*b.lon*c,
	}
}
