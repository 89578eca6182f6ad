package localpg

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ensureDatabase makes the database and its extension unless they are there.
// Each step can be repeated, so one cut short is finished by the next start.
// It needs start.lock.
func (c *Cluster) ensureDatabase(ctx context.Context) error {
	if err := c.createDatabase(ctx); err != nil {
		return databaseError(err, c)
	}
	if err := c.createExtension(ctx); err != nil {
		return databaseError(err, c)
	}
	return nil
}

func (c *Cluster) createDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var exists bool
	const query = `select exists (select from pg_database where datname = $1)`
	if err := conn.QueryRow(ctx, query, database).Scan(&exists); err != nil {
		return fmt.Errorf("look for the database: %w", err)
	}
	if exists {
		return nil
	}
	if _, err := conn.Exec(ctx, "create database "+database); err != nil {
		return fmt.Errorf("create the database: %w", err)
	}
	return nil
}

// createExtension makes PostGIS, or brings it up to the installed version: a
// minor upgrade of the package leaves the database's own part behind.
func (c *Cluster) createExtension(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, c.URL())
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var installed, available *string
	const query = `select installed_version, default_version from pg_available_extensions where name = 'postgis'`
	err = conn.QueryRow(ctx, query).Scan(&installed, &available)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return postgisMissing(serverMajor(conn))
	case err != nil:
		return fmt.Errorf("look for PostGIS: %w", err)
	case installed == nil:
		_, err = conn.Exec(ctx, "create extension if not exists postgis schema public")
	case available != nil && *installed != *available:
		c.opts.Progress("Updating PostGIS from " + *installed + " to " + *available + " …")
		_, err = conn.Exec(ctx, "alter extension postgis update")
	}
	if err != nil {
		return fmt.Errorf("create PostGIS: %w", err)
	}
	return nil
}

// serverMajor reads the version that the server reports, such as "15.18 (Debian …)".
func serverMajor(conn *pgx.Conn) int {
	return parseMajor("(PostgreSQL) " + conn.PgConn().ParameterStatus("server_version"))
}

// databaseError explains what went wrong inside the server.
func databaseError(err error, c *Cluster) error {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return explain("make the database ready", string(c.home), pgErr.Message, err)
	}
	return err
}
