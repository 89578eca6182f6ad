package api

import (
	"fmt"
	"slices"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// setCodes reads where the complaint came from and what it is about.
func (b *complaintBody) setCodes(w city, c *diemnong.Complaint) error {
	if !diemnong.ValidCode(b.source) {
		return diemnong.InvalidValue("source", b.source, "is not a code.", "Give the code of the sending system, such as 1022.")
	}
	if b.sourceRef == "" {
		return diemnong.InvalidValue("source_ref", "", "is missing.", "Give the complaint's number in its source.")
	}
	categories := each(w.catalog.Categories, func(k diemnong.Category) string { return k.Code })
	if !slices.Contains(categories, b.category) {
		return unknownCode("category", b.category, categories, "/api/v1/meta lists the categories.")
	}
	agencies := each(w.catalog.Agencies, func(a diemnong.Agency) string { return a.Code })
	if b.agency != "" && !slices.Contains(agencies, b.agency) {
		return unknownCode("agency", b.agency, agencies, "/api/v1/meta lists the agencies.")
	}
	c.Source, c.SourceRef, c.Category, c.Agency = b.source, b.sourceRef, b.category, b.agency
	return nil
}

// setStages reads channel and status; by default it was received just so.
func (b *complaintBody) setStages(_ city, c *diemnong.Complaint) (err error) {
	if c.Channel = diemnong.Import; b.channel != "" {
		if c.Channel, err = diemnong.ParseChannel(b.channel); err != nil {
			return err
		}
	}
	if c.Status = diemnong.Received; b.status != "" {
		c.Status, err = diemnong.ParseStatus(b.status)
	}
	return err
}

// setTimes reads the three times. Dates mean the beginning of the day in the
// city, for due_at its end, as in files.
func (b *complaintBody) setTimes(w city, c *diemnong.Complaint) (err error) {
	if b.receivedAt == "" {
		return diemnong.InvalidValue("received_at", "", "is missing.", "Give an RFC 3339 time such as 2026-11-22T08:00:00+07:00.")
	}
	for _, t := range []struct {
		field, text string
		into        *time.Time
	}{{"received_at", b.receivedAt, &c.ReceivedAt}, {"due_at", b.dueAt, &c.DueAt}, {"closed_at", b.closedAt, &c.ClosedAt}} {
		if t.text == "" {
			continue
		}
		if *t.into, err = diemnong.ParseTime(t.field, t.text, w.zone); err != nil {
			return err
		}
	}
	if _, err := time.Parse(time.DateOnly, b.dueAt); err == nil {
		c.DueAt = c.DueAt.In(w.zone).AddDate(0, 0, 1).Add(-time.Second).UTC()
	}
	return nil
}

// clockSkew is how far the clock of a sender may be ahead.
const clockSkew = 10 * time.Minute

// checkTimes refuses times that contradict each other, the status or the
// clock. Files are taken with such slips and marked; who sends a single
// complaint can mend it.
func checkTimes(c *diemnong.Complaint, now time.Time) error {
	refuse := func(field string, t time.Time, message, hint string) error {
		return diemnong.InvalidValue(field, rfc3339(t), message, hint)
	}
	latest := now.Add(clockSkew)
	switch {
	case c.ReceivedAt.After(latest):
		return refuse("received_at", c.ReceivedAt, "is in the future.", "Give the time it was received.")
	case c.ClosedAt.After(latest):
		return refuse("closed_at", c.ClosedAt, "is in the future.", "Leave it out until the complaint is closed.")
	case !c.ClosedAt.IsZero() && !c.Status.Closed():
		return refuse("closed_at", c.ClosedAt, "does not fit the status "+c.Status.String()+".", "Only resolved and rejected complaints are closed.")
	case !c.ClosedAt.IsZero() && c.ClosedAt.Before(c.ReceivedAt):
		return refuse("closed_at", c.ClosedAt, "is before received_at.", "Give both with their time of day and zone.")
	case c.Status.Closed() && c.ClosedAt.IsZero():
		c.Flags |= diemnong.FlagClosedAtUnusable
	}
	return nil
}

// setLocation reads the point and the stated area, as far as they are given.
func (b *complaintBody) setLocation(w city, c *diemnong.Complaint) (err error) {
	c.Location.Quality = diemnong.QualityNone
	if c.Location.Area, err = refOf(b.area, w); err != nil {
		return err
	}
	if b.area != "" {
		c.Location.Quality = diemnong.QualityArea
	}
	return setPoint(&c.Location, b.lon, b.lat)
}

// refOf reads set:code of an area that there is; the empty text is none.
func refOf(text string, w city) (ref diemnong.AreaRef, err error) {
	if text == "" {
		return ref, nil
	}
	if ref, err = diemnong.ParseAreaRef(text); err != nil {
		return ref, err
	}
	if _, ok := w.atlas.ByRef(ref); !ok {
		return ref, diemnong.InvalidValue("area", text, "is not known here.", "/api/v1/areas lists the areas of a set.")
	}
	return ref, nil
}

// setPoint makes a location of two coordinates, where they are given.
func setPoint(l *diemnong.Location, lon, lat *float64) error {
	if lon == nil && lat == nil {
		return nil
	}
	if lon == nil || lat == nil {
		return diemnong.InvalidValue("lon", "", "and lat belong together.", "Give both, or neither.")
	}
	if p := (geo.Point{Lon: *lon, Lat: *lat}); !p.Valid() {
		return diemnong.InvalidValue("lon", fmt.Sprintf("%v, %v", p.Lon, p.Lat), "is not a place on the globe.",
			"lon is from -180 to 180 and lat from -90 to 90, in degrees of WGS 84.")
	}
	l.Lon, l.Lat, l.Quality = *lon, *lat, diemnong.QualityPoint
	return nil
}
