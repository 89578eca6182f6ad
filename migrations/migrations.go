// Package migrations brings the schema of a city to the version that this
// program works with. A migration is one file, NNN_name.sql, applied in order
// and once, in a transaction of its own, by tern.
//
// The files write the city's schema as "diemnong."; Migrate replaces that by
// the schema's quoted name, so that one server holds many cities and each file
// can still be read, and run, as plain SQL.
package migrations

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/tern/v2/migrate"

	"github.com/diemnong/diemnong"
)

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS

// versionTable is tern's record of the schema's version, in the city's schema.
const versionTable = "schema_version"

var schemaName = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,47}$`)

// CheckSchema refuses what cannot name a city's schema: lower-case letters,
// digits and underscores, at most 48 of them, so that names derived from it
// (channels, locks) stay within PostgreSQL's 63 bytes.
func CheckSchema(schema string) error {
	reserved := schema == "public" || schema == "information_schema" || strings.HasPrefix(schema, "pg_")
	if reserved || !schemaName.MatchString(schema) {
		return diemnong.InvalidValue("schema", schema, "cannot hold a city.",
			"Use 1 to 48 lower-case letters, digits and underscores, beginning with a letter, and not public or pg_….")
	}
	return nil
}

// Bind replaces "diemnong." by the quoted name of a schema.
func Bind(sql, schema string) string {
	return strings.ReplaceAll(sql, "diemnong.", pgx.Identifier{schema}.Sanitize()+".")
}

// Migrate creates the schema where it is missing and applies what it lacks. It
// is safe to call from several processes at once. It fails with
// [diemnong.Conflict] when the schema is newer than this program, and with
// [diemnong.Unavailable] when the server lacks PostGIS and may not add it.
//
// Where there is something to apply, the connection must lead to the server
// itself: tern holds a lock of the session meanwhile, which a pooler in
// transaction mode would leave with whoever gets the connection next. Through a
// pooler, Migrate fails with [diemnong.Conflict] before it changes anything.
func Migrate(ctx context.Context, url, schema string) error {
	if err := CheckSchema(schema); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return explainConnect(err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if done, err := isCurrent(ctx, conn, schema); done || err != nil {
		return err
	}
	if err := checkDirect(ctx, conn, schema); err != nil {
		return err
	}
	if err := prepare(ctx, conn, schema); err != nil {
		return err
	}
	m, err := migrate.NewMigrator(ctx, conn, schema+"."+versionTable)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	if err := m.LoadMigrations(boundFS{FS, schema}); err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	version, err := m.GetCurrentVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	if newest := int32(len(m.Migrations)); version > newest {
		e := diemnong.Errorf(diemnong.Conflict,
			"Schema %s is at version %d, but this program knows only up to %d.", schema, version, newest)
		e.Hint = "Use the newer program that migrated it, or another schema."
		return e
	}
	if err := m.Migrate(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	return nil
}

// isCurrent reports whether there is nothing to apply, without a lock or
// anything else that outlives a statement.
func isCurrent(ctx context.Context, conn *pgx.Conn, schema string) (bool, error) {
	files, err := fs.Glob(FS, "*.sql")
	if err != nil {
		return false, err // the pattern is wrong
	}
	var version int
	err = conn.QueryRow(ctx, "select version from "+pgx.Identifier{schema, versionTable}.Sanitize(), noSessionState).Scan(&version)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && (pg.Code == "42P01" || pg.Code == "3F000"), errors.Is(err, pgx.ErrNoRows):
		return false, nil // no such table, no such schema, or made just now by another process
	case err != nil:
		return false, fmt.Errorf("migrate %s: %w", schema, err)
	}
	return version == len(files), nil
}

// noSessionState makes a statement leave nothing behind, not even a prepared one.
const noSessionState = pgx.QueryExecModeSimpleProtocol

// checkDirect refuses a connection through a pooler.
func checkDirect(ctx context.Context, conn *pgx.Conn, schema string) error {
	pooled, err := ThroughPooler(ctx, conn)
	if err != nil {
		return fmt.Errorf("migrate %s: %w", schema, err)
	}
	if !pooled {
		return nil
	}
	e := diemnong.Errorf(diemnong.Conflict, "Schema %s must be migrated, and the connection goes through a pooler.", schema)
	e.Hint = "Run once, with the address of the server itself: DIEMNONG_DATABASE_URL=… diemnong migrate"
	return e
}

// ThroughPooler reports whether something between the connection and the
// server hands its sessions on, such as PgBouncer: it must then answer for
// cancellation itself, so that the process that it named at the beginning is
// not the one that works.
func ThroughPooler(ctx context.Context, conn *pgx.Conn) (bool, error) {
	var pid uint32
	if err := conn.QueryRow(ctx, `select pg_backend_pid()`, noSessionState).Scan(&pid); err != nil {
		return false, err
	}
	return pid != conn.PgConn().PID(), nil
}

// explainConnect gives what is safe to show: no part of the address that may
// hold a password.
func explainConnect(err error) error {
	e := &diemnong.Error{
		Code: diemnong.Unavailable, Message: "The database does not answer.",
		Hint: "Check DIEMNONG_DATABASE_URL and that the server runs.", Err: err,
	}
	var pg *pgconn.PgError
	var parse *pgconn.ParseConfigError
	switch {
	case errors.As(err, &pg):
		e.Message = "The database does not let us in: " + pg.Message + "."
	case errors.As(err, &parse):
		e.Code, e.Field, e.Message = diemnong.Invalid, "DIEMNONG_DATABASE_URL", "is not a PostgreSQL address."
		e.Hint = "Write it like postgres://user:password@host:5432/database."
	}
	return e
}

// prepare makes the schema and the extension. Two processes may race here, and
// "if not exists" does not save them: a lock does.
func prepare(ctx context.Context, conn *pgx.Conn, schema string) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `select pg_advisory_xact_lock(hashtext('diemnong migrate'))`); err != nil {
			return fmt.Errorf("migrate %s: lock: %w", schema, err)
		}
		if _, err := tx.Exec(ctx, `create extension if not exists postgis schema public`); err != nil {
			return explainExtension(err)
		}
		if _, err := tx.Exec(ctx, "create schema if not exists "+pgx.Identifier{schema}.Sanitize()); err != nil {
			return fmt.Errorf("create schema %s: %w", schema, err)
		}
		return nil
	})
}

func explainExtension(err error) error {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return fmt.Errorf("create extension postgis: %w", err)
	}
	return &diemnong.Error{
		Code:    diemnong.Unavailable,
		Message: "The database has no PostGIS: " + pg.Message + ".",
		Hint: "Install the server's PostGIS package (postgresql-15-postgis-3 on Debian), " +
			"or let a superuser run: CREATE EXTENSION postgis SCHEMA public.",
		Err: err,
	}
}

// boundFS serves the migration files with the schema's name filled in.
type boundFS struct {
	embed.FS
	schema string
}

// ReadFile fills in the schema's name.
func (f boundFS) ReadFile(name string) ([]byte, error) {
	b, err := fs.ReadFile(f.FS, name)
	if err != nil {
		return nil, err
	}
	return []byte(Bind(string(b), f.schema)), nil
}
