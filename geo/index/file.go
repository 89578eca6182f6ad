package index

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// The file is a line of text, a JSON header with its length and checksum, and
// the columns that the header lists, one after the other, little-endian, each
// with its checksum behind it. It holds a base: what changed since is read from
// the database, which also says whether it continues the file's state.
const fileMagic = "diemnong index 2\n"

// fileHeader describes the columns of the file.
type fileHeader struct {
	State      heat.State
	Layout     [3]int // block resolution, base resolution, number of buckets: what the columns' numbers mean
	Categories []int16
	Agencies   []int16
	Areas      [][]int32
	FirstID    int64
	Epochs     [2]int64 // of the segments
	Columns    []fileColumn
}

// fileColumn is the size of a column: how many numbers of how many bytes.
type fileColumn struct{ Count, Width int }

var errNoFile = errors.New("index: there is no file")

// castagnoli is the polynomial that processors have an instruction for.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// columns lists all columns of a base in the order of the file. With a header
// that describes them they can be made and filled in the same order.
func (b *base) columns() []any {
	var all []any
	for _, s := range []*segment{b.settled, b.waiting} {
		all = append(all, &s.time, &s.local, &s.attr, &s.measure, &s.due)
		for _, c := range []*codes{&s.category, &s.agency, &s.area} {
			all = append(all, &c.b, &c.w, &c.d)
		}
		all = append(all, &s.histories.data, &s.histories.anchors)
	}
	return append(all, &b.rows.dense, &b.rows.ids, &b.rows.rows)
}

// writeFile writes a base with its histories. The file is replaced in one
// step: a write that breaks off leaves the old one.
func writeFile(name string, b *base, w words) (err error) {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("index file: %w", err)
	}
	// One name: what a killed program left is written over, not left to lie.
	f, err := os.OpenFile(name+".new", os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("index file: %w", err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	if err := encodeBase(out, b, w); err != nil {
		return fmt.Errorf("write index file: %w", err)
	}
	if err := errors.Join(out.Flush(), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write index file: %w", err)
	}
	return os.Rename(f.Name(), name)
}

func encodeBase(out io.Writer, b *base, w words) error {
	h := fileHeader{
		State: b.state, Layout: layout, Categories: w.categories, Agencies: w.agencies, Areas: w.areas,
		FirstID: b.rows.first, Epochs: [2]int64{b.settled.epoch, b.waiting.epoch},
	}
	blocks := [][]uint64{blockNumbers(b.settled), blockNumbers(b.waiting)}
	columns := append([]any{&blocks[0], &blocks[1]}, b.columns()...)
	for _, c := range columns {
		h.Columns = append(h.Columns, sizeOf(c))
	}
	text, err := json.Marshal(h)
	if err != nil {
		return err
	}
	head := append([]byte(fileMagic), binary.LittleEndian.AppendUint32(nil, uint32(len(text)))...)
	head = append(head, text...)
	head = binary.LittleEndian.AppendUint32(head, crc32.Checksum(text, castagnoli))
	if _, err := out.Write(head); err != nil {
		return err
	}
	for _, c := range columns {
		if err := writeColumn(out, c); err != nil {
			return err
		}
	}
	return nil
}

// layout is what the numbers in the columns depend on.
var layout = [3]int{blockResolution, geo.BaseResolution, heat.NumBuckets}

// blockNumbers writes blocks as numbers: cell, end.
func blockNumbers(s *segment) []uint64 {
	n := make([]uint64, 0, 2*len(s.blocks))
	for _, b := range s.blocks {
		n = append(n, uint64(b.cell), uint64(b.end))
	}
	return n
}

// readFile reads what writeFile wrote. It fails with errNoFile when there is
// none, and with a reason for a file that is damaged or of another version.
func readFile(name string) (*base, *dictionaries, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, errNoFile
	}
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	return decodeBase(bufio.NewReaderSize(f, 1<<20), info.Size())
}

// decodeBase reads a file of a size. Nothing in it is believed before its
// checksum fits, and no more memory is taken than the file is long.
func decodeBase(in io.Reader, size int64) (*base, *dictionaries, error) {
	h, err := readHeader(in, size)
	if err != nil {
		return nil, nil, err
	}
	b := &base{
		state: h.State, rows: rowMap{first: h.FirstID},
		settled: &segment{epoch: h.Epochs[0], histories: &histories{}}, waiting: &segment{epoch: h.Epochs[1], histories: &histories{}},
	}
	var blocks [2][]uint64
	columns := append([]any{&blocks[0], &blocks[1]}, b.columns()...)
	if len(h.Columns) != len(columns) {
		return nil, nil, fmt.Errorf("index file: it has %d columns; this version has %d", len(h.Columns), len(columns))
	}
	for i, c := range columns {
		if size, err = readColumn(in, c, h.Columns[i], size); err != nil {
			return nil, nil, fmt.Errorf("index file: column %d: %w", i, err)
		}
	}
	for i, s := range []*segment{b.settled, b.waiting} {
		if err := s.restore(blocks[i], i == 1); err != nil {
			return nil, nil, fmt.Errorf("index file: %w", err)
		}
	}
	return b, h.dictionaries(), nil
}

func readHeader(in io.Reader, size int64) (h fileHeader, err error) {
	var head [len(fileMagic) + 4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return h, fmt.Errorf("index file: %w", err)
	}
	if string(head[:len(fileMagic)]) != fileMagic {
		return h, errors.New("index file: it is no index of this version")
	}
	n := int64(binary.LittleEndian.Uint32(head[len(fileMagic):]))
	if n > size {
		return h, fmt.Errorf("index file: a header of %d bytes in a file of %d", n, size)
	}
	text := make([]byte, n+4)
	if _, err := io.ReadFull(in, text); err != nil {
		return h, fmt.Errorf("index file: header: %w", err)
	}
	if sum := binary.LittleEndian.Uint32(text[n:]); sum != crc32.Checksum(text[:n], castagnoli) {
		return h, errors.New("index file: the header is damaged")
	}
	if err := json.Unmarshal(text[:n], &h); err != nil {
		return h, fmt.Errorf("index file: header: %w", err)
	}
	if h.Layout != layout {
		return h, fmt.Errorf("index file: its layout is %v; this version has %v", h.Layout, layout)
	}
	return h, nil
}

// restore gives a segment what follows from its columns, and checks that they
// fit together.
func (s *segment) restore(blocks []uint64, due bool) error {
	n := len(s.time)
	for i := 0; i+1 < len(blocks); i += 2 {
		s.blocks = append(s.blocks, block{geo.Cell(blocks[i]), uint32(blocks[i+1])})
	}
	rows := 0
	if len(s.blocks) > 0 {
		rows = int(s.blocks[len(s.blocks)-1].end)
	}
	if rows != n || len(s.local) != n || len(s.attr) != n || len(s.measure) != n || due && len(s.due) != n ||
		s.category.len() != n || s.agency.len() != n || s.area.len() != n ||
		len(s.histories.anchors) != (n+anchorRows-1)/anchorRows {
		return errors.New("the columns are not equally long")
	}
	if !due {
		s.due = nil
	}
	s.earliest, s.latest = s.span()
	return nil
}

func (h *fileHeader) dictionaries() *dictionaries {
	d := newDictionaries()
	for _, id := range h.Categories {
		d.categories.of(id)
	}
	for _, id := range h.Agencies {
		d.agencies.of(id)
	}
	for _, areas := range h.Areas {
		d.areas.of(areas)
	}
	return d
}
