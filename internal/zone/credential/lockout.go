package credential

import (
	"math"
	"time"
)

// Attempts counts the wrong passwords or codes of one lane: who tries to get in
// where, as far as one can tell before the password is right.
type Attempts struct {
	Key   string // "address:…", "device:…": personal data, kept as a blind index
	Count int
	Last  time.Time
}

// Limit is how many failures are free before the waits begin, and after which
// time one of them is forgiven, so that slips of months never add up.
type Limit struct {
	Free    int
	Forgive time.Duration
}

// The limits. A site shares one address behind its router, so an address gets
// more tries. A login that many addresses try at once is under attack: then each
// stranger has one try at it, and its owner, from wherever he or she is, too.
var (
	LoginLimit   = Limit{5, time.Hour}
	AddressLimit = Limit{30, 2 * time.Minute}
	BesetLimit   = Limit{1, time.Hour}
	besetFrom    = 100
	Beset        = Limit{math.MaxInt, 6 * time.Minute} // counts who is beset, and makes nobody wait
)

// IsBeset tells whether a login was tried so often by strangers that it is taken
// to be under attack.
func (a Attempts) IsBeset() bool { return a.Count >= besetFrom }

const (
	firstWait = 30 * time.Second
	longest   = 15 * time.Minute
)

// Forgotten is the quiet time after which failures need not be kept.
const Forgotten = 24 * time.Hour

// Wait is the pause after the n-th failure: none for the free ones, then 30 s,
// doubled each time, 15 minutes at most.
func (l Limit) Wait(n int) time.Duration {
	over := n - l.Free
	if over < 0 {
		return 0
	}
	if over > 5 {
		return longest
	}
	return min(firstWait<<over, longest)
}

// Settled brings a last failure that lies ahead of now back to now: only a clock
// that was set back leaves one there, and it must not be waited for.
func (a Attempts) Settled(now time.Time) Attempts {
	if a.Last.After(now) {
		a.Last = now
	}
	return a
}

// Left is how long nobody may try at now; a is settled.
func (a Attempts) Left(l Limit, now time.Time) time.Duration {
	return max(a.Last.Add(l.Wait(a.Count)).Sub(now), 0)
}

// Again counts one more failure at now, less those forgiven since the last.
func (a Attempts) Again(l Limit, now time.Time) Attempts {
	a = a.Settled(now)
	forgiven := now.Sub(a.Last) / l.Forgive
	if a.Count -= int(min(forgiven, time.Duration(a.Count))); now.Sub(a.Last) >= Forgotten {
		a.Count = 0
	}
	a.Count++
	a.Last = now
	return a
}
