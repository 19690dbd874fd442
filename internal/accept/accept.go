// Package accept takes the connections of a server within bounds, so that
// nobody can use up the files of the process or hold a connection by reading
// nothing.
//
// Who comes is always let in while somebody can be sent away who only keeps the
// server waiting: of the address with the most such connections, the one that
// waits longest.
package accept

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

// What a reader has to take in: piece bytes within stall.
const (
	piece = 64 << 10
	stall = 30 * time.Second
)

// busy answers who comes when everybody else is being served.
const busy = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"

// Listener accepts at most so many connections at a time.
type Listener struct {
	net.Listener
	most  int
	stall time.Duration
	mu    sync.Mutex
	open  map[*Conn]bool
}

// Limit makes l accept at most most connections at a time. Give State to
// http.Server.ConnState and Context to http.Server.ConnContext.
func Limit(l net.Listener, most int) *Listener {
	return &Listener{Listener: l, most: most, stall: stall, open: map[*Conn]bool{}}
}

// Accept waits for a connection. When all are taken the one that deserves it
// least is closed.
func (l *Listener) Accept() (net.Conn, error) {
	for {
		raw, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &Conn{Conn: raw, of: l, address: host(raw.RemoteAddr()), since: time.Now()}
		if l.admitConn(c) {
			return c, nil
		}
		_ = raw.SetWriteDeadline(time.Now().Add(time.Second))
		_, _ = raw.Write([]byte(busy))
		_ = raw.Close()
	}
}

// admitConn takes c in, if need be in the place of another.
func (l *Listener) admitConn(c *Conn) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open) >= l.most {
		out := l.leastDeserving()
		if out == nil {
			return false
		}
		delete(l.open, out)
		_ = out.Conn.Close()
	}
	l.open[c] = true
	return true
}

// leastDeserving is the connection that is closed for another; nil when the
// server is at work for everyone. Those of people who signed in come last.
func (l *Listener) leastDeserving() (found *Conn) {
	waiting := map[string]int{}
	for c := range l.open {
		if !c.since.IsZero() {
			waiting[c.address]++
		}
	}
	for c := range l.open {
		if !c.since.IsZero() && (found == nil || c.before(found, waiting)) {
			found = c
		}
	}
	return found
}

// before tells whether c is closed rather than d.
func (c *Conn) before(d *Conn, waiting map[string]int) bool {
	switch {
	case c.trusted != d.trusted:
		return d.trusted
	case waiting[c.address] != waiting[d.address]:
		return waiting[c.address] > waiting[d.address]
	}
	return c.since.Before(d.since)
}

// State follows a connection between its requests.
func (l *Listener) State(n net.Conn, s http.ConnState) {
	c, ok := n.(*Conn)
	if ok && s == http.StateIdle {
		c.rest()
	}
}

type key struct{}

// Context lets the requests of a connection know it.
func Context(ctx context.Context, n net.Conn) context.Context {
	if c, ok := n.(*Conn); ok {
		return context.WithValue(ctx, key{}, c)
	}
	return ctx
}

// From is the connection that a request came on; nil, of which every method may
// be called, when it came on no Listener of ours.
func From(ctx context.Context) *Conn {
	c, _ := ctx.Value(key{}).(*Conn)
	return c
}

// Conn is a connection that a Listener took in.
type Conn struct {
	net.Conn
	of      *Listener
	address string
	// Guarded by of.mu.
	since   time.Time // that the server waits for the other side; zero while it is at work
	first   time.Time // when it began to wait for the current request
	trusted bool      // somebody is signed in
}

// Wait notes that the server waits for the rest of the request. The time counts
// from its first wait on.
func (c *Conn) Wait() {
	c.change(func() {
		if c.first.IsZero() {
			c.first = time.Now()
		}
		c.since = c.first
	})
}

// Work notes that the server is at work for the connection.
func (c *Conn) Work() { c.change(func() { c.since = time.Time{} }) }

// Trust notes that the sender of the current request is signed in.
func (c *Conn) Trust() { c.change(func() { c.trusted = true }) }

// rest notes that the server waits for another request.
func (c *Conn) rest() {
	c.change(func() { c.since, c.first, c.trusted = time.Now(), time.Time{}, false })
}

func (c *Conn) change(f func()) {
	if c == nil {
		return
	}
	c.of.mu.Lock()
	defer c.of.mu.Unlock()
	f()
}

// Write sends b in pieces, each of which the other side has to take in within a
// while. However long a download takes, it goes on while it goes forward.
func (c *Conn) Write(b []byte) (sent int, err error) {
	for {
		part := b[sent:min(len(b), sent+piece)]
		if err := c.Conn.SetWriteDeadline(time.Now().Add(c.of.stall)); err != nil {
			return sent, err
		}
		n, err := c.push(part)
		if sent += n; err != nil || sent == len(b) {
			return sent, err
		}
	}
}

// push writes; meanwhile the server waits for the other side.
func (c *Conn) push(b []byte) (n int, err error) {
	var was time.Time
	c.change(func() { was, c.since = c.since, time.Now() })
	defer c.change(func() { c.since = was })
	return c.Conn.Write(b)
}

// CloseWrite lets the server tell the other side that no more comes, so that it
// still reads the answer.
func (c *Conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// Close frees the place.
func (c *Conn) Close() error {
	c.change(func() { delete(c.of.open, c) })
	return c.Conn.Close()
}

func host(a net.Addr) string {
	h, _, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	return h
}
