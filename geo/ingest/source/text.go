package source

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/diemnong/diemnong"
)

// sampleSize is how much of a file is looked at to recognise its encoding and
// delimiter.
const sampleSize = 64 << 10

// textFile is a file of lines, decoded to UTF-8.
type textFile struct {
	file     *os.File
	size     int64
	raw      *countingReader
	in       *bufio.Reader
	encoding string
	line     int64 // number of the line read last

	held        []byte // lines given back by unread, to be read again
	heldTooLong bool   // the last of them was cut
	long        []byte // a line that did not fit into in's buffer
}

func newTextFile(f *os.File, size int64, stated string) (*textFile, error) {
	t := &textFile{file: f, size: size, raw: &countingReader{Reader: f}}
	start := bufio.NewReaderSize(t.raw, sampleSize)
	sample, err := start.Peek(sampleSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	encoding, bom := recogniseEncoding(sample)
	if stated != "" && bom == 0 {
		if encoding, err = parseEncoding(stated); err != nil {
			return nil, err
		}
	}
	if _, err := start.Discard(bom); err != nil {
		return nil, err
	}
	t.encoding = encoding
	t.in = bufio.NewReaderSize(decode(start, encoding), sampleSize)
	return t, nil
}

const (
	utf8Encoding  = "utf-8"
	utf16LE       = "utf-16le"
	utf16BE       = "utf-16be"
	vietnamese    = "windows-1258"
	encodingNames = "utf-8, utf-16le, utf-16be or windows-1258"
)

func parseEncoding(s string) (string, error) {
	switch strings.ToLower(s) {
	case "utf-8", "utf8":
		return utf8Encoding, nil
	case "utf-16le", "utf-16", "utf16":
		return utf16LE, nil
	case "utf-16be":
		return utf16BE, nil
	case "windows-1258", "cp1258":
		return vietnamese, nil
	}
	return "", diemnong.InvalidValue("encoding", s, "is not an encoding that can be read.", "Use "+encodingNames+".")
}

// recogniseEncoding goes by the byte order mark, then by where the zero bytes
// of UTF-16 are, then by whether the sample is UTF-8. What is neither is taken
// for Windows-1258, the last encoding before UTF-8 in Vietnamese offices.
func recogniseEncoding(sample []byte) (encoding string, bom int) {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return utf8Encoding, 3
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return utf16LE, 2
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return utf16BE, 2
	}
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1] > len(sample)/8 && zeros[0] < zeros[1]/8:
		return utf16LE, 0
	case zeros[0] > len(sample)/8 && zeros[1] < zeros[0]/8:
		return utf16BE, 0
	case validPrefix(sample):
		return utf8Encoding, 0
	}
	return vietnamese, 0
}

// validPrefix reports whether the sample is UTF-8, up to a character that its
// end may have cut.
func validPrefix(sample []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(sample); cut++ {
		if utf8.Valid(sample[:len(sample)-cut]) {
			return cut == 0 || len(sample) == sampleSize
		}
	}
	return false
}

func decode(r io.Reader, encoding string) io.Reader {
	switch encoding {
	case utf16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case utf16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case vietnamese:
		return transform.NewReader(r, charmap.Windows1258.NewDecoder())
	}
	return r
}

// readLine gives the next line with its line end, which is '\n' also where the
// file has "\r\n". The line is valid until the next call. A line longer than
// MaxRecord is given cut, with tooLong set. At the end of the file it fails
// with io.EOF.
func (t *textFile) readLine() (line []byte, tooLong bool, err error) {
	if len(t.held) > 0 {
		end := bytes.IndexByte(t.held, '\n') + 1
		if end == 0 {
			end = len(t.held)
		}
		line, t.held = t.held[:end], t.held[end:]
		t.line++
		return line, t.heldTooLong && len(t.held) == 0, nil
	}
	line, err = t.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		line, tooLong, err = t.readLongLine(line)
	}
	if errors.Is(err, io.EOF) && len(line) > 0 {
		err = nil
	}
	if err != nil {
		return nil, false, err
	}
	t.line++
	return unixLineEnd(line), tooLong, nil
}

// readLongLine puts a line together that does not fit into the buffer.
func (t *textFile) readLongLine(start []byte) (line []byte, tooLong bool, err error) {
	t.long = append(t.long[:0], start...)
	for {
		part, err := t.in.ReadSlice('\n')
		if len(t.long)+len(part) <= MaxRecord {
			t.long = append(t.long, part...)
		} else {
			tooLong = true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return t.long, tooLong, err
		}
	}
}

// unixLineEnd makes "\r\n", and a "\r" that ends the file, a plain line end.
func unixLineEnd(line []byte) []byte {
	n := len(line)
	switch {
	case n >= 2 && line[n-2] == '\r' && line[n-1] == '\n':
		line[n-2] = '\n'
		return line[:n-1]
	case n >= 1 && line[n-1] == '\r':
		return line[:n-1]
	}
	return line
}

// unread gives lines back: the next readLine begins with them. first is the
// number of the first of them; cut tells that the last one is longer than given.
func (t *textFile) unread(lines []byte, first int64, cut bool) {
	if len(t.held) == 0 {
		t.heldTooLong = cut
	}
	t.held = append(bytes.Clone(lines), t.held...)
	t.line = first - 1
}

// Progress is in bytes.
func (t *textFile) Progress() (done, total int64) { return t.raw.n, t.size }

// Close closes the file.
func (t *textFile) Close() error { return t.file.Close() }

// unusable says what keeps bytes from being text that can be stored; nil when
// nothing does.
func unusable(b []byte) *Fault {
	if !utf8.Valid(b) {
		return &Fault{Reason: "is not UTF-8 text. Name the file's encoding: " + encodingNames + "."}
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return &Fault{Reason: "holds a NUL character."}
	}
	return nil
}

// composed gives text in which letters and their marks are one character, as
// everything else here expects: Windows-1258 and some systems keep them apart.
func composed(s string) string {
	if !mayHaveMarks(s) {
		return s
	}
	return norm.NFC.String(s)
}

// mayHaveMarks reports whether a text holds a combining mark of Latin letters
// (U+0300 to U+036F): a quick look at bytes, because almost no text does, and
// asking package norm took a fifth of the time of reading a row.
func mayHaveMarks(s string) bool {
	return strings.IndexByte(s, 0xCC) >= 0 || strings.IndexByte(s, 0xCD) >= 0
}
