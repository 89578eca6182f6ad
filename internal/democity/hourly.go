package democity

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/area"
	"github.com/diemnong/diemnong/geo/ingest"
)

// hourly makes the complaints of one hour after the other. Each hour has a
// random source of its own.
type hourly struct {
	*Generator
	weather *weather
	r       *rand.Rand
	at      time.Time // local time at which the hour begins
	mix     []float64 // cumulative frequencies of the categories in this hour
	joining float64   // part of the complaints from what joined the city
}

func newHourly(g *Generator) *hourly {
	return &hourly{Generator: g, weather: &weather{seed: g.Options.Seed}}
}

// begin sets out to make an hour.
func (h *hourly) begin(hour int) {
	h.at = h.line.at(hour)
	h.r = rand.New(rand.NewPCG(h.Options.Seed, uint64(h.at.Unix())))
	h.mix = h.mix[:0]
	c := h.weather.conditions(h.at)
	for i := range h.catalog.categories {
		h.mix = append(h.mix, last(h.mix)+h.catalog.categories[i].frequency(&c))
	}
	h.joining = joining(h.at, h.joined)
}

// rows yields the complaints of an hour, of which the first has a number.
func (h *hourly) rows(hour, number int) iter.Seq[ingest.Row] {
	return func(yield func(ingest.Row) bool) {
		h.begin(hour)
		causes := h.causes(hour)
		seconds := make([]int, len(causes))
		for i := range seconds {
			seconds[i] = h.r.IntN(max(1, int(h.line.length(hour)/time.Second)))
		}
		slices.Sort(seconds)
		for i, spot := range causes {
			received := h.at.Add(time.Duration(seconds[i]) * time.Second).UTC()
			if !yield(h.row(spot, received, number+i)) {
				return
			}
		}
	}
}

// ordinary is the cause of complaints that belong to no hot spot.
const ordinary = -1

// causes gives for each complaint of an hour the hot spot that it belongs to,
// or ordinary, in random order.
func (h *hourly) causes(hour int) []int {
	var causes []int
	count := func(f *flow, cause int) {
		for range f.before(hour+1) - f.before(hour) {
			causes = append(causes, cause)
		}
	}
	count(&h.line.base, ordinary)
	for i := range h.line.spots {
		count(&h.line.spots[i], i)
	}
	h.r.Shuffle(len(causes), func(i, j int) { causes[i], causes[j] = causes[j], causes[i] })
	return causes
}

// site is where a complaint is, before anybody says so.
type site struct {
	quarter       *quarter
	block         *block
	point         geo.Point
	number, mouth string // house number, and the one at the alley's mouth
}

// row makes one complaint.
func (h *hourly) row(spot int, received time.Time, number int) ingest.Row {
	var k *category
	var s site
	if spot == ordinary {
		k = &h.catalog.categories[draw(h.mix, h.r)]
		s = h.findSite(k)
	} else {
		k = h.category(h.HotSpots[spot].Category)
		s = h.spotSite(&h.HotSpots[spot])
	}
	row := ingest.Row{Complaint: diemnong.Complaint{
		Source: Source, SourceRef: fmt.Sprintf("1022-%02d-%07d", h.at.Year()%100, number+1),
		Category: k.Code, Channel: h.channel(), ReceivedAt: received,
	}}
	h.state(&row, k, &s, spot != ordinary)
	h.assign(&row, k, &s)
	return row
}

func (h *hourly) channel() diemnong.Channel {
	if hour := h.at.Hour(); hour >= 8 && hour < 17 && h.at.Weekday() != time.Sunday {
		return channelsByDay.draw(h.r)
	}
	return channelsByNight.draw(h.r)
}

// findSite draws a place for a complaint of a category. Rain floods what lies
// near its storm first.
func (h *hourly) findSite(k *category) site {
	pull := h.city.old[k.places]
	if h.r.Float64() < h.joining {
		pull = h.city.joined[k.places]
	}
	q := h.city.quarters[draw(pull, h.r)]
	if storm := h.weather.on(h.at); k.rhythm == byRain && storm.mm > 8 {
		for range 6 {
			if km := q.unit.Seat.DistanceM(storm.centre) / 1000; h.r.Float64() < math.Exp(-km*km/90) {
				break
			}
			q = h.city.quarters[draw(pull, h.r)]
		}
	}
	return h.siteOn(q, q.pick(k.places, h.r), k.places != onRoads && h.r.IntN(3) == 0)
}

// siteOn draws a house along a block, and its place beside the street.
func (h *hourly) siteOn(q *quarter, b *block, alley bool) site {
	s := site{quarter: q, block: b}
	along, aside := h.r.Float64()*blockM, 4+8*h.r.Float64()
	if alley {
		aside = 12 + 100*h.r.Float64()
	}
	left := h.r.IntN(2) == 0
	s.number, s.mouth = houseNumber(b, along, left, alley, h.r)
	if !left {
		aside = -aside
	}
	s.point = b.at(along, aside)
	return s
}

