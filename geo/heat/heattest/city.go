package heattest

import (
	"slices"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// defaultZone is the time zone of the suite's city, but for scenarios about
// another one.
const defaultZone = "Asia/Ho_Chi_Minh"

// The city is a square of 8 × 8 fields of 0.05 degrees. The set "old" covers
// all of it with three levels; "new" covers its six western columns with one.
// Position 2 is left free, as after a set was removed.
const (
	west, south = 106.4, 10.6
	field       = 0.05
	fields      = 8
)

func newCatalog(zone string) *diemnong.Catalog {
	return &diemnong.Catalog{
		City: diemnong.City{
			Code: "test", Name: "Thành phố thử", NameEN: "Test city", TimeZone: zone,
			Bounds: diemnong.Bounds{West: west, South: south, East: west + fields*field, North: south + fields*field},
		},
		Groups: []diemnong.Group{
			{Code: "water", Name: "Nước"},
			{Code: "road", Name: "Đường"},
			{Code: "unused", Name: "Trống"}, // no category belongs to it
		},
		Categories: []diemnong.Category{
			{Code: "flood", Name: "Ngập", Group: "water"},
			{Code: "leak", Name: "Rò rỉ", Group: "water"},
			{Code: "hole", Name: "Ổ gà", Group: "road"},
			{Code: "light", Name: "Đèn", Group: "road"},
		},
		// grandparent → parent → heir, and merged → heir: a chain and a merger.
		Agencies: []diemnong.Agency{
			{Code: "grandparent", Name: "A", Successor: "parent"},
			{Code: "parent", Name: "B", Successor: "heir"},
			{Code: "heir", Name: "C"},
			{Code: "merged", Name: "D", Successor: "heir"},
			{Code: "other", Name: "E"},
		},
		Sets: []diemnong.AreaSet{
			{ID: 1, Code: "old", Name: "Cũ", NameEN: "Old", Levels: []diemnong.Level{
				{Code: "city", Name: "Thành phố"}, {Code: "district", Name: "Quận"}, {Code: "ward", Name: "Phường"},
			}},
			{ID: 3, Code: "new", Name: "Mới", NameEN: "New", Levels: []diemnong.Level{{Code: "ward", Name: "Phường"}}},
		},
	}
}

// newUnits makes the areas. Columns and rows count fields from the south-west.
func newUnits() []area.Unit {
	var units []area.Unit
	add := func(set, level, code string, parent int32, col, row, cols, rows int) int32 {
		id := int32(len(units) + 11)
		units = append(units, area.Unit{
			Area:     diemnong.Area{ID: int(id), Set: set, Level: level, Code: code, Name: code},
			ParentID: parent, Outline: box(col, row, cols, rows),
		})
		return id
	}
	city := add("old", "city", "C", 0, 0, 0, 8, 8)
	d1 := add("old", "district", "D1", city, 0, 0, 4, 8)
	d2 := add("old", "district", "D2", city, 4, 0, 4, 4)
	add("old", "district", "D3", city, 4, 4, 4, 4) // a district without wards
	add("old", "ward", "W1", d1, 0, 0, 4, 4)
	add("old", "ward", "W2", d1, 0, 4, 4, 4)
	add("old", "ward", "W3", d2, 4, 0, 2, 4)
	add("old", "ward", "W4", d2, 6, 0, 2, 4)
	add("new", "ward", "W1", 0, 0, 0, 3, 8) // another place than old:W1
	add("new", "ward", "N2", 0, 3, 0, 3, 8)
	return units
}

func box(col, row, cols, rows int) orb.MultiPolygon {
	x0, y0 := west+field*float64(col), south+field*float64(row)
	x1, y1 := x0+field*float64(cols), y0+field*float64(rows)
	return orb.MultiPolygon{{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}}
}

// areasAt gives the finest areas that hold a field, one a set.
func areasAt(units []area.Unit, col, row float64) []diemnong.AreaRef {
	lon, lat := west+field*(col+0.5), south+field*(row+0.5)
	var refs []diemnong.AreaRef
	for _, u := range slices.Backward(units) { // fine before coarse, "new" before "old"
		b := u.Outline.Bound()
		inside := lon > b.Min.X() && lon < b.Max.X() && lat > b.Min.Y() && lat < b.Max.Y()
		known := slices.ContainsFunc(refs, func(r diemnong.AreaRef) bool { return r.Set == u.Set })
		if inside && !known {
			refs = append(refs, diemnong.AreaRef{Set: u.Set, Code: u.Code})
		}
	}
	return refs
}
