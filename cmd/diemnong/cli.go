package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/alecthomas/kong"

	"github.com/diemnong/diemnong"
)

// cli is the whole command line. Settings come from flag, environment, then default.
type cli struct {
	settings

	Serve     serveCmd         `cmd:"" help:"Serve the map page, tiles and figures."`
	Demo      demoCmd          `cmd:"" help:"Fill an empty database with the demonstration city."`
	City      cityCmd          `cmd:"" help:"Show or set the city: name, time zone, bounds."`
	Import    importCmd        `cmd:"" help:"Import areas, crosswalks, complaints and gazetteers."`
	Areas     areasCmd         `cmd:"" help:"Tend the stored areas."`
	Gazetteer gazetteerCmd     `cmd:"" help:"Tend what the geocoder knows: streets, house numbers, places."`
	Geocode   geocodeCmd       `cmd:"" help:"Find the places of addresses."`
	Reverse   reverseCmd       `cmd:"" help:"Say what lies at a point."`
	Verify    verifyCmd        `cmd:"" help:"Compare the index with SQL, and say what differs."`
	Migrate   migrateCmd       `cmd:"" help:"Bring the schema of the city to this program's version."`
	Version   kong.VersionFlag `help:"Print the version."`
}

type importCmd struct {
	Areas      importAreasCmd      `cmd:"" help:"Import one level of an area set from GeoJSON."`
	Crosswalk  importCrosswalkCmd  `cmd:"" help:"Import which area became which, from CSV."`
	Complaints importComplaintsCmd `cmd:"" help:"Import complaints from CSV, XLSX or NDJSON."`
	Gazetteer  importGazetteerCmd  `cmd:"" help:"Import streets, addresses and places from OpenStreetMap, GeoJSON or CSV."`
}

type areasCmd struct {
	Recompute areasRecomputeCmd `cmd:"" help:"Find the areas of all complaints anew, after boundaries changed."`
}

// settings hold for every command.
type settings struct {
	DatabaseURL string `help:"PostgreSQL to use; without it, a private one in the data folder." env:"DIEMNONG_DATABASE_URL" placeholder:"URL"`
	Schema      string `help:"Schema of the city." env:"DIEMNONG_SCHEMA" default:"diemnong"`
	DataDir     string `help:"Folder of the private PostgreSQL and of the index's file." env:"DIEMNONG_DATA_DIR" default:"./var" type:"path"`
	TimeZone    string `help:"Time zone of a city that has none set." env:"DIEMNONG_TIME_ZONE" default:"Asia/Ho_Chi_Minh"`
	LogLevel    string `help:"Least level that is logged: ${enum}." env:"DIEMNONG_LOG_LEVEL" enum:"debug,info,warn,error" default:"info"`
}

// Exit codes, as sysexits(3) has them where it has one.
const (
	exitOK       = 0
	exitFailed   = 1
	exitUsage    = 64
	exitData     = 65
	exitBusy     = 75 // try again later
	exitCanceled = 130
)

// run is main without the process: it parses, runs one command and gives the exit code.
func run(ctx context.Context, env environment) int {
	var c cli
	exit := -1
	parser, err := kong.New(&c,
		kong.Name("diemnong"),
		kong.Description("Complaint heat maps for a city: import, locate, serve."),
		kong.Writers(env.out, env.err),
		kong.Exit(func(code int) { exit = code }),
		kong.Vars{"version": version},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		fmt.Fprintln(env.err, "diemnong:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(env.args)
	if exit >= 0 { // help or version has been printed
		return exit
	}
	if err != nil {
		fmt.Fprintf(env.err, "diemnong: %v\nRun diemnong --help, or diemnong COMMAND --help, to see what there is.\n", err)
		return exitUsage
	}
	a, err := newApp(env, c.settings)
	if err == nil {
		err = parsed.Run(a)
	}
	return report(env, err)
}

// report prints an error as one sentence and gives its exit code.
func report(env environment, err error) int {
	if err == nil {
		return exitOK
	}
	if errors.Is(err, context.Canceled) {
		var s stopped
		if errors.As(err, &s) {
			fmt.Fprintf(env.err, "diemnong: stopped; %s.\n", s.state)
		} else {
			fmt.Fprintln(env.err, "diemnong: stopped.")
		}
		return exitCanceled
	}
	fmt.Fprintln(env.err, "diemnong:", err)
	switch diemnong.ErrorCode(err) {
	case diemnong.Invalid, diemnong.NotFound:
		return exitData
	case diemnong.Conflict, diemnong.Unavailable:
		return exitBusy
	default:
		return exitFailed
	}
}

// stopped is a command that was ended from outside, and how that leaves things.
type stopped struct{ state string }

func (s stopped) Error() string { return "stopped; " + s.state }

func (s stopped) Unwrap() error { return context.Canceled }

// stoppedHere says how things are left if err comes when ctx has ended: the server
// has words of its own for that. What an inner step said stands.
func stoppedHere(ctx context.Context, state string, err error) error {
	if err == nil || ctx.Err() == nil || errors.As(err, new(stopped)) {
		return err
	}
	return stopped{state}
}

// app is what commands work with.
type app struct {
	environment
	settings
	log  *slog.Logger
	zone *time.Location
	now  func() time.Time
}

func newApp(env environment, s settings) (*app, error) {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return nil, diemnong.InvalidValue("DIEMNONG_TIME_ZONE", s.TimeZone, "is not a time zone.",
			"Use an IANA name such as Asia/Ho_Chi_Minh.")
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		return nil, diemnong.InvalidValue("DIEMNONG_LOG_LEVEL", s.LogLevel, "is not a level.", "Use debug, info, warn or error.")
	}
	log := slog.New(slog.NewTextHandler(env.err, &slog.HandlerOptions{Level: level}))
	return &app{environment: env, settings: s, log: log, zone: zone, now: time.Now}, nil
}
