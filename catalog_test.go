package diemnong_test

import (
	"testing"

	"github.com/diemnong/diemnong"
)

func TestAgencyNow(t *testing.T) {
	c := &diemnong.Catalog{Agencies: []diemnong.Agency{
		{Code: "a", Successor: "b"},
		{Code: "b", Successor: "c"},
		{Code: "c"},
		{Code: "x", Successor: "y"},
		{Code: "y", Successor: "x"},
		{Code: "into-circle", Successor: "x"},
	}}
	f := func(code, want string) {
		t.Helper()
		if got := c.AgencyNow(code); got != want {
			t.Errorf("AgencyNow(%q) = %q; want %q", code, got, want)
		}
	}
	f("a", "c")
	f("b", "c")
	f("c", "c")
	f("x", "x") // a circle has no end
	f("y", "y")
	f("into-circle", "into-circle")
	f("unknown", "unknown")
	f("", "")
}
