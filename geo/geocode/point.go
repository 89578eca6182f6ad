package geocode

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// Coordinates as people paste them: two decimal numbers, or degrees with minutes and
// seconds and the direction.
var (
	decimalPair = regexp.MustCompile(`^\s*[(\[]?\s*([+-]?\d{1,3}[.]\d{2,})\s*°?\s*([NSEWnsew])?\s*[,;\s]\s*([+-]?\d{1,3}[.]\d{2,})\s*°?\s*([NSEWnsew])?\s*[)\]]?\s*$`)
	mapLink     = regexp.MustCompile(`^https?://\S*?[@=/!](-?\d{1,3}\.\d{3,}),\+?(-?\d{1,3}\.\d{3,})\S*$`)
	commaPair   = regexp.MustCompile(`^(\d{1,3}),(\d{3,})\s*[;\s]\s*(\d{1,3}),(\d{3,})$`)
	sexagesimal = regexp.MustCompile(`^\s*` + dms + `[\s,;]+` + dms + `\s*$`)
)

const dms = `(\d{1,3})\s*[°d]\s*(?:(\d{1,2})\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["″”]|'')\s*)?([NSEWnsew])`

// readPoint reads coordinates written as text: decimal, in degrees, minutes and
// seconds, or as a plus code. Only a text that is nothing else is taken for them.
func readPoint(text string) (p geo.Point, part Part, ok bool) {
	if len(text) > maxPointBytes {
		return geo.Point{}, Part{}, false
	}
	trimmed := strings.TrimSpace(text)
	if m := mapLink.FindStringSubmatch(trimmed); m != nil {
		trimmed = m[1] + ", " + m[2]
		if p, ok = readDecimal(trimmed); ok {
			start := strings.Index(text, m[1])
			end := strings.LastIndex(text, m[2]) + len(m[2])
			return p, Part{Kind: PartPoint, Text: text[start:end], Start: start, End: end, Value: pointValue(p)}, true
		}
		return geo.Point{}, Part{}, false
	}
	start := strings.Index(text, trimmed)
	for _, read := range []func(string) (geo.Point, bool){readDecimal, readSexagesimal, readPlusCode} {
		if p, ok = read(trimmed); ok {
			return p, Part{Kind: PartPoint, Text: trimmed, Start: start, End: start + len(trimmed), Value: pointValue(p)}, true
		}
	}
	return geo.Point{}, Part{}, false
}

// pointValue is a point as answers write it, latitude first.
func pointValue(p geo.Point) string {
	return strconv.FormatFloat(p.Lat, 'f', 6, 64) + " " + strconv.FormatFloat(p.Lon, 'f', 6, 64)
}

// isLink reports whether a text is a link and nothing else.
func isLink(text string) bool {
	text = strings.TrimSpace(text)
	return (strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://")) && !strings.ContainsAny(text, " \t\n")
}

// maxPointBytes is the longest text that may be coordinates.
const maxPointBytes = 400

// readDecimal reads "10.7721, 106.6981". Without directions the first is the latitude,
// unless it cannot be.
func readDecimal(text string) (geo.Point, bool) {
	if m := commaPair.FindStringSubmatch(text); m != nil {
		text = m[1] + "." + m[2] + " " + m[3] + "." + m[4]
	}
	m := decimalPair.FindStringSubmatch(text)
	if m == nil {
		return geo.Point{}, false
	}
	a, err1 := strconv.ParseFloat(m[1], 64)
	b, err2 := strconv.ParseFloat(m[3], 64)
	if err1 != nil || err2 != nil || (m[2] == "") != (m[4] == "") {
		return geo.Point{}, false
	}
	if m[2] != "" {
		return directed(a, m[2], b, m[4])
	}
	if math.Abs(a) > 90 {
		a, b = b, a
	}
	p := geo.Point{Lon: b, Lat: a}
	return p, p.Valid()
}

func readSexagesimal(text string) (geo.Point, bool) {
	m := sexagesimal.FindStringSubmatch(text)
	if m == nil {
		return geo.Point{}, false
	}
	a, ok1 := degrees(m[1], m[2], m[3])
	b, ok2 := degrees(m[5], m[6], m[7])
	if !ok1 || !ok2 {
		return geo.Point{}, false
	}
	return directed(a, m[4], b, m[8])
}

func degrees(d, m, s string) (float64, bool) {
	var v [3]float64
	for i, text := range []string{d, m, strings.ReplaceAll(s, ",", ".")} {
		if text == "" {
			continue
		}
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || i > 0 && x >= 60 {
			return 0, false
		}
		v[i] = x
	}
	return v[0] + v[1]/60 + v[2]/3600, true
}

// directed joins two numbers with their directions, in either order.
func directed(a float64, da string, b float64, db string) (geo.Point, bool) {
	da, db = strings.ToUpper(da), strings.ToUpper(db)
	if strings.Contains("EW", da) {
		a, da, b, db = b, db, a, da
	}
	if !strings.Contains("NS", da) || !strings.Contains("EW", db) {
		return geo.Point{}, false
	}
	if da == "S" {
		a = -a
	}
	if db == "W" {
		b = -b
	}
	p := geo.Point{Lon: b, Lat: a}
	return p, p.Valid()
}

// plusAlphabet are the digits of plus codes (Open Location Code specification).
const plusAlphabet = "23456789CFGHJMPQRVWX"

// readPlusCode reads a full plus code, such as 7P28QMCX+RH: pairs of digits of base 20
// for latitude and longitude, from 20 degrees downwards, then digits that divide the
// rest by 5 rows and 4 columns. Short codes need a place nearby and are not read.
func readPlusCode(text string) (geo.Point, bool) {
	text = strings.ToUpper(text)
	at := strings.IndexByte(text, '+')
	if at != 8 || len(text) < 11 || len(text) > 16 {
		return geo.Point{}, false
	}
	digits := text[:8] + text[9:]
	lat, lon, height := -90.0, -180.0, 400.0
	width := 400.0
	for i := range len(digits) {
		v := strings.IndexByte(plusAlphabet, digits[i])
		if v < 0 {
			return geo.Point{}, false
		}
		switch {
		case i >= 10:
			height, width = height/5, width/4
			lat, lon = lat+float64(v/4)*height, lon+float64(v%4)*width
		case i%2 == 0:
			height /= 20
			lat += float64(v) * height
		default:
			width /= 20
			lon += float64(v) * width
		}
	}
	p := geo.Point{Lon: lon + width/2, Lat: lat + height/2}
	return p, p.Valid()
}

// givenPoint answers coordinates: the point, and where it lies. A point outside all
// areas is elsewhere.
func (g *Geocoder) givenPoint(p geo.Point, part Part, q Query) Answer {
	areas := g.atlas.Locate(p, nil)
	known := false
	for _, id := range areas {
		known = known || id != 0
	}
	if !known {
		return Answer{Parts: []Part{part}, Unplaced: diemnong.UnplacedElsewhere}
	}
	c := Candidate{Point: p, Quality: diemnong.QualityPoint, RadiusM: givenRadiusM, Score: 1, AreaScore: 1, Areas: areas}
	if set := g.inForce(q.At); set > 0 {
		c.Area = g.ref(areas[set-1])
	}
	return Answer{Candidates: []Candidate{c}, Parts: []Part{part}}
}

// givenRadiusM is how far coordinates that a person wrote are off, as a rule.
const givenRadiusM = 25
