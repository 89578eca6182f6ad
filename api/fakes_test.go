package api

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/heat/heattest"
)

// fakeEngine is the reference engine, with a way to fail and to wait.
type fakeEngine struct {
	heat.Engine
	before func(ctx context.Context) error // of Stats
	asked  int
	mu     sync.Mutex
}

func (e *fakeEngine) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	e.mu.Lock()
	e.asked++
	before := e.before
	e.mu.Unlock()
	if before != nil {
		if err := before(ctx); err != nil {
			return nil, err
		}
	}
	return e.Engine.Stats(ctx, q)
}

type fakeWorld struct {
	catalog *diemnong.Catalog
	atlas   *area.Atlas
}

func (w fakeWorld) Current(context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	return w.catalog, w.atlas, nil
}

// fakeComplaints lists complaints; of filters it knows the category alone.
type fakeComplaints struct {
	mu      sync.Mutex
	all     []heattest.Complaint
	catalog *diemnong.Catalog
	earlier map[int64]diemnong.Location // of those that were moved
	fail    error
}

func (f *fakeComplaints) List(_ context.Context, q heat.ListQuery) (*heat.Page, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return nil, f.fail
	}
	from, err := strconv.Atoi("0" + q.Cursor)
	if err != nil || from > len(f.all) {
		return nil, diemnong.InvalidValue("cursor", q.Cursor, "is not the end of a page.", "Use next of the page before.")
	}
	from += q.Offset
	page := &heat.Page{State: heat.State{Revision: 1, ID: "naive-1"}, AsOf: heat.Moment(q.Filter, testNow)}
	order := slices.Clone(f.all)
	if q.Sort == heat.NewestFirst {
		slices.Reverse(order)
	}
	for i, c := range order[min(from, len(order)):] {
		if len(page.Complaints) == q.Limit {
			page.Next = strconv.Itoa(from + i)
			break
		}
		if len(q.Unplaced) > 0 && (c.Location.Cell != 0 || !slices.Contains(q.Unplaced, c.Location.Unplaced)) {
			continue
		}
		if len(q.Filter.Categories) == 0 || slices.Contains(q.Filter.Categories, c.Category) {
			page.Complaints = append(page.Complaints, f.listed(c, page.AsOf))
		}
	}
	return page, nil
}

func (f *fakeComplaints) Export(ctx context.Context, q heat.ListQuery, take func(heat.Listed) error) (*heat.Exported, error) {
	page, err := f.List(ctx, q)
	if err != nil {
		return nil, err
	}
	for _, l := range page.Complaints {
		if err := take(l); err != nil {
			return nil, err
		}
	}
	return &heat.Exported{State: page.State, AsOf: page.AsOf, Next: page.Next}, nil
}

