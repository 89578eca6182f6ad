package mosaic

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/h3"
)

// Seat is a place that gets ground around it.
type Seat struct {
	At      geo.Point
	AreaKM2 float64
}

// Ground is H3 cells and who has them.
type Ground struct {
	Cells []geo.Cell // ascending
	Owner []int      // of each cell: the position of its seat
	Home  []int      // of each seat: the position in Cells of the cell that it lies in
}

// Of lists the cells of a seat.
func (g *Ground) Of(seat int) []geo.Cell {
	var cells []geo.Cell
	for i, o := range g.Owner {
		if o == seat {
			cells = append(cells, g.Cells[i])
		}
	}
	return cells
}

// claim is a seat's wish for a cell.
type claim struct {
	seat int32
	km   float64 // from the seat to the cell's middle, on the bent plane
}

// division is ground being given to seats. A cell goes to the seat with the
// smallest distance − reach, and to nobody where that is above zero, unless it
// must be given. Such regions hold their seat and are in one piece: whatever
// lies between a seat and a cell of its own is nearer to the seat by as much
// as it is to any other.
type division struct {
	cells  []geo.Cell
	claims [][]claim // of each cell
	must   []bool    // of each cell: it may not be left out
	owner  []int
	homes  []int     // of each seat: its cell
	quota  []float64 // of each seat, in cells
	reach  []float64 // of each seat, in km

	cellKM2 []float64 // of each seat: the area of its cell
}

// Grow gives each seat cells of a resolution until it has about its area. Among
// all the ways to do so it comes close to the one with the least sum of
// distances from the cells to their seats. Gaps that the seats would enclose
// are given too.
func Grow(seats []Seat, res int) (*Ground, error) {
	d, err := newDivision(seats, res)
	if err != nil {
		return nil, err
	}
	wished := make(map[geo.Cell][]claim)
	centres := make(map[geo.Cell]orb.Point) // many seats claim the same cells
	for i := range seats {
		if err := d.claimAround(int32(i), wished, centres); err != nil {
			return nil, err
		}
	}
	d.setClaims(wished)
	for _, rounds := range []int{20, 12, 20, 12, 12, 12} { // what the gaps take is balanced out again
		d.balance(rounds)
		if err := d.fillGaps(); err != nil {
			return nil, err
		}
		d.assign()
	}
	return d.ground(), nil
}

// Divide gives all the cells to seats, to each in proportion to its area. The
// seats must lie in cells of the ground.
func Divide(cells []geo.Cell, seats []Seat) (*Ground, error) {
	d, err := newDivision(seats, cells[0].Resolution())
	if err != nil {
		return nil, err
	}
	from := make([]orb.Point, len(seats))
	for i, home := range d.homes {
		if !slices.Contains(cells, d.cells[home]) {
			return nil, fmt.Errorf("mosaic: seat %d lies outside the ground", i)
		}
		if from[i], err = bentCentre(d.cells[home]); err != nil {
			return nil, err
		}
	}
	wished := make(map[geo.Cell][]claim, len(cells))
	for _, c := range cells {
		at, err := bentCentre(c)
		if err != nil {
			return nil, err
		}
		for i := range seats {
			wished[c] = append(wished[c], claim{int32(i), distance(at, from[i])})
		}
	}
	d.setClaims(wished)
	d.shareOut(len(cells))
	d.balance(40)
	return d.ground(), nil
}

// shareOut makes the quotas add up to all cells and demands each of them.
func (d *division) shareOut(cells int) {
	total := 0.0
	for _, q := range d.quota {
		total += q
	}
	for i := range d.quota {
		d.quota[i] *= float64(cells) / total
	}
	for i := range d.must {
		d.must[i] = true
	}
}

// bentCentre is the middle of a cell on the bent plane.
func bentCentre(c geo.Cell) (orb.Point, error) {
	p, err := h3.Center(c)
	if err != nil {
		return orb.Point{}, err
	}
	return bend(flat(p)), nil
}

