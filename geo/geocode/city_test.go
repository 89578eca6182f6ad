package geocode_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// The tests' city is made up: 20 by 12 cells of about a kilometre, with names from
// Ho Chi Minh City in places of our own. Before the reform, five by three districts
// of four by four cells hold four wards each; since then there are wards only.
const (
	cityWest, citySouth = 106.595, 10.715
	cellDegrees         = 0.01
)

var (
	reform = time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)
	before = time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	after  = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
)

// at is a place by cells east and north of the city's corner.
func at(x, y float64) geo.Point {
	return geo.Point{Lon: cityWest + cellDegrees*x, Lat: citySouth + cellDegrees*y}
}

// district is an old district; its wards are given from the south-west over the
// south-east and the north-west to the north-east.
type district struct {
	name  string
	x, y  int
	wards [4]string
}

var districts = []district{
	{"Huyện Bình Chánh", 0, 0, [4]string{"Xã Phong Phú", "Xã Bình Hưng", "Thị trấn Tân Túc", "Xã Vĩnh Lộc A"}},
	{"Quận 8", 4, 0, [4]string{"Phường 1", "Phường 4", "Phường 5", "Phường Hưng Phú"}},
	{"Quận 4", 8, 0, [4]string{"Phường 1", "Phường 4", "Phường 13", "Phường 18"}},
	{"Quận 7", 12, 0, [4]string{"Phường Tân Phong", "Phường Phú Mỹ", "Phường Tân Phú", "Phường Bình Thuận"}},
	{"Huyện Nhà Bè", 16, 0, [4]string{"Xã Long Thới", "Xã Hiệp Phước", "Thị trấn Nhà Bè", "Xã Phú Xuân"}},
	{"Quận Tân Phú", 0, 4, [4]string{"Phường Hiệp Tân", "Phường Phú Thạnh", "Phường Tân Thành", "Phường Tân Sơn Nhì"}},
	{"Quận 5", 4, 4, [4]string{"Phường 1", "Phường 4", "Phường 13", "Phường 14"}},
	{"Quận 3", 8, 4, [4]string{"Phường 1", "Phường 4", "Phường 13", "Phường Võ Thị Sáu"}},
	{"Quận 1", 12, 4, [4]string{"Phường Cầu Ông Lãnh", "Phường Bến Thành", "Phường Bến Nghé", "Phường Đa Kao"}},
	{"Thị xã Tân Uyên", 16, 4, [4]string{"Xã Bạch Đằng", "Phường Tân Hiệp", "Phường Khánh Bình", "Phường Uyên Hưng"}},
	{"Huyện Hóc Môn", 0, 8, [4]string{"Xã Bà Điểm", "Xã Tân Xuân", "Xã Đông Thạnh", "Thị trấn Hóc Môn"}},
	{"Quận Tân Bình", 4, 8, [4]string{"Phường 1", "Phường 4", "Phường 13", "Phường 15"}},
	{"Quận Bình Thạnh", 8, 8, [4]string{"Phường 1", "Phường 13", "Phường 25", "Phường 27"}},
	{"Thành phố Thủ Đức", 12, 8, [4]string{"Phường An Phú", "Phường Thảo Điền", "Phường Linh Trung", "Phường Phước Long"}},
	{"Thành phố Dĩ An", 16, 8, [4]string{"Phường Tân Bình", "Phường Đông Hòa", "Phường Dĩ An", "Phường Tân Đông Hiệp"}},
}

// newWards are the wards since the reform. Most join whole old wards; Bến Thành is the
// southern half of the old one and of Cầu Ông Lãnh. Tân Phú, Tân Bình, An Phú and
// Hiệp Phước have the names of old wards that lie elsewhere, wholly or in part.
var newWards = []struct {
	name       string
	x, y, w, h int
}{
	{"Xã Tân Nhựt", 0, 0, 2, 4},
	{"Xã Vĩnh Lộc", 2, 0, 2, 4},
	{"Phường Chánh Hưng", 4, 0, 2, 4},
	{"Phường Phú Định", 6, 0, 4, 2},
	{"Phường Bình Đông", 6, 2, 2, 2},
	{"Phường Vĩnh Hội", 10, 0, 2, 2},
	{"Phường Khánh Hội", 8, 2, 4, 2},
	{"Phường Tân Mỹ", 12, 0, 4, 2},
	{"Phường Tân Thuận", 12, 2, 4, 2},
	{"Xã Hiệp Phước", 16, 0, 4, 2},
	{"Xã Nhà Bè", 16, 2, 4, 2},
	{"Phường Tân Phú", 0, 4, 2, 4},
	{"Phường Tân Sơn Nhì", 2, 4, 2, 4},
	{"Phường Chợ Quán", 4, 4, 2, 4},
	{"Phường An Đông", 6, 4, 2, 4},
	{"Phường Bàn Cờ", 8, 4, 2, 4},
	{"Phường Nhiêu Lộc", 10, 4, 2, 4},
	{"Phường Bến Thành", 12, 4, 4, 1},
	{"Phường Sài Gòn", 12, 5, 4, 3},
	{"Phường Tân Uyên", 16, 4, 4, 2},
	{"Phường Tân Khánh", 16, 6, 4, 2},
	{"Xã Bà Điểm", 0, 8, 2, 4},
	{"Xã Hóc Môn", 2, 8, 2, 4},
	{"Phường Tân Bình", 4, 8, 4, 2},
	{"Phường Bảy Hiền", 4, 10, 4, 2},
	{"Phường Gia Định", 8, 8, 4, 2},
	{"Phường Thạnh Mỹ Tây", 8, 10, 4, 2},
	{"Phường Bình Trưng", 12, 8, 4, 2},
	{"Phường Linh Xuân", 12, 10, 4, 2},
	{"Phường An Phú", 16, 8, 2, 4},
	{"Phường Đông Hòa", 18, 8, 2, 4},
}

