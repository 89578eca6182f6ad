package ingest

import (
	"math"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// location fills in what the file says of the place: coordinates and the
// stated area. The [Locator] does the rest.
func (c *Converter) location(l *diemnong.Location) {
	l.Quality = diemnong.QualityNone
	l.Area = c.statedArea()
	fx, fy := FieldLon, FieldLat
	if c.places[FieldX] != nil {
		fx, fy = FieldX, FieldY
	}
	x, okX := c.coordinate(fx)
	y, okY := c.coordinate(fy)
	if !okX || !okY || x == 0 && y == 0 { // 0, 0 is how many systems write "unknown"
		return
	}
	p := c.m.grid.ToWGS84(x, y)
	if !p.Valid() {
		c.rejectPoint(fx, fy, x, y)
		return
	}
	l.Lon, l.Lat, l.Quality = p.Lon, p.Lat, diemnong.QualityPoint
}

// rejectPoint says which of two coordinates cannot be.
func (c *Converter) rejectPoint(fx, fy Field, x, y float64) {
	switch {
	case !c.m.grid.InDegrees():
		c.reject(fx, c.value(fx)+" "+c.value(fy), "is nowhere in "+c.m.grid.Name+" (EPSG "+strconv.Itoa(c.m.grid.Code)+").")
	case (geo.Point{Lon: y, Lat: x}).Valid():
		c.reject(fy, c.value(fy), "is not a latitude: are longitude and latitude exchanged?")
	case math.Abs(y) > 90:
		c.reject(fy, c.value(fy), "is not a latitude from -90 to 90.")
	default:
		c.reject(fx, c.value(fx), "is not a longitude from -180 to 180.")
	}
}

// coordinate reads a number; ok is false when there is none.
func (c *Converter) coordinate(f Field) (v float64, ok bool) {
	s := c.value(f)
	if s == "" {
		return 0, false
	}
	text := s
	if c.m.DecimalComma {
		text = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		reason := "is not a number."
		if !c.m.DecimalComma && strings.Contains(s, ",") {
			reason = "is not a number. Set decimal_comma in the mapping if commas separate decimals."
		}
		c.reject(f, s, reason)
		return 0, false
	}
	return v, true
}

// statedArea is the area that the file names, by code or by name; the zero
// value when it names none or one that is not known.
func (c *Converter) statedArea() diemnong.AreaRef {
	text := c.value(FieldArea)
	if text == "" {
		return diemnong.AreaRef{}
	}
	if c.env.Areas == nil {
		return diemnong.AreaRef{Set: c.m.Areas.Set, Code: text}
	}
	code, ok := c.env.Areas.Find(text, c.value(FieldAreaParent))
	if !ok {
		return diemnong.AreaRef{}
	}
	return diemnong.AreaRef{Set: c.env.Areas.set, Code: code}
}
