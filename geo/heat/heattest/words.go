package heattest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// words writes the classes that occur, and the re-opened complaints.
func words(m heat.Measures) string {
	var w []string
	for _, c := range diemnong.Classes() {
		if n := m.Classes[c]; n > 0 {
			w = append(w, fmt.Sprintf("%s %d", c, n))
		}
	}
	if m.Reopened > 0 {
		w = append(w, fmt.Sprintf("reopened %d", m.Reopened))
	}
	if len(w) == 0 {
		return "none"
	}
	return strings.Join(w, ", ")
}

// keyWords writes the first n keys.
func keyWords(keys [heat.MaxGroupings]string, n int) string {
	w := make([]string, n)
	for i := range w {
		if w[i] = keys[i]; w[i] == "" {
			w[i] = "-"
		}
	}
	return strings.Join(w, "/")
}

// diffMeasures writes how two measures differ; "" when they do not.
func diffMeasures(got, want heat.Measures) string {
	if got.Counts == want.Counts && slices.Equal(got.Handling, want.Handling) {
		return ""
	}
	return fmt.Sprintf("got %s, times %v; want %s, times %v", words(got), got.Handling, words(want), want.Handling)
}

// diffStats writes how two statistics differ, their states aside.
func diffStats(got, want *heat.Stats) string {
	var d differences
	d.add("total", diffMeasures(got.Total, want.Total))
	if got.Placed != want.Placed {
		d.add("placed", fmt.Sprintf("got %d; want %d", got.Placed, want.Placed))
	}
	if !got.AsOf.Equal(want.AsOf) {
		d.add("as of", fmt.Sprintf("got %s; want %s", got.AsOf, want.AsOf))
	}
	gotRows, wantRows := rowKeys(got.Rows), rowKeys(want.Rows)
	if !slices.Equal(gotRows, wantRows) {
		d.add("rows", fmt.Sprintf("got %v; want %v", gotRows, wantRows))
		return d.String()
	}
	for i := range got.Rows {
		d.add("row "+wantRows[i], diffMeasures(got.Rows[i].Measures, want.Rows[i].Measures))
	}
	return d.String()
}

func rowKeys(rows []heat.Row) []string {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = keyWords(r.Keys, len(r.Keys))
	}
	return keys
}

// diffGrids writes how two grids differ, their states aside.
func diffGrids(got, want *heat.Grid) string {
	var d differences
	d.add("unplaced", diffMeasures(got.Unplaced, want.Unplaced))
	d.add("placed", diffMeasures(got.Placed, want.Placed))
	if !got.AsOf.Equal(want.AsOf) {
		d.add("grid", fmt.Sprintf("got as of %s; want %s", got.AsOf, want.AsOf))
	}
	for _, res := range geo.Resolutions() {
		diffLayers(&d, got.At(res), want.At(res))
	}
	return d.String()
}

func diffLayers(d *differences, got, want *heat.Layer) {
	if got.Resolution != want.Resolution || !slices.Equal(got.Cells, want.Cells) {
		d.add("layer", fmt.Sprintf("got %d: %v; want %d: %v", got.Resolution, got.Cells, want.Resolution, want.Cells))
		return
	}
	for i, cell := range want.Cells {
		if got.Counts[i] != want.Counts[i] || got.Times[i] != want.Times[i] {
			d.add("cell "+cell.String(), fmt.Sprintf("got %v %v; want %v %v", got.Counts[i], got.Times[i], want.Counts[i], want.Times[i]))
		}
		if at, ok := got.Find(cell); !ok || at != i {
			d.add("cell "+cell.String(), "cannot be found")
		}
	}
	if _, ok := got.Find(geo.Cell(0)); ok {
		d.add("cell 0", "is there")
	}
}

// differences collects the first few.
type differences struct{ lines []string }

const mostDifferences = 8

func (d *differences) add(what, difference string) {
	if difference != "" && len(d.lines) < mostDifferences {
		d.lines = append(d.lines, "  "+what+": "+difference)
	}
}

// String is one difference a line.
func (d *differences) String() string { return strings.Join(d.lines, "\n") }

// refusal finds the fault told to people in an error.
func refusal(err error) *diemnong.Error {
	var e *diemnong.Error
	errors.As(err, &e)
	return e
}
