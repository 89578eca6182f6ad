package postgis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// Neighbours gives the placed complaints of a filter around a complaint,
// nearest first. It fails with [diemnong.NotFound] for a complaint that is not
// there, and with [diemnong.Invalid] as [Complaints.List] does and for a radius
// outside 1 to [heat.MaxRadiusM].
func (c *Complaints) Neighbours(ctx context.Context, q heat.NeighbourQuery) (*heat.Neighbours, error) {
	if q.RadiusM < 1 || q.RadiusM > heat.MaxRadiusM {
		return nil, diemnong.InvalidValue("radius", strconv.Itoa(q.RadiusM), "is not a radius.",
			fmt.Sprintf("Give whole metres from 1 to %d.", heat.MaxRadiusM))
	}
	if err := checkLimit(q.Limit, heat.MaxPage); err != nil {
		return nil, err
	}
	var found *heat.Neighbours
	err := c.read(ctx, "find neighbours", func(ctx context.Context, s *snapshot) error {
		sel, err := c.selection(q.Filter, s.world)
		if err != nil {
			return err
		}
		found = &heat.Neighbours{State: s.state, AsOf: sel.asOf}
		if found.Location, err = c.place(ctx, s, q.ID); err != nil || !found.Location.Quality.Placeable() {
			return err
		}
		sel.around(q.ID, found.Location, q.RadiusM)
		if err := c.countAround(ctx, s, sel, found); err != nil {
			return err
		}
		return c.readAround(ctx, s, sel, q.Limit, found)
	})
	return found, err
}

// place is where a complaint is, whatever the filter of its neighbours says.
func (c *Complaints) place(ctx context.Context, s *snapshot, id int64) (diemnong.Location, error) {
	sel, err := c.selection(diemnong.Filter{}, s.world)
	if err != nil {
		return diemnong.Location{}, err
	}
	sel.and("c.id = %s", id)
	l, err := c.one(ctx, s, sel, "id", strconv.FormatInt(id, 10))
	return l.Location, err
}

// metresPerDegree is the least that a degree of latitude measures on the
// ellipsoid, at the equator; one of longitude measures more than this times
// the cosine. A box made with it is never too small.
const metresPerDegree = 110_574

// around narrows a selection to the others within a radius. The box is for the
// spatial index, which holds degrees; the distance on the ellipsoid decides.
func (s *selection) around(id int64, at diemnong.Location, radiusM int) {
	dLat := float64(radiusM) / metresPerDegree
	dLon := dLat / math.Max(math.Cos((math.Abs(at.Lat)+dLat)*math.Pi/180), 1e-3) // at a pole everything is near
	s.conditions = append(s.conditions, "c.cell is not null")
	s.and("c.id <> %s", id)
	s.and("c.geom && st_makeenvelope(%s, %s, %s, %s, 4326)", at.Lon-dLon, at.Lat-dLat, at.Lon+dLon, at.Lat+dLat)
	s.distance = fmt.Sprintf("st_distance(c.geom::geography, st_setsrid(st_makepoint(%s, %s), 4326)::geography)",
		s.arg(at.Lon), s.arg(at.Lat))
	s.and(s.distance+" <= %s", float64(radiusM))
}

// countAround counts all of them by category. Every complaint has a class; it
// is counted because it takes the moment, the first argument.
func (c *Complaints) countAround(ctx context.Context, s *snapshot, sel *selection, into *heat.Neighbours) error {
	rows, err := s.tx.Query(ctx, c.db.sql(fmt.Sprintf("select c.category_id, count(%s)\nfrom %s\n%s\ngroup by 1",
		sel.class, sel.from, sel.where())), sel.args...)
	if err != nil {
		return fmt.Errorf("query counts: %w", err)
	}
	var category int16
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&category, &n}, func() error {
		into.Categories = append(into.Categories, heat.CategoryCount{Category: s.world.ids.categories.code[category], N: n})
		into.N += n
		return nil
	})
	slices.SortFunc(into.Categories, func(a, b heat.CategoryCount) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Category, b.Category))
	})
	return err
}

func (c *Complaints) readAround(ctx context.Context, s *snapshot, sel *selection, limit int, into *heat.Neighbours) error {
	rows, err := s.tx.Query(ctx, c.db.sql(sel.aroundStatement(limit)), sel.args...)
	if err != nil {
		return fmt.Errorf("query neighbours: %w", err)
	}
	into.Complaints, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (n heat.Neighbour, err error) {
		var millimetres int64
		n.Listed, err = s.world.scanListed(row, &millimetres)
		n.DistanceM = float64(millimetres) / 1000
		return n, err
	})
	return err
}

// aroundStatement gives the distance where lists give the position, in whole
// millimetres.
func (s *selection) aroundStatement(limit int) string {
	return fmt.Sprintf("select %s, round(%s * 1000)::bigint\nfrom %s\n%s\norder by %s, c.id\nlimit %s",
		s.listedColumns(), s.distance, s.from, s.where(), s.distance, s.arg(limit))
}
