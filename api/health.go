package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"

	"github.com/prometheus/common/expfmt"

	"github.com/diemnong/diemnong"
)

type readinessAnswer struct {
	Ready  bool          `json:"ready"`
	Checks []checkAnswer `json:"checks"`
}

type checkAnswer struct {
	Name   string `json:"name"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty"` // why it is not OK
	Note   string `json:"note,omitempty"`   // what else there is to know
}

// health says that the process answers.
func (s *Server) health(context.Context, *call) (*reply, error) {
	return &reply{mime: typeText, body: []byte("ok\n"), fresh: true}, nil
}

// ready runs all checks side by side.
func (s *Server) ready(ctx context.Context, _ *call) (*reply, error) {
	answer := readinessAnswer{Ready: true, Checks: make([]checkAnswer, len(s.opt.Checks))}
	var wg sync.WaitGroup
	for i, c := range s.opt.Checks {
		wg.Go(func() { answer.Checks[i] = s.check(ctx, c) })
	}
	wg.Wait()
	for _, c := range answer.Checks {
		answer.Ready = answer.Ready && c.OK
	}
	a, err := jsonReply(answer)
	if err != nil {
		return nil, err
	}
	if a.fresh = true; !answer.Ready {
		a.status = http.StatusServiceUnavailable
		a.with("Retry-After", retryAfter)
	}
	return a, nil
}

func (s *Server) check(ctx context.Context, c Check) checkAnswer {
	a := checkAnswer{Name: c.Name}
	if c.Note != nil {
		a.Note = c.Note()
	}
	ctx, cancel := context.WithTimeout(ctx, s.opt.Limits.CheckAfter)
	defer cancel()
	err := c.Func(ctx)
	if err == nil {
		a.OK = true
		return a
	}
	s.opt.Log.LogAttrs(ctx, slog.LevelWarn, "not ready", slog.String("check", c.Name), slog.String("err", causes(err)))
	a.Reason = "It failed; the log has the cause."
	var e *diemnong.Error
	switch {
	case errors.As(err, &e) && e.Code != diemnong.Internal:
		a.Reason = e.Error()
	case errors.Is(err, context.DeadlineExceeded):
		a.Reason = "It gave no answer within " + s.opt.Limits.CheckAfter.String() + "."
	}
	return a
}

// metricsPage is the registry in Prometheus's text format.
func (s *Server) metricsPage(context.Context, *call) (*reply, error) {
	families, err := s.opt.Registry.Gather()
	if err != nil {
		return nil, fmt.Errorf("gather metrics: %w", err)
	}
	var b bytes.Buffer
	text := expfmt.NewFormat(expfmt.TypeTextPlain)
	e := expfmt.NewEncoder(&b, text)
	for _, f := range families {
		if err := e.Encode(f); err != nil {
			return nil, fmt.Errorf("write metrics: %w", err)
		}
	}
	return &reply{mime: string(text), body: b.Bytes(), fresh: true}, nil
}
