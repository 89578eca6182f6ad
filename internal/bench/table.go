package main

import (
	"fmt"
	"os"
	"strings"
)

// sheet is all figures of a run.
type sheet struct {
	origin  string
	columns []*column // by size, ascending
}

// column is the figures of one size, by the key of their measure.
type column struct {
	rows    int
	figures map[string]float64
}

func (s *sheet) column(rows int) *column {
	c := &column{rows, map[string]float64{}}
	s.columns = append(s.columns, c)
	return c
}

// add stores a figure and says it.
func (c *column) add(key string, v float64) {
	c.figures[key] = v
	for _, m := range measures {
		if m.key == key {
			say("  %-75s %s", m.label, m.text(v))
		}
	}
}

// markdown is the table.
func (s *sheet) markdown() string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	head, rule := []string{"complaints"}, "|---"
	for _, c := range s.columns {
		head, rule = append(head, thousands(c.rows)), rule+"|--:"
	}
	line(append(head, "target at ten million", ""))
	b.WriteString(rule + "|--:|---|\n")
	for i := range measures {
		line(s.cells(&measures[i]))
	}
	return b.String()
}

// cells are a row of the table.
func (s *sheet) cells(m *measure) []string {
	cells := []string{m.label}
	verdict := ""
	for _, c := range s.columns {
		text := "–"
		if v, ok := m.of(c); ok {
			text = m.text(v)
		}
		cells = append(cells, text)
		if c.rows == targetSize {
			verdict = m.verdict(c)
		}
	}
	return append(cells, m.target(), verdict)
}

// Between these lines of the file stand the figures of the newest run.
const (
	beginMark = "<!-- figures of make bench: begin -->"
	endMark   = "<!-- figures of make bench: end -->"
)

// storeFigures replaces what stands between the marks.
func storeFigures(file string, s *sheet) error {
	old, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text, err := replaceFigures(string(old), s)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(file, []byte(text), 0o644)
}

func replaceFigures(old string, s *sheet) (string, error) {
	before, rest, found := strings.Cut(old, beginMark)
	_, after, closed := strings.Cut(rest, endMark)
	if !found || !closed {
		return "", fmt.Errorf("the lines %q and %q are missing", beginMark, endMark)
	}
	return fmt.Sprintf("%s%s\n%s\n\n%s\n![How the figures grow with the number of complaints](%s)\n%s%s",
		before, beginMark, s.origin, s.markdown(), plotName, endMark, after), nil
}
