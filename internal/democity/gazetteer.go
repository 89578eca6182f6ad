package democity

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// GazetteerSource describes where the entries of [Generator.Gazetteer] come from.
func GazetteerSource() gazetteer.Source {
	return gazetteer.Source{
		Code: "demo", Name: "Thành phố minh họa · Demonstration city", Kind: gazetteer.SourceGeoJSON,
		Attribution: "Dữ liệu minh họa · Demonstration data",
	}
}

// gazetteerBatch is the number of entries from which on a batch is given away.
const gazetteerBatch = 5000

// surveyedBlocks is how many blocks there are to one whose house numbers are
// known: a geocoder is to have something left to interpolate.
const surveyedBlocks = 4

// Gazetteer yields the context of maps, and the streets of the city with their
// lines, some house numbers and some places: enough to find where most complaints
// are by their addresses, as good maps of a real city are. It fails for nothing
// but a mistake in the table of the context.
func (g *Generator) Gazetteer() iter.Seq2[*gazetteer.Batch, error] {
	return func(yield func(*gazetteer.Batch, error) bool) {
		features, err := Context()
		if err != nil {
			yield(nil, err)
			return
		}
		b := &gazetteer.Batch{Features: features}
		for _, q := range g.city.quarters {
			g.survey(q, b)
			if b.Len() < gazetteerBatch {
				continue
			}
			if !yield(b, nil) {
				return
			}
			b = &gazetteer.Batch{}
		}
		if b.Len() > 0 {
			yield(b, nil)
		}
	}
}

// survey adds what is known of a unit.
func (g *Generator) survey(q *quarter, b *gazetteer.Batch) {
	for n, st := range q.streets {
		blocks := q.blocks[st.from:st.to]
		ref, name := fmt.Sprintf("%s-%d", q.unit.Code, n+1), g.wording.streets[blocks[0].street]
		class := "residential"
		if n < 2 { // the first two cross at the seat
			class = "tertiary"
		}
		b.Streets = append(b.Streets, gazetteer.Street{Ref: ref, Name: name, Class: class, Lines: linesOf(blocks)})
		for i := range blocks {
			if i%surveyedBlocks != 0 {
				continue
			}
			for _, left := range []bool{true, false} {
				b.Addresses = append(b.Addresses, houseOn(&blocks[i], ref, name, left))
			}
		}
	}
	b.Places = append(b.Places, placesOf(q)...)
}

// linesOf joins blocks that follow each other.
func linesOf(blocks []block) (lines orb.MultiLineString) {
	const numbers = 2 * blockM / frontM // of a block
	for i := range blocks {
		b := &blocks[i]
		end := round(b.at(blockM, 0))
		if i > 0 && b.number == blocks[i-1].number+numbers {
			lines[len(lines)-1][1] = end // streets are straight
			continue
		}
		lines = append(lines, orb.LineString{round(b.start), end})
	}
	return lines
}

// houseOn is an address point a third of the way into a block on the left, and
// two thirds on the right.
func houseOn(b *block, ref, street string, left bool) gazetteer.Address {
	along, aside := blockM/3.0, 8.0
	if !left {
		along, aside = 2*along, -aside
	}
	number, at := strconv.Itoa(b.house(along, left)), round(b.at(along, aside))
	return gazetteer.Address{
		Ref: ref + "/" + number, Street: street, Number: number, Weight: 1, Point: geo.Point{Lon: at[0], Lat: at[1]},
	}
}

func round(p geo.Point) orb.Point { return orb.Point{round6(p.Lon), round6(p.Lat)} }

// placesOf invents what every unit has: the seat of its committee, a market, a
// school and a park, each beside a block of its own.
func placesOf(q *quarter) (places []gazetteer.Place) {
	name := q.unit.Name
	for _, kind := range []string{"Phường ", "Xã ", "Đặc khu "} {
		name = strings.TrimPrefix(name, kind)
	}
	for i, p := range []gazetteer.Place{
		{Name: "UBND " + q.unit.Name, Aliases: []string{"Ủy ban nhân dân " + q.unit.Name}, Kind: "townhall", RadiusM: 30},
		{Name: "Chợ " + name, Kind: "marketplace", RadiusM: 60},
		{Name: "Trường Tiểu học " + name, Kind: "school", RadiusM: 50},
		{Name: "Công viên " + name, Kind: "park", RadiusM: 80},
	} {
		at := round(q.blocks[i*len(q.blocks)/4].at(blockM/2, 20))
		p.Ref, p.Point = fmt.Sprintf("%s-%s", q.unit.Code, p.Kind), geo.Point{Lon: at[0], Lat: at[1]}
		places = append(places, p)
	}
	return places
}
