package index

import (
	"fmt"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
)

// A measure packs what the measures need of a complaint's state:
//
//	bits 0–7   handling-time bucket; heat.NoTime when there is no handling time
//	bits 8–10  class; of a complaint with a due time that is not closed, Open
//	bit 11     re-opened at least once
type measure = uint16

const (
	classShift    = 8
	reopenedShift = 11
	measureCodes  = 16 // values of class and re-opened together
)

// An attr packs status, channel and quality into a byte.
const (
	qualities = 4
	channels  = 7
	attrs     = 5 * channels * qualities
)

func attrOf(s diemnong.Status, c diemnong.Channel, q diemnong.Quality) uint8 {
	return (uint8(s)*channels+uint8(c))*qualities + uint8(q)
}

func attrStatus(a uint8) diemnong.Status   { return diemnong.Status(a / (channels * qualities)) }
func attrChannel(a uint8) diemnong.Channel { return diemnong.Channel(a / qualities % channels) }
func attrQuality(a uint8) diemnong.Quality { return diemnong.Quality(a % qualities) }

// rows are complaints in the order in which they came, column by column: what
// a segment is made of.
type rows struct {
	ids              []int64
	received, due    []int64 // due: None unless the complaint waits to become overdue
	cells            []geo.Cell
	category, agency []uint16
	area             []uint32
	attr             []uint8
	measure          []measure
	histories        *historyRows // nil: not known
}

func newRows(capacity int) *rows {
	return &rows{
		ids: make([]int64, 0, capacity), received: make([]int64, 0, capacity), due: make([]int64, 0, capacity),
		cells: make([]geo.Cell, 0, capacity), category: make([]uint16, 0, capacity), agency: make([]uint16, 0, capacity),
		area: make([]uint32, 0, capacity), attr: make([]uint8, 0, capacity), measure: make([]measure, 0, capacity),
	}
}

func (r *rows) len() int { return len(r.ids) }

// add appends a complaint. It fails for one that the index cannot hold exactly.
func (r *rows) add(c *Row, d *dictionaries) error {
	if err := checkRow(c); err != nil {
		return err
	}
	class := classOf(c.Status, c.DueAt, c.ClosedAt)
	due := int64(None)
	if class == diemnong.Open {
		due = c.DueAt
	}
	r.ids = append(r.ids, c.ID)
	r.received, r.due = append(r.received, c.ReceivedAt), append(r.due, due)
	r.cells = append(r.cells, c.Cell)
	r.category = append(r.category, d.categories.of(c.Category))
	r.agency = append(r.agency, d.agencies.of(c.Agency))
	r.area = append(r.area, d.areas.of(c.Areas))
	r.attr = append(r.attr, attrOf(c.Status, c.Channel, c.Quality))
	r.measure = append(r.measure, measureOf(class, c.Reopened, bucketOf(c.Status, c.ReceivedAt, c.ClosedAt)))
	if r.histories != nil {
		r.histories.add(c.ReceivedAt, c.Events, r.measure[len(r.measure)-1], c.Status)
	}
	return nil
}

func checkRow(c *Row) error {
	switch {
	case c.Status > diemnong.Rejected, c.Channel >= channels, c.Quality >= qualities:
		return fmt.Errorf("index: complaint %d has status %d, channel %d, quality %d", c.ID, c.Status, c.Channel, c.Quality)
	case c.Cell != 0 && !validBaseCell(c.Cell):
		return fmt.Errorf("index: complaint %d has %s for a base cell of resolution %d", c.ID, c.Cell, geo.BaseResolution)
	default:
		return nil
	}
}

// classOf is [diemnong.Classify] but for the moment: with a due time, what is
// not closed is Open.
func classOf(s diemnong.Status, due, closed int64) diemnong.Class {
	switch {
	case s.Closed() && (due == None || closed == None):
		return diemnong.UndatedClosed
	case s.Closed() && closed <= due:
		return diemnong.OnTime
	case s.Closed():
		return diemnong.Late
	case due == None:
		return diemnong.UndatedOpen
	default:
		return diemnong.Open
	}
}

func bucketOf(s diemnong.Status, received, closed int64) uint8 {
	if !s.Closed() || closed == None {
		return heat.NoTime
	}
	return heat.Bucket(closed - received)
}

func measureOf(class diemnong.Class, reopened bool, bucket uint8) measure {
	m := measure(class)<<classShift | measure(bucket)
	if reopened {
		m |= 1 << reopenedShift
	}
	return m
}

// addFrom appends row i of other rows.
func (r *rows) addFrom(o *rows, i int) {
	r.ids = append(r.ids, o.ids[i])
	r.received, r.due = append(r.received, o.received[i]), append(r.due, o.due[i])
	r.cells = append(r.cells, o.cells[i])
	r.category, r.agency = append(r.category, o.category[i]), append(r.agency, o.agency[i])
	r.area, r.attr = append(r.area, o.area[i]), append(r.attr, o.attr[i])
	r.measure = append(r.measure, o.measure[i])
	if r.histories != nil {
		r.histories.append(o.histories.of(i))
	}
}
