package heattest_test

import (
	"testing"

	"github.com/diemnong/diemnong/geo/heat/heattest"
)

// TestReference runs the suite on its own reference: the figures by hand hold
// there too, without any database.
func TestReference(t *testing.T) { heattest.Run(t, heattest.OpenReference) }
