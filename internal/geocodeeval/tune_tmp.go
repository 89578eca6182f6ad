package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/diemnong/diemnong/geo/geocode"
)

func (e *evaluation) tune(rows []row, at time.Time) {
	type item struct {
		r    row
		text string
	}
	var items []item
	for _, r := range rows {
		if e.part == "tuning" && r.validation {
			continue
		}
		if t, ok := withoutWard(r); ok {
			items = append(items, item{r, t})
		}
	}
	eval := func() (float64, float64) {
		right, n := 0, 0
		ll := 0.0
		for _, it := range items {
			a := e.halves[it.r.fold].Geocode(geocode.Query{Text: it.text, At: at})
			n++
			p := 0.005
			for i := range a.Candidates {
				c := &a.Candidates[i]
				if e.rightNamed(it.r, c) { p = max(p, c.Score); if i == 0 { right++ } }
			}
			ll += math.Log(p)
		}
		return float64(right)/float64(n), ll/float64(n)
	}
	if os.Getenv("TUNE") == "auto" {
		vals := map[string]float64{}
		sc := bufio.NewScanner(os.Stdin)
		var order []string
		for sc.Scan() {
			k, v, _ := strings.Cut(sc.Text(), "=")
			f, _ := strconv.ParseFloat(v, 64)
			vals[k] = f; order = append(order, k)
			e.halves[0].Tune(k, float32(f)); e.halves[1].Tune(k, float32(f))
		}
		r, l := eval()
		best := r + 0.15*l
		fmt.Println("start", r, l)
		for round := 0; round < 2; round++ {
			for _, k := range order {
				for _, f := range []float64{0.4, 0.65, 1.5, 2.5} {
					v := vals[k] * f
					e.halves[0].Tune(k, float32(v)); e.halves[1].Tune(k, float32(v))
					r, l := eval()
					if s := r + 0.15*l; s > best+1e-5 {
						best = s
						vals[k] = v
						fmt.Printf("%s=%g right %.4f ll %.4f\n", k, v, r, l)
					}
				}
				e.halves[0].Tune(k, float32(vals[k])); e.halves[1].Tune(k, float32(vals[k]))
			}
		}
		fmt.Println(vals)
		return
	}
	sc := bufio.NewScanner(os.Stdin)
	for sc.Scan() {
		for _, kv := range strings.Fields(sc.Text()) {
			k, v, _ := strings.Cut(kv, "=")
			f, _ := strconv.ParseFloat(v, 32)
			e.halves[0].Tune(k, float32(f))
			e.halves[1].Tune(k, float32(f))
		}
		right, n := 0, 0
		ll := 0.0
		for _, it := range items {
			a := e.halves[it.r.fold].Geocode(geocode.Query{Text: it.text, At: at})
			n++
			p := 0.005
			for i := range a.Candidates {
				c := &a.Candidates[i]
				if e.rightNamed(it.r, c) {
					p = max(p, c.Score)
					if i == 0 {
						right++
					}
				}
			}
			ll += math.Log(p)
		}
		fmt.Printf("%-70s right %.4f  ll %.4f\n", sc.Text(), float64(right)/float64(n), ll/float64(n))
	}
}
