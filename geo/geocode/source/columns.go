package source

import (
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
)

// Columns says which columns of a table, or properties of features, hold what.
// Empty ones are guessed from the names that such files use.
type Columns struct {
	Lat, Lon string // degrees; of tables
	Street   string
	Number   string // house number
	Name     string // of a place; of a line, its street
	Address  string // all of an address in one text; of tables
	Weight   string // in (0, 1]; of tables
	Kind     string // of a place, or class of a street
}

// column is one of the Columns with what it goes by.
type column struct {
	what  string // for people
	flag  string
	field *string
	names []string // without case, spaces, signs and marks; the first one that a file has is taken
}

func (c *Columns) each() []column {
	return []column{
		{"latitude", "lat", &c.Lat, []string{"lat", "latitude", "vido", "y"}},
		{"longitude", "lon", &c.Lon, []string{"lon", "lng", "long", "longitude", "kinhdo", "x"}},
		{"street", "street", &c.Street, []string{"street", "addrstreet", "streetname", "road", "tenduong", "duong", "tuyenduong", "duongpho"}},
		{"number", "number", &c.Number, []string{"number", "housenumber", "addrhousenumber", "houseno", "streetnumber", "sonha", "so"}},
		{"name", "name-column", &c.Name, []string{"name", "namevi", "ten", "tendiadiem", "placename", "title"}},
		{"address", "address", &c.Address, []string{"address", "fulladdress", "addr", "addrfull", "diachi"}},
		{"weight", "weight-column", &c.Weight, []string{"weight", "trongso"}},
		{"kind", "kind", &c.Kind, []string{"kind", "highway", "class", "fclass", "amenity", "type", "loai"}},
	}
}

// resolve checks the columns that are given and guesses the others.
func (c Columns) resolve(has []string) (Columns, error) {
	plain := make([]string, len(has))
	for i, name := range has {
		plain[i] = bare(name)
	}
	for _, k := range c.each() {
		if *k.field != "" {
			if !slices.Contains(has, *k.field) {
				return c, diemnong.InvalidValue(k.flag, *k.field, "is not a column or property of the file.", "It has: "+strings.Join(has, ", ")+".")
			}
			continue
		}
		for _, name := range k.names {
			if i := slices.Index(plain, name); i >= 0 {
				*k.field = has[i]
				break
			}
		}
	}
	return c, nil
}

// String lists the columns in use, for a report.
func (c Columns) String() string {
	var parts []string
	for _, k := range c.each() {
		if *k.field != "" {
			parts = append(parts, k.what+" from "+*k.field)
		}
	}
	return strings.Join(parts, ", ")
}
