package api

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/h3"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/heat/heattest"
	"github.com/diemnong/diemnong/tiles"
)

// testNow is the tests' present: 17:30 in the city.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)

const testToken = "a-token-of-the-tests"

// fixture is a server over a small city in memory: real figures, by the
// reference engine, and real tiles.
type fixture struct {
	*Server
	engine     *fakeEngine
	complaints *fakeComplaints
	writer     *fakeWriter
	feed       *fakeFeed
	log        *syncBuffer
}

// newFixture makes a server; change may be nil.
func newFixture(t testing.TB, change func(*Options)) *fixture {
	t.Helper()
	catalog, units, links := testCity()
	atlas, err := area.NewAtlas(catalog.Sets, units, links)
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return testNow }
	all := testComplaints(t, atlas)
	harness := heattest.OpenReference(t, heattest.Setup{Catalog: catalog, Units: units, Now: now})
	harness.Put(t, all)
	f := &fixture{
		engine: &fakeEngine{Engine: harness.Engine()}, feed: &fakeFeed{}, log: &syncBuffer{},
		complaints: &fakeComplaints{all: all, catalog: catalog, earlier: map[int64]diemnong.Location{}},
	}
	f.writer = &fakeWriter{into: f.complaints}
	world := fakeWorld{catalog, atlas}
	var ids atomic.Int64
	o := Options{
		Engine: f.engine, Tiles: newTiles(t, f.engine, world, f.complaints), World: world, Complaints: f.complaints, Feed: f.feed, Writer: f.writer,
		Frontend: testFrontend(), Log: slog.New(slog.NewTextHandler(f.log, nil)), Now: now,
		Geocoders: fakeGeocoder{atlas},
		NewID:     func() string { return fmt.Sprint("request-", ids.Add(1)) }, WriteToken: testToken, Version: "1.2.3",
		Checks: []Check{{Name: "database", Func: func(context.Context) error { return nil }}},
	}
	if change != nil {
		change(&o)
	}
	if f.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	return f
}

