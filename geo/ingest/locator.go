package ingest

import (
	"fmt"
	"math"
	"slices"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
)

// PointRadiusM is how far given coordinates are usually off, in metres: two
// sources that place the same house number differ by 26 to 60 m in the median.
const PointRadiusM = 50

// Places answers where points and named areas are; [area.Atlas] does.
type Places interface {
	Locate(p geo.Point, dst []int32) []int32
	Contains(id int32, p geo.Point) bool
	Near(id int32, p geo.Point, withinM float64) bool
	Resolve(stated int32) (areas []int32, split bool)
	ByRef(ref diemnong.AreaRef) (area.Unit, bool)
	Area(id int32) (area.Unit, bool)
}

// Locator gives rows their cell and their area in every area set. It is
// immutable and safe for concurrent use.
type Locator struct {
	Places Places
	Bounds diemnong.Bounds                   // of the city; points outside count as unknown. The zero value: no bounds
	Cell   func(geo.Point) (geo.Cell, error) // base cell of a point: [h3.FromPoint] at [geo.BaseResolution]
}

// Locate completes the row's location from what is known: a point (quality
// point or street), or only the area in Location.Area. Quality, cell, radius,
// areas and flags are set, and the method where none is: then the source itself
// gave the point or stated the area. A point outside the city's bounds counts as
// unknown and is marked; an area that no set has counts as unknown.
func (l *Locator) Locate(r *Row) error {
	l.refuse(r)
	loc := &r.Complaint.Location
	stated, known := area.Unit{}, false
	if loc.Area != (diemnong.AreaRef{}) {
		if stated, known = l.Places.ByRef(loc.Area); known {
			r.StatedArea = int32(stated.ID)
		}
	}
	if loc.Quality.Placeable() || loc.Method < diemnong.MethodGeocoded { // else whoever chose the area knows what it stands for
		r.SourceArea = r.StatedArea
	}
	switch {
	case loc.Quality.Placeable():
		return l.placePoint(r)
	case known:
		l.placeArea(r, &stated)
	default:
		loc.Quality, r.Areas = diemnong.QualityNone, r.Areas[:0]
		loc.Method, loc.RadiusM, loc.Score = diemnong.MethodUnknown, 0, 0
	}
	return nil
}

// refuse forgets a point outside the city's bounds, and marks that.
func (l *Locator) refuse(r *Row) {
	loc := &r.Complaint.Location
	if loc.Quality.Placeable() && !l.inBounds(geo.Point{Lon: loc.Lon, Lat: loc.Lat}) {
		r.Complaint.Flags |= diemnong.FlagOutsideCity
		loc.Lon, loc.Lat, loc.Quality, loc.RadiusM = 0, 0, diemnong.QualityNone, 0
	}
}

func (l *Locator) inBounds(p geo.Point) bool {
	return l.Bounds.IsZero() || l.Bounds.Contains(p.Lon, p.Lat)
}

func (l *Locator) placePoint(r *Row) error {
	loc := &r.Complaint.Location
	p := geo.Point{Lon: loc.Lon, Lat: loc.Lat}
	cell, err := l.Cell(p)
	if err != nil {
		return fmt.Errorf("locate: %w", err)
	}
	loc.Cell = uint64(cell)
	if loc.RadiusM == 0 {
		loc.RadiusM = PointRadiusM
	}
	if loc.Method == diemnong.MethodUnknown {
		loc.Method = diemnong.MethodGiven
	}
	r.Areas = l.Places.Locate(p, r.Areas)
	if !slices.ContainsFunc(r.Areas, func(id int32) bool { return id != 0 }) {
		r.Complaint.Flags |= diemnong.FlagOutsideCity
	}
	if r.StatedArea != 0 && !l.Places.Contains(r.StatedArea, p) {
		r.Complaint.Flags |= diemnong.FlagAreaContradicts
	}
	return nil
}

func (l *Locator) placeArea(r *Row, stated *area.Unit) {
	areas, split := l.Places.Resolve(r.StatedArea)
	r.Areas = append(r.Areas[:0], areas...)
	if split {
		r.Complaint.Flags |= diemnong.FlagAreaSplit
	}
	loc := &r.Complaint.Location
	if loc.Quality = diemnong.QualityArea; loc.Method == diemnong.MethodUnknown {
		loc.Method, loc.RadiusM = diemnong.MethodStated, 0
	}
	if loc.RadiusM == 0 {
		loc.RadiusM = radiusOf(stated)
	}
}

// radiusOf is the radius in metres of a circle as large as the area, or of one
// around its box where its size is unknown.
func radiusOf(u *area.Unit) float64 {
	if u.AreaKM2 > 0 {
		return 1000 * math.Sqrt(u.AreaKM2/math.Pi)
	}
	b := u.Bounds
	return geo.Point{Lon: b.West, Lat: b.South}.DistanceM(geo.Point{Lon: b.East, Lat: b.North}) / 2
}
