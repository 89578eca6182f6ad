package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/heat"
)

// bodyField is a field of a JSON object: where its value goes (*string or
// **float64), and the most letters a text may have.
type bodyField struct {
	name string
	into any
	most int
}

// readBody reads one JSON object strictly: what is no field, of another type,
// too long, or behind the object is an error that names it. Null is absent.
func readBody(c *call, fields []bodyField) error {
	if t, _, err := mime.ParseMediaType(c.header.Get("Content-Type")); err != nil || t != typeJSON {
		return &diemnong.Error{
			Code: unsupportedMedia, Field: "Content-Type", Value: shortText(c.header.Get("Content-Type")),
			Message: "is not what this address takes.", Hint: "Send application/json.",
		}
	}
	d := json.NewDecoder(c.body)
	var object map[string]json.RawMessage
	if err := d.Decode(&object); err != nil {
		return bodyError(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		if err = bodyError(err); diemnong.ErrorCode(err) == diemnong.TooLarge {
			return err
		}
		return diemnong.InvalidValue("body", "", "goes on after the object.", "Send one JSON object.")
	}
	if object == nil {
		return diemnong.InvalidValue("body", "null", "is not an object.", "Send one JSON object.")
	}
	return fill(object, fields)
}

// fill gives the fields their values.
func fill(object map[string]json.RawMessage, fields []bodyField) error {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
		if raw, ok := object[f.name]; ok {
			if err := f.set(raw); err != nil {
				return err
			}
			delete(object, f.name)
		}
	}
	for name := range object {
		hint := "Fields are: " + strings.Join(names, ", ") + "."
		if near, ok := heat.Nearest(shortText(name), names); ok {
			hint = "Did you mean " + near + "? " + hint
		}
		return diemnong.InvalidValue(shortText(name), "", "is not a field of this object.", hint)
	}
	return nil
}

// set reads one value.
func (f *bodyField) set(raw json.RawMessage) error {
	if err := json.Unmarshal(raw, f.into); err != nil {
		want := "text in quotes"
		if _, ok := f.into.(**float64); ok {
			want = "number"
		}
		return diemnong.InvalidValue(f.name, string(raw), "is not a "+want+".", "Give a "+want+", or leave the field out.")
	}
	s, ok := f.into.(*string)
	if !ok {
		return nil
	}
	*s = strings.TrimSpace(*s)
	if strings.ContainsRune(*s, 0) {
		return diemnong.InvalidValue(f.name, "", "contains the character NUL.", "Leave it out.")
	}
	if n := utf8.RuneCountInString(*s); n > f.most {
		return diemnong.InvalidValue(f.name, *s, fmt.Sprintf("has %d letters.", n), fmt.Sprintf("Give at most %d.", f.most))
	}
	return nil
}

// bodyError says why a body cannot be read.
func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return &diemnong.Error{
			Code: diemnong.TooLarge, Field: "body", Message: "is too large.",
			Hint: fmt.Sprintf("Send at most %d bytes.", tooLarge.Limit), Err: err,
		}
	case errors.As(err, &kind):
		return diemnong.InvalidValue("body", kind.Value, "is not an object.", "Send one JSON object.")
	case errors.As(err, &syntax):
		return diemnong.InvalidValue("body", "", fmt.Sprintf("is not JSON: it breaks at byte %d.", syntax.Offset), "Send one JSON object.")
	default:
		return &diemnong.Error{
			Code: diemnong.Invalid, Field: "body", Message: "ends too early.", Hint: "Send one JSON object.", Err: err,
		}
	}
}
