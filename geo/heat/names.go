package heat

import (
	"fmt"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// Check refuses, with [diemnong.Invalid], a filter that names what the
// catalogue or the atlas does not have, or a moment after now. All engines and
// lists ask it first, so that the same question is refused in the same words.
func Check(f diemnong.Filter, c *diemnong.Catalog, atlas *area.Atlas, now time.Time) error {
	if f.AsOf.After(now) {
		return diemnong.InvalidValue("as_of", f.AsOf.Format(time.RFC3339), "is in the future.",
			"Give a time up to now, or leave it out for the present.")
	}
	for _, l := range []struct {
		field string
		asked []string
		known []string
	}{
		{"category", f.Categories, codes(c.Categories, func(k diemnong.Category) string { return k.Code })},
		{"group", f.Groups, codes(c.Groups, func(g diemnong.Group) string { return g.Code })},
		{"agency", f.Agencies, codes(c.Agencies, func(a diemnong.Agency) string { return a.Code })},
	} {
		for _, code := range l.asked {
			if !slices.Contains(l.known, code) {
				return unknown(l.field, code, l.known, "/api/v1/meta lists what there is.")
			}
		}
	}
	for _, ref := range f.Areas {
		if _, ok := atlas.ByRef(ref); !ok {
			return unknownArea(ref, c, atlas)
		}
	}
	return nil
}

// Check refuses, with [diemnong.Invalid], what [Check] refuses of the filter,
// more than [MaxGroupings] groupings, the same one twice, and areas of a set
// or a level that does not exist.
func (q StatsQuery) Check(c *diemnong.Catalog, atlas *area.Atlas, now time.Time) error {
	if len(q.By) > MaxGroupings {
		return diemnong.InvalidValue("group_by", "", "has too many groupings.",
			fmt.Sprintf("Give at most %d.", MaxGroupings))
	}
	for i, g := range q.By {
		if slices.Contains(q.By[:i], g) {
			return diemnong.InvalidValue("group_by", g.Dimension.String(), "is given twice.", "Give two different ones.")
		}
		if err := g.check(c); err != nil {
			return err
		}
	}
	return Check(q.Filter, c, atlas, now)
}

func (g Grouping) check(c *diemnong.Catalog) error {
	if int(g.Dimension) >= len(dimensionNames) {
		_, err := ParseDimension(g.Dimension.String())
		return err
	}
	if g.Dimension != ByArea {
		return nil
	}
	set, ok := c.Set(g.Set)
	if !ok {
		return unknown("set", g.Set, codes(c.Sets, setCode), "/api/v1/meta lists the area sets.")
	}
	levels := codes(set.Levels, func(l diemnong.Level) string { return l.Code })
	if !slices.Contains(levels, g.Level) {
		return unknown("level", g.Level, levels, "/api/v1/meta lists the levels of each area set.")
	}
	return nil
}

func setCode(s diemnong.AreaSet) string { return s.Code }

func unknownArea(ref diemnong.AreaRef, c *diemnong.Catalog, atlas *area.Atlas) error {
	set, ok := c.Set(ref.Set)
	if !ok {
		var refs []string // the same code, in the sets that have it
		for _, s := range c.Sets {
			refs = append(refs, diemnong.AreaRef{Set: s.Code, Code: ref.Code}.String())
		}
		return unknown("area", ref.String(), refs, "/api/v1/meta lists the area sets.")
	}
	var refs []string
	for _, level := range set.Levels {
		for _, u := range atlas.AtLevel(set.Code, level.Code) {
			refs = append(refs, diemnong.AreaRef{Set: set.Code, Code: u.Code}.String())
		}
	}
	return unknown("area", ref.String(), refs, "/api/v1/areas?set="+set.Code+" lists its areas.")
}

// unknown says that a code does not exist, with the nearest one that does.
func unknown(field, code string, known []string, where string) error {
	hint := where
	if near, ok := Nearest(code, known); ok {
		hint = fmt.Sprintf("Did you mean %s? %s", near, where)
	}
	return diemnong.InvalidValue(field, code, "is not known here.", hint)
}

func codes[T any](list []T, code func(T) string) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = code(x)
	}
	return out
}

// Nearest gives the first of the known texts with the fewest edits to s; ok is
// false when even that one differs in more than a third of its letters.
func Nearest(s string, known []string) (near string, ok bool) {
	best := -1
	for _, k := range known {
		if d := edits(s, k); best < 0 || d < best {
			best, near = d, k
		}
	}
	return near, best >= 0 && best*3 <= max(len(s), len(near))
}

// edits is the Levenshtein distance of two texts, by bytes: codes are ASCII.
func edits(a, b string) int {
	row := make([]int, len(b)+1) // distances of a's beginning to each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
