package tiles

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles/mvt"
)

// World is the city as it is now. Catalog and atlas belong to the same
// revision and are immutable. It fails with [diemnong.Unavailable] until the
// first load has finished.
type World interface {
	Current(ctx context.Context) (*diemnong.Catalog, *area.Atlas, error)
}

// Points finds single complaints.
type Points interface {
	// Points gives the placed complaints of a filter in a box, newest first
	// and at most limit of them; it says whether there are more.
	Points(ctx context.Context, f diemnong.Filter, box diemnong.Bounds, limit int) (*heat.Points, error)
}

// Options are the parts a [Service] is made of. Engine, World and Points must
// be set; a zero number takes the default given here.
type Options struct {
	Engine heat.Engine
	World  World
	Points Points
	Now    func() time.Time // time.Now when nil

	Context Context // nil: maps have no water, roads and places around

	TileCacheBytes uint64        // finished tiles; 128 MB
	GridCacheBytes uint64        // grids and area figures by filter; 256 MB
	Timeout        time.Duration // for shared work, whoever waits for it; 60 s
	MaxPoints      int           // complaints in one tile; 20,000
}

func (o Options) withDefaults() (Options, error) {
	if o.Engine == nil || o.World == nil || o.Points == nil {
		return o, errors.New("tiles: Engine, World and Points must be set")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.TileCacheBytes == 0 {
		o.TileCacheBytes = 128 << 20
	}
	if o.GridCacheBytes == 0 {
		o.GridCacheBytes = 256 << 20
	}
	if o.Timeout == 0 {
		o.Timeout = time.Minute
	}
	if o.MaxPoints == 0 {
		o.MaxPoints = 20_000
	}
	return o, nil
}

// Service makes tiles, TileJSON and styles. It is safe for concurrent use.
type Service struct {
	options   Options
	tiles     *memo[tileQuestion, *Tile]
	surfaces  *memo[question, surface]
	legends   *memo[question, *described]
	outlines  *outlines
	territory atomic.Pointer[territory]
	newest    atomic.Pointer[moment]
	layers    sync.Pool // of *mvt.Layer: they keep their memory
	coders    coders
	around    *surroundings

	cellWriters sync.Pool // of *cellWriter
}

// New makes a service.
func New(o Options) (*Service, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Service{
		options:  o,
		tiles:    newMemo[tileQuestion](o.TileCacheBytes, o.Timeout, (*Tile).bytes),
		surfaces: newMemo[question](o.GridCacheBytes, o.Timeout, surface.bytes),
		legends:  newMemo[question](legendCacheBytes, o.Timeout, func(*described) int { return legendBytes }),
		outlines: newOutlines(outlineBytes),
	}
	s.around = newSurroundings(o, &s.coders)
	s.newest.Store(&moment{state: heat.State{Revision: -1}})
	s.cellWriters.New = func() any { return newCellWriter(s.outlines) }
	s.layers.New = func() any { return mvt.NewLayer("") }
	return s, nil
}

// question is what kept answers are about. Its moment makes it an answer of
// one state of the data.
type question struct {
	layer  Layer
	filter string // what filterKey gives
	moment moment
}

// moment is a state of the data and the time at which classes are judged.
type moment struct {
	state   heat.State
	asOf    int64 // unix seconds
	present bool  // the filter asks about the present: asOf moves on
}

type tileQuestion struct {
	question
	address Address
}

// Tile gives a tile. It fails with [diemnong.Invalid] for an address outside
// the scheme, a zoom that the layer does not have, an area set or level that
// does not exist, a filter that names what does not exist and a comparison that
// has no window or is about single complaints; [diemnong.Unavailable] while there is no answer; ctx's error when it ends.
func (s *Service) Tile(ctx context.Context, l Layer, a Address, f diemnong.Filter) (*Tile, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	if err := l.checkZoom(a); err != nil {
		return nil, err
	}
	q, err := s.question(ctx, l, f)
	if err != nil {
		return nil, err
	}
	key := tileQuestion{q, a}
	if t, ok := s.tiles.kept(key); ok {
		return t, nil
	}
	return s.newTile(ctx, key, f)
}

// newTile gives a tile that is not kept. It is apart from Tile so that a tile
// that is kept costs no memory for the work that it does not need.
func (s *Service) newTile(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	t, err := s.tiles.get(ctx, q, func(ctx context.Context) (*Tile, error) { return s.make(ctx, q, f) })
	if err != nil {
		return nil, fmt.Errorf("%s tile %s: %w", q.layer.Kind, q.address, err)
	}
	return t, nil
}

// make works a tile out.
func (s *Service) make(ctx context.Context, q tileQuestion, f diemnong.Filter) (*Tile, error) {
	switch q.layer.Kind {
	case Areas:
		return s.areaTile(ctx, q, f)
	case Complaints:
		return s.complaintTile(ctx, q, f)
	default:
		return s.heatTile(ctx, q, f)
	}
}

// question ties a layer and a filter to the state of the data. The first one
// about a newer state forgets what is kept of older ones.
func (s *Service) question(ctx context.Context, l Layer, f diemnong.Filter) (question, error) {
	if err := l.check(); err != nil {
		return question{}, err
	}
	state, err := s.options.Engine.State(ctx)
	if err != nil {
		return question{}, fmt.Errorf("ask for the state of the data: %w", err)
	}
	now := s.options.Now()
	m := moment{state, heat.Moment(diemnong.Filter{}, now).Unix(), true}
	if newest := s.newest.Load(); *newest != m {
		s.advance(newest, m)
	}
	if !f.AsOf.IsZero() {
		m.asOf, m.present = f.AsOf.Unix(), false
	}
	return question{l, filterKey(&f), m}, nil
}

// advance forgets what no new question can be about. One whose state is older
// than the newest was asked a moment ago, and forgets nothing. Neither does one
// after a restore from a backup, until its revisions have overtaken those from
// before; what is kept of these is never asked for and goes when room is needed.
func (s *Service) advance(newest *moment, m moment) {
	fresh := m.state.Revision > newest.state.Revision || m.state.Revision == newest.state.Revision && m.state.ID != newest.state.ID
	if !fresh && m.asOf <= newest.asOf || !s.newest.CompareAndSwap(newest, &m) {
		return
	}
	if fresh {
		s.tiles.forget()
		s.surfaces.forget()
		s.legends.forget()
		return
	}
	go s.dropPast(m) // every five minutes, and nobody need wait for it
}

// dropPast forgets what was judged at a present that has passed.
func (s *Service) dropPast(now moment) {
	past := func(m moment) bool { return m.present && m.asOf != now.asOf }
	s.tiles.drop(func(q tileQuestion) bool { return past(q.moment) })
	s.surfaces.drop(func(q question) bool { return past(q.moment) })
	s.legends.drop(func(q question) bool { return past(q.moment) })
}

// layer takes an empty layer from the pool; give it back with s.layers.Put.
func (s *Service) layer(name string) *mvt.Layer {
	l := s.layers.Get().(*mvt.Layer)
	l.Reset(name)
	return l
}
