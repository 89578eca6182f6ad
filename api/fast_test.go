package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/diemnong/diemnong"
	"github.com/diemnong/diemnong/geo/area"
)

// Nobody waits: there is no timer, and the context still knows its end.
func TestPatienceCostsNothingUntilSomebodyWaits(t *testing.T) {
	parent, leave := context.WithCancelCause(t.Context())
	p := &patience{Context: parent, until: time.Now().Add(time.Hour)}
	defer p.end()
	if d, ok := p.Deadline(); !ok || !d.Equal(p.until) || p.Err() != nil || p.timed != nil {
		t.Errorf("deadline %v, %v; error %v; timer %v", d, ok, p.Err(), p.timed)
	}
	child, cancel := context.WithCancel(p)
	defer cancel()
	errLeft := errors.New("left")
	leave(errLeft)
	<-child.Done()
	<-p.Done()
	if !errors.Is(p.Err(), context.Canceled) || !errors.Is(context.Cause(child), errLeft) {
		t.Errorf("error %v, cause %v", p.Err(), context.Cause(child))
	}
}

func TestPatienceEnds(t *testing.T) {
	f := func(name string, wait func(p *patience)) {
		t.Helper()
		p := &patience{Context: t.Context(), until: time.Now().Add(time.Millisecond)}
		defer p.end()
		wait(p)
		for range 2 { // it stays so
			if err := p.Err(); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: error %v", name, err)
			}
		}
		child, cancel := context.WithCancel(p)
		defer cancel()
		<-child.Done()
		if err := context.Cause(child); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: cause %v", name, err)
		}
	}
	f("one who waits", func(p *patience) { <-p.Done() })
	f("one who asks", func(p *patience) {
		for p.Err() == nil {
			runtime.Gosched()
		}
	})
	f("one that has passed already", func(p *patience) { p.until = time.Now().Add(-time.Hour) })
	earlier, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	p := &patience{Context: earlier, until: time.Now().Add(time.Hour)}
	if d, _ := p.Deadline(); d.Equal(p.until) {
		t.Error("the request's own deadline, which is earlier, is lost")
	}
}

// changingWorld is a city whose catalogue can change.
type changingWorld struct {
	catalog atomic.Pointer[diemnong.Catalog]
	atlas   *area.Atlas
}

func (w *changingWorld) Current(context.Context) (*diemnong.Catalog, *area.Atlas, error) {
	return w.catalog.Load(), w.atlas, nil
}

// What a query meant is forgotten with the city it was read for.
func TestKeptFiltersFollowTheCity(t *testing.T) {
	var world changingWorld
	f := newFixture(t, func(o *Options) {
		c, a, _ := o.World.Current(t.Context())
		world.atlas = a
		world.catalog.Store(c)
		o.World = &world
	})
	const url = "/tiles/v1/heat.json?category=flood&from=2026-11-01"
	first := f.get(url)
	if f.filters.get("category=flood&from=2026-11-01") == nil {
		t.Fatal("not kept")
	}
	if again := f.get(url); again.Code != 200 || again.Body.String() != first.Body.String() {
		t.Errorf("again: %d %s; want %s", again.Code, again.Body, first.Body)
	}
	without := *world.catalog.Load()
	without.City.TimeZone = "UTC"
	world.catalog.Store(&without)
	if moved := f.get(url); !strings.Contains(moved.Body.String(), "from=2026-11-01T00%3A00%3A00Z") {
		t.Errorf("in another time zone: %s", moved.Body)
	}
	without.Categories = without.Categories[1:]
	world.catalog.Store(&diemnong.Catalog{City: without.City, Categories: without.Categories, Sets: without.Sets})
	if gone := f.get(url); gone.Code != 400 {
		t.Errorf("a category that is gone: %d", gone.Code)
	}
}

