package source

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// AreaLevel is the administrative areas of one admin_level.
type AreaLevel struct {
	Level int // as OpenStreetMap counts: smaller is coarser
	Areas []area.Draft
}

// Areas gives the administrative areas of an OpenStreetMap file that lie wholly
// within the bounds, coarse levels first. The code of an area is the value of
// the tag codeKey; where that is empty, or is no code, it is "r" and the number
// of the relation. What is broken or reaches beyond the file is left out and
// told by the report. The file is checked whole before. It fails with [diemnong.Invalid] when the file is broken
// or of another format.
func (f *File) Areas(ctx context.Context, codeKey string) ([]AreaLevel, Report, error) {
	r := Report{Bounds: f.report.Bounds}
	file, ok := f.format.(*osmFile)
	if !ok {
		return nil, r, diemnong.Errorf(diemnong.Invalid, "Only OpenStreetMap files (.osm.pbf) have areas.")
	}
	if err := file.check(ctx, &r); err != nil {
		return nil, r, err
	}
	file.begin(holdsRelations, holdsWays, holdsNodes)
	run := &osmRun{osmFile: file, report: &r, members: make(map[int64][]int64)}
	err := run.hold(ctx, func(tags osm.Tags) bool {
		return tags.Find("boundary") == "administrative" && tags.HasTag("name") && adminLevel(tags) > 0
	})
	if err != nil {
		return nil, r, err
	}
	if err := run.ask(ctx, func(*osm.Way) bool { return false }); err != nil {
		return nil, r, err
	}
	if err := run.locate(ctx, nil); err != nil {
		return nil, r, err
	}
	return run.levels(codeKey), r, nil
}

// adminLevel is 0 where there is none.
func adminLevel(tags osm.Tags) int {
	level, err := strconv.Atoi(tags.Find("admin_level"))
	if err != nil || level < 1 || level > 15 {
		return 0
	}
	return level
}

func (u *osmRun) levels(codeKey string) []AreaLevel {
	byLevel := make(map[int]*AreaLevel)
	codes := make(map[string]bool)
	for i := range u.relations {
		r := &u.relations[i]
		u.report.Rows++
		outline, reason := u.outline(r)
		if reason == "" {
			u.report.seeBox(outline.Bound())
			if !u.options.holds(outline) {
				reason = "reaches beyond the bounds of the city."
				u.report.Outside++
			}
		}
		if reason != "" {
			u.report.leaveOut(fault{where: fmt.Sprintf("relation/%d", r.id), field: "name", value: clean(r.tags.Find("name")), reason: reason})
			continue
		}
		level := adminLevel(r.tags)
		if byLevel[level] == nil {
			byLevel[level] = &AreaLevel{Level: level}
		}
		d := draftOf(r, outline, codeKey)
		if codes[d.Code] {
			d.Code = relationCode(r)
		}
		codes[d.Code] = true
		l := byLevel[level]
		d.Feature = len(l.Areas) + 1
		l.Areas = append(l.Areas, d)
		u.report.Entries++
	}
	var all []AreaLevel
	for _, level := range slices.Sorted(maps.Keys(byLevel)) {
		all = append(all, *byLevel[level])
	}
	return all
}

func draftOf(r *heldRelation, outline orb.MultiPolygon, codeKey string) area.Draft {
	code := ""
	if codeKey != "" {
		code = clean(r.tags.Find(codeKey))
	}
	if !diemnong.ValidCode(code) {
		code = relationCode(r)
	}
	people, err := strconv.Atoi(r.tags.Find("population"))
	if err != nil || people < 0 || people > math.MaxInt32 {
		people = 0
	}
	return area.Draft{
		Code: code, Name: cmp.Or(clean(r.tags.Find("name:vi")), clean(r.tags.Find("name"))), NameEN: clean(r.tags.Find("name:en")),
		Population: people, Outline: outline,
	}
}

func relationCode(r *heldRelation) string { return fmt.Sprintf("r%d", r.id) }

// holds reports whether all of an area lies in the bounds.
func (o *Options) holds(outline orb.MultiPolygon) bool {
	b := outline.Bound()
	return o.within(b.Min[0], b.Min[1]) && o.within(b.Max[0], b.Max[1])
}
