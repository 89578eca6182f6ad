package postgis

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// selection is a filter in SQL: the relation its complaints come from, with
// the complaint as c, the conditions, and the expressions for a complaint's
// state at the filter's moment.
type selection struct {
	statement
	asOf  time.Time // the moment at which classes are judged
	from  string
	world *World

	status, dueAt, closedAt, reopened string // of the complaint's state
	class                             string // its diemnong.Class
	distance                          string // in metres; of a selection around a place
}

// closedStatus is the smallest status that ends the handling, as stored.
const closedStatus = int16(diemnong.Resolved)

// newSelection translates a filter that [heat.Check] has let pass.
func newSelection(f diemnong.Filter, w *World, now time.Time) *selection {
	s := &selection{asOf: heat.Moment(f, now), world: w}
	moment := s.arg(s.asOf)
	if f.AsOf.IsZero() {
		s.present()
	} else {
		s.past(moment)
	}
	s.class = fmt.Sprintf("diemnong.complaint_class(%s, %s, %s, %s)", s.status, s.dueAt, s.closedAt, moment)
	s.window(f)
	s.catalog(f)
	s.areas(f.Areas)
	andAny(&s.statement, s.status, smallints(f.Statuses))
	s.classes(f.Classes)
	andAny(&s.statement, "c.channel", smallints(f.Channels))
	andAny(&s.statement, "c.quality", smallints(f.Qualities))
	return s
}

// present takes a complaint's state from its row.
func (s *selection) present() {
	s.from = "diemnong.complaint c"
	s.status, s.dueAt, s.closedAt, s.reopened = "c.status", "c.due_at", "c.closed_at", "c.reopened"
}

// past takes a complaint's state from the last event at or before the moment.
// A complaint without such an event had only just been received, and what was
// received later does not exist.
//
// The lateral join costs one look into the events' key for each complaint
// received by then, which a narrow window keeps few; reading and sorting all
// events instead is no faster even for the whole table.
func (s *selection) past(moment string) {
	s.from = fmt.Sprintf(`diemnong.complaint c
left join lateral (
  select e.status, e.due_at, e.closed_at
  from diemnong.complaint_event e
  where e.complaint_id = c.id and e.at <= %s
  order by e.seq desc
  limit 1
) s on true`, moment)
	s.status, s.dueAt, s.closedAt = "coalesce(s.status, 0::smallint)", "s.due_at", "s.closed_at"
	s.reopened = fmt.Sprintf(`case when c.reopened > 0 then (
    select count(*) from diemnong.complaint_event e
    where e.complaint_id = c.id and e.at <= %s and e.kind = 'reopened')::smallint else 0::smallint end`, moment)
	s.conditions = append(s.conditions, "c.received_at <= "+moment)
}

func (s *selection) window(f diemnong.Filter) {
	if !f.From.IsZero() {
		s.and("c.received_at >= %s", f.From)
	}
	if !f.To.IsZero() {
		s.and("c.received_at < %s", f.To)
	}
}

func (s *selection) catalog(f diemnong.Filter) {
	ids := &s.world.ids
	andAny(&s.statement, "c.category_id", ids.categories.of(f.Categories))
	if len(f.Groups) > 0 {
		var codes []string
		for _, k := range s.world.Catalog.Categories {
			if slices.Contains(f.Groups, k.Group) {
				codes = append(codes, k.Code)
			}
		}
		s.and("c.category_id = any(%s)", ids.categories.of(codes)) // also when the groups are empty
	}
	andAny(&s.statement, "c.agency_id", ids.agencies.of(s.agencies(f)))
}

// classes selects by class. Where all of them are of complaints that are not
// closed, it says so beside, in the words of the index that holds only those:
// they are few, and asked for most.
func (s *selection) classes(classes []diemnong.Class) {
	andAny(&s.statement, s.class, smallints(classes))
	closed := func(c diemnong.Class) bool {
		return c == diemnong.OnTime || c == diemnong.Late || c == diemnong.UndatedClosed
	}
	if len(classes) > 0 && !slices.ContainsFunc(classes, closed) {
		s.conditions = append(s.conditions, fmt.Sprintf("%s < %d", s.status, closedStatus))
	}
}

// agencies gives the codes of the agencies whose complaints count: as now,
// these are all that end in the same successor as one of those asked for.
func (s *selection) agencies(f diemnong.Filter) []string {
	if f.AgencyView == diemnong.AsThen {
		return f.Agencies
	}
	asked := make(map[string]bool, len(f.Agencies))
	for _, code := range f.Agencies {
		asked[s.world.Catalog.AgencyNow(code)] = true
	}
	var codes []string
	for _, a := range s.world.Catalog.Agencies {
		if asked[s.world.Catalog.AgencyNow(a.Code)] {
			codes = append(codes, a.Code)
		}
	}
	return codes
}

// areas selects what lies in any of the areas. An area holds the complaints
// whose finest known area of its set it is, or lies in it.
func (s *selection) areas(refs []diemnong.AreaRef) {
	asked := map[int][]int32{} // by position of the set
	for _, ref := range refs {
		unit, _ := s.world.Atlas.ByRef(ref) // heat.Check found it
		set, _ := s.world.Catalog.Set(ref.Set)
		asked[set.ID] = append(asked[set.ID], int32(unit.ID))
	}
	var anyOf []string
	for _, set := range s.world.Catalog.Sets { // in a fixed order: the same question has the same text
		if ids := asked[set.ID]; len(ids) > 0 {
			anyOf = append(anyOf, fmt.Sprintf("c.areas[%d] = any(%s)", set.ID, s.arg(s.world.Atlas.Within(ids...))))
		}
	}
	if len(anyOf) > 0 {
		s.conditions = append(s.conditions, "("+strings.Join(anyOf, " or ")+")")
	}
}

// unplaced selects what no cell holds, by the reason.
func (s *selection) unplaced(reasons []diemnong.Unplaced) {
	if len(reasons) > 0 {
		s.conditions = append(s.conditions, "c.cell is null")
		s.and("c.unplaced = any(%s)", smallints(reasons))
	}
}

// of translates codes to the numbers that complaints store.
func (t codeTable) of(codes []string) []int16 {
	ids := make([]int16, 0, len(codes))
	for _, c := range codes {
		ids = append(ids, t.id[c])
	}
	return ids
}

// smallints gives values of a closed enum as they are stored.
func smallints[T ~uint8](values []T) []int16 {
	ids := make([]int16, len(values))
	for i, v := range values {
		ids[i] = int16(v)
	}
	return ids
}
