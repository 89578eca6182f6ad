package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// parserCases counts the addresses of the city among the noisy ones of the whole
// country whose ward and district are read right, as far as the truth states them.
func (e *evaluation) parserCases() error {
	data, err := os.ReadFile(filepath.Join(e.data, "addresses", "parser_cases_vietnam_450.json"))
	if err != nil {
		return err
	}
	var cases []struct {
		Text   string
		Result struct{ Province, District, Ward string }
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		return err
	}
	asked, right, elsewhere, guessed := 0, 0, 0, 0
	for _, c := range cases {
		a := e.halves[0].Geocode(geocode.Query{Text: c.Text, At: before})
		switch c.Result.Province {
		case "Hồ Chí Minh", "":
			if c.Result.Province == "" && !strings.Contains(c.Text, "Hồ Chí Minh") {
				continue // nobody knows where
			}
			asked++
			if e.reads(&a, c.Result.District, c.Result.Ward) {
				right++
			}
		case "Bình Dương", "Bà Rịa - Vũng Tàu":
		default:
			elsewhere++
			if len(a.Candidates) > 0 && a.Candidates[0].Score >= geocode.Certain {
				guessed++
			}
		}
	}
	e.line("noisy addresses of the city: ward and district right", asked, float64(right), float64(asked-1), "")
	e.lineBelow("noisy addresses of other provinces: placed here with score ≥ 0.5", elsewhere, float64(guessed), 0, "")
	return nil
}

// crossings measures how far crossings of two streets are from where they are.
func (e *evaluation) crossings() error {
	rows, err := e.rows("dev_intersections.csv")
	if err != nil {
		return err
	}
	var res result
	for _, r := range rows {
		a := e.halves[0].Geocode(geocode.Query{Text: r.text, At: before})
		res.rows++
		if len(a.Candidates) > 0 && a.Candidates[0].Quality.Placeable() && a.Candidates[0].Street != "" {
			res.distances = append(res.distances, r.at.DistanceM(a.Candidates[0].Point))
		}
	}
	slices.Sort(res.distances)
	fmt.Fprintf(e.out, "| crossings of two streets | %d | %d found, median %.0f m, 90 %% %.0f m | | |\n", res.rows, len(res.distances), res.quantile(0.5), res.quantile(0.9))
	return nil
}

// reads reports whether the best candidate agrees with a district and a ward, as far
// as they are stated.
func (e *evaluation) reads(a *geocode.Answer, district, ward string) bool {
	if len(a.Candidates) == 0 {
		return district == "" && ward == ""
	}
	for _, id := range a.Candidates[0].Areas {
		u, ok := e.atlas.Area(id)
		if !ok {
			continue
		}
		p, _ := e.atlas.Area(u.ParentID)
		if (district == "" || districtKey(p.Name) == key(district)) && (ward == "" || wardKey(u.Name) == key(ward)) {
			return true
		}
	}
	return false
}

// speed answers all rows on one core.
func (e *evaluation) speed(rows []row) {
	runtime.GC()
	took := make([]time.Duration, 0, 4*len(rows))
	start := time.Now()
	for range 4 {
		for i := range rows {
			at := time.Now()
			e.halves[rows[i].fold].Geocode(geocode.Query{Text: rows[i].text, At: before})
			took = append(took, time.Since(at))
		}
	}
	rate := float64(len(took)) / time.Since(start).Seconds()
	slices.Sort(took)
	e.line("speed, one core: addresses per second", len(took), rate, 5000, "")
	e.lineBelow("speed, one core: 99 % of the answers within", len(took), float64(took[len(took)*99/100].Microseconds())/1000, 5, "ms")
}

// memory builds a gazetteer of so many made-up address points, and the geocoder
// over it.
func (e *evaluation) memory(size int) error {
	if size == 0 {
		return nil
	}
	before := heap()
	var b gazetteer.Builder
	if err := streetFiles(e.data, &b); err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 2))
	for i := range size {
		b.AddAddress(&gazetteer.Address{
			Street: fmt.Sprintf("Đường thử %d", i/40), Number: fmt.Sprintf("%d/%d", 1+i%40*3, 1+r.IntN(60)),
			Point: geo.Point{Lon: 106.55 + r.Float64()/5, Lat: 10.7 + r.Float64()/5}, Weight: 1,
		}, true)
	}
	start := time.Now()
	g := geocode.New(e.atlas, b.Build(1))
	took := time.Since(start)
	b = gazetteer.Builder{}
	used := float64(heap()-before) / 1e6
	runtime.KeepAlive(g)
	e.lineBelow(fmt.Sprintf("memory of the geocoder for %d address points (built in %.1f s)", size, took.Seconds()), size, used, 300, "MB")
	return nil
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
