package api

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/diemnong/diemnong/geo/heat"
)

// Headers of every answer made of data.
const (
	revisionHeader = "Diemnong-Revision"
	asOfHeader     = "Diemnong-As-Of"
)

// Media types of answers.
const (
	typeJSON    = "application/json"
	typeCSV     = "text/csv; charset=utf-8"
	typeGeoJSON = "application/geo+json"
	typeText    = "text/plain; charset=utf-8"
)

// reply is an answer before it is sent.
type reply struct {
	status int    // 200 when zero
	mime   string // Content-Type; empty without a body
	body   []byte
	header http.Header // further headers; may be nil

	// forms are the body in its codings, best first and as it is last, each
	// with its strong tag. Without them the writer makes them of the body.
	forms []form

	cache  string // Cache-Control; "no-cache" when empty: keep, but ask
	fresh  bool   // never kept, no ETag
	state  *heat.State
	asOf   time.Time
	stream func(ctx context.Context, w http.ResponseWriter) error // instead of a body
}

// form is a body in a content coding ("" for none) with its strong entity tag.
type form struct {
	coding string
	body   []byte
	tag    string
}

// at says what the answer was made from.
func (a *reply) at(state heat.State, asOf time.Time) *reply {
	a.state, a.asOf = &state, asOf
	return a
}

// with adds a header.
func (a *reply) with(name, value string) *reply {
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Set(name, value)
	return a
}

// jsonReply is a value as JSON.
func jsonReply(v any) (*reply, error) { return encodeReply(typeJSON, v) }

func encodeReply(mime string, v any) (*reply, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // never shown as HTML: nosniff, and types of our own
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return &reply{mime: mime, body: b.Bytes()}, nil
}

// send writes an answer: headers, the coding the client takes, 304 where it
// has the answer already, and no body for HEAD.
func (s *Server) send(w http.ResponseWriter, r *http.Request, a *reply) error {
	h := w.Header()
	a.writeHeaders(h)
	if a.stream != nil && r.Method != http.MethodHead {
		return a.stream(r.Context(), w)
	}
	body := a.body
	if a.keepable() {
		f := s.choose(a, r.Header.Get("Accept-Encoding"))
		body = f.body
		h.Set("Cache-Control", cmp.Or(a.cache, "no-cache"))
		h.Add("Vary", "Accept, Accept-Encoding")
		h.Set("ETag", f.tag)
		if matchesTag(r.Header.Get("If-None-Match"), f.tag) {
			h.Del("Content-Type")
			h.Del("Content-Disposition")
			w.WriteHeader(http.StatusNotModified)
			return nil
		}
		if f.coding != "" {
			h.Set("Content-Encoding", f.coding)
		}
	}
	if body != nil {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(cmp.Or(a.status, http.StatusOK))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the connection is gone: nobody to tell
	}
	return nil
}

// keepable reports whether clients may keep the answer and ask whether it still holds.
func (a *reply) keepable() bool {
	return !a.fresh && a.stream == nil && (a.status == 0 || a.status == http.StatusOK) && (a.body != nil || a.forms != nil)
}

func (a *reply) writeHeaders(h http.Header) {
	for name, values := range a.header {
		h[name] = append(h[name], values...)
	}
	if a.mime != "" {
		h.Set("Content-Type", a.mime)
	}
	if a.state != nil {
		h.Set(revisionHeader, strconv.FormatInt(int64(a.state.Revision), 10))
	}
	if !a.asOf.IsZero() {
		h.Set(asOfHeader, rfc3339(a.asOf))
	}
	h.Set("Cache-Control", "no-store")
}

// choose gives the best form of an answer that the client takes.
func (s *Server) choose(a *reply, acceptEncoding string) form {
	for _, f := range a.forms {
		if f.coding == "" || acceptsCoding(acceptEncoding, f.coding) {
			return f
		}
	}
	plain := form{"", a.body, tagOf(a.body)}
	if len(a.body) < worthGzip || !acceptsCoding(acceptEncoding, codingGzip) {
		return plain
	}
	return form{codingGzip, s.gzip(a.body), codedTag(plain.tag, codingGzip)}
}

// worthGzip is the size from which compressing saves a packet: below it an
// answer fits into one Ethernet frame anyway.
const worthGzip = 1400

// gzip compresses with writers that are used again: each holds 800 kB.
func (s *Server) gzip(body []byte) []byte {
	b := bytes.NewBuffer(make([]byte, 0, len(body)/3))
	z := s.gzips.Get().(*gzip.Writer)
	defer s.gzips.Put(z)
	z.Reset(b)
	_, _ = z.Write(body) // a buffer never fails
	_ = z.Close()
	return b.Bytes()
}

// tagOf is the strong tag of a body: 120 bits of its SHA-256.
func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
}

// codedTag is the tag of the same body in a coding: other bytes, another tag.
func codedTag(tag, coding string) string { return strings.TrimSuffix(tag, `"`) + "-" + coding + `"` }

// matchesTag reports whether If-None-Match names the tag (RFC 9110, 13.1.2: weakly).
func matchesTag(ifNoneMatch, tag string) bool {
	for t := range strings.SplitSeq(ifNoneMatch, ",") {
		if t = strings.TrimSpace(t); t == "*" || strings.TrimPrefix(t, "W/") == tag {
			return true
		}
	}
	return false
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// optionalTime is a time for JSON, absent when zero.
func optionalTime(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := rfc3339(t)
	return &s
}

// texts spells values out.
func texts[T interface{ String() string }](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = v.String()
	}
	return out
}
