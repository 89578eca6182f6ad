package heattest

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

func changeScenarios() []scenario {
	return []scenario{
		{name: "an empty city has figures", play: func(b *bench) {
			b.wantTotal(all, "none")
			b.wantRows(all, byArea("old", "ward"))
			b.wantTotal(asOfTime(b.local("2026-03-01")), "none")
			b.checkParts(all)
		}},
		{name: "what changes counts at once", play: func(b *bench) {
			at, due := b.local("2026-03-01"), b.local("2026-03-03")
			c := received("1", at, due).at(0, 0).by("other")
			b.put(c, received("2", at, due).at(7, 7))
			b.wantTotal(all, "overdue 2")
			before := b.last
			b.put(c.closed(due))
			b.wantTotal(all, "on_time 1, overdue 1")
			if b.last <= before {
				b.Errorf("revision %d after a change; it was %d before", b.last, before)
			}
			b.put(c.closed(due).at(5, 6).of("light").by("heir")) // corrected place, category and agency
			b.wantRows(all, byArea("old", "district"), "D3: on_time 1, overdue 1")
			b.wantTotal(diemnong.Filter{Agencies: []string{"other"}}, "none")
			b.wantTotal(diemnong.Filter{Categories: []string{"light"}}, "on_time 1")
			b.put(c.closed(due).nowhere())
			b.wantRows(all, byArea("old", "district"), "D3: overdue 1", "-: on_time 1")
			b.delete("1")
			b.wantTotal(all, "overdue 1")
			b.delete("2")
			b.wantTotal(all, "none")
			b.wantRows(all, by(heat.ByMonth))
		}},
		{name: "one cell keeps the figures of its complaints apart from its neighbours'", play: func(b *bench) {
			at := b.local("2026-03-01")
			var complaints []Complaint
			for i := range 40 {
				lon, lat := west+field*float64(i)/40, south+field/3
				c := received(string(rune('a'+i)), at, at.AddDate(0, 0, i)).placed(lon, lat, diemnong.QualityPoint)
				if i%3 == 0 {
					c = c.closed(at.AddDate(0, 0, i%9))
				}
				complaints = append(complaints, c)
			}
			b.put(complaints...)
			b.checkParts(all)
			b.checkParts(asOfTime(at.AddDate(0, 0, 5)))
		}},
	}
}
