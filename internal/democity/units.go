package democity

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong/geo"
)

// unitsCSV is the 168 units of the city since 1 July 2025: codes, names and
// populations as in resolution 1685/NQ-UBTVQH15 of the Standing Committee of
// the National Assembly and the statistics office's list of units; seats are
// those of the people's committees.
//
//go:embed units.csv
var unitsCSV string

// Unit is a ward, commune or special zone of the city, as the state lists it.
type Unit struct {
	Code       string // of the statistics office, five digits
	Type       string // "ward", "commune" or "special zone"
	Name       string // with its type, as in "Phường Sài Gòn"
	NameEN     string
	Population int
	AreaKM2    float64
	Seat       geo.Point // of the people's committee
}

// Former numbers the provinces that became one city on 1 July 2025, by the
// statistics office's codes.
type Former int

// The former provinces.
const (
	BinhDuong    Former = 74
	BaRiaVungTau Former = 77
	HoChiMinh    Former = 79
)

// Former is the province that the unit's ground belonged to: the statistics
// office numbers units province by province.
func (u *Unit) Former() Former {
	switch {
	case u.Code < "26500":
		return BinhDuong
	case u.Code < "26734":
		return BaRiaVungTau
	default:
		return HoChiMinh
	}
}

// ShortName is the name without its type: "Sài Gòn".
func (u *Unit) ShortName() string {
	for _, t := range []string{"Phường ", "Xã ", "Đặc khu "} {
		if s, ok := strings.CutPrefix(u.Name, t); ok {
			return s
		}
	}
	return u.Name
}

// Units reads the table of units, in the order of their codes.
func Units() ([]Unit, error) {
	rows, err := table(unitsCSV, 8)
	if err != nil {
		return nil, fmt.Errorf("demo city: units: %w", err)
	}
	units := make([]Unit, len(rows))
	for i, r := range rows {
		n, err := numbers(r[4:8])
		if err != nil {
			return nil, fmt.Errorf("demo city: unit %s: %w", r[0], err)
		}
		units[i] = Unit{
			Code: r[0], Type: r[1], Name: r[2], NameEN: r[3],
			Population: int(n[0]), AreaKM2: n[1], Seat: geo.Point{Lon: n[2], Lat: n[3]},
		}
	}
	return units, nil
}

// table reads an embedded CSV file without its header.
func table(text string, columns int) ([][]string, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = columns
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	return rows[1:], nil
}

func numbers(fields []string) ([]float64, error) {
	out := make([]float64, len(fields))
	for i, f := range fields {
		n, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, err
		}
		out[i] = n
	}
	return out, nil
}
