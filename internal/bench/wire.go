package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
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
	request []byte
}

// dial connects. The connection ends with the context.
func dial(ctx context.Context, address string) (*wire, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	ended := context.AfterFunc(ctx, func() { conn.Close() })
	return &wire{conn: conn, answers: bufio.NewReaderSize(conn, 64<<10), host: address, ended: ended}, nil
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
	w.request = fmt.Appendf(w.request[:0], "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip\r\n\r\n", path, w.host)
	if _, err := w.conn.Write(w.request); err != nil {
		return answer{}, fmt.Errorf("GET %s: %w", path, err)
	}
	a, err := readAnswer(w.answers)
	if err != nil {
		return answer{}, fmt.Errorf("GET %s: %w", path, err)
	}
	a.took = time.Since(begin)
	return a, nil
}

// readAnswer reads an answer of HTTP/1.1 to its end. [http.ReadResponse] would
// do it too, for half of what a client costs in all.
func readAnswer(r *bufio.Reader) (a answer, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	const before, length = "HTTP/1.1 ", 3
	if !bytes.HasPrefix(line, []byte(before)) || len(line) < len(before)+length {
		return a, fmt.Errorf("%q is no answer of HTTP/1.1", line)
	}
	if a.status, err = strconv.Atoi(string(line[len(before) : len(before)+length])); err != nil {
		return a, err
	}
	chunked, err := a.readHeader(r)
	if err != nil {
		return a, err
	}
	if !chunked {
		_, err = io.CopyN(io.Discard, r, a.size)
		return a, err
	}
	if a.size, err = io.Copy(io.Discard, httputil.NewChunkedReader(r)); err != nil {
		return a, err
	}
	_, err = r.ReadSlice('\n') // the empty line behind the last chunk
	return a, err
}

// readHeader reads to the empty line behind the header.
func (a *answer) readHeader(r *bufio.Reader) (chunked bool, err error) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return false, err
		}
		name, value, found := bytes.Cut(bytes.TrimRight(line, "\r\n"), []byte(": "))
		if !found {
			return chunked, nil
		}
		switch string(name) {
		case "Content-Length":
			a.size, err = strconv.ParseInt(string(value), 10, 64)
		case "Diemnong-Revision":
			a.revision, err = strconv.ParseInt(string(value), 10, 64)
		case "Transfer-Encoding":
			chunked = true
		}
		if err != nil {
			return false, err
		}
	}
}

// get asks for a path that must be answered.
func (w *wire) get(path string) (answer, error) {
	a, err := w.ask(path)
	if err == nil && a.status != http.StatusOK && a.status != http.StatusNoContent {
		err = fmt.Errorf("GET %s: status %d", path, a.status)
	}
	return a, err
}
