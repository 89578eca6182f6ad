package diemnong

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"
)

// MaxFilterValues bounds each list of a filter, so that a URL cannot make a
// query of any size: 168 wards and 81 categories fit with room.
const MaxFilterValues = 500

// Filter says which complaints a question is about. The zero value means all.
// Lists are alternatives of each other, and the fields narrow each other. Use
// only what [NewFilter] or [ParseFilter] returned: that is canonical, so that
// equal questions have equal keys.
type Filter struct {
	From, To   time.Time // half-open, on received_at; zero: unbounded
	Categories []string
	Groups     []string
	Agencies   []string
	AgencyView AgencyView // how agency codes are read, in Agencies and in groupings
	Statuses   []Status
	Classes    []Class
	Channels   []Channel
	Areas      []AreaRef
	Qualities  []Quality
	AsOf       time.Time // zero: the state as stored
}

// AgencyView says whether a complaint counts for the agency that handled it or
// for the one that has taken over from it since.
type AgencyView uint8

// The two views.
const (
	AsThen AgencyView = iota
	AsNow
)

var agencyViewNames = []string{"as_then", "as_now"}

// String is the view as written in parameters.
func (v AgencyView) String() string { return nameOf(agencyViewNames, int(v)) }

// NewFilter checks a filter and makes it canonical: lists sorted and without
// doubles, times in UTC and to the second. It fails with [Invalid] for an empty
// window of time, a malformed code or a list over [MaxFilterValues].
func NewFilter(f Filter) (Filter, error) {
	f.From, f.To, f.AsOf = canonicalTime(f.From), canonicalTime(f.To), canonicalTime(f.AsOf)
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return Filter{}, InvalidValue("to", f.To.Format(time.RFC3339), "is not after from.",
			"The window is half-open, from ≤ received_at < to: give a later end.")
	}
	for _, l := range []struct {
		field string
		codes *[]string
	}{{"category", &f.Categories}, {"group", &f.Groups}, {"agency", &f.Agencies}} {
		if err := checkCodes(l.field, *l.codes); err != nil {
			return Filter{}, err
		}
		*l.codes = canonicalList(*l.codes, strings.Compare)
	}
	for _, a := range f.Areas {
		if !ValidCode(a.Set) || !ValidCode(a.Code) {
			return Filter{}, badAreaRef(a.Set + ":" + a.Code)
		}
	}
	f.Areas = canonicalList(f.Areas, compareAreaRefs)
	f.Statuses = canonicalList(f.Statuses, cmp.Compare[Status])
	f.Classes = canonicalList(f.Classes, cmp.Compare[Class])
	f.Channels = canonicalList(f.Channels, cmp.Compare[Channel])
	f.Qualities = canonicalList(f.Qualities, cmp.Compare[Quality])
	for field, n := range map[string]int{
		"category": len(f.Categories), "group": len(f.Groups), "agency": len(f.Agencies), "area": len(f.Areas),
	} {
		if n > MaxFilterValues {
			return Filter{}, InvalidValue(field, "", "has too many values.", "Give at most 500.")
		}
	}
	return f, nil
}

// Values is the filter as query parameters.
func (f Filter) Values() url.Values {
	v := url.Values{}
	setTime(v, "from", f.From)
	setTime(v, "to", f.To)
	setTime(v, "as_of", f.AsOf)
	setList(v, "category", f.Categories, func(s string) string { return s })
	setList(v, "group", f.Groups, func(s string) string { return s })
	setList(v, "agency", f.Agencies, func(s string) string { return s })
	setList(v, "status", f.Statuses, Status.String)
	setList(v, "class", f.Classes, Class.String)
	setList(v, "channel", f.Channels, Channel.String)
	setList(v, "area", f.Areas, AreaRef.String)
	setList(v, "quality", f.Qualities, Quality.String)
	if f.AgencyView != AsThen {
		v.Set("agencies", f.AgencyView.String())
	}
	return v
}

// ValidCode reports whether s can be a code of a category, agency, set or area:
// 1 to 64 ASCII letters, digits, '-', '_' or '.', beginning with a letter or digit.
func ValidCode(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		alnum := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !alnum && (i == 0 || c != '-' && c != '_' && c != '.') {
			return false
		}
	}
	return true
}

func checkCodes(field string, codes []string) error {
	for _, c := range codes {
		if !ValidCode(c) {
			return InvalidValue(field, c, "is not a code.",
				"A code has 1 to 64 letters, digits, '-', '_' or '.'; /api/v1/meta lists them.")
		}
	}
	return nil
}

func canonicalTime(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

func canonicalList[T comparable](list []T, compare func(a, b T) int) []T {
	if len(list) == 0 {
		return nil
	}
	sorted := slices.Clone(list)
	slices.SortFunc(sorted, compare)
	return slices.Compact(sorted)
}

func setTime(v url.Values, name string, t time.Time) {
	if !t.IsZero() {
		v.Set(name, t.Format(time.RFC3339))
	}
}

func setList[T any](v url.Values, name string, list []T, text func(T) string) {
	if len(list) == 0 {
		return
	}
	texts := make([]string, len(list))
	for i, x := range list {
		texts[i] = text(x)
	}
	v.Set(name, strings.Join(texts, ","))
}
