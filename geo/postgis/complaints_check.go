package postgis

import (
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/ingest"
)

// checkRows refuses rows that the schema would refuse, with words that name
// the row and the field, before anything is sent.
func checkRows(rows []ingest.Row) error {
	for i := range rows {
		if err := checkRow(&rows[i]); err != nil {
			return fmt.Errorf("complaint %s/%s (row %d): %w",
				rows[i].Complaint.Source, rows[i].Complaint.SourceRef, i+1, err)
		}
	}
	return nil
}

func checkRow(r *ingest.Row) error {
	c, l := &r.Complaint, &r.Complaint.Location
	switch {
	case c.SourceRef == "":
		return diemnong.InvalidValue("source_ref", "", "is missing.", "Every complaint needs the number its source gave it.")
	case c.ReceivedAt.IsZero():
		return diemnong.InvalidValue("received_at", "", "is missing.", "Give the time the complaint was received.")
	case !c.ClosedAt.IsZero() && !c.Status.Closed():
		return diemnong.InvalidValue("closed_at", c.ClosedAt.String(), "does not fit the status "+c.Status.String()+".",
			"Only resolved and rejected complaints are closed.")
	case c.Reopened < 0 || c.Reopened > math.MaxInt16:
		return diemnong.InvalidValue("reopened", fmt.Sprint(c.Reopened), "is not a count.", "Give the number of re-openings.")
	case l.Quality.Placeable() != (l.Cell != 0), l.Quality.Placeable() && !(geo.Point{Lon: l.Lon, Lat: l.Lat}).Valid():
		return diemnong.InvalidValue("location", fmt.Sprint(l.Lon, " ", l.Lat), "has quality "+l.Quality.String()+" but not the cell or point that belong to it.",
			"Locate the row before it is stored.")
	case !(l.Score >= 0 && l.Score <= 1):
		return diemnong.InvalidValue("score", fmt.Sprint(l.Score), "is not a share of right answers.", "Give a number from 0 to 1.")
	}
	if err := checkTimes(r); err != nil {
		return err
	}
	return checkTexts(r)
}

// checkTimes refuses fractions of a second: everything counts in whole ones.
func checkTimes(r *ingest.Row) error {
	c := &r.Complaint
	if err := checkSeconds(c.ReceivedAt, c.DueAt, c.ClosedAt); err != nil {
		return err
	}
	for _, e := range r.Events {
		if err := checkSeconds(e.At, e.DueAt, e.ClosedAt); err != nil {
			return err
		}
	}
	return nil
}

func checkSeconds(times ...time.Time) error {
	for _, t := range times {
		if t.Nanosecond() != 0 {
			return diemnong.InvalidValue("time", t.Format(time.RFC3339Nano), "has a fraction of a second.", "Cut it off before the row is stored.")
		}
	}
	return nil
}

// checkTexts refuses what PostgreSQL's text cannot hold.
func checkTexts(r *ingest.Row) error {
	p := &r.Personal
	for _, t := range [...]struct{ field, value string }{
		{"source_ref", r.Complaint.SourceRef},
		{"name", p.Name},
		{"phone", p.Phone},
		{"email", p.Email},
		{"address", p.Address},
		{"text", p.Text},
	} {
		if strings.IndexByte(t.value, 0) >= 0 || !utf8.ValidString(t.value) {
			return diemnong.InvalidValue(t.field, strings.ToValidUTF8(t.value, "�"), "is not UTF-8 text.",
				"Remove NUL characters and convert the text to UTF-8.")
		}
	}
	return nil
}
