package gazetteer

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/vntext"
)

// Builder collects entries. Its methods copy what they keep, so that callers
// may reuse the memory. The zero value is ready; it is not for concurrent use.
type Builder struct {
	g      Gazetteer
	points []namedPoint
	lines  []namedLine
	text   vntext.Text
	areas  map[diemnong.AreaRef]uint16
	seen   map[string]NameID // by text: reading a name takes longer than finding it

	key, toned []byte // scratch
}

// maxKey is the longest street name that is kept; longer ones are no names.
const maxKey = 80

type namedPoint struct {
	name NameID
	Point
}

type namedLine struct {
	name NameID
	line
}

// AddStreet adds a street.
func (b *Builder) AddStreet(s *Street) {
	id, ok := b.name(s.Name, true)
	if !ok {
		return
	}
	b.alley(s)
	for _, l := range s.Lines {
		b.line(id, l)
	}
	for _, alias := range s.Aliases {
		if a, ok := b.name(alias, true); ok && a != id {
			for _, l := range s.Lines {
				b.line(a, l)
			}
		}
	}
}

// AddAddress adds an address point. public says whether an answer may repeat it.
func (b *Builder) AddAddress(a *Address, public bool) {
	id, ok := b.name(a.Street, public)
	if !ok || !a.Point.Valid() {
		return
	}
	n := ParseNumber(a.Number)
	p := Point{
		at: toFixed(a.Point), Head: n.Head, Second: n.Second, Exact: n.Exact,
		Series: n.Series, Depth: n.Depth, Weight: weight(a.Weight), area: b.area(a.Area),
	}
	if public && a.Number != "" && len(a.Number) < 64 {
		p.text = b.keepText(a.Number)
	}
	b.points = append(b.points, namedPoint{id, p})
}

// area gives the number of an area; 0 for none, and where there are too many.
func (b *Builder) area(ref diemnong.AreaRef) uint16 {
	if ref == (diemnong.AreaRef{}) {
		return 0
	}
	if b.areas == nil {
		b.areas = map[diemnong.AreaRef]uint16{}
		b.g.areas = make([]diemnong.AreaRef, 1)
	}
	i, ok := b.areas[ref]
	if !ok && len(b.g.areas) <= math.MaxUint16 {
		i = uint16(len(b.g.areas))
		ref = diemnong.AreaRef{Set: strings.Clone(ref.Set), Code: strings.Clone(ref.Code)}
		b.areas[ref] = i
		b.g.areas = append(b.g.areas, ref)
	}
	return i
}

// weight in 255ths; 0 counts as 1.
func weight(w float32) uint8 {
	if w <= 0 || w > 1 {
		return 255
	}
	return uint8(max(1, math.Round(float64(w)*255)))
}

func (b *Builder) keepText(s string) uint32 {
	if len(b.g.texts) == 0 {
		b.g.texts = append(b.g.texts, 0) // so that no text is at 0
	}
	at := uint32(len(b.g.texts))
	b.g.texts = append(append(b.g.texts, uint8(len(s))), s...)
	return at
}

// AddPlace adds a place.
func (b *Builder) AddPlace(p *Place) {
	if !p.Point.Valid() {
		return
	}
	id := int32(len(b.g.places))
	b.g.places = append(b.g.places, place{strings.Clone(p.Name), strings.Clone(p.Kind), toFixed(p.Point), float32(p.RadiusM)})
	if b.g.byPlace == nil {
		b.g.byPlace = map[string][]int32{}
	}
	for _, name := range append([]string{p.Name}, p.Aliases...) {
		if key := vntext.Key(name); len(key) > 2 {
			if all := b.g.byPlace[key]; !slices.Contains(all, id) {
				b.g.byPlace[key] = append(all, id)
			}
		}
	}
}

// AddAlias adds another name of an area.
func (b *Builder) AddAlias(a AreaAlias) { b.g.aliases = append(b.g.aliases, a) }

// name gives the ID of a street name, a new one where it is not known yet. The text
// that answers show is the first with marks of a public source.
func (b *Builder) name(text string, public bool) (NameID, bool) {
	id, ok := b.seen[text]
	if !ok {
		if id, ok = b.newName(text); !ok {
			return 0, false
		}
		if b.seen == nil {
			b.seen = map[string]NameID{}
		}
		b.seen[strings.Clone(text)] = id
	}
	if n := &b.g.names[id]; public && (!n.public || n.toned == n.key && n.text != text) {
		b.text.Read(text)
		_, b.toned = AppendStreetKey(b.key[:0], b.toned[:0], b.text.Tokens)
		if !n.public || string(b.toned) != n.key {
			n.public, n.text, n.toned = true, strings.Clone(text), string(b.toned)
		}
	}
	return id, true
}

