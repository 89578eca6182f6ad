package migrations_test

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

// migrationFile is one step of the schema, both ways.
type migrationFile struct{ name, up, down string }

func migrationFiles(t *testing.T) (files []migrationFile) {
	t.Helper()
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		up, down, both := strings.Cut(string(text), "---- create above / drop below ----")
		if !both {
			t.Fatalf("%s has no way down", name)
		}
		files = append(files, migrationFile{name, up, down})
	}
	return files
}

func mustRun(t *testing.T, conn *pgx.Conn, statements string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), statements, pgx.QueryExecModeSimpleProtocol); err != nil {
		t.Fatal(err)
	}
}

// schemaText describes all that a schema holds.
const schemaText = `
	select coalesce(string_agg(line, E'\n' order by line), '') from (
		select 'column ' || attrelid::regclass || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull
			|| coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || coalesce(': ' || col_description(attrelid, attnum), '')
		from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
		where c.relnamespace = 'diemnong'::regnamespace and c.relkind in ('r', 'v') and attnum > 0 and not attisdropped
		union all select 'table ' || relname || coalesce(': ' || obj_description(oid, 'pg_class'), '') from pg_class
		where relnamespace = 'diemnong'::regnamespace and relkind in ('r', 'v', 'S')
		union all select pg_get_indexdef(oid) from pg_class where relnamespace = 'diemnong'::regnamespace and relkind = 'i'
		union all select pg_get_viewdef(oid) from pg_class where relnamespace = 'diemnong'::regnamespace and relkind = 'v'
		union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
		where connamespace = 'diemnong'::regnamespace
		union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'diemnong'::regnamespace
		union all select pg_get_triggerdef(g.oid) from pg_trigger g join pg_class c on c.oid = g.tgrelid
		where c.relnamespace = 'diemnong'::regnamespace and not g.tgisinternal
	) as lines (line)`

// The way down of a step leaves what was there before it, to the last comment.
func TestEveryStepGoesDownAndUpAgain(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.NewEmpty(t).URL)
	mustRun(t, conn, `create extension if not exists postgis schema public; create schema diemnong`)
	files := migrationFiles(t)
	schemas := make([]string, len(files))
	for i, f := range files {
		mustRun(t, conn, f.up)
		schemas[i] = scan[string](t, conn, schemaText)
	}
	for i := len(files) - 1; i > 0; i-- {
		mustRun(t, conn, files[i].down)
		if diff := cmp.Diff(strings.Split(schemas[i-1], "\n"), strings.Split(scan[string](t, conn, schemaText), "\n")); diff != "" {
			t.Errorf("after the way down of %s: %s", files[i].name, diff)
		}
	}
	for i, f := range files[1:] {
		mustRun(t, conn, f.up)
		if diff := cmp.Diff(strings.Split(schemas[i+1], "\n"), strings.Split(scan[string](t, conn, schemaText), "\n")); diff != "" {
			t.Errorf("after %s for the second time: %s", f.name, diff)
		}
	}
}
