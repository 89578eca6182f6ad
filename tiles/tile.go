package tiles

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/diemnong/diemnong/geo/heat"
)

// Tile is a finished vector tile. It is immutable and shared: callers must not
// change its bytes.
type Tile struct {
	Body     []byte // Mapbox Vector Tile; nil when empty
	Gzip     []byte // Body compressed; nil when empty
	ETag     string // strong entity tag of Body, in quotes
	GzipETag string // strong entity tag of Gzip
	// Empty says that nothing lies in the tile: answer 204.
	Empty bool
	// Truncated says that only the newest complaints are in the tile, because
	// there are more than Options.MaxPoints. The tile then also has a layer
	// "truncated" with one point in its middle that states the number shown.
	Truncated bool
	State     heat.State // of the data; never part of Body
	AsOf      time.Time  // moment at which classes were judged; never part of Body
}

// gzipLevel is where a tile is small enough soon enough: level 6 saves 2 % more
// and takes twice as long (BenchmarkGzip).
const gzipLevel = 4

// seal makes a tile of a body.
func (s *Service) seal(body []byte, state heat.State, asOf time.Time) (*Tile, error) {
	t := &Tile{Body: body, Empty: len(body) == 0, State: state, AsOf: asOf}
	t.ETag = entityTag(body, "")
	if t.Empty {
		t.Body, t.GzipETag = nil, t.ETag
		return t, nil
	}
	w := s.gzips.Get().(*gzip.Writer)
	defer s.gzips.Put(w)
	b := bytes.NewBuffer(make([]byte, 0, len(body)*3/4))
	w.Reset(b)
	if _, err := w.Write(body); err != nil {
		return nil, fmt.Errorf("compress tile: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress tile: %w", err)
	}
	t.Gzip = bytes.Clone(b.Bytes()) // without the room that was not needed
	t.GzipETag = entityTag(t.Gzip, "-gzip")
	return t, nil
}

// newGzip makes a compressor, for the pool: it takes a megabyte.
func newGzip() any {
	w, err := gzip.NewWriterLevel(io.Discard, gzipLevel)
	if err != nil {
		panic(err) // the level is a constant of ours
	}
	return w
}

// entityTag is the first 128 bits of the bytes' SHA-256.
func entityTag(sent []byte, coding string) string {
	sum := sha256.Sum256(sent)
	return fmt.Sprintf(`"%x%s"`, sum[:16], coding)
}

// tileOverhead is what a kept tile takes beside its bytes: struct, tags, key.
const tileOverhead = 600

// bytes is the tile's weight in a cache.
func (t *Tile) bytes() int { return len(t.Body) + len(t.Gzip) + tileOverhead }
