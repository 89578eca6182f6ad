package postgis_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong/geo/postgis"
)

// exec runs a statement that names tables of the city without their schema.
func exec(t *testing.T, db *postgis.DB, statement string, args ...any) error {
	t.Helper()
	conn, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(t.Context(), "set search_path to "+db.Schema+", public"); err != nil {
		t.Fatal(err)
	}
	_, err = conn.Exec(t.Context(), statement, args...)
	return err
}

func count(t *testing.T, db *postgis.DB, table string) (n int) {
	t.Helper()
	if err := db.Pool.QueryRow(t.Context(), "select count(*) from "+db.Schema+"."+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReferencesAreKept(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	mustPut(t.Context(), t, db, someRows(t, 10))
	refused := func(statement string) {
		t.Helper()
		var pg *pgconn.PgError
		if err := exec(t, db, statement); !errors.As(err, &pg) || pg.Code != "23503" {
			t.Errorf("%s: %v; want a foreign key violation", statement, err)
		}
	}
	refused(`update complaint set category_id = 99`)
	refused(`update complaint set agency_id = 99`)
	refused(`insert into complaint (received_at, source_hash, source_id, category_id, channel, status, quality, source_ref)
		values (date_trunc('second', now()), 0, 99, 1, 0, 0, 3, 'x')`)
	refused(`insert into complaint_personal (complaint_id, text) values (12345, 'x')`)
	refused(`insert into complaint_event (complaint_id, seq, at, kind, status) values (12345, 1, date_trunc('second', now()), 'received', 0)`)
	refused(`delete from source`)
	refused(`delete from category`)
	refused(`delete from agency`)
}

func TestPartsGoWithTheirComplaint(t *testing.T) {
	t.Parallel()
	db := openWriting(t)
	r := mustPut(t.Context(), t, db, someRows(t, 10))
	gone, err := db.DeleteComplaints(t.Context(), append(r.IDs[:4:4], 987654))
	if err != nil || gone != 4 {
		t.Fatalf("DeleteComplaints = %d, %v; want 4", gone, err)
	}
	if p, e := count(t, db, "complaint_personal"), count(t, db, "complaint_event"); p != 6 || e != 12 {
		t.Errorf("%d personal rows and %d events are left; want 6 and 12", p, e)
	}
	if n := count(t, db, "change"); n != 14 {
		t.Errorf("the feed has %d changes; want 10 insertions and 4 deletions", n)
	}
	if err := exec(t, db, `truncate complaint`); err != nil {
		t.Fatal(err)
	}
	if p, e := count(t, db, "complaint_personal"), count(t, db, "complaint_event"); p+e != 0 {
		t.Errorf("%d personal rows and %d events are left after truncate; want none", p, e)
	}
}
