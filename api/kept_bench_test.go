package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo"
	"github.com/diemnong/diemnong/geo/heat"
	"github.com/diemnong/diemnong/tiles"
)

// A kept tile against a fixed body of the same size that echo alone gives out,
// over real connections on the loopback. Both are asked by turns in one run,
// so that what else the machine does weighs on both; "ratio" is what counts,
// and "cpu-ratio" says the same with less noise: the processor's time, the
// clients' included, is what bounds the requests a second.
func BenchmarkKeptTile(b *testing.B) {
	const clients, batch = 8, 2000
	alone, service := keptServers(b)
	for _, with := range []struct{ name, address string }{{"api alone", alone}, {"with tiles.Service", service}} {
		b.Run(with.name, func(b *testing.B) {
			const url = "/tiles/v1/complaints/15/26096/15392.mvt?category=flood&from=2026-11-01"
			ours := dial(b, with.address, url, clients)
			ours.ask(b, batch)
			echos := dial(b, serveEcho(b, ours.size), url, clients)
			echos.ask(b, batch)
			var mine, theirs, myCPU, theirCPU time.Duration
			for b.Loop() {
				begin := cpuTime(b)
				theirs += echos.ask(b, batch)
				middle := cpuTime(b)
				mine += ours.ask(b, batch)
				theirCPU, myCPU = theirCPU+middle-begin, myCPU+cpuTime(b)-middle
			}
			done := float64(b.N * batch)
			b.ReportMetric(theirCPU.Seconds()/myCPU.Seconds(), "cpu-ratio")
			b.ReportMetric(float64(myCPU.Microseconds())/done, "cpu-µs/req")
			b.ReportMetric(done/theirs.Seconds(), "echo-req/s")
			b.ReportMetric(done/mine.Seconds(), "req/s")
			b.ReportMetric(theirs.Seconds()/mine.Seconds(), "ratio")
			b.ReportMetric(float64(ours.size), "B/answer")
		})
	}
}

// keptTile is a cache that always has the tile.
type keptTile struct {
	Tiles
	tile *tiles.Tile
}

func (k keptTile) Tile(context.Context, tiles.Layer, tiles.Address, diemnong.Filter) (*tiles.Tile, error) {
	return k.tile, nil
}

// keptServers are a server over a cache that costs nothing, and one over the
// real one. Both give a tile of 20 kB.
func keptServers(b *testing.B) (alone, service string) {
	b.Helper()
	out, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a real write for each line
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { out.Close() })
	var kept keptTile
	production := func(o *Options) {
		o.Log, o.NewID, o.Now = slog.New(slog.NewTextHandler(out, nil)), nil, nil
		o.Hosts = []string{"localhost", "127.0.0.1", "::1"}
		kept.Tiles = largeTiles(b, o)
		o.Tiles = kept.Tiles
	}
	g := newFixture(b, production)
	address, err := tiles.ParseAddress("15", "26096", "15392")
	if err != nil {
		b.Fatal(err)
	}
	if kept.tile, err = kept.Tiles.Tile(b.Context(), tiles.ComplaintLayer(), address, diemnong.Filter{}); err != nil {
		b.Fatal(err)
	}
	f := newFixture(b, func(o *Options) { production(o); o.Tiles = kept })
	return serveOn(b, f.HTTP(""), Bundle), serveOn(b, g.HTTP(""), Bundle)
}

// largeTiles is a service whose tiles have many points.
func largeTiles(b *testing.B, o *Options) Tiles {
	b.Helper()
	s, err := tiles.New(tiles.Options{Engine: quietEngine{o.Engine}, World: o.World, Points: manyPoints{}})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// quietEngine never changes, and says so at no cost.
type quietEngine struct{ heat.Engine }

func (quietEngine) State(context.Context) (heat.State, error) {
	return heat.State{Revision: 1, ID: "naive-1"}, nil
}

// manyPoints are scattered over whatever box is asked for.
type manyPoints struct{}

func (manyPoints) Points(_ context.Context, _ diemnong.Filter, box diemnong.Bounds, _ int) (*heat.Points, error) {
	p := &heat.Points{State: heat.State{Revision: 1, ID: "naive-1"}, AsOf: testNow}
	r := rand.New(rand.NewPCG(1, 2))
	for id := range int64(1500) {
		p.Points = append(p.Points, heat.MapPoint{ID: id * id, Category: "flood", Point: geo.Point{
			Lon: box.West + r.Float64()*(box.East-box.West), Lat: box.South + r.Float64()*(box.North-box.South),
		}})
	}
	return p, nil
}

// serveEcho serves a body as echo does by itself.
func serveEcho(b *testing.B, size int) (address string) {
	e, body, length := echo.New(), make([]byte, size), strconv.Itoa(size)
	e.GET("/tiles/v1/complaints/:z/:x/:y", func(c echo.Context) error {
		c.Response().Header().Set("Content-Length", length) // without it, echo would send chunks, which is slower
		return c.Blob(http.StatusOK, typeTile, body)
	})
	return serveOn(b, &http.Server{Handler: e, ReadHeaderTimeout: headerTimeout}, func(l net.Listener) net.Listener { return l })
}

func serveOn(b *testing.B, server *http.Server, wrap func(net.Listener) net.Listener) (address string) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(wrap(l)) }()
	b.Cleanup(func() {
		server.Close()
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			b.Error(err)
		}
	})
	return l.Addr().String()
}

// askers are clients that keep their connections and ask one thing again and
// again. They read as little of an answer as they must: their time is in the figures too.
type askers struct {
	conns   []net.Conn
	readers []*bufio.Reader
	request []byte
	size    int // bytes of a body
}

func dial(b *testing.B, address, url string, n int) *askers {
	b.Helper()
	a := &askers{request: fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"+
		"Accept: */*\r\nAccept-Language: vi,en;q=0.8\r\nReferer: http://%s/\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\n\r\n", url, address, address)}
	for range n {
		c, err := net.Dial("tcp", address)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { c.Close() })
		a.conns, a.readers = append(a.conns, c), append(a.readers, bufio.NewReaderSize(c, 64<<10))
	}
	return a
}

// ask asks n times in all, all clients at once, and gives the time it took.
func (a *askers) ask(b *testing.B, n int) time.Duration {
	b.Helper()
	begin := time.Now()
	var wg sync.WaitGroup
	sizes := make([]int, len(a.conns))
	for i := range a.conns {
		wg.Go(func() {
			for range n / len(a.conns) {
				if _, err := a.conns[i].Write(a.request); err != nil {
					b.Error(err)
					return
				}
				size, err := readAnswer(a.readers[i])
				if err != nil {
					b.Error(err)
					return
				}
				sizes[i] = size
			}
		})
	}
	wg.Wait()
	a.size = sizes[0]
	return time.Since(begin)
}

// readAnswer reads one answer over, and gives the size of its body.
func readAnswer(r *bufio.Reader) (size int, err error) {
	length := []byte("Content-Length: ")
	for first := true; ; first = false {
		line, err := r.ReadSlice('\n')
		switch {
		case err != nil:
			return 0, err
		case first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")):
			return 0, fmt.Errorf("answer %s", line)
		case len(line) == 2:
			_, err = io.CopyN(io.Discard, r, int64(size))
			return size, err
		case bytes.HasPrefix(line, length):
			if size, err = strconv.Atoi(string(bytes.TrimSpace(line[len(length):]))); err != nil {
				return 0, err
			}
		}
	}
}

// cpuTime is the processor's time that this process has taken.
func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
