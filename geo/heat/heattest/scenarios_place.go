package heattest

import (
	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// putPlaces stores one complaint in each kind of place.
func putPlaces(b *bench) {
	at := b.local("2026-03-01")
	put := func(ref string) Complaint { return received(ref, at, never) }
	b.put(
		put("old:W1 new:W1").at(0, 0),
		put("old:W1 new:N2").at(3, 0),
		put("old:W2 new:W1").at(2, 7),
		put("old:W3 new:N2").at(4, 0),
		put("old:W4 new:-").at(7, 0),
		put("old:D3 new:N2").at(5, 6), // a district without wards
		put("old:D3 new:-").at(7, 7),
		put("stated old:W4").in(old("W4")),
		put("stated old:D1").in(old("D1")),
		put("stated new:W1, old:W2").in(newer("W1"), old("W2")),
		put("outside").placed(west-field/2, south+field/2, diemnong.QualityStreet),
		put("nowhere").nowhere(),
	)
}

func placeScenarios() []scenario {
	open := func(n string) string { return "undated_open " + n }
	return []scenario{
		{name: "every level of every set adds up, with a row for what it does not know", play: func(b *bench) {
			putPlaces(b)
			b.wantTotal(all, open("12"))
			b.wantRows(all, byArea("old", "city"), "C: "+open("10"), "-: "+open("2"))
			b.wantRows(all, byArea("old", "district"),
				"D1: "+open("5"), "D2: "+open("3"), "D3: "+open("2"), "-: "+open("2"))
			b.wantRows(all, byArea("old", "ward"),
				"W1: "+open("2"), "W2: "+open("2"), "W3: "+open("1"), "W4: "+open("2"), "-: "+open("5"))
			b.wantRows(all, byArea("new", "ward"), "N2: "+open("3"), "W1: "+open("3"), "-: "+open("6"))
			b.checkParts(all)
		}},
		{name: "an area holds what lies in it at any level below", play: func(b *bench) {
			putPlaces(b)
			f := func(want string, refs ...diemnong.AreaRef) {
				b.Helper()
				b.wantTotal(diemnong.Filter{Areas: refs}, want)
			}
			f(open("10"), old("C"))
			f(open("5"), old("D1"))
			f(open("2"), old("D3"))
			f(open("2"), old("W1"))
			f(open("3"), newer("W1")) // the same code in another set is another place
			f(open("4"), old("W1"), old("W4"))
			f(open("5"), old("W1"), old("D1"))   // one inside the other
			f(open("4"), old("W1"), newer("W1")) // either set
			f(open("10"), newer("N2"), old("C")) // a set that covers less
			f(open("7"), old("D2"), newer("W1"), old("W1"))
		}},
		{name: "complaints of no area are in none", play: func(b *bench) {
			b.put(received("1", b.local("2026-03-01"), never).nowhere())
			b.wantTotal(diemnong.Filter{Areas: []diemnong.AreaRef{old("C")}}, "none")
			b.wantRows(all, byArea("old", "city"), "-: undated_open 1")
		}},
		{name: "cells hold points and streets, never stated areas", play: func(b *bench) {
			at := b.local("2026-03-01")
			lon, lat := west+field/2, south+field/2
			b.put(
				received("1", at, never).placed(lon, lat, diemnong.QualityPoint),
				received("2", at, never).placed(lon, lat, diemnong.QualityStreet),
				received("3", at, never).in(old("W1")),
				received("4", at, never).nowhere(),
			)
			s := b.ask(heat.StatsQuery{})
			if s.Placed != 2 || s.Total.N() != 4 {
				b.Errorf("%d of %d placed; want 2 of 4", s.Placed, s.Total.N())
			}
			b.wantRows(all, by(heat.ByQuality),
				"area: undated_open 1", "none: undated_open 1", "point: undated_open 1", "street: undated_open 1")
			b.wantTotal(diemnong.Filter{Qualities: []diemnong.Quality{diemnong.QualityPoint, diemnong.QualityNone}}, "undated_open 2")
			g, err := b.h.Engine().Grid(b.Context(), all)
			if err != nil {
				b.Fatal(err)
			}
			if base := g.Base(); len(base.Cells) != 1 || base.Counts[0].N() != 2 || g.Unplaced.N() != 2 {
				b.Errorf("grid: cells %v with %v, %d unplaced; want one cell with 2, 2 unplaced", base.Cells, base.Counts, g.Unplaced.N())
			}
		}},
		{name: "two sets side by side show how areas moved", play: func(b *bench) {
			putPlaces(b)
			f := diemnong.Filter{Areas: []diemnong.AreaRef{old("D1")}}
			b.wantRows(f, append(byArea("old", "ward"), byArea("new", "ward")...),
				"W1/N2: "+open("1"), "W1/W1: "+open("1"), "W2/W1: "+open("2"), "-/-: "+open("1"))
		}},
	}
}
