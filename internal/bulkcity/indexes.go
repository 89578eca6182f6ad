package bulkcity

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

// bigTables are the tables whose indexes are made after their rows.
var bigTables = []string{"complaint", "complaint_event"}

// droppedIndex is an index that is to be made again. Constraint is how the
// table declares it, such as "primary key", or empty.
type droppedIndex struct{ Table, Name, Constraint, Statement string }

// dropIndexes takes all indexes off the large tables, those of primary keys and
// unique constraints too, and their triggers out of use. The largest ones come first.
func (f *filler) dropIndexes(ctx context.Context) (dropped []droppedIndex, err error) {
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
			select i.tablename, i.indexname, coalesce(case c.contype when 'p' then 'primary key' when 'u' then 'unique' end, ''), i.indexdef
			from pg_indexes i
			left join pg_constraint c on c.conindid = format('%I.%I', i.schemaname, i.indexname)::regclass and c.contype in ('p', 'u')
			where i.schemaname = $1 and i.tablename = any($2)
			order by i.indexdef like '% USING gist %' desc, i.tablename desc, i.indexname`, f.schema, bigTables)
		if err != nil {
			return err
		}
		if dropped, err = pgx.CollectRows(rows, pgx.RowToStructByPos[droppedIndex]); err != nil {
			return err
		}
		for _, d := range dropped {
			statement := "drop index " + f.name(d.Name)
			if d.Constraint != "" {
				statement = "alter table " + f.name(d.Table) + " drop constraint " + quote(d.Name)
			}
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		return f.triggers(ctx, tx, "disable")
	})
	if err != nil {
		return nil, fmt.Errorf("bulkcity: drop indexes: %w", err)
	}
	return dropped, nil
}

// makeIndexes makes them again, two at a time, each under its old name and with
// its constraint, and takes the triggers into use.
func (f *filler) makeIndexes(ctx context.Context, dropped []droppedIndex) error {
	g, making := errgroup.WithContext(ctx)
	g.SetLimit(2)
	for _, d := range dropped {
		g.Go(func() error {
			if _, err := f.pool.Exec(making, d.Statement); err != nil {
				return fmt.Errorf("bulkcity: make index %s: %w", d.Name, err)
			}
			f.progress("index " + d.Name)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		for _, d := range dropped {
			if d.Constraint == "" {
				continue
			}
			statement := fmt.Sprintf("alter table %s add constraint %s %s using index %[2]s", f.name(d.Table), quote(d.Name), d.Constraint)
			if _, err := tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("bulkcity: constraint %s: %w", d.Name, err)
			}
		}
		return f.triggers(ctx, tx, "enable")
	})
}

// triggers disables or enables those that check references: they would keep
// every row of a COPY until its end.
func (f *filler) triggers(ctx context.Context, tx pgx.Tx, do string) error {
	for _, table := range bigTables {
		if _, err := tx.Exec(ctx, "alter table "+f.name(table)+" "+do+" trigger user"); err != nil {
			return err
		}
	}
	return nil
}

// name is a name in the city's schema, quoted.
func (f *filler) name(s string) string { return pgx.Identifier{f.schema, s}.Sanitize() }

func quote(s string) string { return pgx.Identifier{s}.Sanitize() }
