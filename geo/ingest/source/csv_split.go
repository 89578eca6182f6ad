package source

import (
	"bufio"
	"bytes"
	"io"
)

// unreadable is why a record has no end.
type unreadable string

// Error is the reason as a [Fault] gives it.
func (u unreadable) Error() string { return string(u) }

const (
	errUnclosed unreadable = "opens a quote that is not closed again."
	errTooLong  unreadable = "is longer than 256 KiB. Is a quote not closed?"
)

// textOf is a file that holds only the bytes.
func textOf(b []byte) *textFile {
	raw := &countingReader{Reader: bytes.NewReader(b)}
	return &textFile{raw: raw, in: bufio.NewReader(raw), size: int64(len(b)), encoding: utf8Encoding}
}

// split reads the next record into c.record and c.ends; a blank line gives no
// field at all. A record that does not end (its quote stays open to the end of
// the file, or for longer than MaxRecord) fails with errUnclosed or
// errTooLong, and reading goes on in the line behind its first one.
func (c *csvReader) split() error {
	c.record, c.ends, c.lines = c.record[:0], c.ends[:0], c.lines[:0]
	line, tooLong, err := c.readLine()
	if err != nil {
		return err
	}
	if tooLong {
		c.record = append(c.record, line...)
		return errTooLong
	}
	if len(trimLineEnd(line)) == 0 {
		return nil
	}
	first := c.line
	for open := c.splitLine(line, false); open; open = c.splitLine(line, true) {
		line, tooLong, err = c.readLine()
		if err != nil && err != io.EOF {
			return err
		}
		c.lines = append(c.lines, line...)
		switch {
		case err == io.EOF:
			c.unread(c.lines, first+1, false)
			return errUnclosed
		case tooLong, len(c.record)+len(line) > MaxRecord:
			c.unread(c.lines, first+1, tooLong)
			return errTooLong
		}
	}
	return nil
}

// splitLine takes fields off a line. open is true when the line ends inside of
// quotes, so that the record goes on in the next one.
func (c *csvReader) splitLine(rest []byte, quoted bool) (open bool) {
	if !quoted {
		rest, quoted = c.enterField(rest)
	}
	for more := true; more; {
		if quoted {
			var closed bool
			if rest, closed = c.quotedPart(rest); !closed {
				return true
			}
		}
		if rest, more = c.plainPart(rest); more {
			rest, quoted = c.enterField(rest)
		}
	}
	return false
}

// enterField steps over the quote that opens a field.
func (c *csvReader) enterField(rest []byte) ([]byte, bool) {
	if len(rest) > 0 && rest[0] == '"' {
		return rest[1:], true
	}
	return rest, false
}

// quotedPart takes text in quotes off the line. closed is false when the line
// ends before the closing quote. A quote that neither closes the field nor is
// doubled belongs to the text.
func (c *csvReader) quotedPart(rest []byte) (after []byte, closed bool) {
	for {
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			c.record = append(c.record, rest...)
			return nil, false
		}
		c.record = append(c.record, rest[:i]...)
		rest = rest[i+1:]
		switch {
		case len(rest) > 0 && rest[0] == '"':
			c.record, rest = append(c.record, '"'), rest[1:]
		case len(trimLineEnd(rest)) == 0 || bytes.HasPrefix(rest, c.delimiter):
			return rest, true
		default:
			c.record = append(c.record, '"')
		}
	}
}

// plainPart takes text without quotes off the line and ends the field. more is
// true when another field follows.
func (c *csvReader) plainPart(rest []byte) (after []byte, more bool) {
	var i int
	if len(c.delimiter) == 1 {
		i = bytes.IndexByte(rest, c.delimiter[0])
	} else {
		i = bytes.Index(rest, c.delimiter)
	}
	if i < 0 {
		c.record = append(c.record, trimLineEnd(rest)...)
		c.ends = append(c.ends, len(c.record))
		return nil, false
	}
	c.record = append(c.record, rest[:i]...)
	c.ends = append(c.ends, len(c.record))
	return rest[i+len(c.delimiter):], true
}

func trimLineEnd(b []byte) []byte { return bytes.TrimSuffix(b, []byte{'\n'}) }
