package tiles

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// The layers of complaint tiles.
const (
	layerComplaints = "complaints"
	layerTruncated  = "truncated"
)

// complaintTile draws the placed complaints of a filter as points.
func (s *Service) complaintTile(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	w := q.address.window()
	found, err := s.options.Points.Points(ctx, f, w.bounds(), s.options.MaxPoints)
	if err != nil {
		return nil, fmt.Errorf("read complaints: %w", err)
	}
	body, shown := s.encodeComplaints(found.Points, &w)
	if found.More {
		body = s.encodeTruncated(body, shown)
	}
	t := s.seal(q, body, found.State, found.AsOf)
	t.Truncated = found.More
	return t, nil
}

// complaintKeys are the keys of the layer of complaints.
type complaintKeys struct {
	id, category, group, agency, status, class, channel, quality, receivedAt, dueAt mvt.Key
}

func newComplaintKeys(l *mvt.Layer) complaintKeys {
	return complaintKeys{
		id: l.Key("id"), category: l.Key("category"), group: l.Key("group"), agency: l.Key("agency"),
		status: l.Key("status"), class: l.Key("class"), channel: l.Key("channel"), quality: l.Key("quality"),
		receivedAt: l.Key("received_at"), dueAt: l.Key("due_at"),
	}
}

// encodeComplaints writes the points in the order of their ids, so that equal
// data give equal bytes, and says how many they are. What is known by its area
// only has no point.
func (s *Service) encodeComplaints(points []heat.MapPoint, w *window) (tile []byte, shown int) {
	l := s.layer(layerComplaints)
	defer s.layers.Put(l)
	keys := newComplaintKeys(l)
	sorted := slices.SortedFunc(slices.Values(points), func(a, b heat.MapPoint) int { return cmp.Compare(a.ID, b.ID) })
	for i := range sorted {
		p := &sorted[i]
		at := project(p.Point.Lon, p.Point.Lat)
		if p.Quality.Placeable() && w.box.Contains(at) && l.Points(uint64(p.ID), w.point(at)) {
			keys.put(l, p)
		}
	}
	return l.AppendTo(nil), l.Len()
}

func (k *complaintKeys) put(l *mvt.Layer, p *heat.MapPoint) {
	l.Int(k.id, p.ID)
	l.String(k.category, p.Category)
	putText(l, k.group, p.Group)
	putText(l, k.agency, p.Agency)
	l.String(k.status, p.Status.String())
	l.String(k.class, p.Class.String())
	l.String(k.channel, p.Channel.String())
	l.String(k.quality, p.Quality.String())
	l.Int(k.receivedAt, p.ReceivedAt.Unix())
	if !p.DueAt.IsZero() {
		l.Int(k.dueAt, p.DueAt.Unix())
	}
}

// encodeTruncated appends the layer that says, in the tile itself, that there
// are more complaints than it shows.
func (s *Service) encodeTruncated(tile []byte, shown int) []byte {
	l := s.layer(layerTruncated)
	defer s.layers.Put(l)
	key := l.Key("shown")
	l.Points(1, mvt.Point{X: mvt.Extent / 2, Y: mvt.Extent / 2})
	l.Uint(key, uint64(shown))
	return l.AppendTo(tile)
}
