package api

import (
	"context"
	"net"
	"net/http"
)

// net/http writes an answer of more than its buffer's 4 kB in two pieces: one
// buffer with the headers and the beginning, then the rest. A system call to
// write costs as much as all else that is done for a kept tile. So connections
// from [Bundle] hold the first piece back until the second one comes.

// Bundle makes a listener whose connections send an answer by one system call
// where net/http takes two. A server serves without it just as well.
func Bundle(l net.Listener) net.Listener { return bundleListener{l} }

type bundleListener struct{ net.Listener }

// Accept gives a connection that bundles, where it is one of TCP.
func (l bundleListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &bundleConn{TCPConn: tcp}, nil
	}
	return c, err
}

// bundleConn is a connection that can hold back what is written to it. Only
// the goroutine that answers a request writes.
type bundleConn struct {
	*net.TCPConn
	holding bool
	held    []byte
	pieces  [2][]byte
	vector  net.Buffers
}

// mostHeld bounds what is held back, to twice net/http's buffer.
const mostHeld = 8 << 10

// Write holds small pieces back while it is told to, and sends them together
// with the first one that is not small.
func (c *bundleConn) Write(p []byte) (int, error) {
	if c.holding && len(c.held)+len(p) <= mostHeld {
		c.held = append(c.held, p...)
		return len(p), nil
	}
	if len(c.held) == 0 {
		return c.TCPConn.Write(p)
	}
	before := int64(len(c.held))
	c.pieces = [2][]byte{c.held, p}
	c.vector = c.pieces[:]
	n, err := c.vector.WriteTo(c.TCPConn)
	c.held, c.pieces[1] = c.held[:0], nil
	return int(max(n-before, 0)), err
}

// release sends what is held back still.
func (c *bundleConn) release() {
	c.holding = false
	if len(c.held) > 0 {
		_, _ = c.Write(nil) // a broken connection fails at its next use too
	}
}

type bundleKey struct{}

// withConn lets [writeBundled] find the connection of a request.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if b, ok := c.(*bundleConn); ok {
		return context.WithValue(ctx, bundleKey{}, b)
	}
	return ctx
}

// writeBundled writes a body with its headers, by one system call where the
// connection can. What fails is the connection: nobody to tell.
func writeBundled(ctx context.Context, w http.ResponseWriter, body []byte) {
	if c, ok := ctx.Value(bundleKey{}).(*bundleConn); ok {
		c.holding = true
		defer c.release()
	}
	_, _ = w.Write(body)
}
