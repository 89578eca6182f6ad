package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/diemnong/diemnong/internal/pgtest"
	"github.com/diemnong/diemnong/migrations"
)

// process is "diemnong serve" as a process of its own.
type process struct {
	*liveService
	cmd  *exec.Cmd
	gone chan struct{} // closed when it has ended
}

// startProcess starts the program with settings of the environment, and waits
// until it says its address. It is stopped when the test ends.
func startProcess(t *testing.T, settings []string, args ...string) *process {
	t.Helper()
	log := &logText{}
	cmd := exec.Command("diemnong", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(append(os.Environ(), "DIEMNONG_WRITE_TOKEN="+demoToken), settings...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // should the test itself be killed
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &process{&liveService{t, "", contract(t), log, nil}, cmd, make(chan struct{})}
	go func() {
		_ = cmd.Wait() // stop looks at how it ended
		close(p.gone)
	}()
	p.liveService.stop = p.end
	t.Cleanup(p.end)
	address := regexp.MustCompile(`is ready:  (http://\S+)`)
	p.until("the program says its address", func() bool {
		select {
		case <-p.gone:
			t.Fatalf("the program ended:\n%s", log)
		default:
		}
		m := address.FindStringSubmatch(log.String())
		if m != nil {
			p.url = m[1]
		}
		return m != nil
	})
	return p
}

// end stops the program as Ctrl-C does; it must end well. Once is enough.
func (p *process) end() {
	select {
	case <-p.gone:
	default:
		_ = p.cmd.Process.Signal(os.Interrupt) // it may have ended just now
		<-p.gone
	}
	if code := p.cmd.ProcessState.ExitCode(); code != exitOK {
		p.Errorf("the program ended with %d:\n%s", code, p.log)
	}
}

// says waits until the program's log has a line with a text n times.
func (p *process) says(text string, n int) {
	p.Helper()
	p.until(fmt.Sprintf("the log says %q %d times", text, n), func() bool { return strings.Count(p.log.String(), text) >= n })
}

// program runs another command to its end.
func program(t *testing.T, settings []string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "diemnong", args...)
	cmd.Env = append(os.Environ(), settings...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("diemnong %q: %v\n%s", args, err, out)
	}
}

// past are questions whose answers no present moment is part of.
func (p *process) past() (answers []string) {
	p.Helper()
	for _, path := range []string{
		"/api/v1/stats?as_of=2026-09-01T00:00:00Z&group_by=area,status", "/api/v1/stats?as_of=2026-05-01T00:00:00Z&group_by=agency&format=csv",
		"/tiles/v1/heat/9/407/240.mvt?as_of=2026-09-01T00:00:00Z",
	} {
		res, body := p.get(path)
		if res.StatusCode != http.StatusOK {
			p.Fatalf("GET %s: %s\n%s", path, res.Status, body)
		}
		// Figures state their revision, which goes on.
		answers = append(answers, regexp.MustCompile(`"revision":\d+`).ReplaceAllString(string(body), ""))
	}
	return answers
}

// TestTheServerIsKilledUnderTheService, which starts it again, follows on, and
// finds its index in the file at the next start.
func TestTheServerIsKilledUnderTheService(t *testing.T) {
	t.Parallel()
	dir := openDir(t)
	settings := []string{"DIEMNONG_DATABASE_URL=", "DIEMNONG_DATA_DIR=" + dir}
	p := startProcess(t, settings, "--demo-if-empty", "--demo-rows", "1000")
	p.awaitIndex()
	before, n := p.past(), p.count("")
	for i := range 2 {
		kill9(t, filepath.Join(dir, "postgres/data/postmaster.pid"))
		if after := p.past(); strings.Join(after, "") != strings.Join(before, "") {
			t.Errorf("without the server the answers are\n%q; want\n%q", after, before)
		}
		p.says("the database is gone; start it again", i+1)
		p.says("the change feed is back", i+1)
		p.until("writing works", func() bool {
			res, body := p.post(fmt.Sprintf(`{"source":"test","source_ref":"killed %d","category":"noise-karaoke","received_at":"2026-11-20","lon":106.7,"lat":10.77}`, i))
			if c := res.StatusCode; c != http.StatusCreated && c != http.StatusOK && c != http.StatusServiceUnavailable {
				t.Fatalf("writing: %s\n%s", res.Status, body)
			}
			return res.StatusCode < 300
		})
		p.until("the index follows", func() bool { return p.count("") == n+i+1 })
	}
	p.end()

	again := startProcess(t, settings)
	again.awaitIndex()
	again.says("the index is ready, from its file", 1)
	if got := again.count(""); got != n+2 {
		t.Errorf("%d complaints after the next start; want %d", got, n+2)
	}
	if after := again.past(); strings.Join(after, "") != strings.Join(before, "") {
		t.Errorf("after the next start the answers are\n%q; want\n%q", after, before)
	}
}

// openDir is a data folder that the private server's account can reach.
func openDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "diemnong-service-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// kill9 ends the server of a file as the kernel does when memory runs out.
func kill9(t *testing.T, pidFile string) {
	t.Helper()
	var pid int
	if _, err := fmt.Fscan(bytes.NewReader(readFile(t, pidFile)), &pid); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
}

// TestTwoCitiesOnOneServer are served at once by two processes: what happens to
// one never shows in the other.
func TestTwoCitiesOnOneServer(t *testing.T) {
	t.Parallel()
	at := pgtest.NewEmpty(t)
	start := func(schema string, rows int) (*process, []string) {
		t.Helper()
		if err := migrations.Migrate(t.Context(), at.URL, schema); err != nil {
			t.Fatal(err)
		}
		demoPlace(t, at.URL, schema, rows)
		settings := []string{"DIEMNONG_DATABASE_URL=" + at.URL, "DIEMNONG_SCHEMA=" + schema, "DIEMNONG_DATA_DIR=" + t.TempDir()}
		p := startProcess(t, settings)
		p.awaitIndex()
		return p, settings
	}
	one, settingsOne := start("city_one", 300)
	two, settingsTwo := start("city_two", 200)
	wantCounts := func(ofOne, ofTwo int) {
		t.Helper()
		until(t, "both indexes follow", func() bool { return one.count("") >= ofOne && two.count("") >= ofTwo })
		if a, b := one.count(""), two.count(""); a != ofOne || b != ofTwo {
			t.Errorf("%d and %d complaints; want %d and %d", a, b, ofOne, ofTwo)
		}
	}
	wantCounts(300, 200)
	answersOfTwo, revisionOfTwo := two.past(), two.revision()

	one.record("same ref")
	file := filepath.Join(t.TempDir(), "more.ndjson")
	writeFile(t, file, []byte(`{"source_ref":"A","received_at":"2026-10-31","category":"only here","lon":106.7,"lat":10.77}
{"source_ref":"B","received_at":"2026-10-31","category":"only here","lon":106.7,"lat":10.77}
`))
	program(t, settingsOne, "import", "complaints", file, "--source", "test")
	wantCounts(303, 200)
	if r := two.revision(); r != revisionOfTwo || strings.Join(two.past(), "") != strings.Join(answersOfTwo, "") {
		t.Errorf("the other city went from revision %s to %s, or changed its answers", revisionOfTwo, r)
	}
	two.record("same ref") // the same source and reference, another complaint
	wantCounts(303, 201)

	program(t, settingsTwo, "import", "areas", writeHalves(t), "--set", "halves", "--level", "half")
	two.until("the new set is there", func() bool { return setsOf(two) == "halves hcmc-2021 hcmc-2025-07" })
	if sets := setsOf(one); sets != "hcmc-2021 hcmc-2025-07" {
		t.Errorf("the first city has sets %s; the import was into the second", sets)
	}
	for _, settings := range [][]string{settingsOne, settingsTwo} {
		program(t, settings, "verify", "--questions", "20")
	}
	one.end()
	two.record("one is gone")
	two.until("the second index follows when the first has ended", func() bool { return two.count("") == 202 })
}

func writeHalves(t *testing.T) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "halves.geojson")
	writeFile(t, file, []byte(halvesAt(106.7)))
	return file
}

// setsOf lists the area sets of a service.
func setsOf(p *process) string {
	p.Helper()
	var meta struct {
		AreaSets []struct{ Code string } `json:"area_sets"`
	}
	p.json("/api/v1/meta", &meta)
	var codes []string
	for _, s := range meta.AreaSets {
		codes = append(codes, s.Code)
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}