// Only what is in order is kept, and only so much of it.
func TestKeptFiltersAreBounded(t *testing.T) {
	f := newFixture(t, nil)
	for _, query := range []string{"category=fload", "categry=flood", "from=2026-11-01&from=2026-11-02", "category=%zz"} {
		for range 2 {
			if w := f.get("/tiles/v1/heat.json?" + query); w.Code != 400 {
				t.Errorf("%s: %d", query, w.Code)
			}
		}
	}
	if n := len(f.filters.byQuery); n != 0 {
		t.Errorf("%d faulty ones are kept", n)
	}
	var k keptFilters
	k.put(strings.Repeat("x", longestKept+1), &keptFilter{})
	if len(k.byQuery) != 0 {
		t.Error("a long one is kept")
	}
	for i := range 3 * mostKeptFilters {
		k.put(fmt.Sprint(i), &keptFilter{})
		if len(k.byQuery) > mostKeptFilters || k.get(fmt.Sprint(i)) == nil {
			t.Fatalf("%d kept after %d, the last one: %v", len(k.byQuery), i, k.get(fmt.Sprint(i)))
		}
	}
}

// Of quick answers so many have a line; refusals always, and the next line
// tells how many had none.
func TestLinesOfQuickAnswersAreBounded(t *testing.T) {
	var now atomic.Int64
	f := newFixture(t, func(o *Options) { o.Now = func() time.Time { return testNow.Add(time.Duration(now.Load())) } })
	for range quickLinesSecond + 30 {
		f.get("/styles/heat.json")
	}
	if got := strings.Count(f.log.String(), "msg=request"); got != quickLinesSecond {
		t.Errorf("%d lines; want %d", got, quickLinesSecond)
	}
	f.get("/styles/heat.json?x=1")
	if log := f.log.String(); !strings.Contains(log, "status=400") || !strings.Contains(log, "skipped=30") {
		t.Errorf("the end of the log: %s", log[len(log)-400:])
	}
	now.Store(int64(time.Second))
	f.get("/styles/heat.json")
	if got := strings.Count(f.log.String(), "msg=request"); got != quickLinesSecond+2 {
		t.Errorf("%d lines in the next second; want %d", got, quickLinesSecond+2)
	}
}

// A connection that bundles sends what it is given, in order, and nothing
// stays behind.
func TestBundle(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l = Bundle(l)
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := conn.(*bundleConn)
	large := bytes.Repeat([]byte("x"), mostHeld+1)
	write := func(p []byte, wantHeld int) {
		t.Helper()
		if n, err := c.Write(p); n != len(p) || err != nil || len(c.held) != wantHeld {
			t.Errorf("wrote %d of %d, %v; %d held, want %d", n, len(p), err, len(c.held), wantHeld)
		}
	}
	write([]byte("1"), 0)
	c.holding = true
	write([]byte("22"), 2)
	write([]byte("333"), 5)
	write(large, 0)
	write([]byte("4"), 1)
	c.release()
	write([]byte("5"), 0)
	want := "122333" + string(large) + "45"
	got := make([]byte, len(want))
	if _, err := io.ReadFull(client, got); err != nil || string(got) != want {
		t.Errorf("%v; got %d bytes, %.10q…", err, len(got), got)
	}
}

// Over bundling connections, answers of every size and kind arrive whole, one
// after the other.
func TestAnswersArriveWholeWhenBundled(t *testing.T) {
	sizes := []int{0, 1, 3000, 3500, 4000, 4096, 8192, 100_000}
	f := newFixture(t, func(o *Options) {
		files := testFrontend()
		for _, size := range sizes {
			files[fmt.Sprintf("%d.txt", size)] = &fstest.MapFile{Data: bytes.Repeat([]byte("y"), size)}
		}
		o.Frontend = files
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(f)
	server.Listener.Close()
	server.Listener, server.Config = Bundle(l), f.HTTP("")
	server.Start()
	defer server.Close()
	for range 2 {
		for _, size := range sizes {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r, err := http.NewRequestWithContext(t.Context(), method, fmt.Sprintf("%s/%d.txt", server.URL, size), nil)
				if err != nil {
					t.Fatal(err)
				}
				w, err := http.DefaultClient.Do(r)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(w.Body)
				w.Body.Close()
				want := size
				if method == http.MethodHead {
					want = 0
				}
				if err != nil || w.StatusCode != 200 || len(body) != want || w.ContentLength != int64(size) {
					t.Errorf("%s of %d bytes: %d with %d bytes, %v", method, size, w.StatusCode, len(body), err)
				}
			}
		}
	}
}
