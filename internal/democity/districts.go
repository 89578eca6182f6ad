package democity

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong/geo"
)

// districtsCSV is the 22 districts of the city from 2021 to June 2025: official
// codes, names, number of wards, area, residents at the census of 2019, and a
// place near the middle of each.
//
//go:embed districts.csv
var districtsCSV string

// District is a district of the city as it was before 1 July 2025.
type District struct {
	Code       string // of the statistics office, three digits
	Type       string // "district", "city" or "rural district"
	Name       string // with its type, as in "Quận 1"
	NameEN     string
	Wards      int
	Population int
	AreaKM2    float64
	Middle     geo.Point
}

// Districts reads the table of districts, in the order of their codes.
func Districts() ([]District, error) {
	rows, err := table(districtsCSV, 9)
	if err != nil {
		return nil, fmt.Errorf("demo city: districts: %w", err)
	}
	districts := make([]District, len(rows))
	for i, r := range rows {
		n, err := numbers(r[4:9])
		if err != nil {
			return nil, fmt.Errorf("demo city: district %s: %w", r[0], err)
		}
		districts[i] = District{
			Code: r[0], Type: r[1], Name: r[2], NameEN: r[3], Wards: int(n[0]),
			Population: int(n[1]), AreaKM2: n[2], Middle: geo.Point{Lon: n[3], Lat: n[4]},
		}
	}
	return districts, nil
}

// Rural says that the district's wards are communes.
func (d *District) Rural() bool { return d.Type == "rural district" }

// ward names the district's ward of a number, from 1. The wards' outlines are
// invented, so their names are too: numbers in town, and names such as
// "Xã Tân Hòa" in the country.
func (d *District) ward(n int) (name, nameEN string) {
	if !d.Rural() {
		return fmt.Sprintf("Phường %d", n), fmt.Sprintf("Ward %d", n)
	}
	first := []string{"Tân", "Bình", "Phước", "Long", "An", "Vĩnh", "Phú"}
	second := []string{"Hòa", "Lộc", "Thới", "Hưng", "Đông", "Tây", "Hội", "Thạnh", "Trung"}
	i := n - 1
	name = first[(i+i/len(first))%len(first)] + " " + second[i%len(second)]
	return "Xã " + name, withoutMarks(name) + " Commune"
}

// withoutMarks writes Vietnamese in plain Latin letters.
func withoutMarks(s string) string {
	s = strings.NewReplacer("đ", "d", "Đ", "D").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}
