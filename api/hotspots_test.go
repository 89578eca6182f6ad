package api

import (
	"cmp"
	"math"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat/heattest"
)

func TestHotspots(t *testing.T) {
	run(t, []scenario{
		{
			Name: "of everything", URL: "/api/v1/hotspots",
			WantHeaders:    []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z", "Cache-Control", "no-cache"},
			WantContent:    []string{`"resolution":9,"placed":48,"unplaced":12,"hotspots":[{"h3":"89`, `"street":"Nguyễn Huệ","share":0.`, `"median_s":`},
			NotWantContent: []string{"compare", `"number"`, `"12"`},
		},
		{Name: "of an area, a class and a month", URL: "/api/v1/hotspots?area=now:W1&class=overdue&from=2026-11-01&to=2026-12-01", WantContent: []string{`"filter":"area=now%3AW1&class=overdue&from=`}},
		{
			Name: "compared with the time before", URL: "/api/v1/hotspots?from=2026-11-13&to=2026-11-23&compare=previous&limit=2",
			WantContent: []string{`"compare_n":`, `"compare":{"mode":"previous","from":"2026-11-02T17:00:00Z","to":"2026-11-12T17:00:00Z","as_of":"2026-11-12T10:30:00Z","placed":`},
		},
		{
			Name: "as outlines", URL: "/api/v1/hotspots?limit=1&format=geojson", WantHeaders: []string{"Content-Type", typeGeoJSON},
			WantContent: []string{`"MultiPolygon"`, `"rank":1`, `"n":`, `"street":"Nguyễn Huệ"`}, NotWantContent: []string{`"rank":2`},
		},
		{Name: "where there is nothing", URL: "/api/v1/hotspots?from=2001-01-01&to=2001-02-01", WantContent: []string{`"placed":0,"unplaced":0,"hotspots":[]`}},
		{Name: "without a geocoder, without streets", URL: "/api/v1/hotspots", Change: func(o *Options) { o.Geocoders = nil }, NotWantContent: []string{"street"}},
		{Name: "too many", URL: "/api/v1/hotspots?limit=101", WantStatus: 400, WantContent: []string{`"field":"limit"`, "1 to 100"}},
		{Name: "of no fewer than any has", URL: "/api/v1/hotspots?least=1000", WantContent: []string{`"placed":48,"unplaced":12,"hotspots":[]`}},
		{Name: "of fewer than one", URL: "/api/v1/hotspots?least=0", WantStatus: 400, WantContent: []string{`"field":"least"`, "1 to 1000000"}},
		{Name: "too coarse", URL: "/api/v1/hotspots?resolution=5", WantStatus: 400, WantContent: []string{`"field":"resolution"`, "from 6 (coarse) to 10 (fine)"}},
		{Name: "no number", URL: "/api/v1/hotspots?resolution=nine", WantStatus: 400, WantContent: []string{`"field":"resolution"`}},
		{Name: "a comparison needs a window", URL: "/api/v1/hotspots?compare=year", WantStatus: 400, WantContent: []string{`"field":"compare"`, "Give both from and to."}},
		{Name: "no comparison", URL: "/api/v1/hotspots?compare=last&from=2026-11-01&to=2026-12-01", WantStatus: 400, WantContent: []string{`"field":"compare"`}},
		{Name: "no table", URL: "/api/v1/hotspots?format=csv", WantStatus: 400, WantContent: []string{`"field":"format"`}},
	})
}

// The hot spots are those that one finds by going through all complaints.
func TestHotspotsAgainstAPlainCount(t *testing.T) {
	f := newFixture(t, nil)
	from, to := time.Date(2026, 11, 12, 17, 0, 0, 0, time.UTC), time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	for _, res := range geo.Resolutions() {
		got := decode[hotspotsAnswer](t, f.get("/api/v1/hotspots?limit=100&from=2026-11-13&to=2026-11-23&compare=previous&resolution="+strconv.Itoa(res)))
		now := plainCells(f.complaints.all, res, from, to)
		then := plainCells(f.complaints.all, res, from.Add(from.Sub(to)), from)
		if len(got.Hotspots) != len(now) || len(now) == 0 {
			t.Fatalf("resolution %d: %d hot spots; %d cells have complaints", res, len(got.Hotspots), len(now))
		}
		placed := uint32(0)
		for _, spot := range got.Hotspots {
			if spot.Measures.N != now[spot.H3] || *spot.CompareN != then[spot.H3] {
				t.Errorf("resolution %d, %s: %d, before %d; want %d and %d", res, spot.H3, spot.Measures.N, *spot.CompareN, now[spot.H3], then[spot.H3])
			}
			if want := float64(spot.Measures.N) / float64(got.Placed); math.Abs(spot.Share-want) > 1e-9 {
				t.Errorf("%s has a share of %g; want %g", spot.H3, spot.Share, want)
			}
			placed += spot.Measures.N
		}
		if placed != got.Placed {
			t.Errorf("resolution %d: the hot spots have %d of %d placed", res, placed, got.Placed)
		}
		if !slices.IsSortedFunc(got.Hotspots, func(a, b hotspotAnswer) int { return cmp.Compare(b.Measures.N, a.Measures.N) }) {
			t.Errorf("resolution %d: the most do not come first", res)
		}
		few := decode[hotspotsAnswer](t, f.get("/api/v1/hotspots?limit=2&from=2026-11-13&to=2026-11-23&resolution="+strconv.Itoa(res)))
		for i := range few.Hotspots {
			if few.Hotspots[i].H3 != got.Hotspots[i].H3 {
				t.Errorf("resolution %d: number %d of two is not that of all", res, i+1)
			}
		}
	}
}

func plainCells(all []heattest.Complaint, res int, from, to time.Time) map[string]uint32 {
	n := map[string]uint32{}
	for _, c := range all {
		if c.Location.Cell != 0 && !c.ReceivedAt.Before(from) && c.ReceivedAt.Before(to) {
			n[geo.Cell(c.Location.Cell).Parent(res).String()]++
		}
	}
	return n
}

// Equal questions have equal tags, so that a page that asks again gets 304.
func TestHotspotsAreKept(t *testing.T) {
	f := newFixture(t, nil)
	tag := f.get("/api/v1/hotspots?limit=3").Header().Get("ETag")
	if w := f.get("/api/v1/hotspots?limit=3", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified {
		t.Errorf("%d with tag %q; want 304", w.Code, tag)
	}
}
