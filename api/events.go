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

// events streams the revisions as they come, and when the data begins to be
// stale and is fresh again. Both are told at the beginning as they are, so that
// a client that was away, or at another replica, knows at once what it missed.
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
	age, stale := s.opt.Freshness()
	err := s.tell(w, revisionEvent(last)+s.freshnessEvent(age, stale))
	for err == nil {
		if age, now := s.opt.Freshness(); now != stale {
			stale, err = now, s.tell(w, s.freshnessEvent(age, now))
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
			err = s.tell(w, beatEvent)
		case <-ctx.Done():
			return
		case <-s.stop.Done():
			return
		}
	}
}

// beatEvent is a sign of life. It is an event and no comment, which browsers
// keep to themselves: a page has to know that its connection died unseen.
const beatEvent = "event: beat\ndata: {}\n\n"

func revisionEvent(r diemnong.Revision) string {
	return fmt.Sprintf("event: revision\nid: %d\ndata: {\"revision\":%d}\n\n", r, r)
}

// freshnessEvent says that the data is stale, and since when, or that it is
// not. It has no id: a client that comes again names the revision it knows.
func (s *Server) freshnessEvent(age time.Duration, stale bool) string {
	if !stale {
		return "event: fresh\ndata: {}\n\n"
	}
	since := rfc3339(s.opt.Now().Add(-age))
	return fmt.Sprintf("event: stale\ndata: {\"since\":%q,\"age\":%d}\n\n", since, int64(age/time.Second))
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
