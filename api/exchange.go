package api

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"net/http"
)

// exchange is one request and its answer: it passes the answer on and notes
// what the log and the metrics tell of it. It goes by the ResponseWriter, not
// by a context: that would cost a copy of the request.
type exchange struct {
	http.ResponseWriter
	id     string
	route  string // template of the route; "" while none matched
	meter  *meter // of the route; nil while none matched
	status int    // as sent, or statusClientGone
	bytes  int64
	err    error // behind a problem

	values [8]string // of headers; see set
	used   int
}

// set sets a header, whose name is in canonical form. The value is kept in the
// exchange, where http.Header.Set would make a slice for each.
func (x *exchange) set(name, value string) {
	if x.used == len(x.values) {
		x.Header()[name] = []string{value}
		return
	}
	x.values[x.used] = value
	x.Header()[name] = x.values[x.used : x.used+1 : x.used+1]
	x.used++
}

// exchangeOf gives the exchange behind a writer. Outside of the edge, as in a
// test of one handler, it is a new one that nobody reads.
func exchangeOf(w http.ResponseWriter) *exchange {
	for {
		switch v := w.(type) {
		case *exchange:
			return v
		case interface{ Unwrap() http.ResponseWriter }:
			w = v.Unwrap()
		default:
			return &exchange{ResponseWriter: w}
		}
	}
}

// newRequestID gives 12 random bytes as text: enough never to meet twice in a
// log. Nothing is secret about it, so it need not come from crypto/rand.
func newRequestID() string {
	var b [12]byte
	binary.NativeEndian.PutUint64(b[:], rand.Uint64())
	binary.NativeEndian.PutUint32(b[8:], rand.Uint32())
	var text [2 * len(b)]byte
	hex.Encode(text[:], b[:])
	return string(text[:])
}

// WriteHeader notes the first status.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (x *exchange) Write(p []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(p)
	x.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }
