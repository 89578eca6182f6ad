package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// The lines of the log that tell how far the index is.
const (
	loaded    = `msg="the index is ready" `
	restarted = `msg="the index is ready, from its file" `
	written   = `msg="the index's file is written" `
)

const (
	startTimeout = 2 * time.Minute  // until the service says where it listens
	indexTimeout = 10 * time.Minute // until a line of the log comes
	stopTimeout  = time.Minute      // to end by itself
)

// service is a running "diemnong serve".
type service struct {
	cmd     *exec.Cmd
	address string // host:port
	news    map[string]chan string
	reading sync.WaitGroup
}

// serve starts the service on the filled database and a free port, and waits
// until it says where it is.
func (b *bench) serve(ctx context.Context, flags ...string) (*service, error) {
	c := exec.Command(b.binary, append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...)
	c.Env = append(os.Environ(), "DIEMNONG_DATABASE_URL="+b.url, "DIEMNONG_SCHEMA="+schema, "DIEMNONG_WRITE_TOKEN=",
		"DIEMNONG_DATA_DIR="+filepath.Join(b.dir, "var"), "DIEMNONG_LOG_LEVEL=info", "DIEMNONG_INDEX=true")
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	out, outErr := c.StdoutPipe()
	log, logErr := c.StderrPipe()
	if err := errors.Join(outErr, logErr, c.Start()); err != nil {
		return nil, err
	}
	s := &service{cmd: c, news: map[string]chan string{}}
	for _, line := range []string{loaded, restarted, written} {
		s.news[line] = make(chan string, 1)
	}
	address := make(chan string, 1)
	s.reading.Go(func() { s.readLog(log) })
	s.reading.Go(func() { readAddress(out, address) })
	if err := s.listening(ctx, address); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// listening waits for the address.
func (s *service) listening(ctx context.Context, address <-chan string) error {
	select {
	case a, ok := <-address:
		if s.address = a; !ok {
			return errors.New("the service ended without saying where it listens")
		}
		return nil
	case <-time.After(startTimeout):
		return fmt.Errorf("the service has not said where it listens for %s", startTimeout)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// readLog passes the awaited lines on and shows what went wrong.
func (s *service) readLog(log io.Reader) {
	lines := bufio.NewReader(log)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		if !strings.Contains(line, "level=INFO") {
			fmt.Fprint(os.Stderr, "    ", line)
		}
		for part, news := range s.news {
			if strings.Contains(line, part) {
				select {
				case news <- line:
				default: // nobody waits for a second one
				}
			}
		}
	}
}

var addressPattern = regexp.MustCompile(`http://(127\.0\.0\.1:\d+)`)

// readAddress gives the address that the service prints, or closes the channel.
func readAddress(out io.Reader, address chan<- string) {
	defer close(address)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if m := addressPattern.FindStringSubmatch(lines.Text()); m != nil {
			address <- m[1]
			_, _ = io.Copy(io.Discard, out)
			return
		}
	}
}

// await waits for a line of the log.
func (s *service) await(ctx context.Context, line string) (string, error) {
	select {
	case got := <-s.news[line]:
		return got, nil
	case <-time.After(indexTimeout):
		return "", fmt.Errorf("the service has not logged %s for %s", line, indexTimeout)
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// stop ends the service and waits until it is gone. That it ended badly is
// said, and costs nobody the figures.
func (s *service) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may be gone
	hard := time.AfterFunc(stopTimeout, func() { _ = s.cmd.Process.Kill() })
	defer hard.Stop()
	s.reading.Wait() // before Wait closes the pipes
	if err := s.cmd.Wait(); err != nil {
		say("    the service ended badly: %v", err)
	}
}

// field is the value of key=value in a line of the log, without spaces in it.
func field(line, key string) string {
	_, rest, _ := strings.Cut(line, " "+key+"=")
	value, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	return value
}
