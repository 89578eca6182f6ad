package api

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
	"github.com/diemnong/diemnong/tiles/basemap"
)

// Options are the parts a [Server] is made of. Engine, Tiles, World,
// Complaints, Feed and Log must be set.
type Options struct {
	Engine     heat.Engine
	Tiles      Tiles
	World      World
	Complaints Complaints
	Feed       Feed
	Writer     Writer    // nil: nothing can be written
	Geocoders  Geocoders // nil: addresses cannot be looked up
	Checks     []Check
	Frontend   fs.FS        // the built page, index.html at its root; nil: no page
	Basemap    *basemap.Map // below the data; nil: none

	// Freshness says how long ago the engine last knew that it had everything,
	// and whether that is too long, since the database does not answer for
	// instance: answers are then marked. Nil: never. It is asked for each answer.
	Freshness func() (age time.Duration, stale bool)

	Registry *prometheus.Registry // for the server's own metrics and /metrics; a new one when nil
	Log      *slog.Logger
	Now      func() time.Time // time.Now when nil
	NewID    func() string    // ids of requests; random when nil

	WriteToken string   // bearer token for writing; empty: nothing can be written
	Version    string   // of the program, shown in meta
	PublicURL  string   // scheme and host that tile addresses begin with; from the request when empty
	Hosts      []string // host names that requests may name, without port; any when empty
	Targets    Targets  // that on-time rates are judged by; [DefaultTargets] when zero
	Limits     Limits
}

// Limits bound what requests may cost. A zero field takes the default given here.
type Limits struct {
	Timeout    time.Duration // for one answer, event streams excepted; 30 s
	Stale      time.Duration // for one answer while the data is stale, since a database that hangs is not worth waiting for; 5 s
	Body       int64         // bytes of a request's body; 1 MB
	Questions  int           // questions worked on at once, tiles excepted; 8
	Waiting    int           // further questions that may wait; 64
	Exports    int           // lists as files made at once, which are held whole until they are sent; 2
	Streams    int           // event streams open at once; 256
	Heartbeat  time.Duration // between signs of life on a stream; 20 s
	Watch      time.Duration // between looks at the freshness on a stream; 1 s
	CheckAfter time.Duration // after which a readiness check counts as failed; 2 s
}

// World is the city as it is now. The catalog and the atlas belong to the same
// revision and are immutable. It fails with [diemnong.Unavailable] until the
// first load has finished.
type World interface {
	Current(ctx context.Context) (*diemnong.Catalog, *area.Atlas, error)
}

// Tiles makes vector tiles and what describes them; [tiles.Service] does.
type Tiles interface {
	Tile(ctx context.Context, l tiles.Layer, a tiles.Address, f diemnong.Filter) (*tiles.Tile, error)
	TileJSON(ctx context.Context, l tiles.Layer, f diemnong.Filter, baseURL string) (*tiles.TileJSON, error)
	Style(ctx context.Context, name string, f diemnong.Filter, baseURL, lang string) (*tiles.Style, error)
	ContextTile(ctx context.Context, a tiles.Address) (*tiles.Tile, error)
	ContextJSON(ctx context.Context, baseURL string) (*tiles.ContextJSON, error)
}

// Complaints reads single complaints, without personal data.
type Complaints interface {
	// List gives one page. It fails with [diemnong.Invalid] for a filter that
	// names what does not exist and for a cursor that is not one of its own.
	List(ctx context.Context, q heat.ListQuery) (*heat.Page, error)
	// Export hands over up to [heat.MaxExport] complaints of a list, all from
	// one snapshot. It fails as List does, and with what take returns.
	Export(ctx context.Context, q heat.ListQuery, take func(heat.Listed) error) (*heat.Exported, error)
	// Neighbours gives what lies around a complaint, or [diemnong.NotFound].
	Neighbours(ctx context.Context, q heat.NeighbourQuery) (*heat.Neighbours, error)
	// Complaint gives one complaint with its history, or [diemnong.NotFound].
	Complaint(ctx context.Context, id int64) (*heat.Detail, error)
	// Unplaced counts the complaints of a filter that no cell holds, by the reason.
	Unplaced(ctx context.Context, f diemnong.Filter) (*heat.UnplacedCounts, error)
}

// Writer records complaints.
type Writer interface {
	// Write validates, locates and stores a complaint. Created is false when
	// its source and source_ref were known; it is updated where it differs. It
	// fails with [diemnong.Invalid] naming the field.
	Write(ctx context.Context, c diemnong.Complaint, p diemnong.Personal) (id int64, created bool, err error)
	// Relocate puts a complaint where an operator says: at a point, or in an
	// area, as the quality tells. It fails with [diemnong.NotFound], with
	// [diemnong.Invalid] naming the field, and with [diemnong.Conflict] while
	// somebody else changes the complaint.
	Relocate(ctx context.Context, id int64, to diemnong.Location) error
}

// Feed tells of new revisions.
type Feed interface {
	// Subscribe gives a channel that has the newest revision at every change.
	// A slow reader misses older ones. It is closed when the context ends or
	// the feed stops.
	Subscribe(ctx context.Context) <-chan diemnong.Revision
}

// Check is one condition of readiness. Func fails when it does not hold.
// Messages of a [diemnong.Error] are shown; other errors are only logged.
type Check struct {
	Name string
	Func func(ctx context.Context) error
	// Note says what else there is to know, such as "The index is loading
	// (43 %); SQL answers meanwhile."; "" when nothing. It is not a fault and
	// must not wait for anything. May be nil.
	Note func() string
}

// withDefaults fills what may be left out and refuses what may not.
func (o Options) withDefaults() (Options, error) {
	if o.Engine == nil || o.Tiles == nil || o.World == nil || o.Complaints == nil || o.Feed == nil || o.Log == nil {
		return o, errors.New("api: Engine, Tiles, World, Complaints, Feed and Log must be set")
	}
	if o.Registry == nil {
		o.Registry = prometheus.NewRegistry()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = newRequestID
	}
	if o.Freshness == nil {
		o.Freshness = func() (time.Duration, bool) { return 0, false }
	}
	o.Limits = o.Limits.withDefaults()
	orDefault(&o.Targets, DefaultTargets)
	return o, o.Targets.Check()
}

func (l Limits) withDefaults() Limits {
	orDefault(&l.Timeout, 30*time.Second)
	orDefault(&l.Stale, min(5*time.Second, l.Timeout))
	orDefault(&l.Body, 1<<20)
	orDefault(&l.Questions, 8)
	orDefault(&l.Waiting, 64)
	orDefault(&l.Exports, 2)
	orDefault(&l.Streams, 256)
	orDefault(&l.Heartbeat, 20*time.Second)
	orDefault(&l.Watch, time.Second)
	orDefault(&l.CheckAfter, 2*time.Second)
	return l
}

func orDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
