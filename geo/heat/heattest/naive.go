package heattest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/heat"
)

// OpenReference is the harness of the reference itself, which the figures by
// hand are held against.
func OpenReference(t testing.TB, s Setup) Harness {
	t.Helper()
	zone, err := time.LoadLocation(s.Catalog.City.TimeZone)
	if err != nil {
		t.Fatal(err)
	}
	atlas, err := area.NewAtlas(s.Catalog.Sets, s.Units, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &naive{reference: newReference(s, zone), atlas: atlas}
}

// naive makes an engine of a reference: it adds names that are checked, and
// revisions.
type naive struct {
	*reference
	atlas    *area.Atlas
	revision diemnong.Revision
}

// Engine is the harness itself.
func (n *naive) Engine() heat.Engine { return n }

// Put stores complaints.
func (n *naive) Put(_ testing.TB, complaints []Complaint) {
	for _, c := range complaints {
		n.complaints[c.SourceRef] = c
	}
	n.revision++
}

// Delete removes complaints.
func (n *naive) Delete(_ testing.TB, refs []string) {
	for _, ref := range refs {
		delete(n.complaints, ref)
	}
	n.revision++
}

// SetSuccessor changes the catalogue, which the bench shares.
func (n *naive) SetSuccessor(testing.TB, string, string) { n.revision++ }

// State counts the changes.
func (n *naive) State(context.Context) (heat.State, error) {
	return heat.State{Revision: n.revision, ID: fmt.Sprint("naive-", n.revision)}, nil
}

// Grid checks the names first.
func (n *naive) Grid(ctx context.Context, f diemnong.Filter) (*heat.Grid, error) {
	if err := heat.Check(f, n.catalog, n.atlas, n.now()); err != nil {
		return nil, err
	}
	g, err := n.reference.Grid(ctx, f)
	g.State, _ = n.State(ctx)
	return g, err
}

// Stats checks the names first.
func (n *naive) Stats(ctx context.Context, q heat.StatsQuery) (*heat.Stats, error) {
	if err := q.Check(n.catalog, n.atlas, n.now()); err != nil {
		return nil, err
	}
	s, err := n.reference.Stats(ctx, q)
	s.State, _ = n.State(ctx)
	return s, err
}
