package source

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
)

// osmRun is one reading of an OpenStreetMap file.
type osmRun struct {
	*osmFile
	out    *batcher
	report *Report

	nodes     nodes
	relations []heldRelation
	members   map[int64][]int64 // ways that held relations are made of → their nodes; nil: the file does not have it
}

// heldRelation is a relation that waits for its ways.
type heldRelation struct {
	id           int64
	tags         osm.Tags
	outer, inner []int64 // ways
}

// read gives streets, addresses, places and features, but not areas. What an
// interpolation says (addr:interpolation) is not made up into addresses: its
// ends are addresses, and a geocoder interpolates between any two.
func (f *osmFile) read(ctx context.Context, out *batcher, r *Report) error {
	if err := f.check(ctx, r); err != nil {
		return err
	}
	f.begin(holdsRelations, holdsWays, holdsNodes, holdsWays)
	r.Read = "tags of OpenStreetMap"
	run := &osmRun{osmFile: f, out: out, report: r, members: make(map[int64][]int64)}
	err := run.hold(ctx, func(tags osm.Tags) bool {
		return tags.Find("boundary") != "administrative" && usesOf(tags).any()
	})
	if err != nil {
		return err
	}
	if err := run.ask(ctx, func(w *osm.Way) bool { return usesOf(w.Tags).any() }); err != nil {
		return err
	}
	if err := run.locate(ctx, run.node); err != nil {
		return err
	}
	if err := f.scan(ctx, holdsWays, visitor{way: run.way}, r); err != nil {
		return err
	}
	for i := range run.relations {
		if err := run.relation(&run.relations[i]); err != nil {
			return err
		}
	}
	return nil
}

// hold keeps the relations of areas that are wanted.
func (u *osmRun) hold(ctx context.Context, wanted func(osm.Tags) bool) error {
	return u.scan(ctx, holdsRelations, visitor{relation: func(r *osm.Relation) error {
		kind := r.Tags.Find("type")
		if kind != "multipolygon" && kind != "boundary" || !wanted(r.Tags) {
			return nil
		}
		held := heldRelation{id: int64(r.ID), tags: cloned(r.Tags)}
		for _, m := range r.Members {
			if m.Type != osm.TypeWay {
				continue // such as the node of a label
			}
			u.members[m.Ref] = nil
			if m.Role == "inner" {
				held.inner = append(held.inner, m.Ref)
			} else {
				held.outer = append(held.outer, m.Ref)
			}
		}
		u.relations = append(u.relations, held)
		return nil
	}}, u.report)
}

// cloned gives tags of their own: those of a block hold all of its texts.
func cloned(tags osm.Tags) osm.Tags {
	own := make(osm.Tags, len(tags))
	for i, t := range tags {
		own[i] = osm.Tag{Key: strings.Clone(t.Key), Value: strings.Clone(t.Value)}
	}
	return own
}

// ask asks for the nodes of the ways that are wanted, or that held relations
// are made of.
func (u *osmRun) ask(ctx context.Context, wanted func(*osm.Way) bool) error {
	err := u.scan(ctx, holdsWays, visitor{way: func(w *osm.Way) error {
		_, member := u.members[int64(w.ID)]
		if !member && !wanted(w) {
			return nil
		}
		for _, n := range w.Nodes {
			u.nodes.need(int64(n.ID))
		}
		if member {
			u.members[int64(w.ID)] = nodeIDs(w)
		}
		return nil
	}}, u.report)
	u.nodes.seal()
	return err
}

func nodeIDs(w *osm.Way) []int64 {
	ids := make([]int64, len(w.Nodes))
	for i, n := range w.Nodes {
		ids[i] = int64(n.ID)
	}
	return ids
}

// locate takes the places of the nodes that were asked for, and shows all nodes
// to a function that may be nil.
func (u *osmRun) locate(ctx context.Context, visit func(*osm.Node) error) error {
	return u.scan(ctx, holdsNodes, visitor{node: func(n *osm.Node) error {
		u.nodes.put(int64(n.ID), n.Lon, n.Lat)
		if visit == nil || len(n.Tags) == 0 {
			return nil
		}
		return visit(n)
	}}, u.report)
}

