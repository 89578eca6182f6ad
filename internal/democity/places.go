package democity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// places is where a category's complaints are most frequent.
type places uint8

const (
	atHomes  places = iota // where people live
	onRoads                // where people live, and along main streets
	atCentre               // in the middle of the city
	atGrowth               // at the edge of town, where it grows
	atFlood                // where the ground is low
)

var placeNames = []string{"homes", "roads", "centre", "growth", "flood"}

func parsePlaces(s string) (places, error) {
	i := slices.Index(placeNames, s)
	if i < 0 {
		return 0, fmt.Errorf("no places are called %q", s)
	}
	return places(i), nil
}

// lowLying are units that are known for floods.
var lowLying = map[string]bool{
	"27094": true, "26911": true, "26956": true, "26809": true, "26800": true, "27478": true,
	"27484": true, "27460": true, "27349": true, "27427": true, "27424": true, "27619": true,
	"27655": true, "26824": true, "26782": true, "25978": true, "26506": true,
}

// pull is how strongly a unit attracts complaints of each kind of place.
func (u *Unit) pull(p places) float64 {
	people := float64(u.Population)
	fromHall := u.Seat.DistanceM(hall) / 1000
	switch p {
	case atCentre:
		return people * (0.6 + 4*math.Exp(-fromHall*fromHall/18))
	case atGrowth:
		return people * (0.5 + 1.5*math.Exp(-(fromHall-14)*(fromHall-14)/60))
	case atFlood:
		if lowLying[u.Code] {
			return people * 4
		}
		return people * 0.7
	default:
		return people
	}
}

// draw gives a position with the frequency that cumulative weights give it.
func draw(cumulative []float64, r *rand.Rand) int {
	x := r.Float64() * cumulative[len(cumulative)-1]
	i, _ := slices.BinarySearch(cumulative, x)
	return min(i, len(cumulative)-1)
}

func last(cumulative []float64) float64 {
	if len(cumulative) == 0 {
		return 0
	}
	return cumulative[len(cumulative)-1]
}

// city is all places where complaints can be.
type city struct {
	quarters []*quarter   // in the order of the units
	old      [5][]float64 // cumulative pull of the quarters of the old city, by places; 0 for the others
	joined   [5][]float64 // of the quarters that joined it at the merger
}

// buildCity invents the streets of all units.
func buildCity(g *Geography, names int, seed uint64) (*city, error) {
	atlas, err := g.Atlas()
	if err != nil {
		return nil, err
	}
	c := &city{}
	survey := surveyor{atlas: atlas, names: names, seed: seed}
	n := 0
	for i := range g.Areas {
		a := &g.Areas[i]
		if a.Set != SetNew || a.Level != LevelWard {
			continue
		}
		u := &g.Units[n]
		n++
		q := survey.quarter(u, int32(a.ID))
		if len(q.blocks) == 0 {
			return nil, fmt.Errorf("demo city: no street lies in %s", u.Name)
		}
		c.quarters = append(c.quarters, q)
	}
	c.weigh()
	return c, nil
}

// weigh adds up the pulls of the quarters.
func (c *city) weigh() {
	for p := range places(len(placeNames)) {
		for _, q := range c.quarters {
			inOld, inJoined := q.unit.pull(p), 0.0
			if q.unit.Former() != HoChiMinh {
				inOld, inJoined = 0, inOld
			}
			c.old[p] = append(c.old[p], last(c.old[p])+inOld)
			c.joined[p] = append(c.joined[p], last(c.joined[p])+inJoined)
		}
	}
}
