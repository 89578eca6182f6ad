package pgtest

import (
	"fmt"
	"testing"
	"testing/fstest"
)

func TestSweepDropsWhatDeadProcessesLeft(t *testing.T) {
	s := shared(t)
	living := New(t)
	left := []string{
		fmt.Sprintf("%s%d_%d", testPrefix, 1<<30, 7), // no process takes a number that large
		templatePrefix + "0123456789abcdef",          // of other migrations
		templatePrefix + "fedcba9876543210_building", // cut short
	}
	for _, name := range left {
		if err := s.exec(t.Context(), "create database "+name); err != nil {
			t.Fatal(err)
		}
	}
	s.mu.Lock()
	err := s.sweep(t.Context())
	s.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range left {
		var there bool
		s.mu.Lock()
		err := s.admin.QueryRow(t.Context(), "select exists (select from pg_database where datname = $1)", name).Scan(&there)
		s.mu.Unlock()
		if err != nil || there {
			t.Errorf("%s: there %v, %v; want it dropped", name, there, err)
		}
	}
	if err := living.Pool(t).Ping(t.Context()); err != nil {
		t.Errorf("the database of a living test: %v", err)
	}
}

func TestTheHashFollowsNamesAndContents(t *testing.T) {
	hash := func(files fstest.MapFS) string {
		t.Helper()
		sum, err := hashFiles(files)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	base := hash(fstest.MapFS{"1.sql": file("a"), "2.sql": file("b")})
	if again := hash(fstest.MapFS{"2.sql": file("b"), "1.sql": file("a")}); again != base {
		t.Error("the same files give another hash")
	}
	for _, files := range []fstest.MapFS{
		{"1.sql": file("a"), "2.sql": file("c")},
		{"1.sql": file("a"), "3.sql": file("b")},
		{"1.sql": file("ab"), "2.sql": file("")},
	} {
		if hash(files) == base {
			t.Errorf("other files give the same hash: %v", files)
		}
	}
}

func TestWithDatabase(t *testing.T) {
	f := func(url, want string) {
		t.Helper()
		if got := withDatabase(url, "x"); got != want {
			t.Errorf("withDatabase(%q) = %q; want %q", url, got, want)
		}
	}
	f("postgres:///diemnong?host=%2Frun%2Fd", "postgres:///x?host=%2Frun%2Fd")
	f("postgres://me:secret@db:5433/postgres?sslmode=require", "postgres://me:secret@db:5433/x?sslmode=require")
	f("host=db user=me dbname=postgres", "host=db user=me dbname=postgres dbname=x")
}
