package api

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// measures are the measures of some complaints as answers show them. Nil is
// what cannot be said.
type measures struct {
	N             uint32   `json:"n"`
	OnTime        uint32   `json:"on_time"`
	Late          uint32   `json:"late"`
	Open          uint32   `json:"open"`
	Overdue       uint32   `json:"overdue"`
	UndatedOpen   uint32   `json:"undated_open"`
	UndatedClosed uint32   `json:"undated_closed"`
	Reopened      uint32   `json:"reopened"`
	OnTimeRate    *float64 `json:"on_time_rate,omitempty"`
	OverdueShare  *float64 `json:"overdue_share,omitempty"`
	MedianS       *int64   `json:"median_s,omitempty"`
	P90S          *int64   `json:"p90_s,omitempty"`
	Per1000       *float64 `json:"per_1000,omitempty"`
	PerKM2        *float64 `json:"per_km2,omitempty"`
}

func measuresOf(m *heat.Measures) measures {
	return measures{
		N: m.N(), Reopened: m.Reopened,
		OnTime: m.Classes[diemnong.OnTime], Late: m.Classes[diemnong.Late],
		Open: m.Classes[diemnong.Open], Overdue: m.Classes[diemnong.Overdue],
		UndatedOpen: m.Classes[diemnong.UndatedOpen], UndatedClosed: m.Classes[diemnong.UndatedClosed],
		OnTimeRate: known(m.OnTimeRate()), OverdueShare: known(m.OverdueShare()), MedianS: known(m.Handling.Median()), P90S: known(m.Handling.P90()),
	}
}

// measuresIn adds the rates per resident and per km² of an area, where these are known.
func measuresIn(m *heat.Measures, a diemnong.Area) measures {
	out := measuresOf(m)
	if a.Population > 0 {
		out.Per1000 = ratio(out.N, float64(a.Population)/1000)
	}
	if a.AreaKM2 > 0 {
		out.PerKM2 = ratio(out.N, a.AreaKM2)
	}
	return out
}

func ratio(n uint32, of float64) *float64 {
	r := float64(n) / of
	return &r
}

// known is a value that may be absent.
func known[T any](value T, ok bool) *T {
	if !ok {
		return nil
	}
	return &value
}

// measureColumns are the columns of [measures.cells].
var measureColumns = []string{
	"n", "on_time", "late", "open", "overdue", "undated_open", "undated_closed", "reopened",
	"on_time_rate", "overdue_share", "median_s", "p90_s",
}

// cells are the measures as a table's row, rates per area not included.
func (m *measures) cells() []any {
	return []any{
		m.N, m.OnTime, m.Late, m.Open, m.Overdue, m.UndatedOpen, m.UndatedClosed, m.Reopened,
		m.OnTimeRate, m.OverdueShare, m.MedianS, m.P90S,
	}
}

// areaMeasureColumns are the columns of [measures.areaCells].
var areaMeasureColumns = append(measureColumns[:len(measureColumns):len(measureColumns)], "per_1000", "per_km2")

// areaCells are the measures of an area as a table's row.
func (m *measures) areaCells() []any { return append(m.cells(), m.Per1000, m.PerKM2) }
