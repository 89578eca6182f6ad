package heattest

import (
	"errors"

	"github.com/diemnong/diemnong"
)

// refusal finds the fault told to people in an error.
func refusal(err error) *diemnong.Error {
	var e *diemnong.Error
	errors.As(err, &e)
	return e
}
