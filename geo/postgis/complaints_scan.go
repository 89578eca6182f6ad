package postgis

import (
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// listedColumns are the columns that scanListed reads, but for the position.
func (s *selection) listedColumns() string {
	return fmt.Sprintf(`c.id, c.source_id, c.source_ref, c.channel, c.category_id, c.agency_id,
  c.received_at, %s, %s, %s, %s, %s, c.flags, c.quality, coalesce(c.radius_m, 0), coalesce(c.cell, 0),
  coalesce(st_x(c.geom), 0), coalesce(st_y(c.geom), 0), c.areas, coalesce(c.stated_area_id, 0),
  c.located_by, c.unplaced, coalesce(c.score, 0)`,
		s.status, s.dueAt, s.closedAt, s.reopened, s.class)
}

// scanListed reads one row of listedColumns and the position that follows.
func (w *World) scanListed(row pgx.Row, position *int64) (l heat.Listed, err error) {
	var source, category int16
	var agency *int16
	var due, closed *time.Time
	var radius, score float32
	var cell int64
	var areas []*int32
	var stated int32
	if err := row.Scan(&l.ID, &source, &l.SourceRef, &l.Channel, &category, &agency,
		&l.ReceivedAt, &l.Status, &due, &closed, &l.Reopened, &l.Class, &l.Flags, &l.Location.Quality, &radius, &cell,
		&l.Location.Lon, &l.Location.Lat, &areas, &stated,
		&l.Location.Method, &l.Location.Unplaced, &score, position); err != nil {
		return heat.Listed{}, fmt.Errorf("read complaint: %w", err)
	}
	l.Source, l.Category = w.ids.sources.code[source], w.ids.categories.code[category]
	l.Group = w.groups[l.Category]
	if agency != nil {
		l.Agency = w.ids.agencies.code[*agency]
	}
	l.ReceivedAt, l.DueAt, l.ClosedAt = l.ReceivedAt.UTC(), timeOrZero(due), timeOrZero(closed)
	l.Location.RadiusM, l.Location.Score, l.Location.Cell = float64(radius), exactly(score), uint64(cell)
	if !l.Location.Quality.Placeable() { // a point that was not good enough for a cell is not shown either
		l.Location.Lon, l.Location.Lat = 0, 0
	}
	l.Location.Area, l.Areas = w.areaRef(stated), w.areaRefs(areas)
	return l, nil
}

// exactly is the decimal number that was stored in single precision: 0.9, where
// a conversion gives 0.8999999761581421.
func exactly(f float32) float64 {
	d, _ := strconv.ParseFloat(strconv.FormatFloat(float64(f), 'g', -1, 32), 64)
	return d
}

// areaRef names an area; the zero value stands for an unknown one.
func (w *World) areaRef(id int32) diemnong.AreaRef {
	unit, ok := w.Atlas.Area(id)
	if !ok {
		return diemnong.AreaRef{}
	}
	return diemnong.AreaRef{Set: unit.Set, Code: unit.Code}
}

func (w *World) areaRefs(ids []*int32) []diemnong.AreaRef {
	var refs []diemnong.AreaRef
	for _, id := range ids {
		if id == nil {
			continue
		}
		if ref := w.areaRef(*id); ref != (diemnong.AreaRef{}) {
			refs = append(refs, ref)
		}
	}
	return refs
}

// pointColumns are the columns that scanPoint reads.
func (s *selection) pointColumns() string {
	return fmt.Sprintf(`c.id, st_x(c.geom), st_y(c.geom), c.category_id, coalesce(c.agency_id, 0),
  c.channel, %s, %s, c.quality, coalesce(c.radius_m, 0), c.received_at, %s`, s.status, s.class, s.dueAt)
}

// scanPoint reads one row of pointColumns.
func (w *World) scanPoint(row pgx.CollectableRow) (p heat.MapPoint, err error) {
	var category, agency int16
	var radius float32
	var due *time.Time
	if err := row.Scan(&p.ID, &p.Point.Lon, &p.Point.Lat, &category, &agency,
		&p.Channel, &p.Status, &p.Class, &p.Quality, &radius, &p.ReceivedAt, &due); err != nil {
		return heat.MapPoint{}, fmt.Errorf("read point: %w", err)
	}
	p.Category, p.Agency = w.ids.categories.code[category], w.ids.agencies.code[agency]
	p.Group = w.groups[p.Category]
	p.RadiusM, p.ReceivedAt, p.DueAt = float64(radius), p.ReceivedAt.UTC(), timeOrZero(due)
	return p, nil
}