// city is the made-up city with its geocoder.
type city struct {
	*geocode.Geocoder
	atlas *area.Atlas
}

var madeUp = sync.OnceValues(func() (city, error) {
	atlas, err := makeAtlas(1, 2)
	if err != nil {
		return city{}, err
	}
	return city{geocode.New(atlas, makeGazetteer(7)), atlas}, nil
})

// theCity is the city that the tests share; a geocoder never changes.
func theCity(t testing.TB) city {
	t.Helper()
	c, err := madeUp()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// with is a city with the same areas and another gazetteer.
func (c city) with(fill func(b *gazetteer.Builder)) city {
	var b gazetteer.Builder
	fill(&b)
	return city{geocode.New(c.atlas, b.Build(1)), c.atlas}
}

// makeAtlas makes the area sets, with these IDs; a set of ID 0 is left out.
func makeAtlas(oldID, newID int) (*area.Atlas, error) {
	var units []area.Unit
	add := func(set, level, code, name string, parent int32, x, y, w, h int) int32 {
		box := orb.Bound{Min: point(at(float64(x), float64(y))), Max: point(at(float64(x+w), float64(y+h)))}
		centre := box.Center()
		u := area.Unit{
			Area: diemnong.Area{
				ID: len(units) + 1, Set: set, Level: level, Code: code, Name: name, Population: 5000 * w * h, Lon: centre[0], Lat: centre[1],
			},
			ParentID: parent, Outline: orb.MultiPolygon{box.ToPolygon()},
		}
		units = append(units, u)
		return int32(u.ID)
	}
	sets := slices.DeleteFunc([]diemnong.AreaSet{
		{ID: oldID, Code: "old", Name: "Đơn vị cũ", ValidTo: reform, Levels: []diemnong.Level{{Code: "district"}, {Code: "ward"}}},
		{ID: newID, Code: "new", Name: "Đơn vị mới", ValidFrom: reform, Levels: []diemnong.Level{{Code: "ward"}}},
	}, func(s diemnong.AreaSet) bool { return s.ID == 0 })
	for _, d := range districts {
		code := vntext.Key(d.name)
		id := add("old", "district", code, d.name, 0, d.x, d.y, 4, 4)
		for i, w := range d.wards {
			add("old", "ward", code+"."+vntext.Key(w), w, id, d.x+i%2*2, d.y+i/2*2, 2, 2)
		}
	}
	for _, w := range newWards {
		add("new", "ward", vntext.Key(w.name), w.name, 0, w.x, w.y, w.w, w.h)
	}
	units = slices.DeleteFunc(units, func(u area.Unit) bool { return u.Set == "old" && oldID == 0 || u.Set == "new" && newID == 0 })
	return area.NewAtlas(sets, units, nil)
}

func point(p geo.Point) orb.Point { return orb.Point{p.Lon, p.Lat} }

// name is an area with what holds it, as in "Phường 4, Quận 5"; empty for none.
func (c city) name(id int32) string {
	u, ok := c.atlas.Area(id)
	if !ok {
		return ""
	}
	if up := c.name(u.ParentID); up != "" {
		return u.Name + ", " + up
	}
	return u.Name
}

// named is the name of an area by its reference.
func (c city) named(ref diemnong.AreaRef) string {
	u, _ := c.atlas.ByRef(ref)
	return c.name(int32(u.ID))
}

// ref is the reference of an area by its name.
func (c city) ref(t testing.TB, set, name string) diemnong.AreaRef {
	t.Helper()
	for _, s := range c.atlas.Sets() {
		for _, l := range s.Levels {
			for _, u := range c.atlas.AtLevel(s.Code, l.Code) {
				if s.Code == set && c.name(int32(u.ID)) == name {
					return diemnong.AreaRef{Set: set, Code: u.Code}
				}
			}
		}
	}
	t.Fatalf("the city has no %s in set %s", name, set)
	return diemnong.AreaRef{}
}

// wards are the finest areas of a candidate by set: old, new.
func (c city) wards(k geocode.Candidate) (old, now string) {
	return c.name(k.Areas[0]), c.name(k.Areas[1])
}

// best is the best candidate of a text; the test ends when there is none.
func (c city) best(t testing.TB, text string, when time.Time) geocode.Candidate {
	t.Helper()
	a := c.Geocode(geocode.Query{Text: text, At: when})
	if len(a.Candidates) == 0 {
		t.Fatalf("%q has no candidate, because %v; parts %+v", text, a.Unplaced, a.Parts)
	}
	return a.Candidates[0]
}

// unit is the ID of an area.
func (c city) unit(t testing.TB, ref diemnong.AreaRef) int {
	t.Helper()
	u, ok := c.atlas.ByRef(ref)
	if !ok {
		t.Fatalf("the city has no area %v", ref)
	}
	return u.ID
}
