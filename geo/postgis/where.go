package postgis

import (
	"fmt"
	"strconv"
	"strings"
)

// statement collects the conditions and the arguments of a query whose text
// depends on the question. Values never enter the text: each becomes an
// argument, and the text only its place.
type statement struct {
	conditions []string
	args       []any
}

// arg adds an argument and gives its place in the text, such as $3.
func (s *statement) arg(value any) string {
	s.args = append(s.args, value)
	return "$" + strconv.Itoa(len(s.args))
}

// and adds a condition. Each %s of the text takes one value, as an argument.
func (s *statement) and(text string, values ...any) {
	places := make([]any, len(values))
	for i, v := range values {
		places[i] = s.arg(v)
	}
	s.conditions = append(s.conditions, fmt.Sprintf(text, places...))
}

// andAny adds a condition that holds when the column is one of the values; no
// values are no condition.
func andAny[T any](s *statement, column string, values []T) {
	if len(values) > 0 {
		s.and(column+" = any(%s)", values)
	}
}

// where is the clause with all conditions, empty when there are none.
func (s *statement) where() string {
	if len(s.conditions) == 0 {
		return ""
	}
	return "where " + strings.Join(s.conditions, "\n  and ")
}