func (u *osmRun) node(n *osm.Node) error {
	use := usesOf(n.Tags)
	use.street = false // a named point on a street
	if use.feature != gazetteer.Station {
		use.feature = ""
	}
	if !use.any() || !u.inside(orb.Point{n.Lon, n.Lat}) {
		return nil
	}
	p := orb.Point{n.Lon, n.Lat}
	return u.give(fmt.Sprintf("node/%d", n.ID), n.Tags, use, shape{at: p, drawn: p})
}

func (u *osmRun) way(w *osm.Way) error {
	use := usesOf(w.Tags)
	if !use.any() {
		return nil
	}
	ref := fmt.Sprintf("way/%d", w.ID)
	line := u.nodes.line(nodeIDs(w))
	if len(line) < 2 {
		u.report.leaveOut(fault{where: ref, reason: "has fewer than two of its nodes in the file."})
		return nil
	}
	if !u.inside(line...) {
		return nil
	}
	return u.give(ref, w.Tags, use, shapeOfWay(w, line, use))
}

func (u *osmRun) relation(r *heldRelation) error {
	ref := fmt.Sprintf("relation/%d", r.id)
	outline, reason := u.outline(r)
	if reason != "" {
		u.report.leaveOut(fault{where: ref, field: "name", value: clean(r.tags.Find("name")), reason: reason})
		return nil
	}
	use := usesOf(r.tags)
	if use.feature == gazetteer.Waterway {
		use.feature = gazetteer.Water // it is drawn as an area
	}
	s := shapeOfArea(outline)
	if use.street = false; !use.any() || !u.inside(s.at) {
		return nil
	}
	return u.give(ref, r.tags, use, s)
}

// inside reports whether any of the places of an element lies in the bounds, and
// counts the element where none does.
func (u *osmRun) inside(places ...orb.Point) bool {
	u.report.seeBox(orb.MultiPoint(places).Bound())
	if slices.ContainsFunc(places, func(p orb.Point) bool { return u.options.within(p[0], p[1]) }) {
		return true
	}
	u.report.Outside++
	return false
}

// give puts an element into the gazetteer in every way that it is used.
func (u *osmRun) give(ref string, tags osm.Tags, use uses, s shape) error {
	u.report.Rows++
	at := geo.Point{Lon: s.at[0], Lat: s.at[1]}
	if use.street {
		name, aliases := names(tags, streetAliases)
		street := gazetteer.Street{Ref: ref, Name: name, Aliases: aliases, Class: clean(tags.Find("highway")), Lines: s.lines}
		if err := u.named(ref, name, func() error { return u.out.street(street) }); err != nil {
			return err
		}
	}
	if use.address {
		if err := u.giveAddresses(ref, tags, at); err != nil {
			return err
		}
	}
	if use.place != "" {
		name, aliases := names(tags, placeAliases)
		p := gazetteer.Place{Ref: ref, Name: name, Aliases: aliases, Kind: clean(use.place), Point: at, RadiusM: s.radiusM}
		if err := u.named(ref, name, func() error { return u.out.place(p) }); err != nil {
			return err
		}
	}
	if drawn := s.of(use.feature); drawn != nil {
		name, _ := names(tags, nil)
		return u.out.feature(gazetteer.Feature{Ref: ref, Kind: use.feature, Class: clean(use.class), Name: name, Geometry: drawn})
	}
	return nil
}

// named gives an entry that has a name; some names are made of blanks.
func (u *osmRun) named(ref, name string, give func() error) error {
	if name == "" {
		u.report.leaveOut(fault{where: ref, field: "name", reason: "has a name without letters."})
		return nil
	}
	return give()
}

func (u *osmRun) giveAddresses(ref string, tags osm.Tags, at geo.Point) error {
	street, numbers := houseNumbers(tags)
	if street == "" {
		return nil
	}
	for i, number := range numbers {
		own := ref
		if i > 0 {
			own = fmt.Sprintf("%s#%d", ref, i+1)
		}
		if err := u.out.address(gazetteer.Address{Ref: own, Street: street, Number: number, Point: at}); err != nil {
			return err
		}
	}
	return nil
}
