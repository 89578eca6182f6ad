package api

import "testing"

func TestNeighbours(t *testing.T) {
	run(t, []scenario{
		{
			Name: "nearest first, with how far", URL: "/api/v1/complaints/1/neighbours?radius=1000",
			WantHeaders: []string{revisionHeader, "1", asOfHeader, "2026-11-22T10:30:00Z"},
			WantContent: []string{`"id":"1","radius_m":1000,"quality":"point"`, `"categories":[{"category":"flood"`, `"distance_m":0`, `"class":`},
		},
		{Name: "two hundred metres and fifty, unless asked", URL: "/api/v1/complaints/1/neighbours", WantContent: []string{`"radius_m":200`}},
		{Name: "one of them", URL: "/api/v1/complaints/1/neighbours?limit=1", WantContent: []string{`"distance_m":`}},
		{
			Name: "none without a point, and why", URL: "/api/v1/complaints/6/neighbours",
			WantContent: []string{`"quality":"area","unplaced":"unknown_street","n":0`, `"complaints":[]`},
		},
		{Name: "of a filter", URL: "/api/v1/complaints/1/neighbours?class=overdue&as_of=2026-11-01", WantContent: []string{`"radius_m":200`}},
		{Name: "one that is not there", URL: "/api/v1/complaints/4711/neighbours", WantStatus: 404, WantContent: []string{`"code":"not_found"`}},
		{Name: "a number that is none", URL: "/api/v1/complaints/x/neighbours", WantStatus: 400, WantContent: []string{`"field":"id"`}},
		{Name: "no radius", URL: "/api/v1/complaints/1/neighbours?radius=0", WantStatus: 400, WantContent: []string{`"field":"radius"`, "1 to 1000"}},
		{Name: "too wide", URL: "/api/v1/complaints/1/neighbours?radius=1001", WantStatus: 400, WantContent: []string{`"field":"radius"`}},
		{Name: "half a metre", URL: "/api/v1/complaints/1/neighbours?radius=0.5", WantStatus: 400, WantContent: []string{`"field":"radius"`}},
		{Name: "too many", URL: "/api/v1/complaints/1/neighbours?limit=1001", WantStatus: 400, WantContent: []string{`"field":"limit"`}},
		{Name: "an unknown class", URL: "/api/v1/complaints/1/neighbours?class=done", WantStatus: 400, WantContent: []string{`"field":"class"`}},
		{Name: "a parameter of lists", URL: "/api/v1/complaints/1/neighbours?sort=due_at", WantStatus: 400, WantContent: []string{`"field":"sort"`}},
		{Name: "a fault of the store", URL: "/api/v1/complaints/1/neighbours", WantStatus: 500, Prepare: func(f *fixture) { f.complaints.fail = errSecret }},
	})
}
