package zone

import "time"

// How long a session lives: from its last use, from its beginning, and while
// it waits for the second step.
const (
	SessionIdle   = 12 * time.Hour
	SessionLife   = 7 * 24 * time.Hour
	secondStepFor = 5 * time.Minute
	touchEvery    = time.Minute
)

// Session is a browser in which somebody signed in. Address is personal data.
type Session struct {
	ID      string
	Zone    string
	Account string
	Hash    string // of the cookie's secret
	Pending bool   // the password was right, the second step is still due
	Agent   string // what the browser calls itself, shortened
	Address string
	Created time.Time
	Seen    time.Time
}

// Alive tells whether the session can be used at now. One from after now tells of
// a clock that was set back: it goes on, and Touch makes it begin anew; the second
// step is asked for again.
func (s Session) Alive(now time.Time) bool {
	if s.Pending {
		return now.Sub(s.Created).Abs() < secondStepFor
	}
	return now.Sub(s.Seen) < SessionIdle && now.Sub(s.Created) < SessionLife
}

// stale tells whether the session's last use should be written again.
func (s Session) stale(now time.Time) bool {
	return now.Sub(s.Seen).Abs() >= touchEvery || now.Sub(s.Created) <= -touchEvery
}
