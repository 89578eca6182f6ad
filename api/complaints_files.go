package api

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo/heat"
)

// table is an empty table for complaints as CSV, with a column of area codes for every set.
func (q *listRequest) table() *table {
	t := &table{name: "diemnong-complaints", zone: q.city.zone, columns: []string{
		"id", "source", "source_ref", "channel", "category", "category_name", "group", "agency", "agency_name",
		"status", "class", "received_at", "due_at", "closed_at", "handling_s", "reopened", "quality", "radius_m",
		"lon", "lat", "h3", "flags", "method", "score", "unplaced",
	}}
	for _, set := range q.city.catalog.Sets {
		t.columns = append(t.columns, "area:"+set.Code)
	}
	return t
}

func (q *listRequest) cells(l *heat.Listed) []any {
	a := complaintOf(l)
	category, _ := q.city.names(heat.Grouping{Dimension: heat.ByCategory}, l.Category)
	agency, _ := q.city.names(heat.Grouping{Dimension: heat.ByAgency}, l.Agency)
	cells := []any{
		a.ID, a.Source, a.SourceRef, a.Channel, a.Category, category, a.Group, a.Agency, agency,
		a.Status, a.Class, l.ReceivedAt, l.DueAt, l.ClosedAt, a.HandlingS, a.Reopened, a.Quality, positive(a.RadiusM),
		a.Lon, a.Lat, a.H3, strings.Join(a.Flags, " "), a.Method, positive(a.Score), a.Unplaced,
	}
	for _, set := range q.city.catalog.Sets {
		cells = append(cells, a.Areas[set.Code])
	}
	return cells
}

// featureOf is a complaint as a point; without a place it has a null geometry.
func featureOf(l *heat.Listed) feature {
	var at orb.Geometry
	if l.Location.Quality.Placeable() {
		at = orb.Point{l.Location.Lon, l.Location.Lat}
	}
	return newFeature(strconv.FormatInt(l.ID, 10), at, complaintOf(l).properties())
}

// properties are the complaint flat, without what the geometry says already.
func (a complaintAnswer) properties() properties {
	p := properties{
		"id": a.ID, "source": a.Source, "source_ref": a.SourceRef, "channel": a.Channel, "category": a.Category,
		"group": a.Group, "status": a.Status, "class": a.Class, "received_at": a.ReceivedAt, "reopened": a.Reopened,
		"quality": a.Quality, "method": a.Method, "flags": strings.Join(a.Flags, " "),
	}
	for name, v := range map[string]*string{"due_at": a.DueAt, "closed_at": a.ClosedAt} {
		if v != nil {
			p[name] = *v
		}
	}
	for name, v := range map[string]string{"agency": a.Agency, "h3": a.H3, "unplaced": a.Unplaced} {
		if v != "" {
			p[name] = v
		}
	}
	if a.HandlingS != nil {
		p["handling_s"] = *a.HandlingS
	}
	for name, v := range map[string]float64{"radius_m": a.RadiusM, "score": a.Score} {
		if v > 0 {
			p[name] = v
		}
	}
	for set, code := range a.Areas {
		p["area:"+set] = code
	}
	return p
}
