package main

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// example is a sheet of two sizes.
func example() *sheet {
	s := &sheet{origin: "Measured then."}
	for i, n := range []int{1_000_000, targetSize} {
		c := s.column(n)
		grow := []float64{1, 10}[i]
		for key, v := range map[string]float64{
			"first": 5, "next 13": 0.04, "ward": 20, "sql first": 1300, "rss": 90e6, "statement 13": 4, "tiles": 900, "load": 100_000, "restart": -0.1,
		} {
			c.figures[key] = v * grow
		}
	}
	return s
}

func TestTheTableSaysWhatWasMet(t *testing.T) {
	table := example().markdown()
	f := func(line string) {
		t.Helper()
		if !strings.Contains(table, line+"\n") {
			t.Errorf("the table lacks the line %q:\n%s", line, table)
		}
	}
	f("| complaints | 1,000,000 | 10,000,000 | target at ten million |  |")
	f("|---|--:|--:|--:|---|")
	f("| load from PostgreSQL, rows/s | 100,000 | 1,000,000 | ≥ 700,000 | met |")
	f("| first tile of a new filter, zoom 9, all time, p50 | 5.00 ms | 50.0 ms | ≤ 60 ms | met |")
	f("| statistics by ward, 12 months, compare=year, p50 | 20.0 ms | 200 ms | ≤ 60 ms | missed: 3.3 times as long |")
	f("| tiles/s, 8 clients, 50 filters × 300 tiles, nothing kept | 900 | 9,000 | ≥ 4,000 | met |")
	f("| ready again from the index's file, program start included | -0.10 ms | no answer in 30 s | ≤ 5 s | missed: no answer |")
	f("| next tile, zoom 9, p50 | – | – | ≤ 1.5 ms | not measured |")
	f("| faster than the SQL engine: first tile, all time | 260 × | 260 × |  |  |")
	f("| faster than one SQL statement a tile: next tile, zoom 13 | 100 × | 100 × | ≥ 20 × | met |")
}

func TestFiguresReplaceTheOldOnes(t *testing.T) {
	s := example()
	got, err := replaceFigures("a\n"+beginMark+"\nold\n"+endMark+"\nb\n", s)
	if err != nil {
		t.Fatal(err)
	}
	again, err := replaceFigures(got, s)
	if err != nil || again != got || strings.Contains(got, "old") || !strings.HasPrefix(got, "a\n") || !strings.HasSuffix(got, "\nb\n") {
		t.Errorf("the file becomes %q, then %q, %v", got, again, err)
	}
	if _, err := replaceFigures("a\n"+beginMark+"\n", s); err == nil {
		t.Error("a file without the second mark was taken")
	}
}

func TestTheDrawingIsSoundAndHasEveryLine(t *testing.T) {
	for _, s := range []*sheet{example(), {columns: example().columns[:1]}, {}} {
		drawing := s.plot()
		for d := xml.NewDecoder(strings.NewReader(drawing)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v in\n%s", err, drawing)
			}
		}
		if strings.Contains(drawing, "NaN") || strings.Contains(drawing, "Inf") {
			t.Errorf("the drawing has places that are none:\n%s", drawing)
		}
		for _, l := range growth {
			if has := strings.Contains(drawing, l.label); has != (len(s.columns) > 0) {
				t.Errorf("%d sizes: the drawing has the line %q: %v", len(s.columns), l.label, has)
			}
		}
	}
	ends := example().endings(example().axes())
	for i := 1; i < len(ends); i++ {
		if ends[i].y-ends[i-1].y < labelDistance {
			t.Errorf("the words %q and %q lie on one another", ends[i-1].label, ends[i].label)
		}
	}
}

func TestEveryLineAndRatioHasItsMeasure(t *testing.T) {
	known := map[string]bool{}
	for _, m := range measures {
		if known[m.key] = true; m.over != "" && (!known[m.over] || !known[m.under]) {
			t.Errorf("%q is a ratio of unknown measures", m.label)
		}
	}
	for _, l := range growth {
		if !known[l.key] {
			t.Errorf("%q draws an unknown measure", l.label)
		}
	}
}

