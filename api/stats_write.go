package api

import (
	"github.com/diemnong/diemnong"
)

// write gives the answer the form that was asked for.
func (q *statsRequest) write(a *statsAnswer) (*reply, error) {
	switch q.format {
	case formatCSV:
		return q.table(a).reply()
	case formatGeoJSON:
		return q.features(a)
	default:
		return jsonReply(a)
	}
}

// table is the answer as CSV: a line per group, or one line of totals.
func (q *statsRequest) table(a *statsAnswer) *table {
	t := &table{name: "diemnong-stats", zone: q.city.zone}
	for _, g := range a.GroupBy {
		t.columns = append(t.columns, g, g+"_name", g+"_name_en")
	}
	t.columns = append(t.columns, areaMeasureColumns...)
	if a.Compare != nil {
		for _, c := range areaMeasureColumns {
			t.columns = append(t.columns, "compare_"+c)
		}
	}
	rows := a.Rows
	if len(a.GroupBy) == 0 {
		total := statsRow{Measure: a.Total}
		if a.Compare != nil {
			total.Compare = &a.Compare.Total
		}
		rows = []statsRow{total}
	}
	for i := range rows {
		t.rows = append(t.rows, rows[i].cells())
	}
	return t
}

func (r *statsRow) cells() []any {
	var cells []any
	for i := range r.Key {
		cells = append(cells, r.Key[i], r.Name[i], r.NameEN[i])
	}
	cells = append(cells, r.Measure.areaCells()...)
	if r.Compare != nil {
		cells = append(cells, r.Compare.areaCells()...)
	}
	return cells
}

// features is the answer as GeoJSON: a feature per area, the complaints of no
// known area with a null geometry (RFC 7946, 3.2).
func (q *statsRequest) features(a *statsAnswer) (*reply, error) {
	fc := newFeatures()
	for i := range a.Rows {
		row := &a.Rows[i]
		p := properties{}
		p.measures("", &row.Measure)
		if row.Compare != nil {
			p.measures("compare_", row.Compare)
		}
		if row.Key[0] == nil {
			fc.add(nil, nil, p)
			continue
		}
		u, _ := q.city.atlas.ByRef(diemnong.AreaRef{Set: a.Set, Code: *row.Key[0]})
		p["code"], p["name"], p["name_en"], p["set"], p["level"] = u.Code, u.Name, u.NameEN, u.Set, u.Level
		fc.add(diemnong.AreaRef{Set: a.Set, Code: u.Code}.String(), u.Outline, p)
	}
	return encodeReply(typeGeoJSON, fc)
}
