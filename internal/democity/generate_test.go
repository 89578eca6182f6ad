package democity

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// digest is the SHA-256 of everything the rows say.
func digest(g *Generator) string {
	h := sha256.New()
	for row := range g.Rows(0) {
		fmt.Fprintln(h, row.Complaint, row.Personal, row.Events)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

func TestTheSameOptionsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	o := Options{Seed: 7, Rows: 3000}
	same := digest(generator(t, o))
	if got := digest(generator(t, o)); got != same {
		t.Error("a second generator gives other rows")
	}
	f := func(what string, o Options) {
		t.Helper()
		if digest(generator(t, o)) == same {
			t.Errorf("another %s gives the same rows", what)
		}
	}
	f("seed", Options{Seed: 8, Rows: 3000})
	f("end", Options{Seed: 7, Rows: 3000, End: testEnd.Add(-time.Hour)})
	f("number of rows", Options{Seed: 7, Rows: 3001})
}

func TestSkippingGivesTheRest(t *testing.T) {
	t.Parallel()
	g := generator(t, Options{Seed: 3, Rows: 2000})
	all := slices.Collect(g.Rows(0))
	for _, skip := range []int{1, 777, 1999, 2000, 5000} {
		want := all[min(skip, len(all)):]
		got := slices.Collect(g.Rows(skip))
		if len(got) != len(want) || len(got) > 0 && cmp.Diff(got, want) != "" {
			t.Errorf("from %d on: %d rows; want %d, and the same", skip, len(got), len(want))
		}
	}
}

func TestThereAreAsManyRowsAsAskedForInOrder(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 99, 20_000} {
		g := generator(t, Options{Seed: 5, Rows: n, Years: 2})
		start := testEnd.AddDate(-2, 0, 0).Truncate(time.Hour)
		refs := make(map[string]bool)
		last := start
		for row := range g.Rows(0) {
			c := row.Complaint
			if c.ReceivedAt.Before(last) || !c.ReceivedAt.Before(testEnd) {
				t.Fatalf("%s was received at %v, after %v", c.SourceRef, c.ReceivedAt, last)
			}
			last = c.ReceivedAt
			refs[c.SourceRef] = true
		}
		if len(refs) != n {
			t.Errorf("%d rows; want %d", len(refs), n)
		}
	}
}

func TestRowsReferToWhatIsDefined(t *testing.T) {
	t.Parallel()
	g := usualGenerator(t)
	d := g.Definitions()
	groups, categories, agencies := make(map[string]bool), make(map[string]bool), make(map[string]diemnong.Agency)
	for _, x := range d.Groups {
		groups[x.Code] = true
	}
	for _, k := range d.Categories {
		categories[k.Code] = true
		if !groups[k.Group] || !diemnong.ValidCode(k.Code) || k.Name == "" || k.NameEN == "" {
			t.Errorf("category %+v", k)
		}
	}
	for _, a := range d.Agencies {
		agencies[a.Code] = a
	}
	for _, a := range d.Agencies {
		if s, ok := agencies[a.Successor]; a.Successor != "" && (!ok || !s.ValidFrom.Equal(a.ValidTo) && !s.ValidFrom.IsZero()) {
			t.Errorf("%s is followed by %q, which begins at another time", a.Code, a.Successor)
		}
	}
	for row := range g.Rows(0) {
		c := row.Complaint
		if !categories[c.Category] {
			t.Fatalf("%s is of category %q", c.SourceRef, c.Category)
		}
		a, ok := agencies[c.Agency]
		local := c.ReceivedAt.In(zone)
		if !ok || !a.ValidTo.IsZero() && !local.Before(a.ValidTo) || local.Before(a.ValidFrom) {
			t.Fatalf("%s of %v is with %q, valid %v to %v", c.SourceRef, local, c.Agency, a.ValidFrom, a.ValidTo)
		}
	}
}

func TestOptionsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	f := func(o Options, field string) {
		t.Helper()
		_, err := New(geography(t), o)
		e, ok := err.(*diemnong.Error)
		if !ok || e.Code != diemnong.Invalid || e.Field != field {
			t.Errorf("%+v: %v; want an invalid %s", o, err, field)
		}
	}
	f(Options{End: testEnd}, "rows")
	f(Options{End: testEnd, Rows: 1, Years: 21}, "years")
	f(Options{Rows: 1}, "end")
}

// census is what the tests below count.
type census struct {
	rows      int
	classes   map[diemnong.Class]int
	qualities map[diemnong.Quality]int
	flags     map[diemnong.Flags]int
	channels  map[diemnong.Channel]int
	statuses  map[diemnong.Status]int
	reopened  int
	oldNamed  int // since the merger, by an area of the old set
	districts int // known by a whole district
	addressed int // by an address without coordinates
}

func count(g *Generator) census {
	c := census{
		classes: make(map[diemnong.Class]int), qualities: make(map[diemnong.Quality]int), flags: make(map[diemnong.Flags]int),
		channels: make(map[diemnong.Channel]int), statuses: make(map[diemnong.Status]int),
	}
	for row := range g.Rows(0) {
		c.add(&row, g.Options.End)
	}
	return c
}

func (c *census) add(row *ingest.Row, end time.Time) {
	k := &row.Complaint
	c.rows++
	c.classes[k.Class(end)]++
	c.qualities[k.Location.Quality]++
	c.flags[k.Flags]++
	if k.Location.Quality == diemnong.QualityNone && row.Personal.Address != "" {
		c.addressed++
	}
	c.channels[k.Channel]++
	c.statuses[k.Status]++
	if k.Reopened > 0 {
		c.reopened++
	}
	if k.Location.Area.Set == SetOld {
		if !k.ReceivedAt.Before(Merger) {
			c.oldNamed++
		}
		if len(k.Location.Area.Code) == 3 {
			c.districts++
		}
	}
}

func TestEveryKindOfComplaintOccurs(t *testing.T) {
	t.Parallel()
	c := count(usualGenerator(t))
	f := func(what string, n int, low, high float64) {
		t.Helper()
		if share := float64(n) / float64(c.rows); share < low || share > high {
			t.Errorf("%s: %.4f of all; want %.4f to %.4f", what, share, low, high)
		}
	}
	f("on time", c.classes[diemnong.OnTime], 0.86, 0.93)
	f("late", c.classes[diemnong.Late], 0.04, 0.09)
	f("open", c.classes[diemnong.Open], 0.0005, 0.02)
	f("overdue", c.classes[diemnong.Overdue], 0.0005, 0.005)
	f("undated open", c.classes[diemnong.UndatedOpen], 0.00001, 0.01)
	f("undated closed", c.classes[diemnong.UndatedClosed], 0.01, 0.05)
	f("point", c.qualities[diemnong.QualityPoint], 0.6, 0.75)
	f("street", c.qualities[diemnong.QualityStreet], 0.07, 0.15)
	f("an address without coordinates", c.addressed, 0.03, 0.1)
	f("area", c.qualities[diemnong.QualityArea], 0.1, 0.2)
	f("nothing", c.qualities[diemnong.QualityNone]-c.addressed, 0.03, 0.1)
	f("closed at an unusable time", c.flags[diemnong.FlagClosedAtUnusable], 0.002, 0.01)
	f("reopened", c.reopened, 0.01, 0.05)
	f("rejected", c.statuses[diemnong.Rejected], 0.02, 0.06)
	f("named by the old set since the merger", c.oldNamed, 0.02, 0.2)
	f("known by district", c.districts, 0.01, 0.1)
	for _, s := range diemnong.Statuses() {
		if c.statuses[s] == 0 {
			t.Errorf("no complaint is %s", s)
		}
	}
	for _, ch := range diemnong.Channels() {
		if c.channels[ch] == 0 && ch != diemnong.Import {
			t.Errorf("no complaint came by %s", ch)
		}
	}
}
