package main

import (
	"strings"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

func TestASummaryTellsTheCountsOfThisRunFromThoseOfAll(t *testing.T) {
	s := ingest.Summary{
		Tally:     ingest.Tally{RowsDone: 9000, Inserted: 8998, Rejected: 2},
		ByQuality: map[diemnong.Quality]int64{diemnong.QualityPoint: 3999},
		ByReason:  map[diemnong.Unplaced]int64{diemnong.UnplacedNoAddress: 7},
		Reasons:   []ingest.Reason{{Column: "date", Reason: "is not a time.", N: 1}},
	}
	f := func(want bool) {
		t.Helper()
		var out strings.Builder
		printSummary(&out, "calls.csv", &s, time.Second)
		for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[1:] {
			ofRun := strings.Contains(line, "location") || strings.Contains(line, "unplaced") || strings.Contains(line, "×")
			if got := strings.HasSuffix(line, "(of this run's 4,000 rows)"); got != (want && ofRun) {
				t.Errorf("%q marked: %t; want %t", line, got, want && ofRun)
			}
		}
	}
	f(false)
	s.Resumed = 5000
	f(true)
}
