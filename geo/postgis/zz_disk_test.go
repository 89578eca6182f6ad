package postgis

import (
	"fmt"
	"testing"
)

func TestZZDisk(t *testing.T) {
	const n = 1000000
	db := generate(t, n)
	rows, err := db.Pool.Query(t.Context(), db.sql(`select c.relname, pg_table_size(c.oid), pg_indexes_size(c.oid), c.reltuples::bigint from pg_class c join pg_namespace s on s.oid = c.relnamespace
	 where c.relkind = 'r' and pg_total_relation_size(c.oid) > 1e6 and s.nspname !~ '^pg_' order by 2 desc`))
	if err != nil { t.Fatal(err) }
	for rows.Next() {
		var name string
		var a, b, k int64
		if err := rows.Scan(&name, &a, &b, &k); err != nil { t.Fatal(err) }
		fmt.Printf("%s\theap %.1f MB\tindexes %.1f MB\ttotal per complaint %.0f B\trows %d\n", name, float64(a)/1e6, float64(b)/1e6, float64(a+b)/n, k)
	}
	r2, err := db.Pool.Query(t.Context(), db.sql(`select i.relname, pg_relation_size(i.oid) from pg_class i join pg_namespace s on s.oid = i.relnamespace where relkind='i' and s.nspname !~ '^pg_' and pg_relation_size(i.oid) > 1e6 order by 2 desc`))
	if err != nil { t.Fatal(err) }
	for r2.Next() { var nm string; var s int64; r2.Scan(&nm, &s); fmt.Printf("  %s %.1f MB\n", nm, float64(s)/1e6) }
	var db_ int64
	_ = db.Pool.QueryRow(t.Context(), "select pg_database_size(current_database())").Scan(&db_)
	fmt.Println("database", float64(db_)/1e6)
}
