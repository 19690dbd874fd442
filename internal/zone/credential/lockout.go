package credential

import "time"

// Attempts counts the wrong passwords or codes of one login or one address.
type Attempts struct {
	Key   string // "login:…" or "address:…": personal data, kept as a blind index
	Count int
	Last  time.Time
}

// Limit is how many failures are free before the waits begin, and after which
// time one of them is forgiven, so that slips of months never add up.
type Limit struct {
	Free    int
	Forgive time.Duration
}

// A site shares one address behind its router, so an address gets more tries.
var (
	LoginLimit   = Limit{5, time.Hour}
	AddressLimit = Limit{30, 2 * time.Minute}
)

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

// Left is how long nobody may try at now.
func (a Attempts) Left(l Limit, now time.Time) time.Duration {
	return max(a.Last.Add(l.Wait(a.Count)).Sub(now), 0)
}

// Again counts one more failure at now, less those forgiven since the last.
func (a Attempts) Again(l Limit, now time.Time) Attempts {
	forgiven := now.Sub(a.Last) / l.Forgive
	if a.Count -= int(min(forgiven, time.Duration(a.Count))); now.Sub(a.Last) >= Forgotten {
		a.Count = 0
	}
	a.Count++
	a.Last = now
	return a
}
