package api

import (
	"net/http"
	"net/url"
	"testing"
)

func TestNegotiate(t *testing.T) {
	f := func(accept, parameter string, want format) {
		t.Helper()
		c := &call{header: http.Header{}, query: url.Values{}}
		if accept != "" {
			c.header.Set("Accept", accept)
		}
		if parameter != "" {
			c.query.Set("format", parameter)
		}
		got, err := negotiate(c, formatJSON, formatCSV, formatGeoJSON)
		if (err != nil) != (want == "") || got != want {
			t.Errorf("Accept %q, format %q: %q, %v; want %q", accept, parameter, got, err, want)
		}
	}
	f("", "", formatJSON)
	f("*/*", "", formatJSON)
	f("text/csv", "", formatCSV)
	f("TEXT/CSV; charset=utf-8", "", formatCSV)
	f("application/geo+json", "", formatGeoJSON)
	f("application/*", "", formatJSON)
	f("text/*", "", formatCSV)
	f("text/csv;q=0.5, application/json;q=0.4", "", formatCSV)
	f("text/html, */*;q=0.1", "", formatJSON)
	f("application/json;q=0, */*", "", formatCSV)
	f("application/*;q=0.2, application/geo+json;q=0.9", "", formatGeoJSON)
	f("*/*;q=1, application/json;q=0.1, text/csv;q=0.1", "", formatGeoJSON)
	f("text/html", "", "")
	f("application/json;q=0", "", "")
	f("text/csv;q=two", "", "")
	f("text/csv;q=2", "", "")
	f("garbage;;;", "", "")
	f("text/html", "csv", formatCSV)
	f("text/csv", "json", formatJSON)
	f("", "pdf", "")
}

func TestAcceptsCoding(t *testing.T) {
	f := func(header string, want bool) {
		t.Helper()
		if got := chooseCoding(header, []string{"gzip"}) == "gzip"; got != want {
			t.Errorf("chooseCoding(%q) takes gzip: %v; want %v", header, got, want)
		}
	}
	f("", false)
	f("gzip", true)
	f("GZIP", true)
	f("deflate, gzip;q=1.0", true)
	f("gzip;q=0", false)
	f("gzip; q=0.000", false)
	f("*", true)
	f("*;q=0", false)
	f("gzip;q=0, *", false)
	f("*;q=0, gzip", true)
	f("br", false)
	f("xgzip", false)
	f("gzip ; Q=0.5", true)
	f("gzip;q=nonsense", false)
	f("gzip;q=0.5, identity;q=0.6", false)
	f("gzip;q=0.5, identity;q=0.5", true)
	f("identity;q=0, *;q=0", false)
}

func TestChooseCoding(t *testing.T) {
	f := func(header, want string) {
		t.Helper()
		if got := chooseCoding(header, []string{"zstd", "gzip"}); got != want {
			t.Errorf("chooseCoding(%q) = %q; want %q", header, got, want)
		}
	}
	f("gzip, deflate, br, zstd", "zstd")
	f("gzip, deflate, br", "gzip")
	f("zstd;q=0.4, gzip;q=0.5", "gzip")
	f("zstd;q=0, gzip", "gzip")
	f("*", "zstd")
	f("zstd;q=0, *", "gzip")
	f("*;q=0.2, gzip;q=0.1", "zstd")
	f("br", "")
	f("identity, gzip;q=0.9", "")
	f("", "")
}
