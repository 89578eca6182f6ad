package postgis

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/index"
)

// aRow is a row of rowsQuery as the server sends it, behind the header.
func aRow(received int64, areas []int32) []byte {
	c := newCopyRows(nil)
	header := len(c.buf)
	c.row(rowsColumns)
	c.int8(9)
	c.int8(received)
	c.null()
	c.int8(-1_000_000) // a second before 2000
	c.null()
	c.ids(areas)
	c.int8(40<<32 | 0<<16 | 6<<6 | 4<<3 | 3<<1 | 1)
	return c.buf[header:]
}

func TestRowsAreReadAsTheyWereWritten(t *testing.T) {
	received := time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC) // before 1970 and before 2000
	raw := aRow(received.UnixMicro()-postgresEpoch, []int32{0, 7})
	n := 0
	err := rowsReader(func(r *index.Row) error {
		n++
		if r.ID != 9 || r.ReceivedAt != -1 || r.DueAt != index.None || r.ClosedAt != 946684799 || r.Cell != 0 ||
			len(r.Areas) != 2 || r.Areas[0] != 0 || r.Areas[1] != 7 || r.Category != 40 || r.Agency != 0 ||
			r.Channel != diemnong.Import || r.Status != diemnong.Rejected || r.Quality != diemnong.QualityNone || !r.Reopened {
			t.Errorf("row %+v", r)
		}
		return nil
	})(append(raw, raw...))
	if err != nil || n != 2 {
		t.Errorf("%d rows, %v; want 2", n, err)
	}
}

func TestRowsThatCannotBeAreRefused(t *testing.T) {
	read := rowsReader(func(*index.Row) error { t.Error("a row was handed over"); return nil })
	f := func(name string, raw []byte, want error) {
		t.Helper()
		if err := read(raw); !errors.Is(err, want) {
			t.Errorf("%s: %v; want %v", name, err, want)
		}
	}
	good := aRow(0, nil)
	f("a fraction of a second", aRow(1, nil), errUnusableTime)
	f("infinity", aRow(math.MaxInt64, nil), errUnusableTime)
	f("minus infinity", aRow(math.MinInt64, nil), errUnusableTime)
	for cut := 1; cut < len(good); cut++ {
		f("a row that is cut off", good[:cut], errCopyFormat)
	}
	more := append([]byte(nil), good...)
	binary.BigEndian.PutUint16(more, rowsColumns+1)
	f("another number of columns", more, errCopyFormat)
}
