package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
)

// exchange is what is known of one request and its answer, for the log and the metrics.
type exchange struct {
	id     string
	route  string // template of the route; "" while none matched
	status int    // as sent, or statusClientGone
	bytes  int64
	err    error // behind a problem
}

type exchangeKey struct{}

// exchangeOf gives the exchange of a request. Outside of the edge, as in a
// test of one handler, it is a new one that nobody reads.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// newRequestID gives 12 random bytes as text: enough never to meet twice in a log.
func newRequestID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}

// recorder notes status and size of an answer.
type recorder struct {
	http.ResponseWriter
	x *exchange
}

// WriteHeader notes the first status.
func (r *recorder) WriteHeader(status int) {
	if r.x.status == 0 {
		r.x.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (r *recorder) Write(p []byte) (int, error) {
	if r.x.status == 0 {
		r.x.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(p)
	r.x.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
