package heattest

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// How much one run asks. Most mistakes show within the first dozen questions.
const (
	firstComplaints = 300
	rounds          = 6
	questions       = 20 // a round
)

// seed is that of the environment, for a repetition, or a new one.
func seed(t *testing.T) uint64 {
	t.Helper()
	s := uint64(time.Now().UnixNano())
	if text := os.Getenv("DIEMNONG_TEST_SEED"); text != "" {
		var err error
		if s, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("DIEMNONG_TEST_SEED: %v", err)
		}
	}
	t.Logf("DIEMNONG_TEST_SEED=%d", s)
	return s
}

// differential asks random questions, changes the city and asks again.
func differential(b *bench, seed uint64) {
	r := newRandom(b, seed)
	var first []Complaint
	for range firstComplaints {
		first = append(first, r.complaint())
	}
	b.put(first...)
	for range rounds {
		for range questions {
			b.ask(heat.StatsQuery{Filter: r.filter(), By: r.groupings()})
			if b.Failed() {
				return // the first difference says most
			}
		}
		b.checkParts(r.filter())
		b.checkParts(diemnong.Filter{})
		r.change(b)
	}
}

// change does what happens to a city: new complaints, news of old ones,
// corrections, removals, agencies that merge, time that passes.
func (r *random) change(b *bench) {
	var changed []Complaint
	for range r.IntN(10) {
		changed = append(changed, r.complaint())
	}
	gone := map[string]bool{}
	for range r.IntN(10) {
		gone[pick(r, r.refs)] = true
	}
	seen := map[string]bool{}
	for range 30 {
		c, ok := b.ref.complaints[pick(r, r.refs)]
		if !ok || gone[c.SourceRef] || seen[c.SourceRef] {
			continue
		}
		seen[c.SourceRef] = true
		if c = r.happen(c); r.one(2) {
			c = r.describe(c)
		}
		changed = append(changed, c)
	}
	b.put(changed...)
	var refs []string
	for ref := range gone {
		refs = append(refs, ref)
	}
	b.delete(refs...)
	if r.one(2) { // towards the front of the alphabet only, so that no chain closes
		b.setSuccessor("parent", pick(r, []string{"heir", "merged", "other", ""}))
	}
	r.now = r.now.Add(time.Duration(r.IntN(400)) * time.Second)
	b.setNow(r.now)
}
