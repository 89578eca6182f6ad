package geocode

import (
	"fmt"
	"reflect"

	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// Tune is temporary.
func (g *Geocoder) Tune(name string, v float32) {
	f := reflect.ValueOf(&g.model).Elem().FieldByName(name)
	*(*float32)(f.Addr().UnsafePointer()) = v
}

// Debug is temporary.
func (g *Geocoder) Debug(text string) string {
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	d := c.reader.interpret(c.reader.read(text))
	if len(d.streets) == 0 {
		return "nostreet"
	}
	c.mentions = c.mentions[:0]
	for _, s := range d.areas {
		c.mentions = append(c.mentions, g.mentionOf(s))
	}
	g.areaEvidence(c, c.mentions, 2)
	g.lookUpStreets(c, &d)
	if len(c.streets) == 0 {
		return "unknown"
	}
	gap, n := int32(1<<30), 0
	lines := 0
	for _, s := range c.streets {
		points, first := g.gaz.PointsOf(s.id)
		for i := range points {
			a := g.sides[first+i].own
			if a < 0 || c.area.mass[a] < 1e-4 {
				continue
			}
			n++
			if points[i].Series == d.number.Series && points[i].Depth > 0 && d.number.Depth > 0 {
				gap = min(gap, abs(points[i].Head-d.number.Head))
			}
		}
		for _, l := range g.lineAtoms[s.id] {
			if c.area.mass[l.atom] > 1e-4 {
				lines++
			}
		}
	}
	k := "known"
	if c.streets[0].q < 1 || !g.gaz.Known(c.streets[0].id) {
		k = "fuzzy"
	}
	switch {
	case n == 0 && lines == 0:
		return k + "-notindistrict"
	case n == 0:
		return k + "-linesonly"
	case gap == 1<<30:
		return k + "-nonumber"
	case gap == 0:
		return k + "-gap0"
	case gap < 10:
		return k + "-gap<10"
	case gap < 40:
		return k + "-gap<40"
	case gap < 150:
		return k + "-gap<150"
	}
	return fmt.Sprint(k, "-gap>150")
}

var _ gazetteer.Number

func (g *Geocoder) Debug3(text string) string {
	c := g.calls.Get().(*call)
	defer g.calls.Put(c)
	d := c.reader.interpret(c.reader.read(text))
	c.mentions = c.mentions[:0]
	for _, s := range d.areas {
		c.mentions = append(c.mentions, g.mentionOf(s))
	}
	g.areaEvidence(c, c.mentions, 2)
	g.lookUpStreets(c, &d)
	out := ""
	for _, s := range c.streets {
		points, first := g.gaz.PointsOf(s.id)
		for i := range points {
			a := g.sides[first+i].own
			if a < 0 || c.allowed[a] < 1e-3 || abs(points[i].Head-d.number.Head) > 40 {
				continue
			}
			u, _ := g.atlas.Area(g.atoms.areasOf(a)[1])
			st, _ := g.atlas.ByRef(g.gaz.AreaOf(&points[i]))
			out += fmt.Sprintf(" %d/%d:%s(%s)", points[i].Head, points[i].Second, u.Name, st.Name)
		}
	}
	return out
}
