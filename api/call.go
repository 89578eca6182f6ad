package api

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// call is a request in our own words.
type call struct {
	path   pathValues
	query  url.Values // only parameters the route knows; nil when kept is there
	header http.Header
	body   io.Reader // bounded; nil when the route takes none

	rawQuery string
	kept     *keptFilter // of the same query, from an earlier call; only of routes for maps

	host   string // as the client named it
	secure bool   // over TLS
}

// pathValue is a parameter of a route's template and its value, unescaped.
type pathValue struct{ name, value string }

// pathValues are the values of a path; the template with the most has five.
type pathValues [5]pathValue

// get gives a value, "" for a parameter that the template does not have.
func (p *pathValues) get(name string) string {
	for i := range p {
		if p[i].name == name {
			return p[i].value
		}
	}
	return ""
}

// severalTimes are the parameters that may be repeated: lists.
var severalTimes = []string{
	"category", "group", "agency", "status", "class", "channel", "area", "quality", "group_by", "unplaced",
}

// readQuery parses a query string strictly: what the route does not know, or
// what is said twice, is an error.
func readQuery(raw string, known []string) (url.Values, error) {
	query, err := url.ParseQuery(raw)
	if err != nil {
		return nil, diemnong.InvalidValue("query", raw, "cannot be read.",
			"Separate parameters with & and write special characters as %XX.")
	}
	for name, values := range query {
		if !slices.Contains(known, name) {
			return nil, unknownParameter(name, known)
		}
		if len(values) > 1 && !slices.Contains(severalTimes, name) {
			return nil, diemnong.InvalidValue(name, strings.Join(values, ", "), "is given more than once.", "Give it once.")
		}
	}
	return query, nil
}

// unknownParameter names the known parameter that was most likely meant.
func unknownParameter(name string, known []string) error {
	hint := "This address takes no parameters."
	if len(known) > 0 {
		hint = "It takes: " + strings.Join(known, ", ") + "."
		if near, ok := heat.Nearest(shortText(name), known); ok {
			hint = "Did you mean " + near + "? " + hint
		}
	}
	return diemnong.InvalidValue(shortText(name), "", "is not a parameter of this address.", hint)
}
