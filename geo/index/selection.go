package index

import (
	"math"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// selection is a filter in the numbers of the columns. Each list has a 1 for
// every number that passes and a 0 for the others; nil lets everything pass.
type selection struct {
	asOf     time.Time // the moment at which classes are judged
	past     bool      // states are those at asOf, by the histories
	from, to int64     // half-open, on received_at

	category, agency, area, attr, class []uint8
}

// newSelection translates a filter that [heat.Check] has let pass.
func newSelection(f diemnong.Filter, w *World, d words, now time.Time) *selection {
	s := &selection{asOf: heat.Moment(f, now), past: !f.AsOf.IsZero(), from: math.MinInt64, to: math.MaxInt64}
	if !f.From.IsZero() {
		s.from = f.From.Unix()
	}
	if !f.To.IsZero() {
		s.to = f.To.Unix()
	}
	if s.past { // what was received later does not exist
		s.to = min(s.to, s.asOf.Unix()+1)
	}
	s.category = passing(d.categories, categoryTest(f, w))
	s.agency = passing(d.agencies, agencyTest(f, w))
	s.area = passing(d.areas, areaTest(f, w))
	s.attr = passing(allAttrs[:], attrTest(f))
	s.class = passing(allMeasureCodes[:], classTest(f))
	return s
}

// passing asks the test about each value; without a test everything passes.
func passing[V any](values []V, test func(V) bool) []uint8 {
	if test == nil {
		return nil
	}
	pass := make([]uint8, len(values))
	for i, v := range values {
		if test(v) {
			pass[i] = 1
		}
	}
	return pass
}

func categoryTest(f diemnong.Filter, w *World) func(int16) bool {
	if len(f.Categories) == 0 && len(f.Groups) == 0 {
		return nil
	}
	groups := groupsOf(w)
	return func(id int16) bool {
		code := w.Categories[id]
		return (len(f.Categories) == 0 || slices.Contains(f.Categories, code)) &&
			(len(f.Groups) == 0 || slices.Contains(f.Groups, groups[code]))
	}
}

// groupsOf gives each category's group.
func groupsOf(w *World) map[string]string {
	groups := make(map[string]string, len(w.Catalog.Categories))
	for _, c := range w.Catalog.Categories {
		groups[c.Code] = c.Group
	}
	return groups
}

// agencyTest reads both sides of the comparison as now when the filter says so.
func agencyTest(f diemnong.Filter, w *World) func(int16) bool {
	if len(f.Agencies) == 0 {
		return nil
	}
	read := agencyReader(f.AgencyView, w)
	asked := map[string]bool{}
	for _, code := range f.Agencies {
		asked[read(code)] = true
	}
	return func(id int16) bool {
		code, known := w.Agencies[id]
		return known && asked[read(code)]
	}
}

func agencyReader(v diemnong.AgencyView, w *World) func(string) string {
	if v == diemnong.AsNow {
		return w.Catalog.AgencyNow
	}
	return func(code string) string { return code }
}

// areaTest lets a combination of areas pass when the finest known area of a
// set is one that was asked for, or lies in it.
func areaTest(f diemnong.Filter, w *World) func([]int32) bool {
	if len(f.Areas) == 0 {
		return nil
	}
	asked := map[int][]int32{} // by position of the set
	for _, ref := range f.Areas {
		unit, _ := w.Atlas.ByRef(ref) // heat.Check found it
		set, _ := w.Catalog.Set(ref.Set)
		asked[set.ID] = append(asked[set.ID], int32(unit.ID))
	}
	within := make(map[int]map[int32]bool, len(asked))
	for set, ids := range asked {
		within[set] = map[int32]bool{}
		for _, id := range w.Atlas.Within(ids...) {
			within[set][id] = true
		}
	}
	return func(areas []int32) bool {
		for set, ids := range within {
			if set <= len(areas) && ids[areas[set-1]] {
				return true
			}
		}
		return false
	}
}

// allAttrs and allMeasureCodes are every value of these columns.
var allAttrs, allMeasureCodes = func() (a [attrs]uint8, m [measureCodes]uint8) {
	for i := range a {
		a[i] = uint8(i)
	}
	for i := range m {
		m[i] = uint8(i)
	}
	return a, m
}()

func attrTest(f diemnong.Filter) func(uint8) bool {
	if len(f.Statuses) == 0 && len(f.Channels) == 0 && len(f.Qualities) == 0 {
		return nil
	}
	return func(a uint8) bool {
		return oneOf(f.Statuses, attrStatus(a)) && oneOf(f.Channels, attrChannel(a)) && oneOf(f.Qualities, attrQuality(a))
	}
}

func classTest(f diemnong.Filter) func(uint8) bool {
	if len(f.Classes) == 0 {
		return nil
	}
	return func(m uint8) bool { return slices.Contains(f.Classes, diemnong.Class(m&7)) }
}

// oneOf reports whether a value is asked for; no values ask for all.
func oneOf[T comparable](asked []T, value T) bool {
	return len(asked) == 0 || slices.Contains(asked, value)
}
