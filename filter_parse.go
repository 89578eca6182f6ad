package diemnong

import (
	"errors"
	"net/url"
	"strings"
	"time"
)

// FilterParameters are the query parameters that [ParseFilter] reads.
var FilterParameters = []string{
	"from", "to", "category", "group", "agency", "agencies", "status", "class",
	"channel", "area", "quality", "as_of",
}

// ParseFilter reads a filter from query parameters. Lists are separated by
// commas or given by repeating the parameter. A time is RFC 3339, or a date
// (2006-01-02), which means the start of that day in zone. Parameters it does
// not know are left to the caller. It fails with [Invalid], naming the
// parameter, the value and what would be right.
func ParseFilter(v url.Values, zone *time.Location) (Filter, error) {
	var f Filter
	var err error
	for _, p := range []struct {
		name string
		into *time.Time
	}{{"from", &f.From}, {"to", &f.To}, {"as_of", &f.AsOf}} {
		if *p.into, err = parseTime(v, p.name, zone); err != nil {
			return Filter{}, err
		}
	}
	f.Categories, f.Groups, f.Agencies = list(v, "category"), list(v, "group"), list(v, "agency")
	if f.AgencyView, err = parseAgencyView(v); err != nil {
		return Filter{}, err
	}
	if f.Statuses, err = parseList(v, "status", ParseStatus); err != nil {
		return Filter{}, err
	}
	if f.Classes, err = parseList(v, "class", ParseClass); err != nil {
		return Filter{}, err
	}
	if f.Channels, err = parseList(v, "channel", ParseChannel); err != nil {
		return Filter{}, err
	}
	if f.Qualities, err = parseList(v, "quality", ParseQuality); err != nil {
		return Filter{}, err
	}
	if f.Areas, err = parseList(v, "area", ParseAreaRef); err != nil {
		return Filter{}, err
	}
	return NewFilter(f)
}

// ParseAreaRef reads "set:code".
func ParseAreaRef(s string) (AreaRef, error) {
	set, code, ok := strings.Cut(s, ":")
	if !ok || !ValidCode(set) || !ValidCode(code) {
		return AreaRef{}, badAreaRef(s)
	}
	return AreaRef{Set: set, Code: code}, nil
}

func badAreaRef(s string) error {
	return InvalidValue("area", s, "is not an area.",
		"Write set:code, such as hcmc-2025-07:26740; a bare code means different places in different sets.")
}

// ParseTime reads an RFC 3339 time or a date, which means the start of that
// day in zone, and cuts fractions of a second off. Years 1900 to 2200 are
// taken, so that no arithmetic overflows.
func ParseTime(field, s string, zone *time.Location) (time.Time, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	if err != nil {
		t, err = time.Parse(time.RFC3339, s)
	}
	if err != nil || t.Year() < 1900 || t.Year() > 2200 {
		return time.Time{}, InvalidValue(field, s, "is not a time.",
			"Use a date such as 2026-11-22 or an RFC 3339 time such as 2026-11-22T08:00:00+07:00.")
	}
	return t.UTC().Truncate(time.Second), nil
}

// ParseTimeParameter is [ParseTime] for the parameter of a URL, where a plus
// sign that is not escaped has become a space.
func ParseTimeParameter(field, s string, zone *time.Location) (time.Time, error) {
	t, err := ParseTime(field, s, zone)
	var told *Error
	if errors.As(err, &told) {
		told.Hint += " A plus sign is %2B in a URL."
	}
	return t, err
}

func parseTime(v url.Values, name string, zone *time.Location) (time.Time, error) {
	s := v.Get(name)
	if s == "" {
		return time.Time{}, nil
	}
	if len(v[name]) > 1 {
		return time.Time{}, InvalidValue(name, strings.Join(v[name], ", "), "is given more than once.", "Give it once.")
	}
	return ParseTimeParameter(name, s, zone)
}

func parseAgencyView(v url.Values) (AgencyView, error) {
	s := v.Get("agencies")
	if s == "" {
		return AsThen, nil
	}
	return parseEnum[AgencyView]("agencies", agencyViewNames, s)
}

func parseList[T any](v url.Values, name string, parse func(string) (T, error)) ([]T, error) {
	var out []T
	for _, s := range list(v, name) {
		x, err := parse(s)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// list splits on commas and drops empty parts; beyond the bound it stops, one
// over, so that NewFilter refuses it without the rest being held.
func list(v url.Values, name string) []string {
	var out []string
	for _, s := range v[name] {
		for part := range strings.SplitSeq(s, ",") {
			if part = strings.TrimSpace(part); part != "" && len(out) < 4*MaxFilterValues {
				out = append(out, part)
			}
		}
	}
	return out
}
