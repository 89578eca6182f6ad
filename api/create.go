package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
)

// newComplaint is a complaint to be recorded.
type newComplaint struct {
	complaint diemnong.Complaint
	personal  diemnong.Personal
}

// complaintBody is the body of POST /api/v1/complaints before its values are understood.
type complaintBody struct {
	source, sourceRef, channel, category, agency, status string
	receivedAt, dueAt, closedAt, area                    string
	lon, lat                                             *float64
	personal                                             diemnong.Personal
}

// fields are the names, targets and lengths of NewComplaint in openapi.yaml.
func (b *complaintBody) fields() []bodyField {
	const code, moment = 64, 40
	return []bodyField{
		{"source", &b.source, code},
		{"source_ref", &b.sourceRef, 200},
		{"channel", &b.channel, code},
		{"category", &b.category, code},
		{"agency", &b.agency, code},
		{"status", &b.status, code},
		{"received_at", &b.receivedAt, moment},
		{"due_at", &b.dueAt, moment},
		{"closed_at", &b.closedAt, moment},
		{"lon", &b.lon, 0},
		{"lat", &b.lat, 0},
		{"area", &b.area, 2*code + 1},
		{"address", &b.personal.Address, 1000},
		{"text", &b.personal.Text, 20000},
		{"name", &b.personal.Name, 200},
		{"phone", &b.personal.Phone, 40},
		{"email", &b.personal.Email, 200},
	}
}

// readNewComplaint reads a complaint. What belongs together within it, such as
// the order of its times, is the writer's to judge.
func (s *Server) readNewComplaint(ctx context.Context, c *call) (*newComplaint, error) {
	var b complaintBody
	if err := readBody(c, b.fields()); err != nil {
		return nil, err
	}
	w, err := s.city(ctx)
	if err != nil {
		return nil, err
	}
	n := &newComplaint{personal: b.personal}
	for _, step := range []func(city, *diemnong.Complaint) error{b.setCodes, b.setStages, b.setTimes, b.setLocation} {
		if err := step(w, &n.complaint); err != nil {
			return nil, err
		}
	}
	return n, nil
}

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

// setTimes reads the three times; dates mean the beginning of the day in the city.
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
	return nil
}

// setLocation reads the point and the stated area, as far as they are given.
func (b *complaintBody) setLocation(w city, c *diemnong.Complaint) (err error) {
	c.Location.Quality = diemnong.QualityNone
	if b.area != "" {
		if c.Location.Area, err = diemnong.ParseAreaRef(b.area); err != nil {
			return err
		}
		if _, ok := w.atlas.ByRef(c.Location.Area); !ok {
			return diemnong.InvalidValue("area", b.area, "is not known here.", "/api/v1/areas lists the areas of a set.")
		}
		c.Location.Quality = diemnong.QualityArea
	}
	if b.lon == nil && b.lat == nil {
		return nil
	}
	if b.lon == nil || b.lat == nil {
		return diemnong.InvalidValue("lon", "", "and lat belong together.", "Give both, or neither.")
	}
	if p := (geo.Point{Lon: *b.lon, Lat: *b.lat}); !p.Valid() {
		return diemnong.InvalidValue("lon", fmt.Sprintf("%v, %v", p.Lon, p.Lat), "is not a place on the globe.",
			"lon is from -180 to 180 and lat from -90 to 90, in degrees of WGS 84.")
	}
	c.Location.Lon, c.Location.Lat, c.Location.Quality = *b.lon, *b.lat, diemnong.QualityPoint
	return nil
}

// createComplaint records a complaint and shows it as everybody may see it.
func (s *Server) createComplaint(ctx context.Context, n *newComplaint) (*reply, error) {
	id, created, err := s.opt.Writer.Write(ctx, n.complaint, n.personal)
	if err != nil {
		return nil, fmt.Errorf("record complaint %s/%s: %w", n.complaint.Source, n.complaint.SourceRef, err)
	}
	a, err := s.showComplaint(ctx, id)
	if err != nil {
		return nil, err
	}
	if a.fresh = true; created {
		a.status = http.StatusCreated
		a.with("Location", "/api/v1/complaints/"+strconv.FormatInt(id, 10))
	}
	return a, nil
}
