package api

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strconv"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// defaultPage is how many complaints a page holds when nobody says.
const defaultPage = 50

// listRequest is a question of /api/v1/complaints.
type listRequest struct {
	city   city
	query  heat.ListQuery
	asked  url.Values // to write the address of the next page
	format format
}

type complaintAnswer struct {
	ID         string            `json:"id"`
	Source     string            `json:"source"`
	SourceRef  string            `json:"source_ref"`
	Channel    string            `json:"channel"`
	Category   string            `json:"category"`
	Group      string            `json:"group"`
	Agency     string            `json:"agency,omitempty"`
	Status     string            `json:"status"`
	Class      string            `json:"class"`
	ReceivedAt string            `json:"received_at"`
	DueAt      *string           `json:"due_at,omitempty"`
	ClosedAt   *string           `json:"closed_at,omitempty"`
	HandlingS  *int64            `json:"handling_s,omitempty"`
	Reopened   int               `json:"reopened"`
	Method     string            `json:"method"`
	Quality    string            `json:"quality"`
	RadiusM    float64           `json:"radius_m,omitempty"`
	Score      float64           `json:"score,omitempty"`
	Unplaced   string            `json:"unplaced,omitempty"`
	Lon        *float64          `json:"lon,omitempty"`
	Lat        *float64          `json:"lat,omitempty"`
	H3         string            `json:"h3,omitempty"`
	Areas      map[string]string `json:"areas,omitempty"`
	Flags      []string          `json:"flags"`
}

type listAnswer struct {
	AsOf       string            `json:"as_of"`
	Revision   int64             `json:"revision"`
	Complaints []complaintAnswer `json:"complaints"`
	Next       string            `json:"next,omitempty"`
}

func (s *Server) readComplaints(ctx context.Context, c *call) (*listRequest, error) {
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	q := &listRequest{city: w, asked: c.query, query: heat.ListQuery{Cursor: c.query.Get("cursor")}}
	if q.query.Filter, err = s.filter(c, w); err != nil {
		return nil, err
	}
	if q.query.Sort, err = heat.ParseSort(c.query.Get("sort")); err != nil {
		return nil, err
	}
	if q.query.Unplaced, err = reasonsOf(c.query["unplaced"]); err != nil {
		return nil, err
	}
	if q.format, err = negotiate(c, formatJSON, formatCSV, formatGeoJSON); err != nil {
		return nil, err
	}
	return q, q.readPlace(c)
}

// readPlace reads which part of the list is asked for: a page, or as much as
// leaves in one file.
func (q *listRequest) readPlace(c *call) (err error) {
	most := heat.MaxPage
	if q.format != formatJSON {
		most = heat.MaxExport
	}
	if q.query.Limit, err = countOf("limit", c.query.Get("limit"), "complaints", defaultPage, most); err != nil {
		return err
	}
	if q.query.Offset, err = offsetOf(c.query.Get("offset")); err != nil {
		return err
	}
	return q.query.CheckOffset()
}

// isExport reports whether more than a page is asked for.
func (q *listRequest) isExport() bool { return q.query.IsExport() }

// offsetOf reads how many complaints come before a page.
func offsetOf(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, heat.BadOffset(s)
	}
	return n, nil
}

// countOf reads how many of something an answer is to have.
func countOf(name, s, what string, otherwise, most int) (int, error) {
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, diemnong.InvalidValue(name, s, "is not a number of "+what+".",
			fmt.Sprintf("Give a whole number from 1 to %d.", most))
	}
	return n, nil
}

// complaints gives one page of a list, or a file of it.
func (s *Server) complaints(ctx context.Context, q *listRequest) (*reply, error) {
	if q.isExport() {
		return s.export(ctx, q)
	}
	leave, err := s.gate.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	page, err := s.opt.Complaints.List(ctx, q.query)
	if err != nil {
		return nil, fmt.Errorf("list complaints of %q: %w", q.query.Filter.Key(), err)
	}
	a, err := q.write(page)
	if err != nil {
		return nil, err
	}
	q.linkNext(a, page.Next)
	return a.atRecord(page.State, page.AsOf), nil
}

// linkNext says where the list goes on, unless that was all.
func (q *listRequest) linkNext(a *reply, cursor string) {
	if cursor != "" {
		a.with("Link", "<"+q.nextURL(cursor)+`>; rel="next"`)
	}
}

// nextURL is the address of the next page, relative to this one's host (RFC 8288).
func (q *listRequest) nextURL(cursor string) string {
	v := url.Values{}
	for name, values := range q.asked {
		v[name] = values
	}
	v.Set("cursor", cursor)
	v.Del("offset")
	return "/api/v1/complaints?" + v.Encode()
}

func (q *listRequest) write(page *heat.Page) (*reply, error) {
	switch q.format {
	case formatCSV:
		t := q.table()
		for i := range page.Complaints {
			t.rows = append(t.rows, q.cells(&page.Complaints[i]))
		}
		return t.reply()
	case formatGeoJSON:
		fc := newFeatures()
		for i := range page.Complaints {
			fc.Features = append(fc.Features, featureOf(&page.Complaints[i]))
		}
		return encodeReply(typeGeoJSON, fc)
	default:
		return jsonReply(listAnswer{
			AsOf: rfc3339(page.AsOf), Revision: int64(page.State.Revision), Next: page.Next,
			Complaints: each(page.Complaints, func(l heat.Listed) complaintAnswer { return complaintOf(&l) }),
		})
	}
}

func complaintOf(l *heat.Listed) complaintAnswer {
	a := complaintAnswer{
		ID: strconv.FormatInt(l.ID, 10), Source: l.Source, SourceRef: l.SourceRef, Channel: l.Channel.String(),
		Category: l.Category, Group: l.Group, Agency: l.Agency, Status: l.Status.String(), Class: l.Class.String(),
		ReceivedAt: rfc3339(l.ReceivedAt), DueAt: optionalTime(l.DueAt), ClosedAt: optionalTime(l.ClosedAt),
		HandlingS: known(l.HandlingTime()), Reopened: l.Reopened,
		Method: l.Location.Method.String(), Quality: l.Location.Quality.String(), RadiusM: math.Round(l.Location.RadiusM),
		Score: hundredths(l.Location.Score), Unplaced: l.Location.Unplaced.String(), H3: cellText(l.Location.Cell), Flags: flagNames(l.Flags),
	}
	if l.Location.Quality.Placeable() {
		a.Lon, a.Lat = known(degrees(l.Location.Lon), true), known(degrees(l.Location.Lat), true)
	}
	for _, ref := range l.Areas {
		if a.Areas == nil {
			a.Areas = map[string]string{}
		}
		a.Areas[ref.Set] = ref.Code
	}
	return a
}

// cellText is an H3 index as text, empty for none.
func cellText(cell uint64) string {
	if cell == 0 {
		return ""
	}
	return geo.Cell(cell).String()
}

// flagNames spells flags out, in the order of their bits.
func flagNames(f diemnong.Flags) []string {
	names := []string{}
	for i, name := range []string{"closed_at_unusable", "area_contradicts", "area_split", "outside_city", "address_contradicts"} {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}
