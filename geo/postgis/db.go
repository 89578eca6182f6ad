// Package postgis is the system of record: the stores that write and read
// complaints, areas and the catalogue, the change feed, and the SQL engine
// behind heat.Engine.
//
// All statements write the city's schema as "diemnong." and are bound to the
// real schema when they run, so nothing depends on a search path that a
// connection pooler would lose. Longer statements are files in sql/.
package postgis

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/migrations"
)

//go:embed sql/*.sql
var sqlFiles embed.FS

// DB is a pool of connections to one city's schema. It is safe for concurrent use.
type DB struct {
	Pool   *pgxpool.Pool
	Schema string
	Now    func() time.Time // for tests; New sets time.Now

	texts *boundTexts
}

// Options say where a city lives.
type Options struct {
	URL      string
	Schema   string
	MaxConns int32 // 0: 8, enough for two cores
}

// Open connects to a migrated schema. It fails with [diemnong.Unavailable]
// when the server cannot be reached.
//
// Through a connection pooler, it does without prepared statements, which
// would belong to a session that others use too: as if the address said
// default_query_exec_mode=cache_describe.
func Open(ctx context.Context, o Options) (*DB, error) {
	if err := migrations.CheckSchema(o.Schema); err != nil {
		return nil, err
	}
	cfg, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Field: "DIEMNONG_DATABASE_URL", Message: "is not a PostgreSQL address.",
			Hint: "Write it like postgres://user:password@host:5432/database.", Err: err,
		}
	}
	if cfg.MaxConns = o.MaxConns; cfg.MaxConns == 0 {
		cfg.MaxConns = 8
	}
	cfg.AfterConnect = registerGeometry
	if err := adaptToPooler(ctx, cfg.ConnConfig); err != nil {
		return nil, away(err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db := &DB{Pool: pool, Schema: o.Schema, Now: time.Now, texts: newBoundTexts(o.Schema)}
	if err := db.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return db, nil
}

// adaptToPooler chooses how statements are sent, unless the address does.
func adaptToPooler(ctx context.Context, cfg *pgx.ConnConfig) error {
	if cfg.DefaultQueryExecMode != pgx.QueryExecModeCacheStatement {
		return nil
	}
	conn, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	pooled, err := migrations.ThroughPooler(ctx, conn)
	if pooled {
		cfg.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	return err
}

// Ping fails with [diemnong.Unavailable] when the server does not answer.
func (db *DB) Ping(ctx context.Context) error {
	if err := db.Pool.Ping(ctx); err != nil {
		return away(err)
	}
	return nil
}

// away says that there is no server.
func away(err error) error {
	return &diemnong.Error{
		Code: diemnong.Unavailable, Message: "The database does not answer: " + connectReason(err) + ".",
		Hint: "Check DIEMNONG_DATABASE_URL and that the server runs.", Err: err,
	}
}

// Close ends all connections.
func (db *DB) Close() { db.Pool.Close() }

// sql binds an inline statement to the city's schema.
func (db *DB) sql(text string) string { return db.texts.inline(text) }

// file is the statement in sql/NAME.sql, bound to the city's schema.
func (db *DB) file(name string) string { return db.texts.file(name) }

// inTx runs f in one transaction.
func (db *DB) inTx(ctx context.Context, o pgx.TxOptions, f func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, db.Pool, o, f)
}

// snapshotTx reads several statements from one snapshot.
var snapshotTx = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

// recordChange raises the revision; it must be the last statement of tx.
func (db *DB) recordChange(ctx context.Context, tx pgx.Tx, scope string, complaints []int64) error {
	if _, err := tx.Exec(ctx, db.sql(`select diemnong.record_change($1, $2)`), scope, complaints); err != nil {
		return fmt.Errorf("record change: %w", err)
	}
	return nil
}

// connectReason is the part of a connection error that is safe to show: what
// the server said, or what the network did, without the address's password.
func connectReason(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Message
	}
	var c *pgconn.ConnectError
	if errors.As(err, &c) && c.Unwrap() != nil {
		return c.Unwrap().Error()
	}
	return "no connection"
}
