package api

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

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
	if q.query.Limit, err = countOf(c.query.Get("limit"), "complaints", defaultPage, heat.MaxPage); err != nil {
		return nil, err
	}
	if q.query.Unplaced, err = reasonsOf(c.query["unplaced"]); err != nil {
		return nil, err
	}
	q.format, err = negotiate(c, formatJSON, formatCSV, formatGeoJSON)
	return q, err
}

// countOf reads how many of something an answer is to have.
func countOf(s, what string, otherwise, most int) (int, error) {
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > most {
		return 0, diemnong.InvalidValue("limit", s, "is not a number of "+what+".",
			fmt.Sprintf("Give a whole number from 1 to %d.", most))
	}
	return n, nil
}

// complaints gives one page of a list.
func (s *Server) complaints(ctx context.Context, q *listRequest) (*reply, error) {
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
	if page.Next != "" {
		a.with("Link", "<"+q.nextURL(page.Next)+`>; rel="next"`)
	}
	return a.atRecord(page.State, page.AsOf), nil
}

// nextURL is the address of the next page, relative to this one's host (RFC 8288).
func (q *listRequest) nextURL(cursor string) string {
	v := url.Values{}
	for name, values := range q.asked {
		v[name] = values
	}
	v.Set("cursor", cursor)
	return "/api/v1/complaints?" + v.Encode()
}

func (q *listRequest) write(page *heat.Page) (*reply, error) {
	switch q.format {
	case formatCSV:
		return q.table(page).reply()
	case formatGeoJSON:
		return q.features(page)
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

// table is a page as CSV, with a column of area codes for every set.
func (q *listRequest) table(page *heat.Page) *table {
	t := &table{name: "diemnong-complaints", zone: q.city.zone, columns: []string{
		"id", "source", "source_ref", "channel", "category", "category_name", "group", "agency", "agency_name",
		"status", "class", "received_at", "due_at", "closed_at", "handling_s", "reopened", "quality", "radius_m",
		"lon", "lat", "h3", "flags", "method", "score", "unplaced",
	}}
	for _, set := range q.city.catalog.Sets {
		t.columns = append(t.columns, "area:"+set.Code)
	}
	for i := range page.Complaints {
		t.rows = append(t.rows, q.cells(&page.Complaints[i]))
	}
	return t
}

func (q *listRequest) cells(l *heat.Listed) []any {
	a := complaintOf(l)
	category, _ := q.city.names(heat.Grouping{Dimension: heat.ByCategory}, l.Category)
	agency, _ := q.city.names(heat.Grouping{Dimension: heat.ByAgency}, l.Agency)
	cells := []any{
		a.ID, a.Source, a.SourceRef, a.Channel, a.Category, category, a.Group, a.Agency, agency,
		a.Status, a.Class, l.ReceivedAt, l.DueAt, l.ClosedAt, a.HandlingS, a.Reopened, a.Quality, positive(a.RadiusM),
		a.Lon, a.Lat, a.H3, strings.Join(a.Flags, " "), a.Method, positive(a.Score), a.Unplaced,
	}
	for _, set := range q.city.catalog.Sets {
		cells = append(cells, a.Areas[set.Code])
	}
	return cells
}

// features is a page as GeoJSON points; complaints without a place have a null geometry.
func (q *listRequest) features(page *heat.Page) (*reply, error) {
	fc := newFeatures()
	for i := range page.Complaints {
		l := &page.Complaints[i]
		var at orb.Geometry
		if l.Location.Quality.Placeable() {
			at = orb.Point{l.Location.Lon, l.Location.Lat}
		}
		fc.add(strconv.FormatInt(l.ID, 10), at, complaintOf(l).properties())
	}
	return encodeReply(typeGeoJSON, fc)
}

// properties are the complaint flat, without what the geometry says already.
func (a complaintAnswer) properties() properties {
	p := properties{
		"id": a.ID, "source": a.Source, "source_ref": a.SourceRef, "channel": a.Channel, "category": a.Category,
		"group": a.Group, "status": a.Status, "class": a.Class, "received_at": a.ReceivedAt, "reopened": a.Reopened,
		"quality": a.Quality, "method": a.Method, "flags": strings.Join(a.Flags, " "),
	}
	for name, v := range map[string]*string{"due_at": a.DueAt, "closed_at": a.ClosedAt} {
		if v != nil {
			p[name] = *v
		}
	}
	for name, v := range map[string]string{"agency": a.Agency, "h3": a.H3, "unplaced": a.Unplaced} {
		if v != "" {
			p[name] = v
		}
	}
	if a.HandlingS != nil {
		p["handling_s"] = *a.HandlingS
	}
	for name, v := range map[string]float64{"radius_m": a.RadiusM, "score": a.Score} {
		if v > 0 {
			p[name] = v
		}
	}
	for set, code := range a.Areas {
		p["area:"+set] = code
	}
	return p
}
