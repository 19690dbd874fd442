package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"fugong/internal/accept"
	"fugong/internal/fault"
)

// Pace is how fast the body of a request has to come in: slow enough for a
// phone with bad reception, fast enough that nobody holds a connection for
// nothing.
type Pace struct {
	Least  int           // bytes in every Window, or the rest of the body
	Window time.Duration // time without so many ends the request
}

// usualPace is 100 bytes a second, a hundredth of what GPRS gives.
var usualPace = Pace{Least: 1500, Window: 15 * time.Second}

// The time that a whole body may take: four windows, and what the largest body
// of its route needs at wholeRate, but no longer than wholeMost.
const (
	wholeRate = 4 << 10 // bytes a second
	wholeMost = 30 * time.Minute
)

func (p Pace) whole(limit int64) time.Duration {
	return min(4*p.Window+time.Duration(limit/wholeRate)*time.Second, wholeMost)
}

// What is done with a body that no handler wanted: so much is read so long,
// for the connection to stay of use to a proxy; then the connection ends.
const (
	drainBytes = 256 << 10
	drainTime  = 2 * time.Second
)

// pacedBody is a request's body that has to keep a pace. The read deadline of
// the connection is set while a handler reads and lifted before it goes on to
// work: a deadline left behind would cancel the request's context.
type pacedBody struct {
	in      io.ReadCloser
	out     *http.ResponseController
	conn    *accept.Conn
	pace    Pace
	limit   int64 // bytes; of the route
	length  int64 // as announced; -1 for not
	expects bool  // the sender waits for leave to send
	began   time.Time
	window  time.Time // when the current window began
	read    int64
	inside  int   // bytes in the current window
	err     error // after which nothing more is read; io.EOF when all came in
}

func newPacedBody(w http.ResponseWriter, r *http.Request, p Pace) *pacedBody {
	if p.Window == 0 {
		p = usualPace
	}
	return &pacedBody{
		in: r.Body, out: http.NewResponseController(w), conn: accept.From(r.Context()), pace: p,
		limit: publicBody, length: r.ContentLength, expects: r.Header.Get("Expect") != "",
	}
}

// Read reads at the pace. Errors: TooLarge beyond the limit, at once when the
// announced length is; status 408 "web.slow"; status 400 "web.cut" when the body
// ends before it should or is malformed.
func (b *pacedBody) Read(p []byte) (n int, err error) {
	switch {
	case b.err != nil:
		return 0, b.err
	case b.length > b.limit:
		b.err = &http.MaxBytesError{Limit: b.limit}
		return 0, b.err
	}
	b.awaitBytes()
	n, err = b.in.Read(p)
	b.countBytes(n, err)
	b.conn.Work()
	if errors.Is(b.err, io.EOF) {
		_ = b.out.SetReadDeadline(time.Time{})
	}
	return n, b.err
}

// awaitBytes sets until when the next bytes have to be here.
func (b *pacedBody) awaitBytes() {
	now := time.Now()
	if b.began.IsZero() {
		b.began, b.window = now, now
	}
	until := b.window.Add(b.pace.Window)
	if end := b.began.Add(b.pace.whole(b.limit)); end.Before(until) {
		until = end
	}
	_ = b.out.SetReadDeadline(until) // a recorder of a test has none
	b.conn.Wait()
}

// countBytes notes n bytes and what the reader said.
func (b *pacedBody) countBytes(n int, err error) {
	now := time.Now()
	b.read += int64(n)
	if b.inside += n; b.inside >= b.pace.Least {
		b.inside, b.window = 0, now
	}
	late := now.Sub(b.window) > b.pace.Window || now.Sub(b.began) > b.pace.whole(b.limit)
	switch {
	case errors.Is(err, io.EOF):
		b.err = io.EOF
	case b.read > b.limit:
		b.err = &http.MaxBytesError{Limit: b.limit}
	case errors.Is(err, os.ErrDeadlineExceeded), err == nil && late:
		b.err = tooSlow(b.pace)
	case err != nil:
		b.err = &statusError{http.StatusBadRequest, fault.New(fault.Invalid, "web.cut").Because(err)}
	}
}

func tooSlow(p Pace) error {
	return &statusError{http.StatusRequestTimeout, fault.New(fault.Invalid, "web.slow", "Bytes", p.Least, "Seconds", int(max(1, p.Window.Seconds())))}
}

// Close leaves closing to the server, which knows what may follow.
func (b *pacedBody) Close() error { return nil }

// failure is why the body could not be read; nil when it could.
func (b *pacedBody) failure() error {
	if b == nil || errors.Is(b.err, io.EOF) {
		return nil
	}
	return b.err
}

// allow sets the limit of the route that was found.
func (b *pacedBody) allow(limit int64) {
	if b != nil {
		b.limit = limit
	}
}

// settleUnread decides, before an answer is sent, what becomes of what was not read:
// a little is read to its end, of anything else the connection ends with the
// answer, and nothing waits for the sender.
func (b *pacedBody) settleUnread(h http.Header) {
	if b == nil || errors.Is(b.err, io.EOF) {
		return
	}
	if b.err == nil && !b.unasked() && b.length <= drainBytes {
		b.drainBody()
	}
	if !errors.Is(b.err, io.EOF) {
		h.Set("Connection", "close")
		_ = b.out.SetReadDeadline(time.Now().Add(drainTime / 4)) // for what the server reads on its own
		b.err = io.ErrUnexpectedEOF
		b.conn.Wait()
	}
}

// unasked tells whether the sender waits for leave to send, which it has not got.
func (b *pacedBody) unasked() bool { return b.expects && b.began.IsZero() }

func (b *pacedBody) drainBody() {
	_ = b.out.SetReadDeadline(time.Now().Add(drainTime))
	b.conn.Wait()
	defer b.conn.Work()
	n, err := io.CopyN(io.Discard, b.in, drainBytes+1)
	if errors.Is(err, io.EOF) {
		b.err = io.EOF
		_ = b.out.SetReadDeadline(time.Time{})
	}
	b.read += n
}
