package democity

import (
	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo/area"
)

// Drafts are the areas of one level of a set, as a boundary file would have them.
func (g *Geography) Drafts(set, level string) []area.Draft {
	var drafts []area.Draft
	for i := range g.Areas {
		a := &g.Areas[i]
		if a.Set != set || a.Level != level {
			continue
		}
		parent := ""
		if a.ParentID != 0 {
			parent = g.Areas[a.ParentID-1].Code
		}
		drafts = append(drafts, area.Draft{
			Feature: len(drafts) + 1, Code: a.Code, Name: a.Name, NameEN: a.NameEN, Parent: parent,
			Population: a.Population, AreaKM2: a.AreaKM2, Label: &orb.Point{a.Lon, a.Lat}, Outline: a.Outline,
		})
	}
	return drafts
}

// Passages are the crosswalk from the old set to the new one, as a file would
// have it.
func (g *Geography) Passages() []area.Passage {
	passages := make([]area.Passage, len(g.Links))
	for i, l := range g.Links {
		passages[i] = area.Passage{From: g.Areas[l.From-1].Code, To: g.Areas[l.To-1].Code, Share: l.Share, Main: l.Main}
	}
	return passages
}
