package index

import (
	"fmt"

	"github.com/diemnong/diemnong/geo/heat"
)

// Phase is what an engine is doing.
type Phase uint8

// The phases.
const (
	Waiting Phase = iota // Run has not begun, or the database is away
	Loading              // reading all complaints
	Ready                // answering from memory
)

// Status says how far an engine is. It is for people and metrics.
type Status struct {
	Phase      Phase
	Loaded     int // complaints read so far, while loading
	Expected   int // complaints that will be read, about; 0 when unknown
	Complaints int // in the index, once ready
	Histories  bool
	State      heat.State // of the newest snapshot
	Reason     string     // why the index does not answer, when there is more to say
}

// String is a sentence for the page that tells whether the service is ready.
func (s Status) String() string {
	switch s.Phase {
	case Ready:
		text := fmt.Sprintf("The index holds %d complaints at revision %d.", s.Complaints, s.State.Revision)
		if !s.Histories {
			text += " Histories are loading; SQL answers about the past meanwhile."
		}
		return text
	case Loading:
		text := fmt.Sprintf("The index is loading: %d complaints so far", s.Loaded)
		if s.Expected > 0 {
			text += fmt.Sprintf(" (%d %%)", min(100*s.Loaded/max(s.Expected, 1), 99))
		}
		return text + ". SQL answers meanwhile."
	default:
		if s.Reason != "" {
			return "The index is not ready: " + s.Reason + " SQL answers meanwhile."
		}
		return "The index has not begun to load. SQL answers meanwhile."
	}
}

// Status tells how far the engine is.
func (e *Engine) Status() Status { return *e.status.Load() }

func (e *Engine) setStatus(s Status) { e.status.Store(&s) }
