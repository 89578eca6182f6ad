package api

import (
	"mime"
	"slices"
	"strconv"
	"strings"

	"github.com/diemnong/diemnong"
)

// Content codings. Gzip is the one that is made on the fly.
const (
	codingGzip = "gzip"
	codingZstd = "zstd"
)

// format is what an answer is written as.
type format string

// The formats, as written in the parameter format.
const (
	formatJSON    format = "json"
	formatCSV     format = "csv"
	formatGeoJSON format = "geojson"
)

// mediaTypes of the formats, without parameters.
var mediaTypes = map[format]string{
	formatJSON: "application/json", formatCSV: "text/csv", formatGeoJSON: "application/geo+json",
}

// negotiate chooses among the formats a route offers: the parameter format
// decides; otherwise the best of Accept, the earlier offer on a tie.
func negotiate(c *call, offers ...format) (format, error) {
	if asked := c.query.Get("format"); asked != "" {
		if f := format(asked); slices.Contains(offers, f) {
			return f, nil
		}
		return "", diemnong.InvalidValue("format", asked, "is not a format of this answer.", "Use one of: "+joinFormats(offers)+".")
	}
	accept := strings.Join(c.header.Values("Accept"), ",")
	if strings.TrimSpace(accept) == "" {
		return offers[0], nil
	}
	best, bestQ := format(""), 0.0
	for _, f := range offers {
		if q := acceptedQuality(accept, mediaTypes[f]); q > bestQ {
			best, bestQ = f, q
		}
	}
	if best == "" {
		return "", &diemnong.Error{
			Code: notAcceptable, Field: "Accept", Value: shortText(accept), Message: "names nothing that this answer comes as.",
			Hint: "Ask for one of: " + joinTypes(offers) + "; or use format=" + string(offers[0]) + ".",
		}
	}
	return best, nil
}

// acceptedQuality is the weight that an Accept header gives a media type; the
// most specific range that matches decides (RFC 9110, 12.5.1).
func acceptedQuality(accept, mediaType string) float64 {
	quality, precision := 0.0, -1
	major, _, _ := strings.Cut(mediaType, "/")
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		p := slices.Index([]string{"*/*", major + "/*", mediaType}, name)
		if p <= precision || p < 0 {
			continue
		}
		quality, precision = weight(parameters["q"]), p
	}
	return quality
}

// chooseCoding gives the content coding that an Accept-Encoding header likes
// best (RFC 9110, 12.5.3), the earlier offer on a tie, and "" where none is
// taken or no coding at all is liked better. Who refuses even that gets it all
// the same: an answer is worth more than a refusal.
func chooseCoding(header string, offers []string) string {
	if header == "" {
		return ""
	}
	best, bestQ := "", 0.0
	for _, coding := range offers {
		if q, _ := codingQuality(header, coding); q > bestQ {
			best, bestQ = coding, q
		}
		if bestQ == 1 {
			return best // nothing is liked better
		}
	}
	if q, named := codingQuality(header, "identity"); named && q > bestQ {
		return ""
	}
	return best
}

// codingQuality is the weight of a coding: by its name or else by "*", zero
// when neither is there. Named says that its name is.
func codingQuality(header, coding string) (quality float64, named bool) {
	for len(header) > 0 {
		var part string
		part, header, _ = strings.Cut(header, ",")
		name, q, _ := strings.Cut(part, ";")
		switch name = strings.TrimSpace(name); {
		case strings.EqualFold(name, coding):
			return codingWeight(q), true
		case name == "*":
			quality = codingWeight(q)
		}
	}
	return quality, false
}

// codingWeight reads "q=0.5"; any blanks may stand around it.
func codingWeight(parameter string) float64 {
	parameter = strings.TrimSpace(parameter)
	if len(parameter) >= 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=' {
		parameter = parameter[2:]
	}
	return weight(parameter)
}

// weight reads a q-value: 1 when absent, 0 when it is none.
func weight(q string) float64 {
	if q == "" {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || !(w >= 0 && w <= 1) {
		return 0
	}
	return w
}

func joinFormats(offers []format) string {
	names := make([]string, len(offers))
	for i, f := range offers {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

func joinTypes(offers []format) string {
	names := make([]string, len(offers))
	for i, f := range offers {
		names[i] = mediaTypes[f]
	}
	return strings.Join(names, ", ")
}

// shortText bounds what an answer repeats of a request.
func shortText(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
