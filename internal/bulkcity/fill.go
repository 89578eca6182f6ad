package bulkcity

import (
	"context"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/migrations"
)

const sourceID = 1

// Fill stores a city of n complaints in a migrated schema that has none, as
// one revision, and tells progress, if it is not nil, in a few words what is
// done; it may be told so from several goroutines. The pool must allow three
// connections.
//
// It goes around what guards the tables: no service may run on the schema
// meanwhile, and a Fill that fails leaves a schema that is of no use. It fails
// with [diemnong.Conflict] when there are complaints already.
func Fill(ctx context.Context, pool *pgxpool.Pool, schema string, n int, progress func(done string)) error {
	f := &filler{pool, schema, n, progress}
	if progress == nil {
		f.progress = func(string) {}
	}
	if err := f.catalogue(ctx); err != nil {
		return err
	}
	dropped, err := f.dropIndexes(ctx)
	if err != nil {
		return err
	}
	if err := f.copyAll(ctx); err != nil {
		return err
	}
	if err := f.makeIndexes(ctx, dropped); err != nil {
		return err
	}
	return f.finish(ctx)
}

type filler struct {
	pool     *pgxpool.Pool
	schema   string
	n        int
	progress func(string)
}

// sql binds a statement to the city's schema.
func (f *filler) sql(text string) string { return migrations.Bind(text, f.schema) }

// catalogue stores everything but complaints.
func (f *filler) catalogue(ctx context.Context) error {
	var used bool
	if err := f.pool.QueryRow(ctx, f.sql(`select exists (select from diemnong.complaint)
		or exists (select from diemnong.area_set) or exists (select from diemnong.city)`)).Scan(&used); err != nil {
		return fmt.Errorf("bulkcity: look for complaints: %w", err)
	}
	if used {
		return diemnong.Errorf(diemnong.Conflict, "Schema %s holds a city already; a bulk city needs an empty one.", f.schema)
	}
	b := &pgx.Batch{}
	b.Queue(f.sql(`insert into diemnong.city (code, name, name_en, time_zone, west, south, east, north)
		values ('bulk', 'Bulk', 'Bulk', $1, $2, $3, $4, $5)`), TimeZone, West-0.1, South-0.1, West+Width+0.1, South+Height+0.1)
	b.Queue(f.sql(`insert into diemnong.source (id, code, name) values ($1, $2, 'Bulk')`), sourceID, Source)
	b.Queue(f.sql(`insert into diemnong.category_group (id, code, name) select i, 'g' || i, 'G' || i from generate_series(1, $1::int) as i`), Groups)
	b.Queue(f.sql(`insert into diemnong.category (id, group_id, code, name)
		select i, 1 + i % $2::int, 'c' || i, 'C' || i from generate_series(1, $1::int) as i`), Categories, Groups)
	b.Queue(f.sql(`insert into diemnong.agency (id, code, name) select i, 'a' || i, 'A' || i from generate_series(1, $1::int) as i`), Agencies)
	for _, s := range AllSets {
		f.queueSet(b, s)
	}
	if err := f.pool.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("bulkcity: catalogue: %w", err)
	}
	return nil
}

// queueSet stores an area set with its boxes. Each set is in force after the
// one before.
func (f *filler) queueSet(b *pgx.Batch, s AreaSet) {
	b.Queue(f.sql(`insert into diemnong.area_set (id, code, name, name_en, valid_from) values ($1, $2, $2, $2, $3)`),
		s.ID, s.Code, Begin.AddDate(s.ID-1, 0, 0))
	b.Queue(f.sql(`insert into diemnong.area_level (set_id, code, name, name_en, rank) values ($1, $2, $2, $2, 1)`), s.ID, Ward)
	b.Queue(f.sql(`
		insert into diemnong.area (id, set_id, level, code, name, population, area_km2, label, geom)
		select $1::int + i, $2, $3, 'w' || i + 1, 'W' || i + 1, 10000 + 100 * i, st_area(box::geography) / 1e6, st_centroid(box), st_multi(box)
		from generate_series(0, $4::int * $4::int - 1) as i,
			lateral (select $5::float8 + i % $4 * $7::float8 as west, $6::float8 + i / $4 * $8::float8 as south) as corner,
			lateral (select st_makeenvelope(west, south, west + $7, south + $8, 4326) as box) as boxed`),
		s.firstID, s.ID, Ward, s.Side, West, South, Width/float64(s.Side), Height/float64(s.Side))
}

