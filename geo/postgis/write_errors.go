package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/diemnong/diemnong"
)

// explainWrite turns what a server says when it cannot write into a sentence
// for people; other errors keep their words. Faults that are explained
// already, and the caller's own cancellation, pass through.
func explainWrite(operation string, err error) error {
	var told *diemnong.Error
	if errors.As(err, &told) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if e := unavailable(err); e != nil {
		return fmt.Errorf("%s: %w", operation, e)
	}
	return fmt.Errorf("%s: %w", operation, err)
}

// unavailable explains SQLSTATE classes 53 (out of resources) and 57 (stopped
// by the operator) and lost connections; nil for anything else.
func unavailable(err error) *diemnong.Error {
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "53100":
		return &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The database's disk is full; nothing of this batch was stored.",
			Hint: "Make room and run the same command again: it continues where it stopped.", Err: err,
		}
	case pg != nil && (strings.HasPrefix(pg.Code, "53") || strings.HasPrefix(pg.Code, "57P")):
		return &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The database cannot write now: " + pg.Message + ".",
			Hint: "Run the same command again later: it continues where it stopped.", Err: err,
		}
	case pg == nil && isConnectionLoss(err):
		return &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The connection to the database was lost; the last batch may or may not be stored.",
			Hint: "Run the same command again: what is stored is not stored twice.", Err: err,
		}
	}
	return nil
}

func isConnectionLoss(err error) bool {
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