// Neighbours measures on the sphere; of filters it knows none.
func (f *fakeComplaints) Neighbours(ctx context.Context, q heat.NeighbourQuery) (*heat.Neighbours, error) {
	if f.fail != nil {
		return nil, f.fail
	}
	centre, err := f.Complaint(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	n := &heat.Neighbours{State: centre.State, AsOf: centre.AsOf, Location: centre.Location}
	if !centre.Location.Quality.Placeable() {
		return n, nil
	}
	at := geo.Point{Lon: centre.Location.Lon, Lat: centre.Location.Lat}
	for _, c := range f.all {
		d := at.DistanceM(geo.Point{Lon: c.Location.Lon, Lat: c.Location.Lat})
		if c.ID == q.ID || !c.Location.Quality.Placeable() || d > float64(q.RadiusM) {
			continue
		}
		if n.N++; len(n.Complaints) < q.Limit {
			n.Complaints = append(n.Complaints, heat.Neighbour{Listed: f.listed(c, n.AsOf), DistanceM: d})
		}
	}
	n.Categories = []heat.CategoryCount{{Category: centre.Category, N: n.N}}
	return n, nil
}

func (f *fakeComplaints) listed(c heattest.Complaint, asOf time.Time) heat.Listed {
	l := heat.Listed{Complaint: c.Complaint, Class: c.Class(asOf), Areas: c.Areas}
	for _, k := range f.catalog.Categories {
		if k.Code == c.Category {
			l.Group = k.Group
		}
	}
	return l
}

func (f *fakeComplaints) Complaint(_ context.Context, id int64) (*heat.Detail, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id > int64(len(f.all)) {
		return nil, &diemnong.Error{Code: diemnong.NotFound, Field: "id", Value: strconv.FormatInt(id, 10), Message: "is not a complaint."}
	}
	c := f.all[id-1]
	d := &heat.Detail{Listed: f.listed(c, testNow), State: heat.State{Revision: 1}, AsOf: testNow, History: c.Events}
	if place, moved := f.earlier[id]; moved {
		d.Earlier = []heat.PastPlace{{Location: place, Until: testNow, Gazetteer: 7}}
	}
	return d, nil
}

func (f *fakeComplaints) Unplaced(_ context.Context, q diemnong.Filter) (*heat.UnplacedCounts, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail != nil {
		return nil, f.fail
	}
	counts := &heat.UnplacedCounts{State: heat.State{Revision: 1}, AsOf: heat.Moment(q, testNow)}
	for _, c := range f.all {
		switch c.Location.Quality {
		case diemnong.QualityArea:
			counts.Reasons[c.Location.Unplaced].Area++
		case diemnong.QualityNone:
			counts.Reasons[c.Location.Unplaced].None++
		}
	}
	return counts, nil
}

func (f *fakeComplaints) Points(_ context.Context, _ diemnong.Filter, box diemnong.Bounds, limit int) (*heat.Points, error) {
	p := &heat.Points{State: heat.State{Revision: 1, ID: "naive-1"}, AsOf: testNow}
	for _, c := range f.all {
		if at := c.Location; at.Quality.Placeable() && box.Contains(at.Lon, at.Lat) && len(p.Points) < limit {
			p.Points = append(p.Points, heat.MapPoint{ID: c.ID, Point: geo.Point{Lon: at.Lon, Lat: at.Lat}, Category: c.Category})
		}
	}
	return p, nil
}

// fakeWriter keeps what it is given, personal data where no reader looks.
type fakeWriter struct {
	into     *fakeComplaints
	personal diemnong.Personal
	fail     error
}

func (w *fakeWriter) Write(_ context.Context, c diemnong.Complaint, p diemnong.Personal) (int64, bool, error) {
	w.into.mu.Lock()
	defer w.into.mu.Unlock()
	if w.fail != nil {
		return 0, false, w.fail
	}
	w.personal = p
	for i, old := range w.into.all {
		if old.Source == c.Source && old.SourceRef == c.SourceRef {
			c.ID = old.ID
			w.into.all[i].Complaint = c
			return c.ID, false, nil
		}
	}
	c.ID = int64(len(w.into.all) + 1)
	event := diemnong.Event{At: c.ReceivedAt, Kind: diemnong.EventReceived, Status: c.Status, DueAt: c.DueAt}
	w.into.all = append(w.into.all, heattest.Complaint{Complaint: c, Events: []diemnong.Event{event}})
	return c.ID, true, nil
}

func (w *fakeWriter) Relocate(_ context.Context, id int64, to diemnong.Location) error {
	w.into.mu.Lock()
	defer w.into.mu.Unlock()
	if w.fail != nil {
		return w.fail
	}
	if id > int64(len(w.into.all)) {
		return &diemnong.Error{Code: diemnong.NotFound, Field: "id", Value: strconv.FormatInt(id, 10), Message: "is not a complaint."}
	}
	c := &w.into.all[id-1]
	w.into.earlier[id] = c.Location
	c.Location = to
	c.Location.Method = diemnong.MethodOperator
	return nil
}

// fakeGeocoder finds the same two places in every text, and reads its first
// three letters as a number.
type fakeGeocoder struct{ atlas *area.Atlas }

func (g fakeGeocoder) Current(context.Context) (Geocoder, error) { return g, nil }

func (fakeGeocoder) Version() int64 { return 7 }

func (g fakeGeocoder) Geocode(q geocode.Query) geocode.Answer {
	if q.Text == "nowhere" {
		return geocode.Answer{Unplaced: diemnong.UnplacedUnreadable}
	}
	p := geo.Point{Lon: 106.65, Lat: 10.75}
	end := min(len(q.Text), len(string([]rune(q.Text)[:min(3, utf8.RuneCountInString(q.Text))])))
	return geocode.Answer{
		Candidates: []geocode.Candidate{
			{
				Point: p, Quality: diemnong.QualityPoint, RadiusM: 32.4, Score: 0.876, Area: diemnong.AreaRef{Set: "now", Code: "W1"},
				Areas: g.atlas.Locate(p, nil), Street: "Nguyễn Huệ", Number: "12",
			},
			{Point: p, Quality: diemnong.QualityArea, RadiusM: 900, Score: 0.1, Areas: []int32{0, 12}},
			{Quality: diemnong.QualityNone, Score: 0.02, Areas: []int32{0, 13}},
		},
		Parts: []geocode.Part{{Kind: geocode.PartNumber, Text: q.Text[:end], Start: 0, End: end, Value: "12"}},
	}
}

func (g fakeGeocoder) Reverse(p geo.Point) geocode.Here {
	h := geocode.Here{Areas: g.atlas.Locate(p, nil)}
	if p.Lat < 10.76 {
		h.Street, h.Number, h.DistanceM = "Nguyễn Huệ", "12", 8.4
	}
	return h
}

// fakeFeed hands out channels that a test writes to.
type fakeFeed struct {
	mu          sync.Mutex
	subscribers []chan diemnong.Revision
}

func (f *fakeFeed) Subscribe(context.Context) <-chan diemnong.Revision {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := make(chan diemnong.Revision, 1)
	f.subscribers = append(f.subscribers, c)
	return c
}

// syncBuffer is a log that several goroutines write.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

var errSecret = errors.New(`ERROR: relation "diemnong.complaint_personal" does not exist (SQLSTATE 42P01)`)

// failing is an engine that gives an error.
func failing(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}
