package heat

import (
	"fmt"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
)

// Dimension is something that complaints are grouped by.
type Dimension uint8

// The dimensions. Days, weeks (from Monday), months and hours are those of the
// city's time zone at received_at.
const (
	ByArea       Dimension = iota // area code at a level of a set
	ByCategory                    // category code
	ByGroup                       // category group code
	ByAgency                      // agency code, as then or as now by the filter's AgencyView
	ByStatus                      // status as of the filter's moment
	ByChannel                     //
	ByQuality                     // location quality
	ByHour                        // hour of the day, "00" to "23"
	ByDay                         // 2026-11-22
	ByWeek                        // its Monday, 2026-11-16
	ByMonth                       // 2026-11
	ByHourOfWeek                  // "000" (Monday 0:00) to "167"
)

var dimensionNames = []string{
	"area", "category", "group", "agency", "status", "channel", "quality",
	"hour", "day", "week", "month", "hour_of_week",
}

// String is the dimension as written in parameters.
func (d Dimension) String() string {
	if int(d) < len(dimensionNames) {
		return dimensionNames[d]
	}
	return "unknown"
}

// ParseDimension reads what [Dimension.String] writes.
func ParseDimension(s string) (Dimension, error) {
	for i, n := range dimensionNames {
		if n == s {
			return Dimension(i), nil
		}
	}
	return 0, diemnong.InvalidValue("group_by", s, "is not something to group by.",
		fmt.Sprintf("Use one or two of: %s.", strings.Join(dimensionNames, ", ")))
}

// Grouping is a dimension, and for [ByArea] the set and level of the areas.
type Grouping struct {
	Dimension  Dimension
	Set, Level string
}

// MaxGroupings is how many dimensions one question may combine.
const MaxGroupings = 2

// StatsQuery asks for measures by none, one or two groupings.
type StatsQuery struct {
	Filter diemnong.Filter
	By     []Grouping
}

// Stats is the answer to a [StatsQuery]. It is immutable and shared.
type Stats struct {
	State  State
	AsOf   time.Time
	Total  Measures
	Placed uint32 // complaints that a cell holds; Total.N() − Placed cannot be placed
	Rows   []Row  // groups with at least one complaint, ordered by Keys; they add up to Total
}

// Row is one group.
type Row struct {
	// Keys has one value per grouping. The empty key is the group of what the
	// set does not cover or nobody knows; it sorts last.
	Keys [MaxGroupings]string
	Measures
}

// CompareKeys orders rows by the bytes of their keys, the empty key last.
func CompareKeys(a, b [MaxGroupings]string) int {
	for i := range a {
		switch {
		case a[i] == b[i]:
			continue
		case a[i] == "":
			return 1
		case b[i] == "":
			return -1
		default:
			return strings.Compare(a[i], b[i])
		}
	}
	return 0
}
