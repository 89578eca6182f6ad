package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/diemnong/diemnong"
)

// AreaReport tells what an import did, and what it found in the boundaries.
type AreaReport struct {
	Set                  int              // ID of the set
	Levels               []diemnong.Level // of the set afterwards, coarse to fine
	Added, Kept, Removed int              // areas; an area with the same code is kept
	Repaired             []AreaRepair     // by code
	Overlaps             []AreaOverlap    // of at least [OverlapM2], the largest first
	OverlapM2            float64          // of all overlaps, also the small ones
	Gaps                 int              // holes between areas of at least [OverlapM2]
	GapM2                float64          // of all holes, also the small ones
	ByCode, ByPlace      int              // areas whose parent was found by its code, by where they lie
	Orphans              []string         // codes of the level's areas without a parent, though there is a coarser level
	UnknownParents       []string         // parent codes that no area of a coarser level has
	Strays               []AreaStray      // areas that lie in their parent only in part, the worst first
}

// AreaRepair is an outline that broke the rules of simple features and was mended.
type AreaRepair struct{ Code, Reason string }

// AreaOverlap is ground that two areas of one level share.
type AreaOverlap struct {
	A, B string // codes
	M2   float64
}

// AreaStray is an area of which less than 99 % lies in its parent.
type AreaStray struct {
	Code, Parent string
	Share        float64 // part that lies in the parent
}

// OverlapM2 is the least overlap or gap, in m², that is told for itself: less
// is what rounding of coordinates to six decimals leaves between neighbours.
const OverlapM2 = 10

// inspect looks for ground that two areas of the level share or that none has.
func (w *areaWriter) inspect(ctx context.Context) error {
	rows, err := w.tx.Query(ctx, w.db.file("areas_overlap"), w.report.Set, w.in.Level.Code)
	if err != nil {
		return fmt.Errorf("look for overlaps: %w", err)
	}
	var o AreaOverlap
	_, err = pgx.ForEachRow(rows, []any{&o.A, &o.B, &o.M2}, func() error {
		w.report.OverlapM2 += o.M2
		if o.M2 >= OverlapM2 {
			w.report.Overlaps = append(w.report.Overlaps, o)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for overlaps: %w", err)
	}
	err = w.tx.QueryRow(ctx, w.db.file("areas_gap"), w.report.Set, w.in.Level.Code, OverlapM2).Scan(&w.report.Gaps, &w.report.GapM2)
	if err != nil {
		return fmt.Errorf("look for gaps: %w", err)
	}
	return nil
}
