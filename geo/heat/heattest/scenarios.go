package heattest

import (
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// scenario is one rule of the measures, with its figures by hand.
type scenario struct {
	name string // a sentence
	zone string // of the city; empty: defaultZone
	play func(b *bench)
}

// all is the filter without conditions.
var all = diemnong.Filter{}

// never is the time that is not known.
var never = time.Time{}

func scenarios() [][]scenario {
	return [][]scenario{
		classScenarios(), pastScenarios(), placeScenarios(), filterScenarios(), timeScenarios(), changeScenarios(),
	}
}

func by(dimensions ...heat.Dimension) []heat.Grouping {
	var g []heat.Grouping
	for _, d := range dimensions {
		g = append(g, heat.Grouping{Dimension: d})
	}
	return g
}

func byArea(set, level string) []heat.Grouping {
	return []heat.Grouping{{Dimension: heat.ByArea, Set: set, Level: level}}
}

func areaGroupings() []heat.Grouping {
	return []heat.Grouping{
		{Dimension: heat.ByArea, Set: "old", Level: "city"},
		{Dimension: heat.ByArea, Set: "old", Level: "district"},
		{Dimension: heat.ByArea, Set: "old", Level: "ward"},
		{Dimension: heat.ByArea, Set: "new", Level: "ward"},
	}
}

func old(code string) diemnong.AreaRef   { return diemnong.AreaRef{Set: "old", Code: code} }
func newer(code string) diemnong.AreaRef { return diemnong.AreaRef{Set: "new", Code: code} }

func asOfTime(t time.Time) diemnong.Filter { return diemnong.Filter{AsOf: t} }
