package ingest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/ingest/source"
)

// all maps columns named like the fields.
const all = `
source: {code: s}
time_zone: Asia/Ho_Chi_Minh
date_formats: [iso, DD/MM/YYYY HH:mm, DD/MM/YYYY]
empty: [N/A]
columns: {source_ref: id, received_at: received, due_at: due, closed_at: closed, assigned_at: assigned,
  reopened_at: again, reopened: times, status: status, channel: channel, category: kind, group: group,
  agency: agency, lon: lon, lat: lat, address: [street, ward], text: text, name: name, phone: phone}
defaults: {category: khac}
values:
  status: {Xong: resolved, Đang làm: in_progress}
  channel: {"*": phone, Web: web}
  category: {Ngập lụt: ngap-nuoc}
categories: {ngap-nuoc: {name: Ngập nước, name_en: Flooding, group: ha-tang}}
groups: {ha-tang: {name: Hạ tầng}}
`

// convert converts one record that is given as column=value.
func convert(t *testing.T, mapping string, cells ...string) (Row, Definitions, *Rejection) {
	t.Helper()
	m := mustMapping(t, mapping)
	columns := m.ColumnNames()
	c, err := NewConverter(m, columns, surroundings())
	if err != nil {
		t.Fatal(err)
	}
	rec := source.Record{Line: 7, Fields: make([]string, len(columns))}
	for _, cell := range cells {
		name, value, _ := strings.Cut(cell, "=")
		at, fault := findColumn(columns, name)
		if fault != "" {
			t.Fatal(name, fault)
		}
		rec.Fields[at] = value
	}
	var row Row
	reason := c.Convert(&rec, &row)
	return row, c.Definitions(), reason
}

