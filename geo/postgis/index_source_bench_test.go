package postgis

import (
	"fmt"
	"testing"

	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/geo/index"
)

// BenchmarkIndexSource measures what a load costs before the index does
// anything with it: snapshot, server, transfer and reading.
func BenchmarkIndexSource(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			s := newTestSource(generate(b, n))
			for _, connections := range []int{1, 2} {
				s.Connections = connections
				b.Run(fmt.Sprintf("load/connections=%d", connections), func(b *testing.B) { benchLoad(b, s) })
				b.Run(fmt.Sprintf("histories/connections=%d", connections), func(b *testing.B) { benchHistories(b, s) })
			}
		})
	}
}

func benchLoad(b *testing.B, s *IndexSource) {
	rows := 0
	for b.Loop() {
		if err := s.Load(b.Context(), func(index.Beginning) error { return nil },
			func(*index.Row) error { rows++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}

func benchHistories(b *testing.B, s *IndexSource) {
	histories := 0
	for b.Loop() {
		if err := s.Histories(b.Context(), func(heat.State) error { return nil },
			func(int64, []index.Event) error { histories++; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(histories)/b.Elapsed().Seconds(), "complaints/s")
}

// BenchmarkReadRow measures one complaint without the server; it allocates nothing.
func BenchmarkReadRow(b *testing.B) {
	c := newCopyRows(nil)
	header := len(c.buf)
	c.row(rowsColumns)
	c.int8(12345)
	for range 3 {
		c.int8(830_000_000_000_000)
	}
	c.int8(0x8a65b5662aa7fff)
	c.ids([]int32{101, 0, 405})
	c.int8(7<<32 | 3<<16 | 27)
	read := rowsReader(func(*index.Row) error { return nil })
	b.ReportAllocs()
	b.SetBytes(int64(len(c.buf) - header))
	for b.Loop() {
		if err := read(c.buf[header:]); err != nil {
			b.Fatal(err)
		}
	}
}
