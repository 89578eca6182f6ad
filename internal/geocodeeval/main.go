// Command geocodeeval measures the geocoder on addresses with known places and
// prints one table.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with addresses/, streets/ and hcmc/")
	part := flag.String("part", "validation", "rows to measure on: tuning, validation or all")
	errs := flag.String("errors", "", "write each wrong answer to this file")
	flag.Parse()
	if err := run(*data, *part, *errs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type evaluation struct {
	data   string
	part   string
	atlas  *area.Atlas
	halves [2]*geocode.Geocoder // by the fold that they may be asked about
	log    *os.File
}

func run(data, part, errs string) error {
	e := evaluation{data: data, part: part}
	var err error
	if errs != "" {
		if e.log, err = os.Create(errs); err != nil {
			return err
		}
		defer e.log.Close()
	}
	if e.atlas, err = loadCity(filepath.Join(data, "hcmc")); err != nil {
		return err
	}
	addresses := filepath.Join(data, "addresses")
	rest, err := readRows(addresses, "dev_restaurants.csv")
	if err != nil {
		return err
	}
	old, err := readRows(addresses, "dev_listings_old_format.csv")
	if err != nil {
		return err
	}
	all := append(rest, old...)
	for fold := range 2 {
		var known []row
		for _, r := range all {
			if r.fold != fold {
				known = append(known, r)
			}
		}
		start := time.Now()
		if e.halves[fold], err = learn(e.atlas, data, known); err != nil {
			return err
		}
		fmt.Fprintln(os.Stderr, "built from", len(known), "rows in", time.Since(start))
	}
	named, err := readRows(addresses, "dev_ward_verified.csv")
	if err != nil {
		return err
	}
	fresh, err := readRows(addresses, "dev_listings_new_format.csv")
	if err != nil {
		return err
	}
	if os.Getenv("DBG") != "" {
		debugStats = map[string][2]int{}
	}
	at2024 := time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	at2026 := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	if os.Getenv("TUNE") != "" {
		e.tune(named, at2024)
		return nil
	}
	for _, bare := range []bool{false, true} {
		strip := func(s string) string {
			if bare {
				return unmarked(s)
			}
			return s
		}
		label := ""
		if bare {
			label = " (no marks)"
		}
		e.measure("ward named"+label, named, at2024, func(r row) (string, bool) { return strip(r.text), true }, e.rightNamed)
		e.measure("new format"+label, fresh, at2026, func(r row) (string, bool) { return strip(r.text), true }, e.rightNew)
		e.measure("ward removed"+label, named, at2024, func(r row) (string, bool) {
			text, ok := withoutWard(r)
			return strip(text), ok
		}, e.rightNamed)
		if debugStats != nil {
			for k, v := range debugStats {
				fmt.Fprintf(os.Stderr, "%-24s %5d %.3f\n", k, v[0], float64(v[1])/float64(v[0]))
			}
			return nil
		}
	}
	return nil
}

// rightNamed reports whether the answer's ward is the one that the text names.
func (e *evaluation) rightNamed(r row, c *geocode.Candidate) bool {
	for set := range set2025 {
		u, ok := e.atlas.Area(c.Areas[set])
		if !ok || u.ParentID == 0 {
			continue
		}
		p, _ := e.atlas.Area(u.ParentID)
		if wardKey(u.Name) == r.ward && districtKey(p.Name) == r.parent {
			return true
		}
	}
	return false
}

func districtKey(name string) string {
	for _, lead := range []string{"Quận ", "Huyện ", "Thành phố ", "Thị xã "} {
		name = strings.TrimPrefix(name, lead)
	}
	return key(name)
}

// rightNew reports whether the answer's ward of the 168 holds the point.
func (e *evaluation) rightNew(r row, c *geocode.Candidate) bool {
	found := e.atlas.Locate(r.at, nil)
	return found[set2025] != 0 && c.Areas[set2025] == found[set2025]
}
