package postgis

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
)

func TestStatement(t *testing.T) {
	var s statement
	if got := s.where(); got != "" {
		t.Errorf("without conditions: %q; want nothing", got)
	}
	place := s.arg("first")
	s.and("a between %s and %s", 1, 2)
	andAny(&s, "b", []int16(nil))
	andAny(&s, "c", []int16{3})
	if got, want := s.where(), "where a between $2 and $3\n  and c = any($4)"; got != want || place != "$1" {
		t.Errorf("where = %q, first place %s; want %q, $1", got, place, want)
	}
	if diff := cmp.Diff([]any{"first", 1, 2, []int16{3}}, s.args); diff != "" {
		t.Errorf("arguments (-want +got):\n%s", diff)
	}
}

// TestSelectionTextHoldsNoValues asks two questions of one shape: the server
// sees one statement, and the values only as arguments.
func TestSelectionTextHoldsNoValues(t *testing.T) {
	t.Parallel()
	w := mustWorld(t, newTestWorlds(generate(t, 0)))
	ask := func(n string) *selection {
		f := diemnong.Filter{
			From: explainNow.AddDate(0, 0, -len(n)), AsOf: explainNow.AddDate(0, 0, -1), AgencyView: diemnong.AsNow,
			Categories: []string{"c" + n}, Groups: []string{"g" + n}, Agencies: []string{"a" + n},
			Areas: []diemnong.AreaRef{{Set: "old", Code: "d" + n}, {Set: "new", Code: "w" + n}},
		}
		return newSelection(f, w, explainNow)
	}
	one, other := ask("1"), ask("7")
	if a, b := gridStatement(one), gridStatement(other); a != b {
		t.Errorf("two texts for one shape of question:\n%s\n%s", a, b)
	}
	if cmp.Equal(one.args, other.args) {
		t.Error("two questions have the same arguments")
	}
	for _, value := range []string{"c1", "2026", "d1"} {
		if strings.Contains(gridStatement(one), value) {
			t.Errorf("the text holds the value %s:\n%s", value, gridStatement(one))
		}
	}
}
