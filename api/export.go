package api

import (
	"bytes"
	"context"
	"fmt"

	"github.com/diemnong/diemnong/geo/heat"
)

// file collects an export.
type file interface {
	take(l heat.Listed) error
	reply() (*reply, error)
}

// export gives more of a list than a page, as one file from one snapshot. The
// file is made whole before it is sent: one that broke off on its way would
// look like all there is. That takes some 30 MB until the last of it is sent,
// so few are there at once: a reader that is slow keeps its place.
func (s *Server) export(ctx context.Context, q *listRequest) (a *reply, err error) {
	leave, err := s.exports.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer func() {
		if a == nil { // failed, or panicked
			leave()
		}
	}()
	made, err := s.makeFile(ctx, q)
	if err != nil {
		return nil, err
	}
	made.release = leave
	return made, nil
}

func (s *Server) makeFile(ctx context.Context, q *listRequest) (*reply, error) {
	f, err := q.newFile()
	if err != nil {
		return nil, err
	}
	e, err := s.opt.Complaints.Export(ctx, q.query, f.take)
	if err != nil {
		return nil, fmt.Errorf("export complaints of %q: %w", q.query.Filter.Key(), err)
	}
	a, err := f.reply()
	if err != nil {
		return nil, err
	}
	q.linkNext(a, e.Next)
	return a.atRecord(e.State, e.AsOf), nil
}

func (q *listRequest) newFile() (file, error) {
	if q.format == formatGeoJSON {
		return newPointFile(), nil
	}
	w, err := q.table().open()
	return &rowFile{w, q}, err
}

// rowFile is an export as CSV.
type rowFile struct {
	*tableWriter
	request *listRequest
}

func (f *rowFile) take(l heat.Listed) error { return f.add(f.request.cells(&l)) }

// pointFile is an export as GeoJSON, written feature by feature: their
// properties as values would take ten times the text.
type pointFile struct {
	body  bytes.Buffer
	first bool
}

func newPointFile() *pointFile {
	f := &pointFile{first: true}
	f.body.WriteString(`{"type":"FeatureCollection","features":[`)
	return f
}

func (f *pointFile) take(l heat.Listed) error {
	text, err := encodeJSON(featureOf(&l))
	if err != nil {
		return err
	}
	if !f.first {
		f.body.WriteByte(',')
	}
	f.first = false
	f.body.Write(text)
	return nil
}

func (f *pointFile) reply() (*reply, error) {
	f.body.WriteString("]}\n")
	a := &reply{mime: typeGeoJSON, body: f.body.Bytes()}
	return a.with("Content-Disposition", attachment("diemnong-complaints.geojson")), nil
}
