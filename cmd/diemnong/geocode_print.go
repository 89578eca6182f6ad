package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode"
)

// sentences say why there is no place.
var sentences = map[diemnong.Unplaced]string{
	diemnong.UnplacedNoAddress:  "There is no address.",
	diemnong.UnplacedUnreadable: "Nothing in it was recognised.",
	diemnong.UnplacedElsewhere:  "It is outside of this city.",
	diemnong.UnplacedAmbiguous:  "Several places have that name.",
	diemnong.UnplacedUnknown:    "The gazetteer has no such street or place.",
	diemnong.UnplacedUncertain:  "What was found is too uncertain.",
}

// print writes how the text was read and the candidates, for people.
func (g *geocoding) print(out io.Writer, text string, answer *geocode.Answer) error {
	if !strings.ContainsAny(text, "\n\r\t") { // else nothing stands where it should
		fmt.Fprintf(out, "%s\n%s\n", text, underline(text, answer.Parts))
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, p := range answer.Parts {
		fmt.Fprintf(w, "%s\t%s\t%s\n", p.Kind, p.Text, p.Value)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if answer.Unplaced != diemnong.Placed {
		fmt.Fprintln(out, sentences[answer.Unplaced])
	}
	if len(answer.Candidates) == 0 {
		return nil
	}
	fmt.Fprintln(out)
	fmt.Fprintln(w, "sure of ward\tof area\tquality\tradius\tlat, lon\tarea\tstreet\talso in")
	for i := range answer.Candidates {
		g.printCandidate(w, &answer.Candidates[i])
	}
	return w.Flush()
}

func (g *geocoding) printCandidate(w io.Writer, c *geocode.Candidate) {
	radius, at := "-", "-"
	if c.Quality != diemnong.QualityNone {
		radius, at = fmt.Sprintf("%.0f m", c.RadiusM), fmt.Sprintf("%.5f, %.5f", c.Point.Lat, c.Point.Lon)
	}
	fmt.Fprintf(w, "%.2f\t%.2f\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Score, c.AreaScore, c.Quality, radius, at,
		g.areaText(c.Area), strings.TrimSpace(c.Number+" "+c.Street), strings.Join(g.areaTexts(c.Areas, c.Area), "; "))
}

// underline marks the parts under the letters of a text.
func underline(text string, parts []geocode.Part) string {
	var b strings.Builder
	for i, r := range text {
		if unicode.Is(unicode.Mn, r) {
			continue // stands over the letter before
		}
		mark := ' '
		for _, p := range parts {
			if p.Start <= i && i < p.End {
				mark = '─'
			}
		}
		b.WriteRune(mark)
	}
	return strings.TrimRight(b.String(), " ")
}

// areaText names an area, with its code.
func (g *geocoding) areaText(ref diemnong.AreaRef) string {
	u, ok := g.world.Atlas.ByRef(ref)
	if !ok {
		return "-"
	}
	return u.Name + " (" + ref.String() + ")"
}

// areaTexts names areas, one a set, but for one that is named already.
func (g *geocoding) areaTexts(ids []int32, but diemnong.AreaRef) []string {
	var names []string
	for _, id := range ids {
		u, ok := g.world.Atlas.Area(id)
		if ref := (diemnong.AreaRef{Set: u.Set, Code: u.Code}); ok && ref != but {
			names = append(names, g.areaText(ref))
		}
	}
	return names
}

// printHere writes what lies at a point.
func (g *geocoding) printHere(out io.Writer, h *geocode.Here) error {
	names := g.areaTexts(h.Areas, diemnong.AreaRef{})
	if len(names) == 0 {
		names = []string{"no area that is known"}
	}
	fmt.Fprintln(out, strings.Join(names, "\n"))
	if h.Street != "" {
		fmt.Fprintf(out, "%s, %.0f m away\n", strings.TrimSpace(h.Number+" "+h.Street), h.DistanceM)
	}
	return nil
}