// spotSite draws a house in a hot spot. Deep alleys may lead out of it.
func (h *hourly) spotSite(spot *HotSpot) site {
	b := spot.blocks[h.r.IntN(len(spot.blocks))]
	if s := h.siteOn(spot.quarter, b, h.r.IntN(2) == 0); spot.covers(s.point) {
		return s
	}
	return h.siteOn(spot.quarter, b, false)
}

// state lets the resident say where it is, who they are and what is wrong.
func (h *hourly) state(row *ingest.Row, k *category, s *site, exact bool) {
	c := &row.Complaint
	row.Personal = h.wording.resident(c.Channel, h.r)
	switch {
	case exact:
		c.Location.Quality = diemnong.QualityPoint
	case isPlaceless[k.Code]:
		c.Location.Quality = placeless.draw(h.r)
	default:
		c.Location.Quality = qualities[c.Channel].draw(h.r)
	}
	said := scene{category: k.Code, hour: h.at.Hour(), alley: s.mouth}
	address := h.statePlace(&c.Location, s, &said)
	quality := c.Location.Quality
	if !exact && knownOnlyByAddress(c.Channel, quality, h.r) {
		c.Location = diemnong.Location{Quality: diemnong.QualityNone}
	}
	area := ""
	if stated := h.statedArea(quality, s); stated != nil {
		parent := h.parent(stated)
		said.area, area = areaText(stated, parent, inFull), areaText(stated, parent, areaStyle(h.r.IntN(3)))
		if quality == diemnong.QualityArea || h.r.IntN(4) > 0 {
			c.Location.Area = diemnong.AreaRef{Set: stated.Set, Code: stated.Code}
		}
	}
	row.Personal.Address = joined(address, area)
	row.Personal.Text = h.wording.say(&said, h.r)
}

// streetRadiusM is how far a place may be off when only its street is known.
const streetRadiusM = 250

// statePlace gives the coordinates and the address that belong to the quality.
func (h *hourly) statePlace(loc *diemnong.Location, s *site, said *scene) (address string) {
	street := h.wording.streets[s.block.street]
	switch loc.Quality {
	case diemnong.QualityPoint:
		loc.Lon, loc.Lat = round6(s.point.Lon), round6(s.point.Lat)
		said.street, said.number = street, s.number
		return s.number + " " + street
	case diemnong.QualityStreet:
		middle := s.block.at(blockM/2, 0) // as a street index answers
		loc.Lon, loc.Lat, loc.RadiusM = round6(middle.Lon), round6(middle.Lat), streetRadiusM
		said.street = street
		return capital([]byte(streetInText(street)))
	default:
		return ""
	}
}

func joined(address, area string) string {
	if address == "" || area == "" {
		return address + area
	}
	return address + ", " + area
}

// statedArea is the area that the resident names: of the set in force, but one
// in six goes by the old names still; some know only their district. It is nil
// when nothing is said.
func (h *hourly) statedArea(q diemnong.Quality, s *site) *area.Unit {
	if q == diemnong.QualityNone {
		return nil
	}
	id := s.block.newArea
	if old := s.block.oldArea; old != 0 && (h.at.Before(Merger) || h.r.IntN(6) == 0) {
		id = old
	}
	a := &h.Geography.Areas[id-1]
	if a.Set == SetOld && h.r.IntN(10) == 0 {
		return h.parent(a)
	}
	return a
}

func (h *hourly) parent(a *area.Unit) *area.Unit {
	if a.ParentID == 0 {
		return nil
	}
	return &h.Geography.Areas[a.ParentID-1]
}

// assign gives the complaint to an agency and lets that handle it.
func (h *hourly) assign(row *ingest.Row, k *category, s *site) {
	c := &row.Complaint
	c.Agency = h.agency(k, s)
	takes := handlingTime(k, h.pace(c.Agency, k, s.quarter.unit.Code), c.Agency, c.ReceivedAt, h.r)
	way := course{complaint: c, events: make([]diemnong.Event, 0, 4), end: h.line.end, r: h.r}
	way.handle(k, takes)
	row.Events = way.events
}

// agency picks who handles a complaint: the committee of its place, or who
// plays the category's role there.
func (h *hourly) agency(k *category, s *site) string {
	if k.handler != committee {
		return h.catalog.agency(k.handler, h.at, s.quarter.unit.Former(), h.r)
	}
	if !h.at.Before(Merger) {
		return committeeOf(s.quarter.unit.Code)
	}
	ward := &h.Geography.Areas[s.block.oldArea-1] // only the old city complains before the merger
	return committeeOf(h.parent(ward).Code)
}
