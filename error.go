package diemnong

import (
	"errors"
	"fmt"
	"strings"
)

// Code classifies an [Error] by what the caller can do about it.
type Code string

// The codes of errors. Each edge (HTTP, command line) maps them once.
const (
	Invalid      Code = "invalid"      // the input is wrong; the caller can mend it
	NotFound     Code = "not_found"    // what was named does not exist
	Conflict     Code = "conflict"     // the state forbids it: a duplicate, a lock held by another
	Unauthorized Code = "unauthorized" // who asks did not say who they are
	Forbidden    Code = "forbidden"    // who asks may not
	TooLarge     Code = "too_large"    // a body, a file or an answer over its bound
	Unavailable  Code = "unavailable"  // a part is away for now; trying again later helps
	Internal     Code = "internal"     // a fault of the program; details are for the log only
)

// Error is a fault told to a person: what was wrong, in which field, with
// which value, and what would have been right. Message and Hint are whole
// sentences that are safe to show; Err is the cause, for the log only.
type Error struct {
	Code    Code
	Field   string // parameter, column or flag at fault; empty when none is
	Value   string // the value as given, shortened to 80 characters
	Message string
	Hint    string // what would be right, or what to do
	Err     error
}

// Error gives message and hint, without the cause.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Field != "" {
		b.WriteString(e.Field)
		if e.Value != "" {
			fmt.Fprintf(&b, " %q", e.Value)
		}
		b.WriteString(": ")
	}
	b.WriteString(e.Message)
	if e.Hint != "" {
		b.WriteString(" ")
		b.WriteString(e.Hint)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an [Error] of a code with a message.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// InvalidValue says that a field's value is wrong and what would be right.
func InvalidValue(field, value, message, hint string) *Error {
	return &Error{Code: Invalid, Field: field, Value: shorten(value, 80), Message: message, Hint: hint}
}

// ErrorCode gives the code of the first [Error] in err's chain, [Internal]
// for any other error and "" for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
