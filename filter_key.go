package diemnong

import (
	"net/url"
	"time"
)

// Key is the canonical text of the filter, the same for equal questions. It is
// also a valid query string: parsing it gives the filter again.
//
// It is what [Filter.Values] encodes, written without the map between: every
// look into a cache needs a key.
func (f Filter) Key() string {
	b := make([]byte, 0, 128)
	if f.AgencyView != AsThen {
		b = appendList(b, "agencies", []AgencyView{f.AgencyView}, AgencyView.String)
	}
	b = appendList(b, "agency", f.Agencies, itself)
	b = appendList(b, "area", f.Areas, AreaRef.String)
	b = appendTime(b, "as_of", f.AsOf)
	b = appendList(b, "category", f.Categories, itself)
	b = appendList(b, "channel", f.Channels, Channel.String)
	b = appendList(b, "class", f.Classes, Class.String)
	b = appendTime(b, "from", f.From)
	b = appendList(b, "group", f.Groups, itself)
	b = appendList(b, "quality", f.Qualities, Quality.String)
	b = appendList(b, "status", f.Statuses, Status.String)
	b = appendTime(b, "to", f.To)
	return string(b)
}

// appendTime adds a parameter, unless it is zero.
func appendTime(b []byte, name string, t time.Time) []byte {
	if t.IsZero() {
		return b
	}
	return append(appendName(b, name), url.QueryEscape(t.Format(time.RFC3339))...)
}

// appendList adds a parameter, unless it is empty.
func appendList[T any](b []byte, name string, list []T, text func(T) string) []byte {
	if len(list) == 0 {
		return b
	}
	b = appendName(b, name)
	for i, x := range list {
		if i > 0 {
			b = append(b, "%2C"...)
		}
		b = append(b, url.QueryEscape(text(x))...)
	}
	return b
}

func appendName(b []byte, name string) []byte {
	if len(b) > 0 {
		b = append(b, '&')
	}
	return append(append(b, name...), '=')
}

func itself(s string) string { return s }
