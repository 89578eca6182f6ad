package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/geocode/gazetteer"
	"github.com/diemnong/diemnong/geo/postgis"
)

type gazetteerCmd struct {
	List   gazetteerListCmd   `cmd:"" help:"Show what the gazetteer has, by source."`
	Remove gazetteerRemoveCmd `cmd:"" help:"Remove a source with all that it gave."`
	Learn  gazetteerLearnCmd  `cmd:"" help:"Learn addresses from the complaints that brought coordinates."`
	Forget gazetteerForgetCmd `cmd:"" help:"Take back what was learned from complaints."`
	Alias  gazetteerAliasCmd  `cmd:"" help:"Show, add or remove other names of areas."`
}

type gazetteerListCmd struct{}

// Run prints the version and a line for each source.
func (gazetteerListCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	version, err := db.GazetteerVersion(ctx)
	if err != nil {
		return err
	}
	sources, err := db.GazetteerSources(ctx)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		fmt.Fprintln(a.out, "The gazetteer is empty. To fill it: diemnong import gazetteer FILE")
		return nil
	}
	fmt.Fprintf(a.out, "Gazetteer, version %s\n", thousands(version))
	return printSources(a.out, sources, a.zone)
}

// printSources prints a table with figures to the right.
func printSources(out io.Writer, sources []postgis.StoredSource, zone *time.Location) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "streets\taddresses\tnot used\tplaces\tfeatures\tweight\tsince\tsource\t")
	for _, s := range sources {
		for _, n := range [...]int64{s.Streets, s.Addresses, s.Rejected, s.Places, s.Features} {
			fmt.Fprint(w, thousands(n), "\t")
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t\n", strconv.FormatFloat(float64(s.Weight), 'g', 2, 32),
			s.ImportedAt.In(zone).Format("2006-01-02 15:04"), s.Code)
	}
	return w.Flush()
}

type gazetteerRemoveCmd struct {
	Source string `arg:"" help:"Code of the source, as \"gazetteer list\" shows it."`
}

// Run removes the source.
func (c gazetteerRemoveCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	n, err := db.DeleteGazetteerSource(ctx, c.Source)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Removed %s with %s entries.\n", c.Source, thousands(n))
	return nil
}

type gazetteerLearnCmd struct {
	Again bool `help:"Look at all complaints, those that were forgotten too, in place of those that changed since the last time."`
}

// Run learns to the end, on all cores: nobody waits for answers here.
func (c gazetteerLearnCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	if c.Again {
		if err := db.LearnAgain(ctx); err != nil {
			return err
		}
	}
	learner := a.newLearner(db, postgis.NewGeocoders(db, postgis.NewWorlds(db, a.log), a.log))
	learner.Workers = runtime.GOMAXPROCS(0)
	printed := a.now()
	learner.Progress = func(r postgis.LearnReport) {
		if now := a.now(); now.Sub(printed) >= plainInterval {
			printed = now
			fmt.Fprintf(a.err, "learning: %s complaints, %s addresses\n", thousands(r.Looked), thousands(r.Learned))
		}
	}
	r, err := learner.Learn(ctx)
	if err != nil {
		return err
	}
	printLearned(a.out, r)
	return nil
}

func printLearned(out io.Writer, r postgis.LearnReport) {
	fmt.Fprintf(out, "Looked at %s complaints: %s addresses new or changed, %s removed, %s used or no longer used after comparing neighbours.\n",
		thousands(r.Looked), thousands(r.Learned), thousands(r.Removed), thousands(r.Doubted))
	if r.Version > 0 {
		fmt.Fprintf(out, "The gazetteer is at version %s.\n", thousands(r.Version))
	}
}

// newLearner makes the learner that the newest geocoder teaches.
func (a *app) newLearner(db *postgis.DB, geocoders *postgis.Geocoders) *postgis.Learner {
	return postgis.NewLearner(db, func(ctx context.Context, version int64) (postgis.Teacher, error) {
		return geocoders.AtLeast(ctx, version)
	}, a.log)
}

type gazetteerForgetCmd struct {
	Complaint []int64 `help:"Forget only what this complaint taught; may be given several times." placeholder:"ID"`
}

// Run forgets.
func (c gazetteerForgetCmd) Run(ctx context.Context, a *app) (err error) {
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	n, err := db.ForgetLearned(ctx, c.Complaint...)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Forgot %s addresses.\n", thousands(n))
	if len(c.Complaint) == 0 {
		fmt.Fprintln(a.out, "Complaints that come or change from now on teach again; all do after: diemnong gazetteer learn --again")
	}
	return nil
}

type gazetteerAliasCmd struct {
	Set    string `arg:"" optional:"" help:"Area set; without one, all other names are shown."`
	Code   string `arg:"" optional:"" help:"Code of the area in the set."`
	Alias  string `arg:"" optional:"" help:"Other name, as people write it."`
	Remove bool   `help:"Remove the name in place of adding it."`
}

// Run shows the other names of areas, or changes one.
func (c gazetteerAliasCmd) Run(ctx context.Context, a *app) (err error) {
	alias := gazetteer.AreaAlias{Set: c.Set, Code: c.Code, Alias: strings.TrimSpace(c.Alias)}
	if c.Set != "" && alias.Alias == "" {
		return diemnong.InvalidValue("ALIAS", "", "is missing.", "Write: diemnong gazetteer alias SET CODE ALIAS")
	}
	db, done, err := a.openDB(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	switch {
	case c.Set == "":
		return printAliases(ctx, a.out, db)
	case c.Remove:
		if err := db.DeleteAreaAlias(ctx, alias); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s:%s is no longer called %q.\n", c.Set, c.Code, alias.Alias)
		return nil
	default:
		return addAlias(ctx, a.out, db, alias)
	}
}

// addAlias adds a name to an area that exists: a misspelt code would go unnoticed.
func addAlias(ctx context.Context, out io.Writer, db *postgis.DB, alias gazetteer.AreaAlias) error {
	atlas, err := db.LoadAtlas(ctx)
	if err != nil {
		return err
	}
	unit, exists := atlas.ByRef(diemnong.AreaRef{Set: alias.Set, Code: alias.Code})
	if !exists {
		return &diemnong.Error{
			Code: diemnong.NotFound, Field: "CODE", Value: alias.Set + ":" + alias.Code, Message: "is no area.",
			Hint: "Check the set and the code.",
		}
	}
	if err := db.PutAreaAlias(ctx, alias); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s:%s, %s, is also called %q.\n", alias.Set, alias.Code, unit.Name, alias.Alias)
	return nil
}

func printAliases(ctx context.Context, out io.Writer, db *postgis.DB) error {
	aliases, err := db.AreaAliases(ctx)
	if err != nil {
		return err
	}
	if len(aliases) == 0 {
		fmt.Fprintln(out, "Areas have no other names. To add one: diemnong gazetteer alias SET CODE ALIAS")
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "set\tcode\talso called")
	for _, alias := range aliases {
		fmt.Fprintf(w, "%s\t%s\t%s\n", alias.Set, alias.Code, alias.Alias)
	}
	return w.Flush()
}
