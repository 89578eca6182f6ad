package pgtest_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/internal/pgtest"
)

func TestNewGivesEachTestItsOwnMigratedDatabase(t *testing.T) {
	for _, name := range []string{"a", "b", "c"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.New(t)
			pool := db.Pool(t)
			var tables int
			const count = `select count(*) from information_schema.tables where table_schema = $1`
			if err := pool.QueryRow(t.Context(), count, db.Schema).Scan(&tables); err != nil {
				t.Fatal(err)
			}
			if tables == 0 {
				t.Errorf("schema %s has no tables", db.Schema)
			}
			if _, err := pool.Exec(t.Context(), "create table public.mine (x int)"); err != nil {
				t.Errorf("another test's table is here: %v", err)
			}
		})
	}
}

func TestADatabaseIsDroppedWithItsTest(t *testing.T) {
	var url string
	t.Run("inner", func(t *testing.T) { url = pgtest.NewEmpty(t).URL })
	conn, err := pgx.Connect(t.Context(), url)
	if err == nil {
		conn.Close(context.Background())
		t.Error("the database is still there after its test")
	}
}

func BenchmarkNew(b *testing.B) {
	pgtest.New(b) // the cluster and its template
	for b.Loop() {
		pgtest.New(b)
	}
}
