package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// GazetteerVersion tells whether a gazetteer that was loaded is still the
// newest. It costs one short query.
func (db *DB) GazetteerVersion(ctx context.Context) (version int64, err error) {
	if version, err = db.gazetteerVersion(ctx, db.Pool); err != nil {
		return 0, explainRead(ctx, "read version of the gazetteer", err)
	}
	return version, nil
}

func (db *DB) gazetteerVersion(ctx context.Context, q querier) (version int64, err error) {
	err = q.QueryRow(ctx, db.sql(`select version from diemnong.gazetteer`)).Scan(&version)
	return version, err
}

// LoadGazetteer reads all streets, address points, places and other names of
// areas, as of one moment; address points that were rejected are left out. A
// million address points take some seconds.
func (db *DB) LoadGazetteer(ctx context.Context) (*gazetteer.Gazetteer, error) {
	l := gazetteerLoader{db: db, names: map[string]string{}}
	var version int64
	err := db.inTx(ctx, snapshotTx, func(tx pgx.Tx) (err error) {
		if _, err = tx.Exec(ctx, sourceSettings); err != nil {
			return err
		}
		if version, err = db.gazetteerVersion(ctx, tx); err != nil {
			return err
		}
		return l.read(ctx, tx)
	})
	if err != nil {
		return nil, explainRead(ctx, "load gazetteer", err)
	}
	return l.builder.Build(version), nil
}

// gazetteerLoader carries rows into a builder.
type gazetteerLoader struct {
	db      *DB
	builder gazetteer.Builder
	names   map[string]string // so that a name is one string for all its addresses
}

func (l *gazetteerLoader) read(ctx context.Context, tx pgx.Tx) error {
	for _, table := range []struct {
		query string
		take  func(r *copiedRows)
	}{
		{`select name, aliases, class, geom from diemnong.gazetteer_street order by id`, l.street},
		{`select a.street, a.number, a.area_set, a.area_code, a.weight * s.weight, s.public, a.geom
			from diemnong.gazetteer_address a join diemnong.gazetteer_source s on s.id = a.source_id
			where a.rejected is null order by s.public desc, a.id`, l.address},
		{`select name, aliases, kind, radius_m, geom from diemnong.gazetteer_place order by id`, l.place},
		{`select set_code, area_code, alias from diemnong.area_alias order by 1, 2, 3`, l.alias},
	} {
		err := copyOut(ctx, tx, l.db.sql(table.query), func(row []byte) error {
			r := copiedRows{rest: row}
			table.take(&r)
			return r.err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *gazetteerLoader) street(r *copiedRows) {
	if !r.next(4) {
		return
	}
	s := gazetteer.Street{Name: r.text(), Aliases: r.texts(), Class: r.text(), Lines: r.lines()}
	if r.err == nil {
		l.builder.AddStreet(&s)
	}
}

func (l *gazetteerLoader) address(r *copiedRows) {
	if !r.next(7) {
		return
	}
	a := gazetteer.Address{
		Street: l.once(r), Number: r.text(), Area: diemnong.AreaRef{Set: l.once(r), Code: l.once(r)}, Weight: r.float4(),
	}
	public := r.bool()
	if a.Point = r.point(); r.err == nil {
		l.builder.AddAddress(&a, public)
	}
}

// once reads a text that many rows have.
func (l *gazetteerLoader) once(r *copiedRows) string {
	b, _ := r.bytes()
	name, known := l.names[string(b)]
	if !known {
		name = string(b)
		l.names[name] = name
	}
	return name
}

func (l *gazetteerLoader) place(r *copiedRows) {
	if !r.next(5) {
		return
	}
	p := gazetteer.Place{Name: r.text(), Aliases: r.texts(), Kind: r.text(), RadiusM: float64(r.float4()), Point: r.point()}
	if r.err == nil {
		l.builder.AddPlace(&p)
	}
}

func (l *gazetteerLoader) alias(r *copiedRows) {
	if !r.next(3) {
		return
	}
	a := gazetteer.AreaAlias{Set: r.text(), Code: r.text(), Alias: r.text()}
	if r.err == nil {
		l.builder.AddAlias(a)
	}
}
