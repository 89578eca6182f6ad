package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// plotName is the file of the drawing, beside the table's.
const plotName = "growth.svg"

// series is a line of the drawing: how a measure grows with the complaints.
type series struct {
	key, label, color string
	scale             float64 // from the figure's unit to the axis'
	text              func(float64) string
}

// growth are the lines. The colours are Okabe and Ito's, which the colour-blind
// tell apart too.
var growth = []series{
	{"sql first", "SQL: first tile", "#d55e00", 1, duration},
	{"rss", "resident memory", "#666666", 1e-6, megabytes},
	{"ward", "statistics by ward", "#0072b2", 1, duration},
	{"first", "first tile", "#009e73", 1, duration},
	{"next 13", "next tile, zoom 13", "#b04a8a", 1, duration},
}

// The drawing in pixels: the frame of the axes, and room for words around it.
const (
	plotWidth, plotHeight = 800, 460
	frameLeft, frameRight = 80, 560
	frameTop, frameBottom = 50, 400
	labelDistance         = 17 // between the words at the ends of two lines
)

// axes turn figures into places, both on a logarithmic scale.
type axes struct{ minX, maxX, minY, maxY float64 } // as powers of ten

func (a axes) x(v float64) float64 {
	return between(frameLeft, frameRight, math.Log10(v), a.minX, a.maxX)
}

func (a axes) y(v float64) float64 {
	return between(frameBottom, frameTop, math.Log10(v), a.minY, a.maxY)
}

// between gives the place from from to to that v has from low to high.
func between(from, to, v, low, high float64) float64 { return from + (v-low)/(high-low)*(to-from) }

// point is a figure of a line at a number of complaints.
type point struct{ rows, value float64 }

// points are the figures of a line that are known.
func (s *sheet) points(l series) (all []point) {
	for _, c := range s.columns {
		if v := c.figures[l.key]; v > 0 {
			all = append(all, point{float64(c.rows), v * l.scale})
		}
	}
	return all
}

// axes hold all lines, in whole powers of ten upwards.
func (s *sheet) axes() axes {
	a := axes{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for _, l := range growth {
		for _, p := range s.points(l) {
			a.minX, a.maxX = min(a.minX, math.Log10(p.rows)), max(a.maxX, math.Log10(p.rows))
			a.minY, a.maxY = min(a.minY, math.Floor(math.Log10(p.value))), max(a.maxY, math.Ceil(math.Log10(p.value)))
		}
	}
	if a.minX > a.maxX { // nothing to draw
		return axes{5, 7, -1, 4}
	}
	if a.minX == a.maxX {
		a.minX, a.maxX = a.minX-0.5, a.maxX+0.5
	}
	a.maxY = max(a.maxY, a.minY+1)
	return a
}

// plot draws how the figures grow, as SVG.
func (s *sheet) plot() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%[2]d" font-family="sans-serif" font-size="13">
<title>How the figures of make bench grow with the number of complaints</title>
<rect width="100%%" height="100%%" fill="#ffffff"/>
`, plotWidth, plotHeight)
	text := func(x, y float64, anchor, color, words string) {
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n", x, y, anchor, color, words)
	}
	text(frameLeft, frameTop-22, "start", "#222222", "milliseconds, and megabytes of memory; both axes are logarithmic")
	text((frameLeft+frameRight)/2, frameBottom+42, "middle", "#222222", "complaints")
	a := s.axes()
	for e := a.minY; e <= a.maxY; e++ {
		y := a.y(math.Pow(10, e))
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#dddddd"/>`+"\n", frameLeft, y, frameRight)
		text(frameLeft-8, y+4, "end", "#444444", axisNumber(e))
	}
	for _, c := range s.columns {
		x := a.x(float64(c.rows))
		fmt.Fprintf(&b, `<path d="M%.1f %dV%d" stroke="#dddddd"/>`+"\n", x, frameTop, frameBottom)
		text(x, frameBottom+20, "middle", "#444444", thousands(c.rows))
	}
	for _, l := range s.endings(a) {
		b.WriteString(l.line)
		text(frameRight+10, l.y+4, "start", l.color, l.label+", "+l.value)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// ending is a drawn line with the words at its end, which stand at y.
type ending struct {
	series
	line, value string
	y           float64
}

// endings are the lines from top to bottom, with their words moved apart.
func (s *sheet) endings(a axes) []ending {
	var all []ending
	for _, l := range growth {
		points := s.points(l)
		if len(points) == 0 {
			continue
		}
		var d, dots strings.Builder
		for i, p := range points {
			fmt.Fprintf(&d, "%c%.1f %.1f", "ML"[min(i, 1)], a.x(p.rows), a.y(p.value))
			fmt.Fprintf(&dots, `<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, a.x(p.rows), a.y(p.value), l.color)
		}
		dash := ""
		if l.scale != 1 { // another unit
			dash = ` stroke-dasharray="6 4"`
		}
		last := points[len(points)-1].value
		all = append(all, ending{
			l, fmt.Sprintf(`<path d="%s" fill="none" stroke="%s" stroke-width="2"%s/>%s`+"\n", &d, l.color, dash, &dots),
			l.text(last / l.scale), a.y(last),
		})
	}
	slices.SortFunc(all, func(p, q ending) int { return int(math.Copysign(1, p.y-q.y)) })
	for i := 1; i < len(all); i++ {
		all[i].y = max(all[i].y, all[i-1].y+labelDistance)
	}
	return all
}

// axisNumber is a power of ten.
func axisNumber(exponent float64) string {
	if exponent < 0 {
		return fmt.Sprintf("%.*f", int(-exponent), math.Pow(10, exponent))
	}
	return thousands(int(math.Pow(10, exponent)))
}