// newDivision finds the cells and the quotas of the seats.
func newDivision(seats []Seat, res int) (*division, error) {
	d := &division{homes: make([]int, len(seats))}
	for i, s := range seats {
		c, err := h3.FromPoint(s.At, res)
		if err != nil {
			return nil, err
		}
		if slices.Contains(d.cells, c) {
			return nil, fmt.Errorf("mosaic: two seats lie in cell %s", c)
		}
		km2, err := h3.AreaKM2(c)
		if err != nil {
			return nil, err
		}
		d.cells, d.homes[i] = append(d.cells, c), i
		d.cellKM2 = append(d.cellKM2, km2)
		d.quota = append(d.quota, s.AreaKM2/km2)
		d.reach = append(d.reach, math.Sqrt(s.AreaKM2/math.Pi))
	}
	return d, nil
}

// claimAround adds a seat's claims to the cells within a multiple of its
// reach: where seats stand close together they grow away from each other.
func (d *division) claimAround(seat int32, wished map[geo.Cell][]claim, centres map[geo.Cell]orb.Point) error {
	const multiple, margin = 2.8, 2.0 // km
	home := d.cells[d.homes[seat]]
	step := math.Sqrt(d.cellKM2[seat] * 2 / math.Sqrt(3)) // between the middles of neighbouring hexagons
	cells, err := h3.Disk(home, int(math.Ceil((multiple*d.reach[seat]+margin)/step)))
	if err != nil {
		return err
	}
	from, err := bentCentre(home)
	if err != nil {
		return err
	}
	for _, c := range cells {
		at, known := centres[c]
		if !known {
			if at, err = bentCentre(c); err != nil {
				return err
			}
			centres[c] = at
		}
		wished[c] = append(wished[c], claim{seat, distance(from, at)})
	}
	return nil
}

// setClaims takes the wishes in the order of the cells.
func (d *division) setClaims(wished map[geo.Cell][]claim) {
	homes := make([]geo.Cell, len(d.homes))
	for i, h := range d.homes {
		homes[i] = d.cells[h]
	}
	d.cells = d.cells[:0:0]
	for c := range wished {
		d.cells = append(d.cells, c)
	}
	slices.Sort(d.cells)
	d.claims = make([][]claim, len(d.cells))
	for i, c := range d.cells {
		d.claims[i] = wished[c]
	}
	for i, c := range homes {
		d.homes[i], _ = slices.BinarySearch(d.cells, c)
	}
	d.must = make([]bool, len(d.cells))
	d.owner = make([]int, len(d.cells))
}

// ground is what was given.
func (d *division) ground() *Ground {
	g := &Ground{Home: make([]int, len(d.homes))}
	for i, c := range d.cells {
		if d.owner[i] != Nowhere {
			g.Cells = append(g.Cells, c)
			g.Owner = append(g.Owner, d.owner[i])
		}
	}
	for i, h := range d.homes {
		g.Home[i], _ = slices.BinarySearch(g.Cells, d.cells[h])
	}
	return g
}

// Around gives the middles of the cells of a coarser resolution that lie around
// the given cells, outside of them: sites that bound their ground.
func Around(cells []geo.Cell, res int) ([]geo.Point, error) {
	inside := make(map[geo.Cell]bool, len(cells))
	coarse := make(map[geo.Cell]bool)
	for _, c := range cells {
		inside[c] = true
		coarse[c.Parent(res)] = true
	}
	near := make(map[geo.Cell]bool)
	for c := range coarse {
		around, err := h3.Disk(c, 2)
		if err != nil {
			return nil, err
		}
		for _, n := range around {
			near[n] = true
		}
	}
	var out []geo.Point
	for _, c := range slices.Sorted(maps.Keys(near)) {
		middle, err := h3.Center(c)
		if err != nil {
			return nil, err
		}
		at, err := h3.FromPoint(middle, cells[0].Resolution())
		if err != nil {
			return nil, err
		}
		if !inside[at] {
			out = append(out, middle)
		}
	}
	return out, nil
}
