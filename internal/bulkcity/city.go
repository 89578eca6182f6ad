// Package bulkcity is a synthetic city of any size, for measuring: the same
// complaints in every run, made and stored as fast as two cores can.
//
// It looks like Ho Chi Minh City from far away: half of the complaints lie
// within 10 km of the middle, the others anywhere in 80 × 80 km; 40 categories
// in 8 groups, 30 agencies, two area sets whose wards are boxes; three years.
// Every tenth complaint is in no cell and one in eight is not closed. Nothing in
// it is anybody's, and nothing is meant to look real on a map: that is what
// package democity is for.
package bulkcity

import (
	"strconv"
	"time"
)

// The time in which the complaints come in: [Begin, End).
var (
	Begin = End.AddDate(0, 0, -3*365)
	End   = time.Date(2026, 10, 31, 17, 0, 0, 0, time.UTC) // midnight of 1 November in the city
)

// Source is the code of the one source of all complaints.
const Source = "bulk"

// TimeZone is the city's.
const TimeZone = "Asia/Ho_Chi_Minh"

// What the catalogue holds. Category i has the code "c" + i and belongs to
// group 1 + i % Groups, whose code is "g" + that; agency i has the code "a" + i.
// All count from 1, and the numbers are the ids in the database.
const (
	Categories = 40
	Groups     = 8
	Agencies   = 30
)

// The place in degrees: 80 × 80 km.
const (
	West, South = 106.3, 10.4
	Width       = 0.74
	Height      = 0.73
)

// AreaSet is one of the two area sets. It has one level, "ward", of
// Side × Side boxes over the whole place, row by row from the south-west; their
// codes are "w" + 1 and so on.
type AreaSet struct {
	ID, Side int
	Code     string
	firstID  int32 // of its areas
}

// The area sets. A complaint's areas are in this order.
var (
	Old     = AreaSet{ID: 1, Side: 14, Code: "old", firstID: 1}
	New     = AreaSet{ID: 2, Side: 13, Code: "new", firstID: 201}
	AllSets = [2]AreaSet{Old, New}
)

// Ward is the code of the level that both sets have.
const Ward = "ward"

// areaID is the id of the box that holds a place, given as parts of the
// width and the height.
func (s AreaSet) areaID(x, y float64) int32 {
	side := float64(s.Side)
	return s.firstID + int32(y*side)*int32(s.Side) + int32(x*side)
}

var (
	categoryCodes = codes("c", Categories)
	agencyCodes   = codes("a", Agencies)
)

// codes are made once, so that a complaint does not have to.
func codes(prefix string, n int) []string {
	all := make([]string, n+1)
	for i := range all {
		all[i] = prefix + strconv.Itoa(i)
	}
	return all
}
