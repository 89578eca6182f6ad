package area

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
)

// MaxSets is the largest ID of an area set: complaints store one area a set, by position.
const MaxSets = 64

// Unit is an area with its place in the hierarchy and its outline.
type Unit struct {
	diemnong.Area
	ParentID int32            // ID of the area that holds it; 0 at the top
	Outline  orb.MultiPolygon // WGS 84 degrees, valid in the sense of ST_IsValid; shared, not to be changed
}

// Link says that an area, or a part of it, became part of an area of another set.
type Link struct {
	From, To int32   // area IDs, in different sets
	Share    float64 // part of From's area that went to To, in (0, 1]; 0 when unknown
	Main     bool    // To is the successor that complaints known only by name move to
}

// Atlas is the area sets of a city. It is immutable and safe for concurrent use.
type Atlas struct {
	sets     []diemnong.AreaSet // by ID
	units    []Unit             // by set, level (coarse to fine) and code
	byID     map[int32]int32    // area ID → index into units
	byRef    map[diemnong.AreaRef]int32
	rank     []int     // of a unit: order of its level, coarse to fine
	slots    []int     // of a unit: AreaSet.ID-1, the position of its set
	children [][]int32 // of a unit: indices into units
	outlines []*outline
	grids    []*grid    // by AreaSet.ID-1; nil where there is no such set
	moves    []movement // of a unit: what Resolve answers
	links    [][]Link   // of a unit: from and to it
}

// NewAtlas builds an atlas. The order of the units does not matter; their
// Bounds come from the outlines and their Parent codes from ParentID. It fails
// with [diemnong.Invalid] when sets, units and links do not fit together.
func NewAtlas(sets []diemnong.AreaSet, units []Unit, links []Link) (*Atlas, error) {
	a := &Atlas{
		sets:  slices.SortedFunc(slices.Values(sets), func(x, y diemnong.AreaSet) int { return x.ID - y.ID }),
		units: slices.Clone(units),
	}
	if err := a.checkSets(); err != nil {
		return nil, err
	}
	if err := a.arrange(); err != nil {
		return nil, err
	}
	if err := a.connect(); err != nil {
		return nil, err
	}
	if err := a.prepare(); err != nil {
		return nil, err
	}
	return a, a.follow(links)
}

// Sets lists the area sets by ID. The list is shared: callers must not change it.
func (a *Atlas) Sets() []diemnong.AreaSet { return a.sets }

// Area finds an area by its ID.
func (a *Atlas) Area(id int32) (Unit, bool) {
	i, ok := a.byID[id]
	if !ok {
		return Unit{}, false
	}
	return a.units[i], true
}

// ByRef finds an area by its set and code.
func (a *Atlas) ByRef(ref diemnong.AreaRef) (Unit, bool) {
	i, ok := a.byRef[ref]
	if !ok {
		return Unit{}, false
	}
	return a.units[i], true
}

// AtLevel lists the areas of one level of a set by code. The list is shared:
// callers must not change it.
func (a *Atlas) AtLevel(set, level string) []Unit {
	of := func(u Unit) bool { return u.Set == set && u.Level == level }
	from := slices.IndexFunc(a.units, of)
	if from < 0 {
		return nil
	}
	to := from + 1
	for to < len(a.units) && of(a.units[to]) {
		to++
	}
	return a.units[from:to:to]
}

// checkSets refuses IDs that are no position and sets that occur twice.
func (a *Atlas) checkSets() error {
	codes := make(map[string]bool, len(a.sets))
	for i, s := range a.sets {
		if s.ID < 1 || s.ID > MaxSets || i > 0 && a.sets[i-1].ID == s.ID || codes[s.Code] {
			return diemnong.Errorf(diemnong.Invalid, "Area set %s (ID %d) occurs twice or has no ID from 1 to %d.", s.Code, s.ID, MaxSets)
		}
		codes[s.Code] = true
	}
	return nil
}

// place is where a level stands: the position of its set, and its own order in it.
type place struct{ slot, rank int }

// places lists where each level of each set stands.
func (a *Atlas) places() map[[2]string]place {
	at := make(map[[2]string]place)
	for _, s := range a.sets {
		for rank, l := range s.Levels {
			at[[2]string{s.Code, l.Code}] = place{s.ID - 1, rank}
		}
	}
	return at
}

// arrange sorts the units and makes them findable.
func (a *Atlas) arrange() error {
	places := a.places()
	of := func(u Unit) place { return places[[2]string{u.Set, u.Level}] }
	slices.SortFunc(a.units, func(x, y Unit) int {
		return cmp.Or(of(x).slot-of(y).slot, of(x).rank-of(y).rank, strings.Compare(x.Code, y.Code))
	})
	a.byID = make(map[int32]int32, len(a.units))
	a.byRef = make(map[diemnong.AreaRef]int32, len(a.units))
	a.slots, a.rank = make([]int, len(a.units)), make([]int, len(a.units))
	for i, u := range a.units {
		at, known := places[[2]string{u.Set, u.Level}]
		if err := a.enter(u, int32(i), known); err != nil {
			return err
		}
		a.slots[i], a.rank[i] = at.slot, at.rank
	}
	return nil
}

// enter makes a unit findable by ID and by code.
func (a *Atlas) enter(u Unit, i int32, levelKnown bool) error {
	id, ref := int32(u.ID), diemnong.AreaRef{Set: u.Set, Code: u.Code}
	if !levelKnown {
		return diemnong.Errorf(diemnong.Invalid, "Area %s is of level %q, which its set does not have.", ref, u.Level)
	}
	if _, double := a.byID[id]; double || id <= 0 {
		return diemnong.Errorf(diemnong.Invalid, "Area %s has an ID that is not its own: %d.", ref, u.ID)
	}
	if _, double := a.byRef[ref]; double {
		return diemnong.Errorf(diemnong.Invalid, "Area %s occurs twice.", ref)
	}
	a.byID[id], a.byRef[ref] = i, i
	return nil
}

// prepare makes the outlines and grids that Locate works on.
func (a *Atlas) prepare() error {
	a.outlines = make([]*outline, len(a.units))
	for i := range a.units {
		u := &a.units[i]
		o, err := newOutline(u.Outline)
		if err != nil {
			return fmt.Errorf("area %s:%s: %w", u.Set, u.Code, err)
		}
		a.outlines[i] = o
		b := o.bound
		u.Bounds = diemnong.Bounds{West: b.Min.X(), South: b.Min.Y(), East: b.Max.X(), North: b.Max.Y()}
	}
	a.makeGrids()
	return nil
}
