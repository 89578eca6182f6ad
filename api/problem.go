package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
)

// Codes of faults that only HTTP knows.
const (
	methodNotAllowed diemnong.Code = "method_not_allowed"
	notAcceptable    diemnong.Code = "not_acceptable"
	unsupportedMedia diemnong.Code = "unsupported_media_type"
	misdirected      diemnong.Code = "misdirected"
)

// statusOf is the one table from an error's code to a status.
var statusOf = map[diemnong.Code]int{
	diemnong.Invalid:      http.StatusBadRequest,
	diemnong.NotFound:     http.StatusNotFound,
	diemnong.Conflict:     http.StatusConflict,
	diemnong.Unauthorized: http.StatusUnauthorized,
	diemnong.Forbidden:    http.StatusForbidden,
	diemnong.TooLarge:     http.StatusRequestEntityTooLarge,
	diemnong.Unavailable:  http.StatusServiceUnavailable,
	diemnong.Internal:     http.StatusInternalServerError,
	methodNotAllowed:      http.StatusMethodNotAllowed,
	notAcceptable:         http.StatusNotAcceptable,
	unsupportedMedia:      http.StatusUnsupportedMediaType,
	misdirected:           http.StatusMisdirectedRequest,
}

// retryAfter is when to ask again after a 503, in seconds: a feed or a
// connection that broke is tried again every half second.
const retryAfter = "2"

// statusClientGone is what the log says when the client left before the
// answer, after nginx; nothing is sent.
const statusClientGone = 499

// problem is an RFC 9457 problem detail.
type problem struct {
	Type     string        `json:"type"`
	Title    string        `json:"title"`
	Status   int           `json:"status"`
	Detail   string        `json:"detail"`
	Code     diemnong.Code `json:"code"`
	Field    string        `json:"field,omitempty"`
	Value    string        `json:"value,omitempty"`
	Hint     string        `json:"hint,omitempty"`
	Instance string        `json:"instance,omitempty"`
}

// writeError sends an error as a problem and tells the exchange what happened,
// so that it is logged once. Causes are not sent.
func (s *Server) writeError(w http.ResponseWriter, r *http.Request, err error) {
	x := exchangeOf(w)
	x.err = err
	if r.Context().Err() != nil { // whatever failed, it may have failed for that, and nobody reads on
		x.status = statusClientGone
		return
	}
	p := problemOf(err)
	p.Instance = x.id
	h := w.Header()
	for _, name := range []string{"ETag", "Content-Encoding", "Content-Disposition", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	switch p.Status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", retryAfter)
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="diemnong"`)
	}
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		_ = json.NewEncoder(w).Encode(p) // the connection is gone: nobody to tell
	}
}

// problemOf says what of an error may be shown.
func problemOf(err error) problem {
	var e *diemnong.Error
	switch {
	case errors.As(err, &e):
	case errors.Is(err, context.DeadlineExceeded):
		e = &diemnong.Error{
			Code: diemnong.Unavailable, Message: "The answer took too long.",
			Hint: "Ask again later, or for a shorter time or fewer areas.",
		}
	}
	if e == nil || statusOf[e.Code] == 0 || e.Code == diemnong.Internal { // whatever it says is for the log
		e = &diemnong.Error{
			Code: diemnong.Internal, Message: "Something went wrong in the service.",
			Hint: "Tell the operator the instance; the log has it.",
		}
	}
	status := statusOf[e.Code]
	return problem{
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail: detailOf(e), Code: e.Code, Field: e.Field, Value: e.Value, Hint: e.Hint,
	}
}

// detailOf makes one sentence of an error: messages about a field begin with
// their verb, such as "is not a time".
func detailOf(e *diemnong.Error) string {
	first, _ := utf8.DecodeRuneInString(e.Message)
	if e.Field == "" || !unicode.IsLower(first) {
		return e.Message
	}
	var b strings.Builder
	b.WriteString(e.Field)
	if e.Value != "" {
		b.WriteString(" “" + e.Value + "”")
	}
	return b.String() + " " + e.Message
}