func TestARecordBecomesAComplaint(t *testing.T) {
	row, d, reason := convert(t, all, "id= A-1 ", "received=2026-02-01T08:00:00", "due=05/02/2026", "closed=03/02/2026 10:30",
		"times=2", "status=xong", "channel=Gọi", "kind=ngập  LỤT", "agency=Sở Xây dựng", "lon=106.7", "lat=10.8",
		"street=1 Lê Lợi", "ward=P. Bến Nghé", "text=N/A", "name=Nguyễn A", "phone=0900")
	if reason != nil {
		t.Fatal(reason)
	}
	utc := func(s string) time.Time {
		at, err := time.Parse(time.DateTime, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	want := Row{
		Line: 7,
		Complaint: diemnong.Complaint{
			Source: "s", SourceRef: "A-1", Channel: diemnong.Phone, Category: "ngap-nuoc", Agency: "so-xay-dung",
			Status: diemnong.Resolved, ReceivedAt: utc("2026-02-01 01:00:00"), DueAt: utc("2026-02-05 16:59:59"),
			ClosedAt: utc("2026-02-03 03:30:00"), Reopened: 2,
			Location: diemnong.Location{Lon: 106.7, Lat: 10.8, Quality: diemnong.QualityPoint},
		},
		Personal: diemnong.Personal{Name: "Nguyễn A", Phone: "0900", Address: "1 Lê Lợi P. Bến Nghé"},
	}
	want.SetHash()
	if diff := cmp.Diff(want, row); diff != "" {
		t.Errorf("row (-want +got):\n%s", diff)
	}
	wantD := Definitions{
		Sources:    []Source{{Code: "s", Name: "s"}},
		Groups:     []diemnong.Group{{Code: "ha-tang", Name: "Hạ tầng"}},
		Categories: []diemnong.Category{{Code: "ngap-nuoc", Name: "Ngập nước", NameEN: "Flooding", Group: "ha-tang"}},
		Agencies:   []diemnong.Agency{{Code: "so-xay-dung", Name: "Sở Xây dựng"}},
	}
	if diff := cmp.Diff(wantD, d); diff != "" {
		t.Errorf("definitions (-want +got):\n%s", diff)
	}
}

func TestABadRecordIsRejectedWithColumnValueAndReason(t *testing.T) {
	f := func(column, value, reason string, cells ...string) {
		t.Helper()
		_, _, got := convert(t, all, append([]string{"id=1", "received=2026-01-02", "kind=x"}, cells...)...)
		if got == nil || got.Line != 7 || got.Column != column || got.Value != value || !strings.Contains(got.Reason, reason) {
			t.Errorf("%q gives %+v; want column %q, value %q and %q", cells, got, column, value, reason)
		}
	}
	f("id", "", "is empty", "id= ")
	f("received", "", "is empty", "received=N/A")
	f("received", "yesterday", "not a time", "received=yesterday")
	f("received", "1900-01-01", "not a believable time", "received=1900-01-01")
	f("received", "2026-03-03", "in the future", "received=2026-03-03")
	f("due", "soon", "not a time", "due=soon")
	f("closed", "soon", "not a time", "closed=soon")
	f("assigned", "soon", "not a time", "assigned=soon")
	f("status", "Xog", "Add it to values.status", "status=Xog")
	f("times", "-1", "not a count", "times=-1")
	f("lat", "north", "not a number", "lon=1", "lat=north")
	f("lon", "106,7", "decimal_comma", "lon=106,7", "lat=10,8")
	f("lat", "106.7", "exchanged", "lon=10.8", "lat=106.7")
	f("lat", "-100", "not a latitude", "lon=150", "lat=-100")
	f("lon", "200", "not a longitude", "lon=200", "lat=80")
	f("name", strings.Repeat("ạ", 40)+"…", "longer than 200 characters", "name="+strings.Repeat("ạ", 201))
	f("id", strings.Repeat("9", 40)+"…", "longer than 200", "id="+strings.Repeat("9", 201))
}

func TestWhatIsNotSaidIsNotInvented(t *testing.T) {
	row, _, reason := convert(t, all, "id=1", "received=2026-01-02", "lon=0", "lat=0.0", "status=", "channel=")
	if reason != nil {
		t.Fatal(reason)
	}
	c := row.Complaint
	if c.Location != (diemnong.Location{Quality: diemnong.QualityNone}) || c.Status != diemnong.Received ||
		c.Channel != diemnong.Import || c.Category != "khac" || c.Agency != "" || !c.DueAt.IsZero() || c.Flags != 0 {
		t.Errorf("%+v", c)
	}
	if row, _, _ = convert(t, all, "id=1", "received=2026-01-02", "lon=106.7"); row.Complaint.Location.Quality != diemnong.QualityNone {
		t.Error("half a point gives a place")
	}
}

func TestAnUnusableClosingTimeIsMarked(t *testing.T) {
	f := func(status, received, closed, want string, flags diemnong.Flags) {
		t.Helper()
		row, _, reason := convert(t, all, "id=1", "kind=x", "received="+received, "status="+status, "closed="+closed)
		if reason != nil {
			t.Error(reason)
			return
		}
		got := ""
		if at := row.Complaint.ClosedAt; !at.IsZero() {
			got = at.Format("2006-01-02 15:04")
		}
		if got != want || row.Complaint.Flags != flags {
			t.Errorf("%s, received %s, closed %s: closed at %q with flags %d; want %q with %d", status, received, closed, got, row.Complaint.Flags, want, flags)
		}
	}
	const unusable = diemnong.FlagClosedAtUnusable
	f("resolved", "2026-01-02T10:00", "2026-01-03T10:00", "2026-01-03 03:00", 0)
	f("resolved", "2026-01-02T10:00", "", "", unusable)
	f("resolved", "2026-01-02T10:00", "2026-01-02T09:59", "", unusable)
	f("resolved", "2026-01-02T10:00", "1900-01-01", "", unusable)
	f("resolved", "2026-01-02T10:00", "2026-03-05", "", unusable)
	f("resolved", "2026-01-02T10:00", "2026-01-02", "2026-01-02 03:00", 0) // some time that day
	f("in_progress", "2026-01-02T10:00", "2026-01-03T10:00", "", 0)
	f("in_progress", "2026-01-02T10:00", "2026-01-01T10:00", "", unusable)
	f("", "2026-01-02T10:00", "2026-01-03T10:00", "2026-01-03 03:00", 0) // closed, says the date
}

func TestKnownTimesBecomeHistory(t *testing.T) {
	row, _, reason := convert(t, all, "id=1", "kind=x", "received=2026-01-02T00:00Z", "assigned=2026-01-03T00:00Z",
		"again=2026-01-05T00:00Z", "status=resolved", "closed=2026-01-06T00:00Z", "due=2026-01-04T00:00Z")
	if reason != nil {
		t.Fatal(reason)
	}
	var got []string
	for _, e := range row.Events {
		got = append(got, e.At.Format("02 ")+string(e.Kind)+" "+e.Status.String())
		if e.DueAt.Day() != 4 {
			t.Errorf("%s has no due time", e.Kind)
		}
	}
	want := []string{"02 received received", "03 assigned assigned", "05 reopened in_progress", "06 closed resolved"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if row.Complaint.Reopened != 1 {
		t.Errorf("re-opened %d times; want 1", row.Complaint.Reopened)
	}
}

func TestColumnsAreFoundByName(t *testing.T) {
	m := mustMapping(t, least)
	f := func(want string, columns ...string) {
		t.Helper()
		_, err := NewConverter(m, columns, surroundings())
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v; want %q", columns, err, want)
		}
	}
	f("", "id", "date", "kind")
	f("", "KIND", " Id", "date")
	f("", "ID", "id", "date", "kind")
	f("mapping line 3, columns.source_ref \"id\": is not a column of the file. The columns are: nr, date, kind.", "nr", "date", "kind")
	f("is the name of several columns", "id", "id", "date", "kind")
	f("is the name of several columns", "ID", "Id", "date", "kind")
}

func TestTheHashTellsChangesApart(t *testing.T) {
	base := []string{"id=1", "kind=x", "received=2026-01-02", "status=resolved", "closed=2026-01-03", "lon=106.7", "lat=10.8", "text=a", "name=b"}
	hash := func(cells ...string) int64 {
		row, _, reason := convert(t, all, append(append([]string{}, base...), cells...)...)
		if reason != nil {
			t.Fatal(reason)
		}
		return row.Hash
	}
	seen := map[int64]string{hash(): "nothing"}
	for _, cell := range []string{
		"kind=y", "received=2026-01-01", "status=rejected", "closed=2026-01-04", "lon=106.8", "lat=10.9", "text=ab", "name=c",
		"phone=1", "street=1", "agency=z", "channel=web", "times=1", "due=2026-01-09", "text=",
	} {
		h := hash(cell)
		if other, ok := seen[h]; ok {
			t.Errorf("changing %s has the hash of changing %s", cell, other)
		}
		seen[h] = cell
	}
	if hash("group=other") != hash() {
		t.Error("a group, which belongs to the category, changes the complaint")
	}
}

func TestTooManyCategoriesAreRefused(t *testing.T) {
	m := mustMapping(t, least)
	c, err := NewConverter(m, m.ColumnNames(), surroundings())
	if err != nil {
		t.Fatal(err)
	}
	var row Row
	rejected := 0
	for i := range maxCodes + 10 {
		rec := source.Record{Fields: []string{"2026-01-01", "1", "free text " + strings.Repeat("x", i%50) + string(rune('a'+i/50%26)) + string(rune('a'+i/1300))}}
		if c.Convert(&rec, &row) != nil {
			rejected++
		}
	}
	if rejected != 10 {
		t.Errorf("%d rows are rejected; want the 10 with a category too many", rejected)
	}
}
