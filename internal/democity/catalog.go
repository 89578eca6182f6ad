package democity

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest"
)

// The catalogue's tables. Names of departments and companies and the dates at
// which departments merged are public facts; due times, weights and paces are chosen.
var (
	//go:embed groups.csv
	groupsCSV string
	//go:embed categories.csv
	categoriesCSV string
	//go:embed agencies.csv
	agenciesCSV string
	//go:embed handlers.csv
	handlersCSV string
)

// Source is the system that the complaints come from: the city's hotline.
const Source = "1022"

// category is a category with what the generator needs to know of it.
type category struct {
	diemnong.Category
	due     time.Duration // until it must be closed; 0 when nothing says so
	weight  float64       // relative frequency
	pace    float64       // factor of the time that its group needs
	rhythm  rhythm
	places  places
	handler string // role in handlers.csv, or committee
}

// committee is the role that falls to the people's committee of the place.
const committee = "committee"

// anywhere stands for all former provinces.
const anywhere Former = 0

// handler says who plays a role from a day on, and where.
type handler struct {
	former Former // anywhere: where no other line says more
	from   time.Time
	agency string
	weight int
}

// catalog is the groups, categories and agencies of the demonstration city.
type catalog struct {
	groups     []diemnong.Group
	paces      map[string]float64 // by group; 1 is the usual pace
	categories []category
	agencies   []diemnong.Agency
	handlers   map[string][]handler // by role
}

func newCatalog(g *Geography) (*catalog, error) {
	c := &catalog{paces: make(map[string]float64), handlers: make(map[string][]handler)}
	for _, read := range []func() error{c.readGroups, c.readCategories, c.readAgencies, c.readHandlers} {
		if err := read(); err != nil {
			return nil, fmt.Errorf("demo city: catalogue: %w", err)
		}
	}
	c.addCommittees(g)
	return c, nil
}

// definitions are what rows of the catalogue refer to.
func (c *catalog) definitions() ingest.Definitions {
	d := ingest.Definitions{
		Sources: []ingest.Source{{Code: Source, Name: "Tổng đài 1022 (minh họa)"}},
		Groups:  c.groups, Agencies: c.agencies,
	}
	for _, k := range c.categories {
		d.Categories = append(d.Categories, k.Category)
	}
	return d
}

func (c *catalog) readGroups() error {
	rows, err := table(groupsCSV, 4)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, err := numbers(r[3:])
		if err != nil {
			return fmt.Errorf("group %s: %w", r[0], err)
		}
		c.groups = append(c.groups, diemnong.Group{Code: r[0], Name: r[1], NameEN: r[2]})
		c.paces[r[0]] = n[0]
	}
	return nil
}

func (c *catalog) readCategories() error {
	rows, err := table(categoriesCSV, 9)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, err := numbers(r[4:6])
		if err != nil {
			return fmt.Errorf("category %s: %w", r[0], err)
		}
		k := category{
			Category: diemnong.Category{Code: r[0], Group: r[1], Name: r[2], NameEN: r[3]},
			due:      time.Duration(n[0]) * time.Hour, weight: n[1], pace: c.paces[r[1]], handler: r[8],
		}
		if k.rhythm, err = parseRhythm(r[6]); err != nil {
			return fmt.Errorf("category %s: %w", r[0], err)
		}
		if k.places, err = parsePlaces(r[7]); err != nil {
			return fmt.Errorf("category %s: %w", r[0], err)
		}
		c.categories = append(c.categories, k)
	}
	return nil
}

func (c *catalog) readAgencies() error {
	rows, err := table(agenciesCSV, 6)
	if err != nil {
		return err
	}
	for _, r := range rows {
		a := diemnong.Agency{Code: r[0], Name: r[1], NameEN: r[2], Successor: r[5]}
		if a.ValidFrom, err = optionalDay(r[3]); err != nil {
			return err
		}
		if a.ValidTo, err = optionalDay(r[4]); err != nil {
			return err
		}
		c.agencies = append(c.agencies, a)
	}
	return nil
}

func (c *catalog) readHandlers() error {
	rows, err := table(handlersCSV, 5)
	if err != nil {
		return err
	}
	for _, r := range rows {
		n, err := numbers([]string{r[1], r[4]})
		if err != nil {
			return fmt.Errorf("handler %s: %w", r[3], err)
		}
		from, err := optionalDay(r[2])
		if err != nil {
			return fmt.Errorf("handler %s: %w", r[3], err)
		}
		c.handlers[r[0]] = append(c.handlers[r[0]], handler{Former(n[0]), from, r[3], int(n[1])})
	}
	return nil
}

// addCommittees adds the people's committees: of the districts until the
// merger, of the wards since. A district's work went to several wards, so its
// committee has no successor.
func (c *catalog) addCommittees(g *Geography) {
	for _, d := range g.Districts {
		c.agencies = append(c.agencies, diemnong.Agency{
			Code: committeeOf(d.Code), Name: "UBND " + d.Name, NameEN: "People's Committee of " + d.NameEN, ValidTo: Merger,
		})
	}
	for _, u := range g.Units {
		c.agencies = append(c.agencies, diemnong.Agency{
			Code: committeeOf(u.Code), Name: "UBND " + u.Name, NameEN: "People's Committee of " + u.NameEN, ValidFrom: Merger,
		})
	}
}

func committeeOf(area string) string { return "ubnd-" + area }

// agency picks who plays a role on a day in a former province.
func (c *catalog) agency(role string, at time.Time, in Former, r *rand.Rand) string {
	all := c.handlers[role]
	if !slices.ContainsFunc(all, func(h handler) bool { return h.former == in }) {
		in = anywhere
	}
	var since time.Time
	total := 0
	for _, h := range all { // the newest line that is in force; lines of one date share the work
		if h.former != in || h.from.After(at) {
			continue
		}
		if !h.from.Equal(since) {
			since, total = h.from, 0
		}
		total += h.weight
	}
	if total == 0 {
		return ""
	}
	n := r.IntN(total)
	for _, h := range all {
		if h.former != in || !h.from.Equal(since) {
			continue
		}
		if n -= h.weight; n < 0 {
			return h.agency
		}
	}
	return ""
}

func optionalDay(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("day %s: %w", strconv.Quote(s), err)
	}
	return t, nil
}
