package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/diemnong/diemnong"
)

// eventsPath is the one route whose answers do not end by themselves.
const eventsPath = "/api/v1/events"

// events streams the revisions as they come, the present one first, so that a
// client that was away knows at once whether it missed anything; and when the
// data begins to be stale and when it is fresh again.
func (s *Server) events(ctx context.Context, _ *call) (*reply, error) {
	state, err := s.opt.Engine.State(ctx)
	if err != nil {
		return nil, err
	}
	a := &reply{mime: "text/event-stream", fresh: true}
	a.with("X-Accel-Buffering", "no") // proxies after nginx's manner would hold events back
	a.stream = func(ctx context.Context, w http.ResponseWriter) error {
		leave, err := s.streams.enter(ctx)
		if err != nil {
			return err
		}
		defer leave()
		s.metrics.streams.Inc()
		defer s.metrics.streams.Dec()
		s.stream(ctx, w, state.Revision)
		return nil
	}
	return a, nil
}

// stream writes until the client leaves or the server stops. What fails is the
// connection, and then there is nobody to tell.
func (s *Server) stream(ctx context.Context, w http.ResponseWriter, last diemnong.Revision) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	revisions := s.opt.Feed.Subscribe(ctx)
	watch := time.NewTicker(s.opt.Limits.Watch)
	defer watch.Stop()
	heartbeat := time.NewTicker(s.opt.Limits.Heartbeat)
	defer heartbeat.Stop()

	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // else the server's own would end the context
	w.WriteHeader(http.StatusOK)
	err := s.tell(w, revisionEvent(last))
	stale := false
	for err == nil {
		if now, event := s.staleness(stale); now != stale {
			stale, err = now, s.tell(w, event)
			continue
		}
		select {
		case r, open := <-revisions:
			if !open {
				return
			}
			if r != last {
				last = r
				err = s.tell(w, revisionEvent(r))
			}
		case <-watch.C:
		case <-heartbeat.C:
			err = s.tell(w, ": still here\n\n")
		case <-ctx.Done():
			return
		case <-s.stop.Done():
			return
		}
	}
}

func revisionEvent(r diemnong.Revision) string {
	return fmt.Sprintf("event: revision\nid: %d\ndata: {\"revision\":%d}\n\n", r, r)
}

// staleness gives whether the data is stale now, and the event that says so
// when it was not before, or the other way round. The event has no id: a
// client that comes again asks from the revision it knows.
func (s *Server) staleness(before bool) (stale bool, event string) {
	age, stale := s.opt.Freshness()
	switch {
	case stale == before:
		return stale, ""
	case stale:
		since := rfc3339(s.opt.Now().Add(-age))
		return stale, fmt.Sprintf("event: stale\ndata: {\"since\":%q,\"age\":%d}\n\n", since, int64(age/time.Second))
	default:
		return stale, "event: fresh\ndata: {}\n\n"
	}
}

// tell sends one piece at once. Each has until two heartbeats later to arrive,
// so that a client that reads nothing is let go.
func (s *Server) tell(w http.ResponseWriter, piece string) error {
	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Now().Add(2 * s.opt.Limits.Heartbeat)) // a test's recorder has no deadlines
	if _, err := w.Write([]byte(piece)); err != nil {
		return err
	}
	return c.Flush()
}