// newTiles makes the real tile service.
func newTiles(t testing.TB, e heat.Engine, w World, p tiles.Points) Tiles {
	t.Helper()
	s, err := tiles.New(tiles.Options{Engine: e, World: w, Points: p, Now: func() time.Time { return testNow }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks for an address and gives the answer.
func (f *fixture) get(url string, headers ...string) *httptest.ResponseRecorder {
	return f.do(http.MethodGet, url, "", headers...)
}

func (f *fixture) do(method, url, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, bytes.NewBufferString(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return f.serveRequest(r)
}

func (f *fixture) serveRequest(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	return w
}

// The city is a row of three squares of 0.1 degrees. The set "now" has a ward
// for each; "old" had two districts, of which the second was split.
const testWest, testSouth, testStep = 106.6, 10.7, 0.1

func testCity() (*diemnong.Catalog, []area.Unit, []area.Link) {
	c := &diemnong.Catalog{
		City: diemnong.City{
			Code: "thu", Name: "Thành phố Thử", NameEN: "Test City", TimeZone: "Asia/Ho_Chi_Minh",
			Bounds: diemnong.Bounds{West: 106.5, South: 10.6, East: 107, North: 11}, Attribution: "© Thử",
		},
		Groups: []diemnong.Group{{Code: "water", Name: "Nước", NameEN: "Water"}, {Code: "road", Name: "Đường", NameEN: "Roads"}},
		Categories: []diemnong.Category{
			{Code: "flood", Name: "Ngập nước", NameEN: "Flooding", Group: "water"},
			{Code: "pothole", Name: "=Ổ gà", NameEN: "Pothole", Group: "road"}, // a name that a spreadsheet would run
		},
		Agencies: []diemnong.Agency{
			{Code: "drain", Name: "Thoát nước", NameEN: "Drainage", ValidFrom: date(2020, 1, 1), ValidTo: date(2026, 7, 1), Successor: "works"},
			{Code: "works", Name: "Hạ tầng", NameEN: "Works"},
		},
		Sets: []diemnong.AreaSet{
			{ID: 1, Code: "old", Name: "Cũ", NameEN: "Old", ValidFrom: date(2021, 1, 1), ValidTo: date(2025, 7, 1), Levels: []diemnong.Level{
				{Code: "city", Name: "Thành phố", NameEN: "City", Areas: 1}, {Code: "district", Name: "Quận", NameEN: "District", Areas: 2},
			}},
			{
				ID: 2, Code: "now", Name: "Mới", NameEN: "New", ValidFrom: date(2025, 7, 1), Approximate: true, Attribution: "© Ranh giới",
				Levels: []diemnong.Level{{Code: "ward", Name: "Phường", NameEN: "Ward", Areas: 3}},
			},
		},
	}
	unit := func(id, parent int32, set, level, code string, from, to float64) area.Unit {
		return area.Unit{ParentID: parent, Outline: square(from, to), Area: diemnong.Area{
			ID: int(id), Set: set, Level: level, Code: code, Name: "Phường " + code, NameEN: "Ward " + code,
			Population: int(1000 * id), AreaKM2: float64(id), Lon: testWest + (from+to)/2*testStep, Lat: testSouth + testStep/2,
		}}
	}
	empty := unit(14, 0, "now", "ward", "W4", 3, 4)
	empty.Population, empty.AreaKM2, empty.NameEN = 0, 0, ""
	units := []area.Unit{
		unit(1, 0, "old", "city", "C", 0, 3), unit(2, 1, "old", "district", "D1", 0, 1), unit(3, 1, "old", "district", "D2", 1, 3),
		unit(11, 0, "now", "ward", "W1", 0, 1), unit(12, 0, "now", "ward", "W2", 1, 2), unit(13, 0, "now", "ward", "W3", 2, 3), empty,
	}
	links := []area.Link{
		{From: 2, To: 11, Share: 1, Main: true}, {From: 3, To: 12, Share: 0.6, Main: true}, {From: 3, To: 13, Share: 0.4},
	}
	return c, units, links
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// square runs clockwise, as shapefiles have it; answers must turn it round.
func square(from, to float64) orb.MultiPolygon {
	x0, x1, y0, y1 := testWest+from*testStep, testWest+to*testStep, testSouth, testSouth+testStep
	return orb.MultiPolygon{{{{x0, y0}, {x0, y1}, {x1, y1}, {x1, y0}, {x0, y0}}}}
}

// testComplaints are 60 complaints: twice a day over the last thirty days, in
// all classes, most of them placed. Numbers 5, 15, … are known by their ward
// only, 9, 19, … not at all. W3 has none in the last ten days.
func testComplaints(t testing.TB, atlas *area.Atlas) []heattest.Complaint {
	t.Helper()
	all := make([]heattest.Complaint, 60)
	for i := range all {
		received := testNow.Add(-time.Duration(60-i) * 12 * time.Hour)
		c := heattest.Complaint{Complaint: diemnong.Complaint{
			ID: int64(i + 1), Source: "1022", SourceRef: "HCM-" + strconv.Itoa(i+1), Channel: diemnong.Channel(i % 7),
			Category: []string{"flood", "pothole"}[i%2], Agency: []string{"drain", "works", ""}[i%3], ReceivedAt: received,
			Location: diemnong.Location{Quality: diemnong.QualityNone},
		}}
		place(t, &c, atlas, i)
		progress(&c, i)
		all[i] = c
	}
	all[1].SourceRef = "=cmd|'/c calc'!A1"
	return all
}

func place(t testing.TB, c *heattest.Complaint, atlas *area.Atlas, i int) {
	t.Helper()
	ward := i % 3
	if ward == 2 && i >= 40 {
		ward = 0
	}
	ref := diemnong.AreaRef{Set: "now", Code: fmt.Sprint("W", ward+1)}
	switch i % 10 {
	case 5:
		c.Location = diemnong.Location{Quality: diemnong.QualityArea, Area: ref, Method: diemnong.MethodStated, Unplaced: diemnong.UnplacedUnknown}
		c.Areas = []diemnong.AreaRef{ref}
	case 9:
		c.Location.Unplaced = []diemnong.Unplaced{diemnong.UnplacedNoAddress, diemnong.UnplacedAmbiguous, diemnong.Placed}[i/10%3]
	default:
		p := geo.Point{Lon: testWest + testStep*(float64(ward)+0.2+float64(i%6)/10), Lat: testSouth + 0.05}
		cell, err := h3.FromPoint(p, geo.BaseResolution)
		if err != nil {
			t.Fatal(err)
		}
		c.Location = diemnong.Location{Lon: p.Lon, Lat: p.Lat, Quality: diemnong.QualityPoint, RadiusM: 20, Cell: uint64(cell), Method: diemnong.MethodGiven}
		if i == 10 {
			c.Location.Method, c.Location.Score, c.Location.RadiusM = diemnong.MethodGeocoded, 0.876, 37.426
		}
		for _, id := range atlas.Locate(p, nil) {
			u, _ := atlas.Area(id)
			c.Areas = append(c.Areas, diemnong.AreaRef{Set: u.Set, Code: u.Code})
		}
	}
	slices.SortFunc(c.Areas, func(a, b diemnong.AreaRef) int {
		return slices.Compare([]string{a.Set, a.Code}, []string{b.Set, b.Code})
	})
}

// progress gives a complaint its history: by turns on time, late, open, overdue and undated.
func progress(c *heattest.Complaint, i int) {
	then := func(at time.Time, kind diemnong.EventKind, s diemnong.Status, closed time.Time) {
		c.Events = append(c.Events, diemnong.Event{At: at, Kind: kind, Status: s, DueAt: c.DueAt, ClosedAt: closed})
		c.Status, c.ClosedAt = s, closed
	}
	if i%7 != 6 {
		c.DueAt = c.ReceivedAt.Add(72 * time.Hour)
	}
	then(c.ReceivedAt, diemnong.EventReceived, diemnong.Received, time.Time{})
	if i%4 == 3 {
		return // open or overdue
	}
	closed := c.ReceivedAt.Add(time.Duration(i%5) * 24 * time.Hour).Add(time.Hour)
	if closed.Before(testNow) {
		then(closed, diemnong.EventClosed, diemnong.Resolved, closed)
	}
	if i == 8 {
		c.Reopened++
		then(closed.Add(time.Hour), diemnong.EventReopened, diemnong.InProgress, time.Time{})
		c.Flags = diemnong.FlagAreaContradicts | diemnong.FlagOutsideCity
	}
}

func testFrontend() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"index.html":                 file("<!doctype html><title>Điểm nóng</title>"),
		"index.html.gz":              file("\x1f\x8bpretend"),
		"assets/app-BxY12_ab.js":     file("console.log('the whole application')"),
		"assets/app-BxY12_ab.js.gz":  file("\x1f\x8bjs"),
		"assets/app-BxY12_ab.js.br":  file("brotli js"),
		"assets/notes.txt":           file("not hashed"),
		"fonts/be-vietnam/0-255.pbf": file("glyphs"),
		".gitkeep":                   file(""),
	}
}
