package source

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// nodes holds the places of the nodes that ways are made of: 16 bytes each. It
// is told all that are needed first, then where they are.
type nodes struct {
	ids    []int64
	places []place // beside ids
	tidy   int     // at so many ids, doubled ones are removed
	next   int     // where the node behind the one put last would be
}

// place is a position in units of OpenStreetMap's own precision.
type place struct{ lon, lat int32 }

const perDegree = 1e7

var nowhere = place{math.MinInt32, math.MinInt32}

// need asks for a node.
func (s *nodes) need(id int64) {
	if len(s.ids) >= max(s.tidy, 1<<20) {
		s.compact()
		s.tidy = 2 * len(s.ids)
	}
	s.ids = append(s.ids, id)
}

func (s *nodes) compact() {
	slices.Sort(s.ids)
	s.ids = slices.Compact(s.ids)
}

// seal ends the asking.
func (s *nodes) seal() {
	s.compact()
	s.places = make([]place, len(s.ids))
	for i := range s.places {
		s.places[i] = nowhere
	}
}

// put says where a node is; one that nobody needs is left out.
func (s *nodes) put(id int64, lon, lat float64) {
	if s.next == len(s.ids) || s.next > 0 && s.ids[s.next-1] >= id {
		s.next, _ = slices.BinarySearch(s.ids, id) // not in order, or behind the last one
	}
	if s.next < len(s.ids) && s.ids[s.next] < id {
		behind, _ := slices.BinarySearch(s.ids[s.next:], id)
		s.next += behind
	}
	if s.next < len(s.ids) && s.ids[s.next] == id {
		s.places[s.next] = place{int32(math.Round(lon * perDegree)), int32(math.Round(lat * perDegree))}
		s.next++
	}
}

// at gives the place of a node; ok is false when the file does not have it.
func (s *nodes) at(id int64) (p orb.Point, ok bool) {
	i, found := slices.BinarySearch(s.ids, id)
	if !found || s.places[i] == nowhere {
		return p, false
	}
	return orb.Point{float64(s.places[i].lon) / perDegree, float64(s.places[i].lat) / perDegree}, true
}

// line gives the places of nodes, without those that the file does not have.
func (s *nodes) line(ids []int64) orb.LineString {
	line := make(orb.LineString, 0, len(ids))
	for _, id := range ids {
		if p, ok := s.at(id); ok {
			line = append(line, p)
		}
	}
	return line
}
