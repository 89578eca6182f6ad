package postgis

import (
	"log/slog"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/diemnong/diemnong/internal/pgtest"
)

// generate makes a city with n complaints over three years in plain SQL, fast
// and without anybody's data: two area sets (20 districts with 200 wards; 168
// wards), 40 categories, 30 agencies, some 48,000 base cells, the first ones
// fuller, and two or three events a complaint.
func generate(tb testing.TB, n int) *DB {
	tb.Helper()
	db := openTestDB(tb)
	fill(tb, db, n)
	return db
}

// fill makes that city in an empty database.
func fill(tb testing.TB, db *DB, n int) {
	tb.Helper()
	text, err := os.ReadFile("testdata/generate.sql")
	if err != nil {
		tb.Fatal(err)
	}
	conn, err := db.Pool.Acquire(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	defer conn.Release()
	script := db.sql(strings.ReplaceAll(string(text), "@n", strconv.Itoa(n)))
	if _, err := conn.Conn().PgConn().Exec(tb.Context(), script).ReadAll(); err != nil {
		tb.Fatal(err)
	}
}

// openTestDB opens a database of the test's own, migrated and empty.
func openTestDB(tb testing.TB) *DB {
	tb.Helper()
	d := pgtest.New(tb)
	db, err := Open(tb.Context(), Options{URL: d.URL, Schema: d.Schema})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(db.Close)
	return db
}

func newTestEngine(db *DB) *Engine {
	return NewEngine(db, NewWorlds(db, slog.New(slog.DiscardHandler)))
}
