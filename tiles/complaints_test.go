package tiles_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/tiles"
)

// checkInvalid wants an error that blames a field.
func checkInvalid(t *testing.T, err error, field string) {
	t.Helper()
	var e *diemnong.Error
	if !errors.As(err, &e) || e.Code != diemnong.Invalid || e.Field != field || e.Message == "" || e.Hint == "" {
		t.Errorf("got %v; want Invalid, naming %s, with message and hint", err, field)
	}
}

func TestComplaintTileHasEveryPlacedComplaint(t *testing.T) {
	t.Parallel()
	c := newCity(t, 30, 500, saigon, 0.05)
	s := newService(t, c)
	for _, zoom := range []uint8{14, 16, 22} {
		a := addressOf(c.complaints[0].Point, zoom)
		want := map[float64]geojson.Properties{}
		for i := range c.complaints {
			p := &c.complaints[i]
			u := tileUnits(orb.Point{p.Point.Lon, p.Point.Lat}, a)
			low, high := min(u[0], u[1]), max(u[0], u[1])
			if !p.Quality.Placeable() || low < -tiles.Buffer || high > 4096+tiles.Buffer {
				continue
			}
			props := geojson.Properties{
				"id": float64(p.ID), "category": p.Category, "group": p.Group, "status": p.Status.String(),
				"class": p.Class.String(), "channel": p.Channel.String(), "quality": p.Quality.String(),
				"received_at": float64(p.ReceivedAt.Unix()),
			}
			if p.Agency != "" {
				props["agency"] = p.Agency
			}
			if !p.DueAt.IsZero() {
				props["due_at"] = float64(p.DueAt.Unix())
			}
			want[float64(p.ID)] = props
		}
		tile := mustTile(t, s, tiles.ComplaintLayer(), a, diemnong.Filter{})
		got := map[float64]geojson.Properties{}
		for _, f := range decode(t, tile)["complaints"] {
			got[f.ID.(float64)] = f.Properties
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("zoom %d (-want +got):\n%s", zoom, diff)
		}
		if tile.Truncated {
			t.Errorf("zoom %d: the tile says that it is truncated", zoom)
		}
	}
}

func TestComplaintTilesBeginAtZoom14(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 31, 10, saigon, 0.05))
	_, err := s.Tile(t.Context(), tiles.ComplaintLayer(), tiles.Address{Z: 13, X: 6524, Y: 3849}, diemnong.Filter{})
	checkInvalid(t, err, "z")
}

func TestTileOutsideTheSchemeIsRefused(t *testing.T) {
	t.Parallel()
	s := newService(t, newCity(t, 32, 10, saigon, 0.05))
	for _, a := range []tiles.Address{{Z: 23}, {Z: 3, X: 8}, {Z: 3, Y: 8}, {Z: 200, X: 1}} {
		_, err := s.Tile(t.Context(), tiles.HeatLayer(), a, diemnong.Filter{})
		checkInvalid(t, err, "z")
	}
}

func TestTruncatedTileSaysSo(t *testing.T) {
	t.Parallel()
	c := newCity(t, 33, 400, saigon, 0.005)
	s, err := tiles.New(tiles.Options{Engine: c, World: c, Points: c, MaxPoints: 50, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	tile := mustTile(t, s, tiles.ComplaintLayer(), addressOf(saigon, 14), diemnong.Filter{})
	layers := decode(t, tile)
	if !tile.Truncated || len(layers["complaints"]) > 50 || len(layers["truncated"]) != 1 {
		t.Fatalf("truncated: %t, with %d complaints and %d notes; want true, at most 50, 1",
			tile.Truncated, len(layers["complaints"]), len(layers["truncated"]))
	}
	if got, want := layers["truncated"][0].Properties["shown"], float64(len(layers["complaints"])); got != want {
		t.Errorf("shown = %v; want %v", got, want)
	}
}