// chunkSize is how many bytes of rows go to the server at once.
const chunkSize = 256 << 10

// copyAll makes the complaints and stores them and their events side by side,
// each on a connection of its own.
func (f *filler) copyAll(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	complaints, events := newStream(ctx), newStream(ctx)
	g.Go(func() error { return f.copyTable(ctx, "complaint", complaintColumns, complaints) })
	g.Go(func() error { return f.copyTable(ctx, "complaint_event", eventColumns, events) })
	g.Go(func() error {
		err := Each(f.n, func(c *Complaint) error {
			complaints.rows.complaint(c)
			events.rows.events(c)
			if c.ID%1_000_000 == 0 || c.ID == int64(f.n) {
				f.progress(fmt.Sprintf("%d complaints", c.ID))
			}
			if err := complaints.flush(chunkSize); err != nil {
				return err
			}
			return events.flush(chunkSize)
		})
		if err != nil {
			return err
		}
		for _, s := range []*stream{complaints, events} {
			s.rows.buf = append(s.rows.buf, trailer...)
			if err := s.flush(0); err != nil {
				return err
			}
			close(s.chunks)
		}
		return nil
	})
	return g.Wait()
}

// copyTable stores a table's rows. A table emptied in the same transaction
// takes them frozen: nothing has to look at them again.
func (f *filler) copyTable(ctx context.Context, table, columns string, from io.Reader) error {
	err := pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "truncate "+f.name(table)); err != nil {
			return err
		}
		statement := fmt.Sprintf("copy %s (%s) from stdin (format binary, freeze)", f.name(table), columns)
		_, err := tx.Conn().PgConn().CopyFrom(ctx, from, statement)
		return err
	})
	if err != nil {
		return fmt.Errorf("bulkcity: copy %s: %w", table, err)
	}
	return nil
}

// stream takes rows on one side and is read by a COPY on the other.
type stream struct {
	ctx    context.Context
	rows   rows
	chunks chan []byte
	rest   []byte // of the chunk that is being read
}

func newStream(ctx context.Context) *stream {
	return &stream{ctx: ctx, rows: rows{append(make([]byte, 0, 2*chunkSize), header...)}, chunks: make(chan []byte, 8)}
}

// flush hands the rows over once they are so many bytes.
func (s *stream) flush(least int) error {
	if len(s.rows.buf) < least {
		return nil
	}
	select {
	case s.chunks <- s.rows.buf:
		s.rows.buf = make([]byte, 0, 2*chunkSize)
		return nil
	case <-s.ctx.Done():
		return context.Cause(s.ctx)
	}
}

// Read gives what was handed over.
func (s *stream) Read(p []byte) (int, error) {
	for len(s.rest) == 0 {
		select {
		case chunk, open := <-s.chunks:
			if !open {
				return 0, io.EOF
			}
			s.rest = chunk
		case <-s.ctx.Done():
			return 0, context.Cause(s.ctx)
		}
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

// finish lets identities go on behind the ids in use, tells the planner, and
// raises the revision.
func (f *filler) finish(ctx context.Context) error {
	for table, last := range map[string]int{
		"complaint": f.n, "source": sourceID, "category_group": Groups, "category": Categories, "agency": Agencies,
		"area_set": len(AllSets), "area": int(New.firstID) + New.Side*New.Side,
	} {
		statement := fmt.Sprintf("alter table %s alter id restart with %d", f.name(table), last+1)
		if _, err := f.pool.Exec(ctx, statement); err != nil {
			return fmt.Errorf("bulkcity: identity of %s: %w", table, err)
		}
	}
	for _, table := range append([]string{"area", "category", "agency"}, bigTables...) {
		if _, err := f.pool.Exec(ctx, "analyze "+f.name(table)); err != nil {
			return fmt.Errorf("bulkcity: analyze %s: %w", table, err)
		}
	}
	if _, err := f.pool.Exec(ctx, f.sql(`select diemnong.record_change('areas', null)`)); err != nil {
		return fmt.Errorf("bulkcity: raise the revision: %w", err)
	}
	return nil
}