// newName finds a name by its key, or makes it.
func (b *Builder) newName(text string) (NameID, bool) {
	b.text.Read(text)
	b.key, b.toned = AppendStreetKey(b.key[:0], b.toned[:0], b.text.Tokens)
	if len(b.key) == 0 || len(b.key) > maxKey {
		return 0, false
	}
	if id, ok := b.g.byKey[string(b.key)]; ok {
		return id, true
	}
	if b.g.byKey == nil {
		b.g.byKey = map[string]NameID{}
	}
	id := NameID(len(b.g.names))
	b.g.names = append(b.g.names, nameEntry{text: strings.Clone(text), toned: string(b.toned), key: string(b.key)})
	b.g.byKey[string(b.key)] = id
	return id, true
}

// alley uses what an alley's name says: "Hẻm 493 Cách Mạng Tháng 8" begins at
// number 493 of that street.
func (b *Builder) alley(s *Street) {
	b.text.Read(s.Name)
	number, street := AlleyOf(b.text.Tokens)
	if number.IsZero() || len(street) == 0 || len(s.Lines) == 0 {
		return
	}
	parent, ok := b.name(s.Name[street[0].Start:], true)
	if !ok {
		return
	}
	var sum geo.Point
	n := 0.0
	for _, l := range s.Lines {
		for _, v := range l {
			sum.Lon, sum.Lat, n = sum.Lon+v[0], sum.Lat+v[1], n+1
		}
	}
	if n == 0 {
		return
	}
	number.Depth++ // a house in the alley, not the one at its mouth
	b.points = append(b.points, namedPoint{parent, Point{
		at: toFixed(geo.Point{Lon: sum.Lon / n, Lat: sum.Lat / n}), Head: number.Head, Second: number.Second,
		Series: number.Series, Depth: number.Depth, Weight: 128,
	}})
}

// AlleyOf takes "hẻm 12/3 Lê Lợi" apart. The number is zero when the tokens are no
// alley off a street.
func AlleyOf(tokens []vntext.Token) (Number, []vntext.Token) {
	if len(tokens) < 3 || !alleyWords[tokens[0].Plain] {
		return Number{}, nil
	}
	i := 1
	for i < len(tokens) && (tokens[i].Kind != vntext.Word || len(tokens[i].Plain) <= 2 && tokens[i].Joined) {
		i++
	}
	return NumberOf(tokens[1:i]), tokens[i:]
}

var alleyWords = map[string]bool{"hem": true, "ngo": true, "ngach": true, "kiet": true}

func (b *Builder) line(id NameID, l orb.LineString) {
	if len(l) < 2 {
		return
	}
	from := int32(len(b.g.vertices))
	for i, v := range l {
		at := geo.Point{Lon: v[0], Lat: v[1]}
		if i > 0 && at.DistanceM(geo.Point{Lon: l[i-1][0], Lat: l[i-1][1]}) > longestPieceM {
			from = b.endLine(id, from)
		}
		b.g.vertices = append(b.g.vertices, toFixed(at))
	}
	b.endLine(id, from)
}

// longestPieceM is how far two vertices of a street may be apart. What is farther is a
// mistake, such as a vertex at 0, 0.
const longestPieceM = 20_000

// endLine ends a line at the last vertex and gives where the next one begins.
func (b *Builder) endLine(id NameID, from int32) int32 {
	to := int32(len(b.g.vertices))
	if to-from > 1 {
		b.lines = append(b.lines, namedLine{id, line{from, to}})
	}
	return to
}

// Build makes the gazetteer of a version. The builder must not be used any more.
func (b *Builder) Build(version int64) *Gazetteer {
	b.sortPoints()
	b.sortLines()
	g := b.g
	*b = Builder{}
	g.Version = version
	g.vertices, g.texts, g.names = slices.Clip(g.vertices), slices.Clip(g.texts), slices.Clip(g.names)
	g.indexNames()
	g.grid = newGrid(&g)
	return &g
}

func (b *Builder) sortPoints() {
	slices.SortStableFunc(b.points, func(x, y namedPoint) int {
		return cmp.Or(cmp.Compare(x.name, y.name), cmp.Compare(x.Series, y.Series), cmp.Compare(x.Head, y.Head))
	})
	g := &b.g
	g.points = make([]Point, len(b.points))
	for i := range b.points {
		p := &b.points[i]
		g.points[i] = p.Point
		n := &g.names[p.name]
		if n.pointsEnd == 0 {
			n.points = int32(i)
		}
		n.pointsEnd = int32(i + 1)
	}
	b.points = nil
}

func (b *Builder) sortLines() {
	slices.SortStableFunc(b.lines, func(x, y namedLine) int { return cmp.Compare(x.name, y.name) })
	g := &b.g
	g.lines = make([]line, len(b.lines))
	for i := range b.lines {
		l := &b.lines[i]
		g.lines[i] = l.line
		n := &g.names[l.name]
		if n.linesEnd == 0 {
			n.lines = int32(i)
		}
		n.linesEnd = int32(i + 1)
	}
	b.lines = nil
}
