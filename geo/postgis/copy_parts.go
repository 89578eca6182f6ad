package postgis

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

const (
	// chunkSize is how many bytes of rows go from one goroutine to another at
	// once: some five hundred complaints.
	chunkSize = 64 << 10
	// partChunks is how many chunks of a part may wait to be read. A part
	// should fit in, so that a connection can work on it while the one before
	// is being read.
	partChunks = 128
)

// partsCopy runs queries on several connections at once and gives their rows in
// the order of the queries.
//
// The server works on one core for each connection, and to turn a complaint
// into bytes takes it three times as long as it takes this program to read
// them; so a second connection is worth a second core.
type partsCopy struct {
	queries []string
	parts   []chan []byte // of each query's rows, whole ones back to back
	started atomic.Int64
	free    chan []byte // chunks that were read
}

// copyParts runs queries as [copyOut] does and hands their rows over, several
// at once and valid until the next ones, in the order of the queries. It uses
// all transactions, each in a goroutine of its own; take is called in the
// caller's.
func copyParts(ctx context.Context, txs []pgx.Tx, queries []string, take func(rows []byte) error) error {
	txs = txs[:min(len(txs), len(queries))]
	c := partsCopy{queries: queries, free: make(chan []byte, len(txs)*partChunks)}
	for range queries {
		c.parts = append(c.parts, make(chan []byte, partChunks))
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, tx := range txs {
		group.Go(func() error { return c.run(ctx, tx) })
	}
	// Not in the group: an error of take must end the others, and they must
	// have ended before the transactions can.
	err := c.read(ctx, take)
	if err != nil {
		group.Go(func() error { return err })
	}
	if groupErr := group.Wait(); groupErr != nil {
		return groupErr
	}
	return err
}

// run works on one query after the other until none is left.
func (c *partsCopy) run(ctx context.Context, tx pgx.Tx) error {
	for {
		i := int(c.started.Add(1)) - 1
		if i >= len(c.queries) {
			return nil
		}
		if err := c.send(ctx, tx, i); err != nil {
			return err
		}
		close(c.parts[i])
	}
}

// send gathers the rows of a query in chunks.
func (c *partsCopy) send(ctx context.Context, tx pgx.Tx, i int) error {
	chunk := c.space()
	flush := func() error {
		select {
		case c.parts[i] <- chunk:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	err := copyOut(ctx, tx, c.queries[i], func(row []byte) error {
		if len(chunk) > 0 && len(chunk)+len(row) > chunkSize {
			if err := flush(); err != nil {
				return err
			}
			chunk = c.space()
		}
		chunk = append(chunk, row...)
		return nil
	})
	if err != nil || len(chunk) == 0 {
		return err
	}
	return flush()
}

func (c *partsCopy) space() []byte {
	select {
	case chunk := <-c.free:
		return chunk[:0]
	default:
		return make([]byte, 0, chunkSize)
	}
}

// read takes the chunks of all parts in their order. It ends with nil when the
// connections fail: they say why.
func (c *partsCopy) read(ctx context.Context, take func(rows []byte) error) error {
	for i, part := range c.parts {
		for open := true; open; {
			var chunk []byte
			select {
			case chunk, open = <-part:
			case <-ctx.Done():
				return nil
			}
			if !open {
				break
			}
			if err := take(chunk); err != nil {
				return err
			}
			select {
			case c.free <- chunk:
			default:
			}
		}
		c.parts[i] = nil
	}
	return nil
}
