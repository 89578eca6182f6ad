package geocode_test

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// road is a street of the made-up city: a line by cells, along which house numbers
// rise evenly. Where known is above 0, every so many numbers a house is known, odd
// ones to the left and even ones to the right.
type road struct {
	name    string
	course  []float64 // x, y, x, y …
	last    int       // house number at the end
	known   int
	aliases []string
}

var roads = []road{
	{"Nguyễn Trãi", []float64{4.2, 4.5, 13.8, 4.5}, 960, 4, nil},
	{"Trần Bình Trọng", []float64{7.4, 4.1, 7.4, 5.9}, 180, 4, nil},
	{"Nguyễn Văn Cừ", []float64{8, 4.1, 8, 5.9}, 180, 4, nil}, // border of Quận 5 (odd) and Quận 3 (even)
	{"Lê Lợi", []float64{12.2, 5, 15.8, 5}, 360, 4, nil},      // border of the new Sài Gòn (odd) and Bến Thành (even)
	{"Hẻm 12 Lê Lợi", []float64{12.32, 4.97, 12.32, 4.8}, 0, 0, nil},
	{"Cách Mạng Tháng 8", []float64{9, 6.2, 9, 7.9, 7, 8.1, 7, 11.8}, 800, 8, []string{"Cách Mạng Tháng Tám"}},
	{"3 Tháng 2", []float64{5, 4.2, 5, 7.8}, 360, 4, nil},
	{"30 Tháng 4", []float64{16.5, 6.2, 19.5, 6.2}, 300, 4, nil},
	{"Xô Viết Nghệ Tĩnh", []float64{8.2, 9, 11.8, 9}, 360, 4, nil},
	{"Nguyễn Thị Minh Khai", []float64{8.2, 6.4, 15.8, 6.4}, 760, 8, nil},
	{"Dương Bá Trạc", []float64{5, 0.3, 5, 1.8}, 150, 4, nil},
	{"Dương Quảng Hàm", []float64{9, 10.3, 9, 11.8}, 150, 4, nil},
	{"Quảng Hàm", []float64{1, 10.3, 1, 11.8}, 150, 4, nil},
	{"Hòa Hảo", []float64{6.2, 6.6, 7.8, 6.6}, 160, 4, nil},
	{"Quốc lộ 13", []float64{8.5, 11, 15.5, 11}, 700, 8, nil},
	{"Tỉnh lộ 10", []float64{2.5, 3, 3.5, 3}, 1000, 20, nil},
	{"Đường tỉnh 743", []float64{16.4, 11.5, 19.6, 11.5}, 320, 8, nil},
	{"Trần Hưng Đạo", []float64{6.2, 5.3, 7.8, 5.3}, 160, 4, nil},     // Quận 5
	{"Trần Hưng Đạo", []float64{2.2, 6.7, 3.8, 6.7}, 160, 4, nil},     // Quận Tân Phú
	{"Trần Hưng Đạo", []float64{16.3, 10.6, 17.7, 10.6}, 140, 4, nil}, // Dĩ An
	{"Đường số 5", []float64{12.3, 1, 13.7, 1}, 60, 4, nil},           // Quận 7
	{"Đường số 5", []float64{2.4, 1, 3.6, 1}, 60, 4, nil},             // Bình Chánh
	{"Đường số 5", []float64{12.3, 10.5, 13.7, 10.5}, 60, 4, nil},     // Thủ Đức
	{"Bàu Cát 1", []float64{4.4, 10.4, 5.6, 10.4}, 80, 4, nil},
	{"Bàu Cát 2", []float64{4.4, 10.6, 5.6, 10.6}, 80, 4, nil},
	{"Hùng Vương", []float64{6.2, 7.4, 7.8, 7.4}, 0, 0, nil}, // a line without houses
	{"Thảo Điền", []float64{14.4, 9, 15.6, 9}, 120, 4, nil},
}

// along is the place of a house number on a road, so many metres to the left of it.
func (r road) along(number int, leftM float64) geo.Point {
	t := float64(number) / float64(max(1, r.last))
	var total float64
	for i := 2; i < len(r.course); i += 2 {
		total += r.piece(i)
	}
	rest := t * total
	for i := 2; ; i += 2 {
		length := r.piece(i)
		if rest > length && i+2 < len(r.course) {
			rest -= length
			continue
		}
		a, b := at(r.course[i-2], r.course[i-1]), at(r.course[i], r.course[i+1])
		p := geo.Point{Lon: a.Lon + rest/length*(b.Lon-a.Lon), Lat: a.Lat + rest/length*(b.Lat-a.Lat)}
		east, north := (b.Lon-a.Lon)/cellDegrees, (b.Lat-a.Lat)/cellDegrees
		size := r.piece(i) / 1110
		return p.Moved(-leftM*north/size, leftM*east/size)
	}
}

func (r road) piece(i int) float64 {
	return at(r.course[i-2], r.course[i-1]).DistanceM(at(r.course[i], r.course[i+1]))
}

// house is the place of a house: sideM to the left for odd numbers, to the right for
// even ones.
func (r road) house(number int) geo.Point {
	const sideM = 20
	if number%2 == 1 {
		return r.along(number, sideM)
	}
	return r.along(number, -sideM)
}

// street finds a road of the city; the first of its name.
func street(name string) road {
	for _, r := range roads {
		if r.name == name {
			return r
		}
	}
	panic("the city has no street " + name)
}

func (r road) addTo(b *gazetteer.Builder) {
	var l orb.LineString
	for i := 0; i < len(r.course); i += 2 {
		l = append(l, point(at(r.course[i], r.course[i+1])))
	}
	b.AddStreet(&gazetteer.Street{Name: r.name, Aliases: r.aliases, Lines: orb.MultiLineString{l}})
	for n := r.known; r.known > 0 && n < r.last; n += r.known {
		for _, number := range []int{n, n + 1} {
			b.AddAddress(&gazetteer.Address{Street: r.name, Number: strconv.Itoa(number), Point: r.house(number)}, true)
		}
	}
}

func makeGazetteer(version int64) *gazetteer.Gazetteer {
	var b gazetteer.Builder
	for _, r := range roads {
		r.addTo(&b)
	}
	// An alley of many houses off Nguyễn Trãi, in Quận 5.
	for _, n := range []string{"210/3", "210/12", "210/12/5", "210/20A"} {
		b.AddAddress(&gazetteer.Address{Street: "Nguyễn Trãi", Number: n, Point: street("Nguyễn Trãi").along(210, -90)}, true)
	}
	for _, p := range []gazetteer.Place{
		{Name: "Chợ Bến Thành", Kind: "marketplace", Point: at(14.5, 4.5), RadiusM: 120},
		{Name: "Bệnh viện Chợ Rẫy", Aliases: []string{"BV Chợ Rẫy"}, Kind: "hospital", Point: at(6.5, 7)},
		{Name: "Cầu Sài Gòn", Kind: "bridge", Point: at(11.9, 8.6)},
		{Name: "Chung cư Ngô Gia Tự", Kind: "apartments", Point: at(4.5, 5.5)},
		{Name: "Chợ Phú Lâm", Kind: "marketplace", Point: at(1, 5)},
		{Name: "Chợ Phú Lâm", Kind: "marketplace", Point: at(17, 1)}, // another one
	} {
		b.AddPlace(&p)
	}
	b.AddAlias(gazetteer.AreaAlias{Set: "old", Code: "quan1", Alias: "Quận Nhất"})
	b.AddAlias(gazetteer.AreaAlias{Set: "new", Code: "phuonglinhxuan", Alias: "Phường Làng Đại Học"})
	return b.Build(version)
}
