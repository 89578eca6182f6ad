package heat

import (
	"fmt"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Words writes the classes that occur, and the re-opened complaints.
func Words(m Measures) string {
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

// KeyWords writes the first n keys.
func KeyWords(keys [MaxGroupings]string, n int) string {
	w := make([]string, n)
	for i := range w {
		if w[i] = keys[i]; w[i] == "" {
			w[i] = "-"
		}
	}
	return strings.Join(w, "/")
}

// DiffMeasures writes how two measures differ; "" when they do not. Of the
// handling times it gives the buckets that differ, with their numbers.
func DiffMeasures(got, want Measures) string {
	if got.Counts == want.Counts && slices.Equal(got.Handling, want.Handling) {
		return ""
	}
	side := func(m, other Measures) string {
		text := Words(m)
		if times := m.Handling.without(other.Handling); len(times) > 0 {
			text += fmt.Sprintf(", times %v", times)
		}
		return text
	}
	return "got " + side(got, want) + "; want " + side(want, got)
}

// without gives the buckets that other does not have with the same number.
func (h Histogram) without(other Histogram) (rest Histogram) {
	for _, b := range h {
		if !slices.Contains(other, b) {
			rest = append(rest, b)
		}
	}
	return rest
}

// DiffStats writes how two statistics differ, their states aside.
func DiffStats(got, want *Stats) string {
	var d differences
	d.add("total", DiffMeasures(got.Total, want.Total))
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
		d.add("row "+wantRows[i], DiffMeasures(got.Rows[i].Measures, want.Rows[i].Measures))
	}
	return d.String()
}

func rowKeys(rows []Row) []string {
	keys := make([]string, len(rows))
	for i, r := range rows {
		keys[i] = KeyWords(r.Keys, len(r.Keys))
	}
	return keys
}

// DiffGrids writes how two grids differ, their states aside.
func DiffGrids(got, want *Grid) string {
	var d differences
	d.add("unplaced", DiffMeasures(got.Unplaced, want.Unplaced))
	d.add("placed", DiffMeasures(got.Placed, want.Placed))
	if !got.AsOf.Equal(want.AsOf) {
		d.add("grid", fmt.Sprintf("got as of %s; want %s", got.AsOf, want.AsOf))
	}
	for _, res := range geo.Resolutions() {
		diffLayers(&d, got.At(res), want.At(res))
	}
	return d.String()
}

// DiffLayers writes how two layers differ; "" when they do not.
func DiffLayers(got, want *Layer) string {
	var d differences
	diffLayers(&d, got, want)
	return d.String()
}

func diffLayers(d *differences, got, want *Layer) {
	if got.Resolution != want.Resolution {
		d.add("layer", fmt.Sprintf("got resolution %d; want %d", got.Resolution, want.Resolution))
		return
	}
	for i := range max(len(got.Cells), len(want.Cells)) {
		if i >= len(got.Cells) || i < len(want.Cells) && want.Cells[i] < got.Cells[i] {
			d.add("cell "+want.Cells[i].String(), "is missing")
			return
		}
		if i >= len(want.Cells) || got.Cells[i] < want.Cells[i] {
			d.add("cell "+got.Cells[i].String(), "is there, but should not be")
			return
		}
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
