package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/postgis"
)

type cityCmd struct {
	Code        string `help:"Short code, such as hcmc."`
	Name        string `help:"Name in the city's language."`
	NameEN      string `name:"name-en" help:"English name."`
	Zone        string `name:"zone" help:"IANA time zone in which days and months are cut."`
	Bounds      string `help:"west,south,east,north in degrees; imports refuse what lies outside." placeholder:"W,S,E,N"`
	Attribution string `help:"Line shown on every map."`
}

// Run changes what is given and prints the city.
func (c cityCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	city, err := c.apply(ctx, db, a)
	if err != nil {
		return err
	}
	b := city.Bounds
	fmt.Fprintf(a.out, "code         %s\nname         %s\nname, en     %s\ntime zone    %s\nbounds       %g,%g,%g,%g\nattribution  %s\n",
		city.Code, city.Name, city.NameEN, city.TimeZone, b.West, b.South, b.East, b.North, city.Attribution)
	return nil
}

func (c cityCmd) apply(ctx context.Context, db *postgis.DB, a *app) (diemnong.City, error) {
	city, exists, err := db.City(ctx)
	if err != nil {
		return city, err
	}
	if c == (cityCmd{}) {
		if !exists {
			e := diemnong.Errorf(diemnong.NotFound, "Schema %s has no city yet.", a.Schema)
			e.Hint = "Set one: diemnong city --code hcmc --name … --name-en … --bounds 106.0,8.5,107.6,11.5"
			return city, e
		}
		return city, nil
	}
	city.Code = cmp.Or(c.Code, city.Code)
	city.Name = cmp.Or(c.Name, city.Name)
	city.NameEN = cmp.Or(c.NameEN, city.NameEN, city.Name)
	city.TimeZone = cmp.Or(c.Zone, city.TimeZone, a.TimeZone)
	city.Attribution = cmp.Or(c.Attribution, city.Attribution)
	if c.Bounds != "" {
		if city.Bounds, err = parseBounds(c.Bounds); err != nil {
			return city, err
		}
	}
	return city, db.SetCity(ctx, city)
}

// parseBounds reads west,south,east,north.
func parseBounds(s string) (diemnong.Bounds, error) {
	var v [4]float64
	parts := strings.Split(s, ",")
	bad := diemnong.InvalidValue("bounds", s, "is not a box.", "Give west,south,east,north in degrees, such as 106.0,8.5,107.6,11.5.")
	if len(parts) != len(v) {
		return diemnong.Bounds{}, bad
	}
	for i, p := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			return diemnong.Bounds{}, bad
		}
		v[i] = x
	}
	return diemnong.Bounds{West: v[0], South: v[1], East: v[2], North: v[3]}, nil
}
