package geocode

// model holds the constants of the probabilities. They were fitted to addresses
// with known coordinates; see docs/geocoding.md for how well they do.
type model struct {
	noise       float32 // chance that an area in the text is not where the place is
	noiseMarked float32 // the same for one with the word for its kind, spelt right
	otherWorld  float32 // an area of another set than the rest of the text
	future      float32 // prior of a set that was not in force yet, over one that no longer is
	world       float32 // prior of the set in force over each earlier one
	unknown     float32 // a street of that name that the gazetteer does not have there
	numbered    float32 // the same for streets whose name is only a number or a letter
	reach       float32 // how many house numbers two places of one ward are apart, at number 0
	reachPer    float32 // more of it per house number
	tail        float32 // weight of the farthest numbers
	parity      float32 // weight of the other side of the street
	sameHead    float32 // weight of a point at the same number of the street
	second      float32 // more weight where the number in the alley is near, too
	sameExact   float32 // weight of a point of the same whole number
	series      float32 // weight of a point of another series
	across      float32 // part of a point's weight that goes to the other side, where a border runs along the street
	fade        float32 // nearness at which near numbers weigh half of what they do at best
	interp      float32 // weight of the place by a line through the numbers, in nearest neighbours
	along       float32 // weight of lines and points without number beside numbered ones
	lines       float32 // weight of 100 m of a street's line beside a point without number
	fuzzy       float32 // weight of a street of a similar name
	row         float32 // weight of a street of the same name with another number
	wardName    float32 // how much likelier a street is in a ward that it is named after
}

var defaultModel = model{
	noise: 1e-3, noiseMarked: 1e-6, otherWorld: 0.03, future: 0.003, world: 3,
	unknown: 0.004, numbered: 0.02, reach: 3.2, reachPer: 0.03, tail: 5e-5, parity: 0.19, across: 0.75,
	sameHead: 3, second: 1, sameExact: 8, series: 0.001, interp: 2, along: 0.15, fade: 0.01, lines: 0.2, fuzzy: 0.3, row: 0.2, wardName: 100,
}

// belief is a weight for each atom; its memory is reused.
type belief struct {
	mass  []float32 // by atom
	total float32
}

func (b *belief) add(atom int32, w float32) { b.mass[atom] += w; b.total += w }

func (b *belief) reset(n int, v float32) {
	b.mass, b.total = fill(b.mass, n, v), v*float32(n)
}

// part divides; what is too small to divide by counts for nothing.
func part(of, by float32) float32 {
	if by < 1e-25 {
		return 0
	}
	return of / by
}