func TestMetricsAreReadFromTheLineOfABenchmark(t *testing.T) {
	const out = `goos: linux
BenchmarkMemory-2   	772647992	         1.588 ns/op	        33.81 bytes/complaint
BenchmarkOther	1	7 ns/op
`
	got, ok := parseMetrics(out, "BenchmarkMemory")
	if want := map[string]float64{"ns/op": 1.588, "bytes/complaint": 33.81}; !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("metrics are %v, %v; want %v", got, ok, want)
	}
	if got, ok := parseMetrics(out, "BenchmarkMissing"); ok {
		t.Errorf("metrics of a line that is not there: %v", got)
	}
}

func TestDelaysAreFromACommitToTheFirstLookThatHasIt(t *testing.T) {
	at := func(ms int) time.Time { return time.UnixMilli(int64(ms)) }
	commits := []seen{{at(0), 5}, {at(10), 6}, {at(20), 7}, {at(30), 8}}
	looks := []seen{{at(1), 4}, {at(11), 5}, {at(25), 7}, {at(29), 8}} // 8 is seen before its writer is told of it
	want := []time.Duration{11 * time.Millisecond, 15 * time.Millisecond, 5 * time.Millisecond, 0}
	if got := delays(commits, looks); !slices.Equal(got, want) {
		t.Errorf("delays are %v; want %v", got, want)
	}
}

func TestTilesCoverTheCityAndTheTourIsWhole(t *testing.T) {
	for zoom, want := range map[int][2]int{9: {2, 6}, 11: {16, 36}, 13: {250, 400}} {
		if n := len(cityTiles(zoom)); n < want[0] || n > want[1] {
			t.Errorf("%d tiles of zoom %d; want %d to %d", n, zoom, want[0], want[1])
		}
	}
	tiles := tour(filterTiles)
	slices.SortFunc(tiles, func(a, b tile) int { return strings.Compare(a.path(""), b.path("")) })
	if n := len(slices.Compact(tiles)); n != filterTiles {
		t.Errorf("a tour has %d different tiles; want %d", n, filterTiles)
	}
	if n := len(manyFilters()); n != filterCount {
		t.Errorf("%d filters; want %d", n, filterCount)
	}
}

// One connection gives answers of every kind, each read to its end.
func TestAnswersAreReadOneAfterTheOther(t *testing.T) {
	large := strings.Repeat("x", 100_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Diemnong-Revision", "7")
		switch r.URL.Path {
		case "/large": // chunked
			_, _ = io.WriteString(w, large)
		case "/small":
			_, _ = io.WriteString(w, "abc")
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		default:
			http.Error(w, "no", http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	w, err := dial(t.Context(), server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.close)
	f := func(path string, status int, size int64) {
		t.Helper()
		if a, err := w.ask(path); err != nil || a.status != status || a.size != size || a.revision != 7 {
			t.Errorf("ask(%s) = %+v, %v; want status %d, %d bytes, revision 7", path, a, err, status, size)
		}
	}
	f("/small", 200, 3)
	f("/large", 200, 100_000)
	f("/empty", 204, 0)
	f("/other", 503, 3)
	f("/small", 200, 3)
	if _, err := w.get("/other"); err == nil {
		t.Error("get took an answer with status 503")
	}
}

func TestSizesAreChecked(t *testing.T) {
	if got, err := parseSizes("1000,5000"); err != nil || !slices.Equal(got, []int{1000, 5000}) {
		t.Errorf("parseSizes = %v, %v", got, err)
	}
	for _, text := range []string{"", "x", "5000,1000", "10"} {
		if _, err := parseSizes(text); err == nil {
			t.Errorf("sizes %q were taken", text)
		}
	}
}
