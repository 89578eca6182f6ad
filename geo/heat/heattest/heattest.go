// Package heattest is the conformance suite of [heat.Engine]. Every engine runs
// it, so that all give exactly the same numbers:
//
//	func TestEngine(t *testing.T) { heattest.Run(t, openMine) }
//
// It has two parts. The scenarios are written by hand, one for each rule of
// the measures, with the expected figures in words. The differential asks an
// engine and a naive reference, which is as short as the rules themselves, the
// same random questions about the same random complaints, changes them and
// asks again; the answers must agree to the last digit. DIEMNONG_TEST_SEED
// repeats a run.
package heattest

import (
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// Setup is what a harness starts from: a city without complaints.
type Setup struct {
	Catalog *diemnong.Catalog // with the city, its time zone and all area sets
	Units   []area.Unit       // the areas of all sets, with the IDs to store
	Now     func() time.Time  // the engine's clock
}

// Complaint is a complaint with what the system of record adds to it.
type Complaint struct {
	diemnong.Complaint                    // the state after the last event; known by SourceRef, the ID does not matter
	Areas              []diemnong.AreaRef // finest known area of each set that has one
	Events             []diemnong.Event   // in order; the first is the receipt
}

// Harness is an engine over a city whose complaints a test changes.
type Harness interface {
	Engine() heat.Engine
	// Put stores complaints, over those of the same SourceRef.
	Put(t testing.TB, complaints []Complaint)
	// Delete removes complaints by SourceRef.
	Delete(t testing.TB, refs []string)
	// SetSuccessor says which agency has taken over from another one; "" says none.
	SetSuccessor(t testing.TB, agency, successor string)
}

// Open makes a harness for one test. It may be called from parallel tests.
type Open func(t testing.TB, s Setup) Harness

// Run runs the whole suite.
func Run(t *testing.T, open Open) {
	for _, group := range scenarios() {
		for _, s := range group {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				s.play(newBench(t, open, s.zone))
			})
		}
	}
	t.Run("random questions", func(t *testing.T) {
		for _, zone := range []string{defaultZone, "America/New_York"} {
			t.Run(zone, func(t *testing.T) {
				t.Parallel()
				differential(newBench(t, open, zone), seed(t))
			})
		}
	})
}
