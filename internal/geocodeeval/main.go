// Command geocodeeval measures the geocoder on addresses with known places and
// prints one table. The gazetteer that answers a row is built from the other half
// of the rows and from the street files, so that no row is asked about itself.
//
// The rows are split once more, by their ids: the constants of the geocoder were
// fitted on the part "tuning", the figures are those of the part "validation".
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
)

func main() {
	data := flag.String("data", "../shared/data", "folder with addresses/, streets/ and hcmc/")
	part := flag.String("part", "validation", "rows to measure on: tuning, validation or all")
	wrong := flag.String("wrong", "", "write every wrong answer to this file")
	size := flag.Int("size", 1_000_000, "address points of the gazetteer whose memory is measured; 0: none")
	flag.Parse()
	if _, err := os.Stat(filepath.Join(*data, "addresses")); err != nil {
		fmt.Println("There are no addresses to measure on in", *data+"; nothing was measured.")
		return
	}
	if err := run(*data, *part, *wrong, *size); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// evaluation is one run.
type evaluation struct {
	data   string
	part   string
	atlas  *area.Atlas
	halves [2]*geocode.Geocoder // by the fold that they may be asked about
	plain  [2]*plainLookup
	out    io.Writer
	wrong  *os.File // nil: wrong answers are only counted
	kinds  map[string]int
	missed []string // names of the measures that miss their target
}

// Moments at which the addresses were written.
var (
	before = time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)
	since  = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
)

func run(data, part, wrong string, size int) error {
	e := evaluation{data: data, part: part, out: os.Stdout, kinds: map[string]int{}}
	var err error
	if wrong != "" {
		if e.wrong, err = os.Create(wrong); err != nil {
			return err
		}
		defer e.wrong.Close()
	}
	if err := e.build(); err != nil {
		return err
	}
	return e.table(size)
}

// build reads the areas and makes the two geocoders.
func (e *evaluation) build() (err error) {
	if e.atlas, err = loadCity(filepath.Join(e.data, "hcmc")); err != nil {
		return err
	}
	all, err := e.rows("dev_restaurants.csv", "dev_listings_old_format.csv")
	if err != nil {
		return err
	}
	for fold := range 2 {
		var known []row
		for _, r := range all {
			if r.fold != fold {
				known = append(known, r)
			}
		}
		var addresses []learned
		if e.halves[fold], addresses, err = learn(e.atlas, e.data, known); err != nil {
			return err
		}
		e.plain[fold] = newPlainLookup(e.atlas, addresses)
	}
	return nil
}

// rows reads address files.
func (e *evaluation) rows(names ...string) ([]row, error) {
	var all []row
	for _, name := range names {
		rows, err := readRows(filepath.Join(e.data, "addresses"), name)
		if err != nil {
			return nil, err
		}
		all = append(all, rows...)
	}
	return all, nil
}
