package api

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// listen serves a fixture on a real connection.
func listen(t *testing.T, f *fixture) (base string, server *http.Server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server = f.HTTP("")
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
	return "http://" + l.Addr().String(), server
}

// stream opens a stream of events.
func stream(t *testing.T, base string) *bufio.Reader {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+eventsPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Body.Close() })
	if got := w.Header.Get("Content-Type"); w.StatusCode != http.StatusOK || got != "text/event-stream" {
		t.Fatalf("%d, %s", w.StatusCode, got)
	}
	return bufio.NewReader(w.Body)
}

// next reads up to the empty line.
func next(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	var event strings.Builder
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatalf("after %q: %v", event.String(), err)
		}
		if line == "\n" {
			return event.String()
		}
		event.WriteString(line)
	}
}

// begin reads how a stream begins, and gives the event of the revision.
func begin(t *testing.T, r *bufio.Reader) (revision string) {
	t.Helper()
	revision = next(t, r)
	if got := next(t, r); got != "event: fresh\ndata: {}\n" {
		t.Errorf("after %q came %q", revision, got)
	}
	return revision
}

func TestEventsTellRevisions(t *testing.T) {
	f := newFixture(t, nil)
	base, _ := listen(t, f)
	events := stream(t, base)
	if got := begin(t, events); got != "event: revision\nid: 1\ndata: {\"revision\":1}\n" {
		t.Errorf("first %q", got)
	}
	f.feed.subscribers[0] <- 1 // known already: nothing to tell
	f.feed.subscribers[0] <- 7
	if got := next(t, events); got != "event: revision\nid: 7\ndata: {\"revision\":7}\n" {
		t.Errorf("second %q", got)
	}
}

// A stream outlives the times that bound other answers, and gives signs of life.
func TestEventsOutliveTimeouts(t *testing.T) {
	f := newFixture(t, func(o *Options) {
		o.Limits.Timeout, o.Limits.Heartbeat = 50*time.Millisecond, 30*time.Millisecond
	})
	base, _ := listen(t, f)
	events := stream(t, base)
	begin(t, events)
	for range 10 { // 300 ms: the server's read and write timeouts have passed
		if got := next(t, events); got != "event: beat\ndata: {}\n" {
			t.Fatalf("got %q", got)
		}
	}
	f.feed.subscribers[0] <- 2
	for next(t, events) == "event: beat\ndata: {}\n" {
	}
}

// Shutting down ends the streams, so that it does not wait for clients.
func TestShutdownEndsEvents(t *testing.T) {
	f := newFixture(t, nil)
	base, server := listen(t, f)
	events := stream(t, base)
	begin(t, events)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(events); err != nil || len(rest) > 0 {
		t.Errorf("then %q, %v", rest, err)
	}
}

// The end of the feed ends the stream: the client comes again by itself.
func TestEndOfFeedEndsEvents(t *testing.T) {
	f := newFixture(t, nil)
	base, _ := listen(t, f)
	events := stream(t, base)
	begin(t, events)
	close(f.feed.subscribers[0])
	if _, err := events.ReadString('\n'); !errors.Is(err, io.EOF) {
		t.Errorf("then %v", err)
	}
}

func TestEventsAreBounded(t *testing.T) {
	f := newFixture(t, func(o *Options) { o.Limits.Streams = 2 })
	base, _ := listen(t, f)
	for range 2 {
		next(t, stream(t, base))
	}
	s := scenario{URL: eventsPath, WantStatus: 503, WantHeaders: []string{"Retry-After", "2"}}
	s.play(t, f)
	head := scenario{Method: http.MethodHead, URL: eventsPath, WantHeaders: []string{"Content-Type", "text/event-stream"}}
	head.play(t, f)
}
