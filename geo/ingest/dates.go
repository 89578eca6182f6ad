package ingest

import (
	"strings"
	"time"

	"github.com/diemnong/diemnong"
)

// DayFirst are the formats of moments that are tried where nobody names any.
// None has the month before the day: of one column, some rows would then be
// read in one way and some in the other, and no one would notice.
var DayFirst = []string{
	"iso", "D/M/YYYY H:mm:ss", "D/M/YYYY H:mm", "D/M/YYYY", "H:mm D/M/YYYY", "H:mm:ss D/M/YYYY",
	"D-M-YYYY H:mm:ss", "D-M-YYYY H:mm", "D-M-YYYY", "D.M.YYYY H:mm:ss", "D.M.YYYY H:mm", "D.M.YYYY",
	"YYYY/M/D H:mm:ss", "YYYY/M/D H:mm", "YYYY/M/D", "YYYYMMDD", "excel", "epoch", "epoch_ms",
}

// Dates reads moments outside of a mapping, in the formats that one may name.
// It is safe for concurrent use.
type Dates struct{ formats []dateFormat }

// NewDates takes the formats in the order in which they are tried, none for
// [DayFirst]. It fails with [diemnong.Invalid] on what is no format.
func NewDates(formats ...string) (*Dates, error) {
	if len(formats) == 0 {
		formats = DayFirst
	}
	d := &Dates{}
	for _, text := range formats {
		f, err := parseDateFormat(text)
		if err != nil {
			return nil, diemnong.InvalidValue("date-formats", text, "does not hold day, month and year.",
				"Write it like DD/MM/YYYY HH:mm, or iso, epoch, epoch_ms or excel.")
		}
		d.formats = append(d.formats, f)
	}
	return d, nil
}

// Parse reads a moment, in UTC to the second; ok is false where no format fits,
// or only with a year that cannot be meant. The zone is that of times without
// one; date1904 says that a spreadsheet counts its days from 1904.
func (d *Dates) Parse(s string, zone *time.Location, date1904 bool) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	for i := range d.formats {
		t, _, ok := d.formats[i].parse(s, zone, date1904)
		if y := t.Year(); ok && y >= firstYear && y <= lastYear {
			return t.UTC().Truncate(time.Second), true
		}
	}
	return time.Time{}, false
}
