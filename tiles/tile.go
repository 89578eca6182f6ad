package tiles

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/diemnong/diemnong/geo/heat"
)

// Tile is a finished vector tile. It is shared: callers must not change its
// bytes. It is safe for concurrent use.
type Tile struct {
	Body []byte // Mapbox Vector Tile; nil when empty
	// Empty says that nothing lies in the tile: answer 204.
	Empty bool
	// Truncated says that only the newest complaints are in the tile, because
	// there are more than Options.MaxPoints. The tile then also has a layer
	// "truncated" with one point in its middle that states the number shown.
	Truncated bool
	State     heat.State // of the data; never part of Body
	AsOf      time.Time  // moment at which classes were judged; never part of Body

	coders *coders
	forms  [len(codings)]lazyForm
	coded  atomic.Int64 // bytes of the forms made so far, beside Body
	grown  func()       // called when coded has grown, to weigh the tile anew
}

// Form is the body of a tile as it is sent.
type Form struct {
	Coding string // content coding of HTTP; "" for none
	Body   []byte // nil when the tile is empty
	ETag   string // strong entity tag of Body, in quotes
}

// lazyForm is a form that is made when it is first asked for.
type lazyForm struct {
	once sync.Once
	form Form
	err  error
}

// Form gives the tile in a content coding: "", "gzip" or "zstd". Each is made
// when it is first asked for and then kept with the tile. The tag is that of
// the bytes themselves: two codings never share one, nor do two replicas whose
// compressors differ, while equal bytes have equal tags wherever they are made.
// It fails for any other coding.
func (t *Tile) Form(coding string) (Form, error) {
	i := slices.Index(codings[:], coding)
	if i < 0 {
		return Form{}, fmt.Errorf("tiles: content coding %q is not one of %q", coding, codings)
	}
	f := &t.forms[i]
	f.once.Do(func() { f.form, f.err = t.encode(coding) })
	return f.form, f.err
}

// encode makes a form.
func (t *Tile) encode(coding string) (Form, error) {
	f := Form{Coding: coding, Body: t.Body}
	if coding != "" && !t.Empty {
		var err error
		if f.Body, err = t.coders.encode(coding, t.Body); err != nil {
			return Form{}, fmt.Errorf("compress tile with %s: %w", coding, err)
		}
		t.coded.Add(int64(len(f.Body)))
		t.grown()
	}
	f.ETag = entityTag(f.Body, coding)
	return f, nil
}

// seal makes a tile of a body.
func (s *Service) seal(q tileQuestion, body []byte, state heat.State, asOf time.Time) *Tile {
	t := &Tile{Body: body, Empty: len(body) == 0, State: state, AsOf: asOf, coders: &s.coders}
	t.grown = func() { s.tiles.reweigh(q) }
	if t.Empty {
		t.Body = nil
	}
	return t
}

// tileOverhead is what a kept tile takes beside its bytes: struct, tags, key.
const tileOverhead = 900

// bytes is the tile's present weight in a cache.
func (t *Tile) bytes() int { return len(t.Body) + int(t.coded.Load()) + tileOverhead }
