package pgtest

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Bells says what a [BellProxy] does with notifications.
type Bells int

// What may happen to a notification on its way.
const (
	Lost Bells = iota
	Doubled
	Late // kept back until Ring
)

// BellProxy stands between a test and the server and mistreats notifications;
// everything else passes.
type BellProxy struct {
	URL string // leads through the proxy

	mode   Bells
	mu     sync.Mutex
	kept   []keptBell
	passed int // notifications that came from the server
	came   *sync.Cond
}

type keptBell struct {
	to      io.Writer
	message []byte
}

// NewBellProxy stands before the server of an address until the test ends.
func NewBellProxy(t testing.TB, address string, mode Bells) *BellProxy {
	t.Helper()
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	network, host := "tcp", net.JoinHostPort(cfg.Host, strconv.Itoa(int(cfg.Port)))
	if filepath.IsAbs(cfg.Host) {
		network, host = "unix", filepath.Join(cfg.Host, ".s.PGSQL."+strconv.Itoa(int(cfg.Port)))
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	p := &BellProxy{mode: mode}
	p.came = sync.NewCond(&p.mu)
	user := url.User(cfg.User)
	if cfg.Password != "" {
		user = url.UserPassword(cfg.User, cfg.Password)
	}
	p.URL = (&url.URL{Scheme: "postgres", User: user, Host: listener.Addr().String(), Path: cfg.Database, RawQuery: "sslmode=disable"}).String()
	var running sync.WaitGroup
	running.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return // closed
			}
			server, err := net.Dial(network, host)
			if err != nil {
				client.Close()
				continue
			}
			running.Go(func() { p.pass(client, server) })
		}
	})
	t.Cleanup(func() { listener.Close(); running.Wait() })
	return p
}

// pass carries both directions until one end hangs up.
func (p *BellProxy) pass(client, server net.Conn) {
	var up sync.WaitGroup
	up.Go(func() {
		_, _ = io.Copy(server, client) // an end is the end
		server.Close()
	})
	_ = p.down(client, server)
	client.Close()
	server.Close()
	up.Wait()
}

// notification is the type of the message that rings.
const notification = 'A'

// down carries the server's messages: a byte for the type, a length, a body.
func (p *BellProxy) down(client io.Writer, server io.Reader) error {
	for {
		var header [5]byte
		if _, err := io.ReadFull(server, header[:]); err != nil {
			return err
		}
		n := binary.BigEndian.Uint32(header[1:])
		if n < 4 {
			return errors.New("this is not PostgreSQL's protocol")
		}
		message := make([]byte, 1+n)
		copy(message, header[:])
		if _, err := io.ReadFull(server, message[5:]); err != nil {
			return err
		}
		if header[0] == notification {
			message = p.mistreat(client, message)
		}
		if _, err := client.Write(message); err != nil {
			return err
		}
	}
}

// mistreat gives what goes on at once.
func (p *BellProxy) mistreat(client io.Writer, message []byte) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.passed++
	p.came.Broadcast()
	switch p.mode {
	case Doubled:
		return append(message, message...)
	case Late:
		p.kept = append(p.kept, keptBell{client, message})
	}
	return nil
}

// Wait waits until the server has sent n notifications.
func (p *BellProxy) Wait(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.passed < n {
		p.came.Wait()
	}
}

// Ring lets the notifications through that were kept back.
func (p *BellProxy) Ring() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, k := range p.kept {
		if _, err := k.to.Write(k.message); err != nil {
			return err
		}
	}
	p.kept = nil
	return nil
}
