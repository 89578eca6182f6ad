package api

import (
	"context"
	"testing"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// aheadEngine is one change ahead, of a complaint that no question of the
// tests is about.
type aheadEngine struct{ heat.Engine }

var ahead = heat.State{Revision: 2, ID: "naive-2"}

func (e aheadEngine) State(context.Context) (heat.State, error) { return ahead, nil }

func (e aheadEngine) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	g, err := e.Engine.Grid(ctx, f)
	if err != nil {
		return nil, err
	}
	moved := *g
	moved.State = ahead
	return &moved, nil
}

func (e aheadEngine) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	s, err := e.Engine.Stats(ctx, q)
	if err != nil {
		return nil, err
	}
	moved := *s
	moved.State = ahead
	return &moved, nil
}

// newReplicas are two services of one city: the second one is a change ahead.
func newReplicas(t *testing.T) (behind, before *fixture) {
	t.Helper()
	return newFixture(t, nil), newFixture(t, func(o *Options) {
		o.Engine = aheadEngine{o.Engine}
		o.Tiles = newTiles(t, o.Engine, o.World, o.Complaints.(*fakeComplaints))
	})
}

// Two replicas at the same revision give the same bytes with the same tags, in
// every coding: whichever answers, what the client keeps is good for both.
func TestReplicasGiveTheSameTags(t *testing.T) {
	one, two := newFixture(t, nil), newFixture(t, nil)
	for _, url := range []string{
		"/tiles/v1/heat/" + tileAt(12) + ".mvt", "/tiles/v1/areas/now/ward/" + tileAt(10) + ".mvt", "/tiles/v1/complaints/" + tileAt(14) + ".mvt",
		"/tiles/v1/heat.json", "/api/v1/stats?group_by=category", "/api/v1/areas", "/api/v1/meta", "/styles/heat.json",
	} {
		for _, coding := range []string{"identity", "gzip", "zstd"} {
			a, b := one.get(url, "Accept-Encoding", coding), two.get(url, "Accept-Encoding", coding)
			if a.Code != 200 || a.Header().Get("ETag") != b.Header().Get("ETag") || a.Body.String() != b.Body.String() {
				t.Errorf("%s in %s: %d with tag %s; the other replica has %s", url, coding, a.Code, a.Header().Get("ETag"), b.Header().Get("ETag"))
			}
			if again := two.get(url, "Accept-Encoding", coding, "If-None-Match", a.Header().Get("ETag")); again.Code != 304 {
				t.Errorf("%s in %s: %d from the other replica for what the client has", url, coding, again.Code)
			}
		}
	}
}

// A tile that a change does not touch keeps its tag over revisions; each
// answer says which revision it is of. Figures state their revision in the
// body, so theirs differ.
func TestReplicasAtDifferentRevisions(t *testing.T) {
	behind, before := newReplicas(t)
	tile := "/tiles/v1/heat/" + tileAt(12) + ".mvt"
	for _, coding := range []string{"identity", "gzip", "zstd"} {
		tag := behind.get(tile, "Accept-Encoding", coding).Header().Get("ETag")
		for revision, f := range map[string]*fixture{"1": behind, "2": before} {
			w := f.get(tile, "Accept-Encoding", coding, "If-None-Match", tag)
			if got := w.Header().Get(revisionHeader); w.Code != 304 || got != revision {
				t.Errorf("tile in %s at revision %s: %d of revision %s; want 304", coding, revision, w.Code, got)
			}
		}
	}
	figures := behind.get("/api/v1/stats").Header().Get("ETag")
	if w := before.get("/api/v1/stats", "If-None-Match", figures); w.Code != 200 || w.Header().Get(revisionHeader) != "2" {
		t.Errorf("figures: %d of revision %s", w.Code, w.Header().Get(revisionHeader))
	}
}

// A client that comes from a replica that is ahead is told the lower revision,
// which is the truth about this one, and the higher one as soon as it is here.
func TestStreamOfReplicaThatIsBehind(t *testing.T) {
	behind, _ := newReplicas(t)
	base, _ := listen(t, behind)
	events := stream(t, base)
	if got := begin(t, events); got != "event: revision\nid: 1\ndata: {\"revision\":1}\n" {
		t.Errorf("first %q", got)
	}
	behind.feed.subscribers[0] <- 2
	if got := next(t, events); got != "event: revision\nid: 2\ndata: {\"revision\":2}\n" {
		t.Errorf("then %q", got)
	}
}
