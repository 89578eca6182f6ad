package postgis_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/heat/heattest"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/pgtest"
)

func TestEngineConforms(t *testing.T) { heattest.Run(t, openHarness) }

// harness is the SQL engine over a database of its own, filled by the store.
type harness struct {
	db     *postgis.DB
	engine *postgis.Engine
	setup  heattest.Setup
	ids    map[string]int64 // by source_ref
}

func openHarness(t testing.TB, s heattest.Setup) heattest.Harness { return newHarness(t, s) }

func newHarness(t testing.TB, s heattest.Setup) *harness {
	t.Helper()
	return newHarnessAt(t, s, pgtest.New(t).URL)
}

// newHarnessAt fills the empty database of an address.
func newHarnessAt(t testing.TB, s heattest.Setup, url string) *harness {
	t.Helper()
	db, err := postgis.Open(t.Context(), postgis.Options{URL: url, Schema: pgtest.Schema})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	db.Now = s.Now
	h := &harness{
		db: db, setup: s, ids: map[string]int64{},
		engine: postgis.NewEngine(db, postgis.NewWorlds(db, slog.New(slog.DiscardHandler))),
	}
	h.storeCatalog(t)
	h.storeAreas(t)
	return h
}

// Engine is the SQL engine.
func (h *harness) Engine() heat.Engine { return h.engine }

func (h *harness) storeCatalog(t testing.TB) {
	t.Helper()
	c := h.setup.Catalog
	if err := h.db.SetCity(t.Context(), c.City); err != nil {
		t.Fatal(err)
	}
	if err := h.db.EnsureCatalog(t.Context(), ingest.Definitions{
		Sources: []ingest.Source{{Code: "suite", Name: "Suite"}},
		Groups:  c.Groups, Categories: c.Categories, Agencies: c.Agencies,
	}); err != nil {
		t.Fatal(err)
	}
}

// storeAreas writes the areas with the IDs of the suite.
func (h *harness) storeAreas(t testing.TB) {
	t.Helper()
	setID := map[string]int{}
	batch := &pgx.Batch{}
	for _, s := range h.setup.Catalog.Sets {
		setID[s.Code] = s.ID
		batch.Queue(`insert into diemnong.area_set (id, code, name, name_en) values ($1, $2, $3, $4)`, s.ID, s.Code, s.Name, s.NameEN)
		for rank, l := range s.Levels {
			batch.Queue(`insert into diemnong.area_level (set_id, code, name, name_en, rank) values ($1, $2, $3, $4, $5)`,
				s.ID, l.Code, l.Name, l.NameEN, rank)
		}
	}
	for _, u := range h.setup.Units {
		batch.Queue(`
			insert into diemnong.area (id, set_id, level, code, name, parent_id, label, geom)
			select $1, $2, $3, $4, $5, nullif($6::int, 0), st_pointonsurface(g), g
			from st_geomfromtext($7, 4326) g`,
			u.ID, setID[u.Set], u.Level, u.Code, u.Name, u.ParentID, wkt.MarshalString(u.Outline))
	}
	batch.Queue(`select diemnong.record_change('areas', null)`)
	h.send(t, batch)
}

// Put stores complaints, and then their histories as the suite tells them: the
// store makes up its own from the order in which states arrive.
func (h *harness) Put(t testing.TB, complaints []heattest.Complaint) {
	t.Helper()
	rows := make([]ingest.Row, len(complaints))
	for i, c := range complaints {
		rows[i] = ingest.Row{Complaint: c.Complaint, Areas: h.areaIDs(c.Areas)}
		rows[i].Hash = time.Now().UnixNano() // never the same: always an update
	}
	result, err := h.db.PutComplaints(t.Context(), &ingest.Batch{Rows: rows})
	if err != nil {
		t.Fatal(err)
	}
	batch := &pgx.Batch{}
	for i, c := range complaints {
		id := result.IDs[i]
		h.ids[c.SourceRef] = id
		batch.Queue(`delete from diemnong.complaint_event where complaint_id = $1`, id)
		for seq, e := range c.Events {
			batch.Queue(`
				insert into diemnong.complaint_event (complaint_id, seq, at, kind, status, due_at, closed_at)
				values ($1, $2, $3, $4, $5, $6, $7)`,
				id, seq+1, e.At, e.Kind, int16(e.Status), orNull(e.DueAt), orNull(e.ClosedAt))
		}
	}
	batch.Queue(`select diemnong.record_change('complaints', $1)`, result.IDs)
	h.send(t, batch)
}

// areaIDs gives the areas as the store takes them: by position of their set.
func (h *harness) areaIDs(refs []diemnong.AreaRef) []int32 {
	ids := make([]int32, 3)
	for _, ref := range refs {
		set, _ := h.setup.Catalog.Set(ref.Set)
		for _, u := range h.setup.Units {
			if u.Set == ref.Set && u.Code == ref.Code {
				ids[set.ID-1] = int32(u.ID)
			}
		}
	}
	return ids
}

// Delete removes complaints.
func (h *harness) Delete(t testing.TB, refs []string) {
	t.Helper()
	var ids []int64
	for _, ref := range refs {
		ids = append(ids, h.ids[ref])
	}
	if _, err := h.db.DeleteComplaints(t.Context(), ids); err != nil {
		t.Fatal(err)
	}
}

// SetSuccessor changes the catalogue.
func (h *harness) SetSuccessor(t testing.TB, agency, successor string) {
	t.Helper()
	batch := &pgx.Batch{}
	batch.Queue(`update diemnong.agency set successor_id = (select id from diemnong.agency where code = $2) where code = $1`,
		agency, successor)
	batch.Queue(`select diemnong.record_change('catalog', null)`)
	h.send(t, batch)
}

func (h *harness) send(t testing.TB, batch *pgx.Batch) {
	t.Helper()
	if err := h.db.Pool.SendBatch(t.Context(), batch).Close(); err != nil {
		t.Fatal(err)
	}
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
