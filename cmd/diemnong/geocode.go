package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/api"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/geocode"
	"github.com/diemnong/diemnong/geo/ingest"
	"github.com/diemnong/diemnong/geo/postgis"
)

type geocodeCmd struct {
	Find  geocodeFindCmd  `cmd:"" default:"withargs" help:"Find the place of an address, or of each in a file."`
	Retry geocodeRetryCmd `cmd:"" help:"Look up again what could not be placed well, with the present gazetteer."`
}

// Help says where the flags are that one uses most: "find" need not be written.
func (geocodeCmd) Help() string {
	return "diemnong geocode \"12/3 Nguyễn Văn Cừ, P4 Q5\" and diemnong geocode --file IN.csv --out OUT.csv are short for " +
		"\"geocode find …\". Their flags (--at, --limit, --json, --file, --column and others): diemnong geocode find --help"
}

type geocodeFindCmd struct {
	Address []string `arg:"" optional:"" help:"Address as people write it."`
	At      string   `help:"When it was written: units in force then are likelier." placeholder:"DATE"`
	Limit   int      `help:"Most candidates, up to 5." default:"5"`
	JSON    bool     `help:"Print what GET /api/v1/geocode answers." name:"json"`

	DateFormats []string `help:"How dates are written, as in the mapping of an import; default iso, then the usual ones with the day before the month." placeholder:"FORMAT,…"`

	geocodeFile `group:"A whole file"`
}

// Run finds one address, or those of a file.
func (c geocodeFindCmd) Run(ctx context.Context, a *app) (err error) {
	text := strings.Join(c.Address, " ")
	dates, err := ingest.NewDates(c.DateFormats...)
	if err != nil {
		return err
	}
	switch {
	case c.File != "" && text != "":
		return diemnong.InvalidValue("file", c.File, "and an address exclude each other.", "Give one of them.")
	case c.File != "":
		return c.geocodeFile.run(ctx, a, dates)
	case strings.TrimSpace(text) == "":
		return diemnong.InvalidValue("address", "", "is missing.", `Give one: diemnong geocode "12/3 Nguyễn Văn Cừ, P4 Q5"; or a file: --file IN.csv --out OUT.csv.`)
	case len(text) > geocode.MaxTextBytes:
		return diemnong.InvalidValue("address", text, fmt.Sprintf("has %d bytes.", len(text)), fmt.Sprintf("Give at most %d.", geocode.MaxTextBytes))
	case c.Limit < 1:
		return diemnong.InvalidValue("limit", fmt.Sprint(c.Limit), "is not a number of candidates.", "Give at least 1.")
	}
	q := geocode.Query{Text: text}
	if q.At, err = timeOf("at", c.At, dates, a.zone, false); err != nil {
		return err
	}
	g, done, err := openGeocoding(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	answer := g.geocoder.Geocode(q)
	answer.Candidates = answer.Candidates[:min(len(answer.Candidates), c.Limit)]
	if !c.JSON {
		return g.print(a.out, q.Text, &answer)
	}
	body, err := api.EncodeGeocoded(g.world.Atlas, g.geocoder.Version(), q.Text, answer)
	if err != nil {
		return err
	}
	_, err = a.out.Write(body)
	return err
}

type reverseCmd struct {
	Lat  float64 `arg:"" help:"Latitude in degrees."`
	Lon  float64 `arg:"" help:"Longitude in degrees."`
	JSON bool    `help:"Print what GET /api/v1/reverse answers." name:"json"`
}

// Run says what lies at a point.
func (c reverseCmd) Run(ctx context.Context, a *app) (err error) {
	p := geo.Point{Lon: c.Lon, Lat: c.Lat}
	if !p.Valid() {
		return diemnong.InvalidValue("lat", fmt.Sprint(c.Lat, " ", c.Lon), "is not a place on the globe.",
			"The latitude comes first, such as: diemnong reverse 10.7769 106.7009.")
	}
	g, done, err := openGeocoding(ctx, a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	here := g.geocoder.Reverse(p)
	if c.JSON {
		body, err := api.EncodeReverse(g.world.Atlas, g.geocoder.Version(), p, here)
		if err != nil {
			return err
		}
		_, err = a.out.Write(body)
		return err
	}
	return g.printHere(a.out, &here)
}

// geocoding is what commands look addresses up with.
type geocoding struct {
	db       *postgis.DB
	world    *postgis.World
	geocoder *geocode.Geocoder
}

// openGeocoding opens the database and loads areas and gazetteer; done ends that.
func openGeocoding(ctx context.Context, a *app) (g *geocoding, done func() error, err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return nil, nil, err
	}
	if g, err = loadGeocoding(ctx, a, db); err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return g, done, nil
}

// loadGeocoding loads areas and gazetteer as they are now.
func loadGeocoding(ctx context.Context, a *app, db *postgis.DB) (*geocoding, error) {
	worlds := postgis.NewWorlds(db, a.log)
	geocoder, err := postgis.NewGeocoders(db, worlds, slog.New(slog.DiscardHandler)).Current(ctx) // that it is loaded is no news here
	if err != nil {
		return nil, err
	}
	world, err := worlds.Current(ctx)
	if err != nil {
		return nil, err
	}
	return &geocoding{db, world, geocoder}, nil
}

// timeOf reads a time that may be missing, see [ingest.Dates.Parse].
func timeOf(field, text string, dates *ingest.Dates, zone *time.Location, date1904 bool) (time.Time, error) {
	if text = strings.TrimSpace(text); text == "" {
		return time.Time{}, nil
	}
	at, ok := dates.Parse(text, zone, date1904)
	if !ok {
		return at, diemnong.InvalidValue(field, text, "is not a time in any of the date formats.",
			"Write it like 2024-03-05, 2024-03-05T08:00 or 05/03/2024 08:00, or give the format, such as --date-formats MM/DD/YYYY.")
	}
	return at, nil
}
