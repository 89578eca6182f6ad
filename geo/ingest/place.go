package ingest

import (
	"strings"
	"sync"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// AcceptPoint is the least score with which a found point or street becomes a
// complaint's place. Below it the answer is more often wrong than right, and an
// area that the text names says more than a dot that misleads.
const AcceptPoint = 0.5

// BorderToleranceM is how far, in metres, a given point may lie outside the area
// that its address names: outlines and coordinates are off by that much, and
// people on a border name either side.
const BorderToleranceM = 150

// Address is a text to be placed.
type Address struct {
	Text   string           // as people write it
	At     time.Time        // when it was written
	Stated diemnong.AreaRef // the area that its source states beside it; zero: none
}

// Found is the best answer to an [Address].
type Found struct {
	Point    geo.Point // of quality point and street
	Quality  diemnong.Quality
	RadiusM  float64
	Score    float64           // how often such an answer names the right area, in [0, 1]
	Area     diemnong.AreaRef  // the finest certain area; zero when there is none
	Areas    []int32           // the same place in every set, at position AreaSet.ID-1; 0 where unknown
	Unplaced diemnong.Unplaced // why there is no point
}

// Geocoder finds the places of addresses. It is safe for concurrent use.
type Geocoder interface {
	// Geocode gives the best answer. It never fails: where nothing is found,
	// the quality is none and Unplaced says why.
	Geocode(a Address) Found
	// Named gives the finest area that the text names for certain; ok is false
	// when it names none.
	Named(a Address) (ref diemnong.AreaRef, ok bool)
}

// Placer decides where a complaint is: by the coordinates that its source gives,
// else by its address, else by the area that its source states. It is safe for
// concurrent use.
type Placer struct {
	Locator  *Locator
	Geocoder Geocoder // nil: addresses are not looked up

	forms sync.Map // area ID → unitForm
}

// Place completes the row's location from what its source said. Given
// coordinates win: an address that contradicts them only sets a flag. Without
// them the address is looked up, or the complaint's text where there is no
// address, since people often say there where it is. An answer counts as it is
// from [AcceptPoint] on; below, the area counts if the text names one for certain.
// The stated area stays unless the answer is better or lies in it.
func (p *Placer) Place(r *Row) error {
	p.Locator.refuse(r)
	if p.Geocoder != nil {
		if r.Complaint.Location.Quality.Placeable() {
			p.compare(r)
		} else {
			p.geocode(r)
		}
	}
	return p.Locator.Locate(r)
}

// compare flags a given point that lies outside of the area that the address names.
func (p *Placer) compare(r *Row) {
	loc := &r.Complaint.Location
	at := geo.Point{Lon: loc.Lon, Lat: loc.Lat}
	if strings.TrimSpace(r.Personal.Address) == "" || p.agrees(r.Personal.Address, at, r.Areas) {
		return
	}
	ref, ok := p.Geocoder.Named(Address{r.Personal.Address, r.Complaint.ReceivedAt, loc.Area})
	if !ok {
		return
	}
	named, known := p.Locator.Places.ByRef(ref)
	if known && !p.Locator.Places.Near(int32(named.ID), at, BorderToleranceM) {
		r.Complaint.Flags |= diemnong.FlagAddressContradicts
	}
}

// geocode looks a row's address up.
func (p *Placer) geocode(r *Row) {
	loc := &r.Complaint.Location
	a := Address{r.Personal.Address, r.Complaint.ReceivedAt, loc.Area}
	if strings.TrimSpace(a.Text) == "" {
		a.Text = r.Personal.Text
	}
	if strings.TrimSpace(a.Text) == "" {
		loc.Unplaced = diemnong.UnplacedNoAddress
		return
	}
	found := p.Geocoder.Geocode(a)
	switch certain := found.Score >= AcceptPoint; {
	case found.Quality.Placeable() && !p.Locator.inBounds(found.Point):
		loc.Unplaced = diemnong.UnplacedElsewhere
	case found.Quality.Placeable() && certain:
		p.placeAt(r, &found)
	case found.Quality == diemnong.QualityArea && certain:
		p.placeIn(r, &found)
	case found.Quality == diemnong.QualityNone:
		loc.Unplaced = reason(found.Unplaced, diemnong.UnplacedUnreadable)
	default:
		loc.Unplaced = diemnong.UnplacedUncertain
		if ref, ok := p.Geocoder.Named(a); ok {
			p.placeIn(r, &Found{Area: ref, Unplaced: diemnong.UnplacedUncertain})
		}
	}
}

// placeAt takes a found point over. It makes up for coordinates of the source
// that were refused.
func (p *Placer) placeAt(r *Row, found *Found) {
	loc := &r.Complaint.Location
	loc.Lon, loc.Lat, loc.Quality = found.Point.Lon, found.Point.Lat, found.Quality
	loc.RadiusM, loc.Score = found.RadiusM, found.Score
	loc.Method, loc.Unplaced = diemnong.MethodGeocoded, diemnong.Placed
	r.Complaint.Flags &^= diemnong.FlagOutsideCity
}

// placeIn takes a found area over, where no area is stated or the found one
// lies in it. What the source stated is kept: a later look-up goes by that.
func (p *Placer) placeIn(r *Row, found *Found) {
	loc := &r.Complaint.Location
	loc.Unplaced = reason(found.Unplaced, diemnong.UnplacedUncertain)
	ref := p.stem(found)
	if _, known := p.Locator.Places.ByRef(ref); !known || !p.refines(ref, loc.Area) {
		return
	}
	if u, known := p.Locator.Places.ByRef(loc.Area); known {
		r.SourceArea = int32(u.ID)
	}
	loc.Area, loc.Quality, loc.Method = ref, diemnong.QualityArea, diemnong.MethodGeocoded
	loc.RadiusM, loc.Score = found.RadiusM, found.Score
}

// refines reports whether an area says more than the stated one: there is none
// that is known, or it lies in it.
func (p *Placer) refines(ref, stated diemnong.AreaRef) bool {
	if _, known := p.Locator.Places.ByRef(stated); !known {
		return true
	}
	for ref != stated {
		u, ok := p.Locator.Places.ByRef(ref)
		if !ok || u.Parent == "" {
			return false
		}
		if ref.Code = u.Parent; ref == stated {
			return true
		}
	}
	return false // the same one
}

// stem gives the area from which those of the other sets follow best by the
// crosswalk. Only that one is stored, and a text that names a unit of an older
// set is better kept by it than by its successor.
func (p *Placer) stem(found *Found) diemnong.AreaRef {
	places := p.Locator.Places
	best, most := found.Area, 0
	if u, ok := places.ByRef(found.Area); ok {
		most = p.agreements(int32(u.ID), found.Areas)
	}
	for _, id := range found.Areas {
		if u, ok := places.Area(id); ok {
			if n := p.agreements(id, found.Areas); n > most {
				best, most = diemnong.AreaRef{Set: u.Set, Code: u.Code}, n
			}
		}
	}
	return best
}

// agreements counts the sets for which an area gives what was found.
func (p *Placer) agreements(id int32, found []int32) (n int) {
	areas, _ := p.Locator.Places.Resolve(id)
	for i := range min(len(areas), len(found)) {
		if areas[i] != 0 && areas[i] == found[i] {
			n++
		}
	}
	return n
}

// reason is why there is no point, or the one that stands for a missing one.
func reason(u, missing diemnong.Unplaced) diemnong.Unplaced {
	if u == diemnong.Placed {
		return missing
	}
	return u
}
