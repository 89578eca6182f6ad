package mvttest

import (
	"errors"
	"fmt"
)

// Geometry types and commands of the specification, §4.3.
const (
	kindUnknown = 0
	kindPoint   = 1
	kindLine    = 2
	kindPolygon = 3

	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

type point struct{ x, y int64 }

// walk reads the commands of a geometry.
type walk struct {
	rest []uint32
	at   point
}

// checkGeometry holds the commands against the grammar of their type (§4.3.4).
func checkGeometry(kind uint64, geometry []uint32) error {
	w := &walk{rest: geometry}
	if len(geometry) == 0 {
		return errors.New("has no geometry")
	}
	switch kind {
	case kindPoint:
		if _, err := w.steps(moveTo, 1, false); err != nil {
			return err
		}
		if len(w.rest) > 0 {
			return errors.New("points go on after MoveTo")
		}
	case kindLine:
		for len(w.rest) > 0 {
			if err := w.line(); err != nil {
				return err
			}
		}
	case kindPolygon:
		for first := true; len(w.rest) > 0; first = false {
			if err := w.ring(first); err != nil {
				return err
			}
		}
	}
	return nil // the text says nothing about kindUnknown
}

func (w *walk) line() error {
	if err := w.start(); err != nil {
		return err
	}
	_, err := w.steps(lineTo, 1, true)
	return err
}

// ring reads one ring; the first one of a feature must be an outer ring.
func (w *walk) ring(first bool) error {
	if err := w.start(); err != nil {
		return err
	}
	start := w.at
	corners, err := w.steps(lineTo, 2, true)
	if err != nil {
		return err
	}
	if len(w.rest) == 0 || w.rest[0] != 1<<3|closePath {
		return errors.New("a ring does not end in one ClosePath")
	}
	w.rest = w.rest[1:]
	ring := append([]point{start}, corners...)
	switch a := area(ring); {
	case w.at == start:
		return fmt.Errorf("ring %v ends where it begins, before ClosePath", ring)
	case a == 0:
		return fmt.Errorf("ring %v has no area", ring)
	case first && a < 0:
		return fmt.Errorf("ring %v is the first and wound as a hole", ring)
	}
	return nil
}

// start is a MoveTo of one point.
func (w *walk) start() error {
	p, err := w.steps(moveTo, 1, false)
	if err == nil && len(p) != 1 {
		err = fmt.Errorf("MoveTo of %d points begins a line", len(p))
	}
	return err
}

// steps reads one command with at least some points.
func (w *walk) steps(command uint32, least int, moving bool) ([]point, error) {
	if len(w.rest) == 0 {
		return nil, fmt.Errorf("command %d is missing", command)
	}
	id, n := w.rest[0]&7, int(w.rest[0]>>3)
	w.rest = w.rest[1:]
	if id != command || n < least || n > len(w.rest)/2 {
		return nil, fmt.Errorf("command %d with %d points, of %d numbers; want command %d with at least %d",
			id, n, len(w.rest), command, least)
	}
	var out []point
	for i := range n {
		dx, dy := signed(w.rest[2*i]), signed(w.rest[2*i+1])
		if moving && dx == 0 && dy == 0 {
			return nil, fmt.Errorf("a line stands still at %v", w.at)
		}
		w.at = point{w.at.x + dx, w.at.y + dy}
		out = append(out, w.at)
	}
	w.rest = w.rest[2*n:]
	return out, nil
}

// area is twice that of a ring by the surveyor's formula, positive for outer rings.
func area(ring []point) (sum int64) {
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum
}

// signed undoes the zigzag.
func signed(n uint32) int64 { return int64(int32(n>>1) ^ -int32(n&1)) }
