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

// Headers of every answer made of data. Age (RFC 9111) and Diemnong-Stale are
// there only while the data may be behind.
const (
	revisionHeader = "Diemnong-Revision"
	asOfHeader     = "Diemnong-As-Of"
	staleHeader    = "Diemnong-Stale"
	ageHeader      = "Age"
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

	// forms are the body in its codings. Without them the writer makes them of body.
	forms forms

	cache    string // Cache-Control; "no-cache" when empty: keep, but ask
	fresh    bool   // never kept, no ETag
	state    heat.State
	fromData bool // state says of which
	recorded bool // read from the system of record for this answer: never stale
	asOf     time.Time
	stream   func(ctx context.Context, w http.ResponseWriter) error // instead of a body
	release  func()                                                 // called once the answer is sent, or cannot be; may be nil
}

// forms are a body in several content codings.
type forms interface {
	// codings are those there are besides none, the best first.
	codings() []string
	// form gives one of them, or that in no coding for "".
	form(coding string) (form, error)
}

// form is a body in a content coding ("" for none) with its strong entity tag.
type form struct {
	coding string
	body   []byte
	tag    string
}

// at says what the answer was made from.
func (a *reply) at(state heat.State, asOf time.Time) *reply {
	a.fromData, a.state, a.asOf = true, state, asOf
	return a
}

// atRecord is [reply.at] for an answer that was read from the system of record.
func (a *reply) atRecord(state heat.State, asOf time.Time) *reply {
	a.recorded = true
	return a.at(state, asOf)
}

// end gives back what the answer held while it was sent.
func (a *reply) end() {
	if a.release != nil {
		a.release()
	}
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
	body, err := encodeJSON(v)
	if err != nil {
		return nil, err
	}
	return &reply{mime: mime, body: body}, nil
}

func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // never shown as HTML: nosniff, and types of our own
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode answer: %w", err)
	}
	return b.Bytes(), nil
}

// send writes an answer: headers, the coding the client takes, 304 where it
// has the answer already, and no body for HEAD.
func (s *Server) send(x *exchange, r *http.Request, a *reply) error {
	body, tag := a.body, ""
	if a.keepable() {
		f, err := s.choose(a, r.Header.Get("Accept-Encoding"))
		if err != nil {
			return err
		}
		body, tag = f.body, f.tag
		if f.coding != "" {
			x.set("Content-Encoding", f.coding)
		}
	}
	s.writeHeaders(x, a, tag)
	if a.stream != nil && r.Method != http.MethodHead {
		return a.stream(r.Context(), x)
	}
	if tag != "" && matchesTag(r.Header.Get("If-None-Match"), tag) {
		for _, name := range [...]string{"Content-Type", "Content-Disposition", "Content-Encoding"} {
			delete(x.Header(), name)
		}
		x.WriteHeader(http.StatusNotModified)
		return nil
	}
	if body != nil {
		x.set("Content-Length", strconv.Itoa(len(body)))
	}
	x.WriteHeader(cmp.Or(a.status, http.StatusOK))
	if r.Method != http.MethodHead {
		writeBundled(r.Context(), x, body)
	}
	return nil
}

// keepable reports whether clients may keep the answer and ask whether it still holds.
func (a *reply) keepable() bool {
	return !a.fresh && a.stream == nil && (a.status == 0 || a.status == http.StatusOK) && (a.body != nil || a.forms != nil)
}

// Values of headers that many answers share.
var (
	headerNoStore = []string{"no-store"}
	headerNoCache = []string{"no-cache"}
	headerVary    = []string{"Accept, Accept-Encoding"}
	headerTrue    = []string{"true"}
)

// writeHeaders writes what an answer says of itself. The tag is empty for one
// that is not to be kept.
func (s *Server) writeHeaders(x *exchange, a *reply, tag string) {
	h := x.Header()
	for name, values := range a.header {
		h[name] = append(h[name], values...)
	}
	if a.mime != "" {
		x.set("Content-Type", a.mime)
	}
	switch {
	case tag == "":
		h["Cache-Control"] = headerNoStore
	case a.cache != "":
		x.set("Cache-Control", a.cache)
	default:
		h["Cache-Control"] = headerNoCache
	}
	if tag != "" {
		h["Vary"] = headerVary
		x.set("Etag", tag)
	}
	if a.fromData {
		s.writeState(x, a)
	}
}

// writeState writes what data an answer was made of, and how old it is where
// newer data could not be read.
func (s *Server) writeState(x *exchange, a *reply) {
	x.set(revisionHeader, strconv.FormatInt(int64(a.state.Revision), 10))
	if !a.asOf.IsZero() {
		x.set(asOfHeader, rfc3339(a.asOf))
	}
	if a.recorded {
		return
	}
	if age, stale := s.opt.Freshness(); stale {
		x.set(ageHeader, strconv.FormatInt(int64(age/time.Second), 10))
		x.Header()[staleHeader] = headerTrue
	}
}

// onTheFly is what bodies are compressed with for one answer.
var onTheFly = []string{codingGzip}

// choose gives the best form of an answer that the client takes.
func (s *Server) choose(a *reply, acceptEncoding string) (form, error) {
	if a.forms != nil {
		return a.forms.form(chooseCoding(acceptEncoding, a.forms.codings()))
	}
	plain := form{"", a.body, tagOf(a.body)}
	if len(a.body) < worthGzip || chooseCoding(acceptEncoding, onTheFly) == "" {
		return plain, nil
	}
	return form{codingGzip, s.gzip(a.body), codedTag(plain.tag, codingGzip)}, nil
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
	if ifNoneMatch == "" {
		return false
	}
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
