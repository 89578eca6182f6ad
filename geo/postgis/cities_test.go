package postgis_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/geo/postgis"
	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

// openCities opens two cities in one database.
func openCities(t *testing.T) (one, two *postgis.DB) {
	t.Helper()
	d := pgtest.NewEmpty(t)
	open := func(schema string) *postgis.DB {
		if err := migrations.Migrate(t.Context(), d.URL, schema); err != nil {
			t.Fatal(err)
		}
		db, err := postgis.Open(t.Context(), postgis.Options{URL: d.URL, Schema: schema})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(db.Close)
		return db
	}
	return open("city_one"), open("city_two")
}

func TestTwoCitiesWorkSideBySide(t *testing.T) {
	t.Parallel()
	one, two := openCities(t)
	for _, db := range []*postgis.DB{one, two} {
		t.Run(db.Schema, func(t *testing.T) {
			t.Parallel()
			operate(t, db)
		})
	}
}

func TestACityDoesNotTouchAnother(t *testing.T) {
	t.Parallel()
	one, two := openCities(t)
	listener, err := two.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Release()
	// The channel's name is the text that record_change notifies, quotes and all.
	const channel = `"city_two".feed`
	if _, err := listener.Exec(t.Context(), "listen "+pgx.Identifier{channel}.Sanitize()); err != nil {
		t.Fatal(err)
	}
	before := contents(t, two)

	operate(t, one)

	if after := contents(t, two); after != before {
		t.Errorf("the other city changed from\n%s\nto\n%s", before, after)
	}
	if _, err := two.Pool.Exec(t.Context(), `select pg_notify($1, 'the first')`, channel); err != nil {
		t.Fatal(err)
	}
	bell, err := listener.Conn().WaitForNotification(t.Context())
	if err != nil || bell.Payload != "the first" {
		t.Errorf("the other city's bell says %v, %v; want nothing before the first", bell, err)
	}
}

// contents counts the rows of every table of a city, and gives its revision.
func contents(t *testing.T, db *postgis.DB) (text string) {
	t.Helper()
	err := db.Pool.QueryRow(t.Context(), `
		select string_agg(tablename || ' ' || (xpath('/row/n/text()',
			query_to_xml(format('select count(*) as n from %I.%I', schemaname, tablename), false, true, '')))[1]::text, E'\n' order by tablename)
		from pg_tables where schemaname = $1`, db.Schema).Scan(&text)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// otherCities lists what of a city refers to another one, or to a schema that
// is neither its own nor the extensions': by the catalogue's dependencies, and
// by the text of whatever has one.
const otherCities = `
	select 'depends on ' || r.identity || ': ' || o.identity
	from pg_depend d, pg_identify_object(d.classid, d.objid, d.objsubid) o, pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid) r
	where o.identity ~ '\mcity_one\M' and (r.identity ~ '\mcity_two\M' or r.schema not in ('city_one', 'public', 'pg_catalog', 'pg_toast'))
	union all
	select 'names another schema: ' || what from (
		select pg_get_functiondef(oid) from pg_proc where pronamespace = 'city_one'::regnamespace
		union all select pg_get_viewdef(oid) from pg_class where relnamespace = 'city_one'::regnamespace and relkind = 'v'
		union all select pg_get_indexdef(oid) from pg_class where relnamespace = 'city_one'::regnamespace and relkind = 'i'
		union all select pg_get_constraintdef(oid) from pg_constraint where connamespace = 'city_one'::regnamespace
		union all select pg_get_triggerdef(g.oid) from pg_trigger g join pg_class c on c.oid = g.tgrelid where c.relnamespace = 'city_one'::regnamespace
		union all select pg_get_expr(a.adbin, a.adrelid) from pg_attrdef a join pg_class c on c.oid = a.adrelid where c.relnamespace = 'city_one'::regnamespace
	) as texts (what)
	where what ~ '\m(city_two|diemnong)\M'
	order by 1`

func TestACityRefersToNoOther(t *testing.T) {
	t.Parallel()
	one, _ := openCities(t)
	list := func() []string {
		rows, err := one.Pool.Query(t.Context(), otherCities)
		if err != nil {
			t.Fatal(err)
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for _, reference := range list() {
		t.Errorf("city_one %s", reference)
	}
	// The question itself finds what it is for.
	if _, err := one.Pool.Exec(t.Context(), `
		create view city_one.bad as select * from city_two.city;
		create function city_one.worse() returns bigint language plpgsql as 'begin return (select revision from city_two.feed); end';
		alter table city_one.source add constraint awful foreign key (id) references city_two.source`); err != nil {
		t.Fatal(err)
	}
	if found := list(); len(found) < 5 {
		t.Errorf("a view, a function and a foreign key across cities are found as %q; want more", found)
	}
}
