package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// measure is a row of the table.
type measure struct {
	key   string // of the figure in a column, unless over and under are set
	label string
	text  func(float64) string

	// over and under are the keys of two figures whose ratio is shown.
	over, under string

	// limit is the target for ten million complaints: at most, or at least
	// where atLeast is set; 0 where there is none.
	limit   float64
	atLeast bool
}

// targetSize is the size that the targets are for.
const targetSize = 10_000_000

// measures are the rows of the table in their order. Times are milliseconds.
var measures = []measure{
	{key: "load average", label: "load average of the machine before", text: decimal},
	{key: "fill", label: "making and storing the city in PostgreSQL, rows/s", text: whole},

	{key: "load", label: "load from PostgreSQL, rows/s", text: whole, limit: 700_000, atLeast: true},
	{key: "restart", label: "ready again from the index's file, program start included", text: duration, limit: 5000},
	{key: "bytes", label: "bytes a complaint in the index, all in", text: decimal, limit: 32},
	{key: "file", label: "bytes a complaint in the index's file", text: decimal},
	{key: "rss", label: "resident memory of the service, ready", text: megabytes},
	{key: "rss after", label: "resident memory of the service, after all questions", text: megabytes},
	{key: "first", label: "first tile of a new filter, zoom 9, all time, p50", text: duration, limit: 60},
	{key: "recent", label: "first tile of a new filter, zoom 9, last 90 days, p50", text: duration, limit: 8},
	{key: "next 9", label: "next tile, zoom 9, p50", text: duration, limit: 1.5},
	{key: "next 9 p99", label: "next tile, zoom 9, p99", text: duration, limit: 6},
	{key: "next 11", label: "next tile, zoom 11, p50", text: duration},
	{key: "next 11 p99", label: "next tile, zoom 11, p99", text: duration, limit: 6},
	{key: "next 13", label: "next tile, zoom 13, p50", text: duration, limit: 0.5},
	{key: "next 13 p99", label: "next tile, zoom 13, p99", text: duration, limit: 6},
	{key: "unseen", label: "next tile, zoom 13, of hexagons nobody saw since the start, p50", text: duration},
	{key: "tiles", label: "tiles/s, 8 clients, 50 filters × 300 tiles, nothing kept", text: whole, limit: 4000, atLeast: true},
	{key: "tile size", label: "their mean size, gzip, bytes", text: whole},
	{key: "client", label: "processor time of a client for one of them, µs", text: whole},
	{key: "kept", label: "kept tile, requests/s as a part of echo's for a fixed body of its size", text: percent, limit: 0.8, atLeast: true},
	{key: "kept cpu", label: "the same by processor time", text: percent},
	{key: "ward", label: "statistics by ward, 12 months, compare=year, p50", text: duration, limit: 60},
	{key: "month", label: "statistics by category and month, p50", text: duration},
	{key: "past", label: "statistics by ward, as of a year ago, p50", text: duration},
	{key: "writes", label: "freshness: complaints written, transactions/s", text: whole, limit: 200 * 0.99, atLeast: true},
	{key: "fresh", label: "commit to tile, p50", text: duration},
	{key: "fresh p99", label: "commit to tile, p99", text: duration, limit: 2000},
	{key: "fresh max", label: "commit to tile, longest", text: duration},

	{key: "sql first", label: "SQL engine: first tile of a new filter, zoom 9, all time", text: duration},
	{key: "sql recent", label: "SQL engine: first tile of a new filter, zoom 9, last 90 days", text: duration},
	{key: "sql ward", label: "SQL engine: statistics by ward, 12 months, compare=year", text: duration},
	{key: "sql month", label: "SQL engine: statistics by category and month", text: duration},
	{key: "sql past", label: "SQL engine: statistics by ward, as of a year ago", text: duration},
	{key: "statement 9", label: "one SQL statement a tile: zoom 9, p50", text: duration},
	{key: "statement 11", label: "one SQL statement a tile: zoom 11, p50", text: duration},
	{key: "statement 13", label: "one SQL statement a tile: zoom 13, p50", text: duration},

	{label: "faster than the SQL engine: first tile, all time", over: "sql first", under: "first", text: times},
	{label: "faster than the SQL engine: first tile, last 90 days", over: "sql recent", under: "recent", text: times},
	{label: "faster than the SQL engine: statistics by ward, compare=year", over: "sql ward", under: "ward", text: times},
	{label: "faster than the SQL engine: statistics by category and month", over: "sql month", under: "month", text: times},
	{label: "faster than the SQL engine: statistics as of a year ago", over: "sql past", under: "past", text: times},
	{label: "faster than one SQL statement a tile: next tile, zoom 9", over: "statement 9", under: "next 9", text: times, limit: 500, atLeast: true},
	{label: "faster than one SQL statement a tile: next tile, zoom 11", over: "statement 11", under: "next 11", text: times, limit: 100, atLeast: true},
	{label: "faster than one SQL statement a tile: next tile, zoom 13", over: "statement 13", under: "next 13", text: times, limit: 20, atLeast: true},
}

// of gives the measure's figure in a column; ok is false where it is not known.
func (m *measure) of(c *column) (v float64, ok bool) {
	if m.over == "" {
		v, ok = c.figures[m.key]
		return v, ok
	}
	over, knowOver := c.figures[m.over]
	under, knowUnder := c.figures[m.under]
	return over / under, knowOver && knowUnder && under > 0 && over != noAnswer && under != noAnswer
}

// target is the target in words.
func (m *measure) target() string {
	switch {
	case m.limit == 0:
		return ""
	case m.atLeast:
		return "≥ " + round.Replace(m.text(m.limit))
	default:
		return "≤ " + round.Replace(m.text(m.limit))
	}
}

// round leaves digits out that say nothing in a target.
var round = strings.NewReplacer(".00", "", ".0", "", ".50", ".5")

// verdict says whether a column meets the target.
func (m *measure) verdict(c *column) string {
	v, ok := m.of(c)
	switch {
	case m.limit == 0:
		return ""
	case !ok:
		return "not measured"
	case m.atLeast && v >= m.limit, !m.atLeast && v <= m.limit && v != noAnswer:
		return "met"
	case v == noAnswer:
		return "missed: no answer"
	case m.atLeast:
		return fmt.Sprintf("missed: %.0f %% of it", 100*v/m.limit)
	default:
		return fmt.Sprintf("missed: %.1f times as long", v/m.limit)
	}
}

// noAnswer is the figure of a question that was given up after the service's 30 s.
const noAnswer = -1

func duration(ms float64) string {
	d := time.Duration(ms * float64(time.Millisecond))
	switch {
	case ms == noAnswer:
		return "no answer in 30 s"
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case ms >= 100:
		return fmt.Sprintf("%.0f ms", ms)
	case ms >= 10:
		return fmt.Sprintf("%.1f ms", ms)
	default:
		return fmt.Sprintf("%.2f ms", ms)
	}
}

func whole(v float64) string     { return thousands(int(v + 0.5)) }
func decimal(v float64) string   { return fmt.Sprintf("%.1f", v) }
func percent(v float64) string   { return fmt.Sprintf("%.0f %%", 100*v) }
func megabytes(v float64) string { return thousands(int(v/1e6+0.5)) + " MB" }

func times(v float64) string {
	if v < 10 {
		return fmt.Sprintf("%.1f ×", v)
	}
	return whole(v) + " ×"
}

func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
