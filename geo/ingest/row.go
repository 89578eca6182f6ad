package ingest

import (
	"context"
	"encoding/binary"
	"math"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/diemnong/diemnong"
)

// Row is one validated complaint on its way into the system of record. Codes
// in Complaint must be valid codes; they are created from the batch's
// [Definitions] where the catalogue lacks them.
type Row struct {
	Line      int64 // where it begins in its file, from 1; 0 when it came another way
	Complaint diemnong.Complaint
	Personal  diemnong.Personal

	// Events is the history of a complaint that is not yet stored, in order of
	// time; its last state is that of Complaint. Nil stands for [History].
	Events []diemnong.Event

	// Areas holds the finest known area id of each area set, at the position
	// area set id − 1; 0 where nobody knows. StatedArea is the id of the area
	// that counts where there is no point: the one that the source named, a
	// finer one that its address names, or one set by an operator; 0 when none.
	// SourceArea is the one that the source named in any case.
	Areas                  []int32
	StatedArea, SourceArea int32

	// Hash is that of what the source said; see [Row.SetHash]. A stored row of
	// the same hash is left alone.
	Hash int64
}

// SetHash computes Hash from everything the source can say: all of the
// complaint and its personal data, but not what the service derives from it
// (cell, areas, a point found by its address). Call it before locating.
func (r *Row) SetHash() {
	var h rowHash
	c, p := &r.Complaint, &r.Personal
	h.buf = h.space[:0]
	for _, s := range [...]string{
		c.Category, c.Agency, c.Location.Area.Set, c.Location.Area.Code,
		p.Name, p.Phone, p.Email, p.Address, p.Text,
	} {
		h.text(s)
	}
	for _, t := range [...]time.Time{c.ReceivedAt, c.DueAt, c.ClosedAt} {
		h.number(unixOrZero(t))
	}
	h.number(int64(math.Float64bits(c.Location.Lon)))
	h.number(int64(math.Float64bits(c.Location.Lat)))
	h.number(int64(c.Channel) | int64(c.Status)<<8 | int64(c.Flags)<<16 | int64(c.Location.Quality)<<32)
	h.number(int64(c.Reopened))
	r.Hash = int64(xxhash.Sum64(h.buf))
}

// rowHash lays values out so that no two different rows look the same: every
// text is preceded by its length.
type rowHash struct {
	space [1024]byte
	buf   []byte
}

func (h *rowHash) text(s string) {
	h.buf = append(binary.AppendUvarint(h.buf, uint64(len(s))), s...)
}

func (h *rowHash) number(n int64) { h.buf = binary.LittleEndian.AppendUint64(h.buf, uint64(n)) }

func unixOrZero(t time.Time) int64 {
	if t.IsZero() {
		return math.MinInt64
	}
	return t.Unix()
}

// Source names a system that complaints come from.
type Source struct{ Code, Name string }

// Definitions are the catalogue entries that rows refer to. What exists
// already keeps its name: people may have corrected it.
type Definitions struct {
	Sources    []Source
	Groups     []diemnong.Group
	Categories []diemnong.Category
	Agencies   []diemnong.Agency
}

// Empty reports whether nothing is defined.
func (d *Definitions) Empty() bool {
	return len(d.Sources)+len(d.Groups)+len(d.Categories)+len(d.Agencies) == 0
}

// Batch is what one transaction stores.
type Batch struct {
	Rows        []Row
	Definitions Definitions
	Step        *Step // nil when the rows come from no file

	// Turn is called when the rows are written and before the step, the feed
	// and the commit. It waits until the batch before is stored, so that
	// batches can be written side by side and still count in order. It may be
	// called again when the batch is tried again. nil: there is nothing to wait for.
	Turn func(context.Context) error
}

// PutResult says what became of a batch.
type PutResult struct {
	Inserted, Updated, Unchanged int
	IDs                          []int64           // complaint ids, in the order of the batch's rows
	Revision                     diemnong.Revision // 0 when nothing changed
}

// Store writes batches. Each call is one transaction: all of the batch or
// nothing. Rows that were stored before with the same hash are left alone;
// others with the same source and source_ref are updated and leave an event.
type Store interface {
	PutComplaints(ctx context.Context, b *Batch) (PutResult, error)
}
