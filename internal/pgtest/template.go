package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong/migrations"
)

// Names of databases: a template by the hash of its content, a test's database
// by its process and a number.
const (
	templatePrefix = "diemnong_template_"
	testPrefix     = "diemnong_test_"
)

// Classes of advisory locks; the second number is a process or a hash.
const (
	lockProcess  = 0x6469656d // held by a living process
	lockTemplate = 0x6469656e // shared while a template is in use
	lockBuild    = 0x6469656f // while templates are made and leftovers dropped
)

// register takes a number for this process that no living one has.
func (s *server) register(ctx context.Context) error {
	for {
		s.id = rand.Int32N(1 << 30)
		ok, err := s.tryLock(ctx, lockProcess, s.id)
		if ok || err != nil {
			return err
		}
	}
}

func (s *server) tryLock(ctx context.Context, class, key int32) (bool, error) {
	var ok bool
	err := s.admin.QueryRow(ctx, "select pg_try_advisory_lock($1, $2)", class, key).Scan(&ok)
	if err != nil {
		return false, fmt.Errorf("lock: %w", err)
	}
	return ok, nil
}

// template gives the name of the migrated template, made when it is missing.
func (s *server) template(ctx context.Context) (string, error) {
	sum, err := hashFiles(migrations.FS)
	if err != nil {
		return "", err
	}
	return s.ensure(ctx, templatePrefix+sum, func(url string) error {
		return migrations.Migrate(ctx, url, Schema)
	})
}

// bareTemplate gives the name of a template with PostGIS only.
func (s *server) bareTemplate(ctx context.Context) (string, error) {
	return s.ensure(ctx, templatePrefix+"bare", func(string) error { return nil })
}

// ensure makes a template unless it is there, and keeps it from being swept
// for the life of this process.
func (s *server) ensure(ctx context.Context, name string, fill func(url string) error) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.templates[name] {
		return name, nil
	}
	if _, err := s.admin.Exec(ctx, "select pg_advisory_lock($1, 0)", lockBuild); err != nil {
		return "", fmt.Errorf("lock: %w", err)
	}
	defer s.admin.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1, 0)", lockBuild)
	if _, err := s.admin.Exec(ctx, "select pg_advisory_lock_shared($1, $2)", lockTemplate, lockKey(name)); err != nil {
		return "", fmt.Errorf("lock: %w", err)
	}
	var there bool
	if err := s.admin.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there); err != nil {
		return "", fmt.Errorf("look for template %s: %w", name, err)
	}
	if !there {
		if err := s.build(ctx, name, fill); err != nil {
			return "", err
		}
	}
	s.templates[name] = true
	return name, nil
}

// build makes a template under another name and renames it when it is whole.
func (s *server) build(ctx context.Context, name string, fill func(url string) error) error {
	building := name + "_building"
	for _, sql := range []string{
		"drop database if exists " + building + " with (force)", // cut short in a process that was killed
		"create database " + building + " template template0 encoding 'UTF8'",
	} {
		if _, err := s.admin.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	url := withDatabase(s.url, building)
	if err := addPostGIS(ctx, url); err != nil {
		return err
	}
	if err := fill(url); err != nil {
		return fmt.Errorf("fill the template: %w", err)
	}
	for _, sql := range []string{
		"alter database " + building + " allow_connections false", // a connection would prevent copies
		"alter database " + building + " rename to " + name,
	} {
		if _, err := s.admin.Exec(ctx, sql); err != nil {
			return fmt.Errorf("%s: %w", sql, err)
		}
	}
	return nil
}

func addPostGIS(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connect to the template: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "create extension postgis schema public"); err != nil {
		return fmt.Errorf("create PostGIS in the template: %w", err)
	}
	return nil
}

// sweep drops the databases of processes that are gone, and templates of
// other migrations that nobody uses.
func (s *server) sweep(ctx context.Context) error {
	if ok, err := s.tryLock(ctx, lockBuild, 0); !ok || err != nil {
		return err // somebody else builds or sweeps just now
	}
	defer s.admin.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1, 0)", lockBuild)
	rows, err := s.admin.Query(ctx, `select datname::text from pg_database where datname like any ($1)`,
		[]string{escapeLike(testPrefix) + "%", escapeLike(templatePrefix) + "%"})
	if err != nil {
		return fmt.Errorf("list databases: %w", err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list databases: %w", err)
	}
	keep, err := s.current()
	if err != nil {
		return err
	}
	for _, name := range names {
		if keep[name] {
			continue
		}
		if err := s.dropUnused(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// current names the templates that this process may ask for next.
func (s *server) current() (map[string]bool, error) {
	sum, err := hashFiles(migrations.FS)
	return map[string]bool{templatePrefix + sum: true, templatePrefix + "bare": true}, err
}

// dropUnused drops a database if the lock of its user is free.
func (s *server) dropUnused(ctx context.Context, name string) error {
	class, key := int32(lockTemplate), lockKey(strings.TrimSuffix(name, "_building"))
	if rest, ok := strings.CutPrefix(name, testPrefix); ok {
		class = lockProcess
		if _, err := fmt.Sscanf(rest, "%d_", &key); err != nil || key == s.id {
			return nil // not one of ours by name
		}
	}
	ok, err := s.tryLock(ctx, class, key)
	if !ok || err != nil {
		return err
	}
	defer s.admin.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1, $2)", class, key)
	if _, err := s.admin.Exec(ctx, "drop database if exists "+pgx.Identifier{name}.Sanitize()+" with (force)"); err != nil {
		return fmt.Errorf("drop %s: %w", name, err)
	}
	return nil
}

// lockKey turns a template's name into the second number of its lock.
func lockKey(name string) int32 {
	sum := sha256.Sum256([]byte(name))
	return int32(sum[0])<<24 | int32(sum[1])<<16 | int32(sum[2])<<8 | int32(sum[3])
}

func escapeLike(s string) string { return strings.ReplaceAll(s, "_", `\_`) }

// hashFiles gives a short hash over names and contents of all files.
func hashFiles(fsys fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(fsys, path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(text), text)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("hash the migrations: %w", err)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}
