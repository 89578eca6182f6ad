package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/diemnong/diemnong"
)

// ndjsonReader reads one JSON object a line. A member of a nested object is a
// column with dots in its name, such as location.lat.
type ndjsonReader struct {
	*textFile
	columns []string
	index   map[string]int
}

func newNDJSON(t *textFile, o Options) (*ndjsonReader, error) {
	sample, err := t.in.Peek(sampleSize)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("read first lines: %w", err)
	}
	if start := bytes.TrimSpace(sample); len(start) > 0 && start[0] == '[' {
		return nil, &diemnong.Error{
			Code: diemnong.Invalid, Message: "The file is one JSON array, not one object a line.",
			Hint: "Rewrite it, for instance with: jq -c '.[]' FILE > FILE.ndjson",
		}
	}
	n := &ndjsonReader{textFile: t, columns: o.Columns}
	if len(n.columns) == 0 {
		n.columns = membersIn(sample)
	}
	n.index = make(map[string]int, len(n.columns))
	for i, c := range n.columns {
		n.index[c] = i
	}
	return n, nil
}

// membersIn lists the members of the first objects, in the order they appear
// in the sorted names of each.
func membersIn(sample []byte) []string {
	var columns []string
	for line := range bytes.Lines(sample) {
		var object map[string]any
		if json.Unmarshal(line, &object) != nil {
			continue
		}
		members(object, "", func(name string, _ any) {
			if !slices.Contains(columns, name) && len(columns) < maxColumns {
				columns = append(columns, name)
			}
		})
	}
	slices.Sort(columns)
	return columns
}

// members visits the members of an object, those of nested objects by their path.
func members(object map[string]any, prefix string, visit func(path string, value any)) {
	for name, value := range object {
		visit(prefix+name, value)
		if nested, ok := value.(map[string]any); ok {
			members(nested, prefix+name+".", visit)
		}
	}
}

// Columns are the paths of members.
func (n *ndjsonReader) Columns() []string { return n.columns }

// Details tell the encoding.
func (n *ndjsonReader) Details() Details { return Details{Format: "ndjson", Encoding: n.encoding} }

// Next reads an object; blank lines are skipped.
func (n *ndjsonReader) Next(r *Record) error {
	for {
		line, tooLong, err := n.readLine()
		if err != nil {
			return err
		}
		r.Line, r.Fields, r.Fault = n.line, nil, nil
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if tooLong {
			r.Fault = &Fault{Value: excerptOf(line), Reason: "is longer than 256 KiB."}
			return nil
		}
		r.Fields, r.Fault = n.parse(line)
		return nil
	}
}

func (n *ndjsonReader) parse(line []byte) ([]string, *Fault) {
	if f := unusable(line); f != nil {
		return nil, f
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber() // 0.1 and 15678342 stay as they are written
	var object map[string]any
	if err := d.Decode(&object); err != nil || object == nil {
		return nil, &Fault{Value: excerptOf(line), Reason: "is not a JSON object."}
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, &Fault{Value: excerptOf(line), Reason: "holds more than one JSON object."}
	}
	fields := make([]string, len(n.columns))
	var fault *Fault
	members(object, "", func(path string, value any) {
		i, wanted := n.index[path]
		if !wanted {
			return
		}
		fields[i] = composed(textOfValue(value))
		if strings.IndexByte(fields[i], 0) >= 0 {
			fault = &Fault{Column: path, Reason: "holds a NUL character."}
		}
	})
	return fields, fault
}

// textOfValue is the value as a CSV file would have it; null is empty.
func textOfValue(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	b, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return string(b)
}

func excerptOf(b []byte) string { return strings.ToValidUTF8(string(b[:min(len(b), 80)]), "�") }
