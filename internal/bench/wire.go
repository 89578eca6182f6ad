package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// answerTimeout bounds one question. The service gives up after 30 s itself.
const answerTimeout = time.Minute

// wire is one connection to the service, kept from question to question. It
// does less than [http.Client]: clients share the processor with what they measure.
type wire struct {
	conn    net.Conn
	answers *bufio.Reader
	host    string
	ended   func() bool
}

// dial connects. The connection ends with the context.
func dial(ctx context.Context, address string) (*wire, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return &wire{conn, bufio.NewReaderSize(conn, 64<<10), address, context.AfterFunc(ctx, func() { conn.Close() })}, nil
}

func (w *wire) close() {
	w.ended()
	w.conn.Close()
}

// answer is what came back.
type answer struct {
	status   int
	size     int64 // bytes of the body as sent
	revision int64 // 0 where the answer has none
	took     time.Duration
}

// ask asks for a path and reads the whole answer.
func (w *wire) ask(path string) (answer, error) {
	begin := time.Now()
	if err := w.conn.SetDeadline(begin.Add(answerTimeout)); err != nil {
		return answer{}, err
	}
	if _, err := fmt.Fprintf(w.conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", path, w.host); err != nil {
		return answer{}, fmt.Errorf("GET %s: %w", path, err)
	}
	res, err := http.ReadResponse(w.answers, nil)
	if err != nil {
		return answer{}, fmt.Errorf("GET %s: %w", path, err)
	}
	defer res.Body.Close()
	a := answer{status: res.StatusCode}
	if a.size, err = io.Copy(io.Discard, res.Body); err != nil {
		return answer{}, fmt.Errorf("GET %s: %w", path, err)
	}
	a.took = time.Since(begin)
	a.revision, _ = strconv.ParseInt(res.Header.Get("Diemnong-Revision"), 10, 64) // 0 when it is missing
	return a, nil
}

// get asks for a path that must be answered.
func (w *wire) get(path string) (answer, error) {
	a, err := w.ask(path)
	if err == nil && a.status != http.StatusOK && a.status != http.StatusNoContent {
		err = fmt.Errorf("GET %s: status %d", path, a.status)
	}
	return a, err
}
