package credential

import "time"

// Attempts counts the wrong passwords or codes of one login or one address.
type Attempts struct {
	Key   string // "login:…" or "address:…": personal data, kept as a blind index
	Count int
	Last  time.Time
}

// Limit is how many failures are free before the waits begin.
type Limit int

// A site shares one address behind its router, so an address gets more tries.
const (
	LoginLimit   Limit = 5
	AddressLimit Limit = 30
)

const (
	firstWait = 30 * time.Second
	longest   = 15 * time.Minute
	Forgotten = 24 * time.Hour
)

// Wait is the pause after the n-th failure: none for the free ones, then 30 s,
// doubled each time, 15 minutes at most.
func (l Limit) Wait(n int) time.Duration {
	over := n - int(l)
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

// Again counts one more failure at now. A quiet day wipes the slate.
func (a Attempts) Again(now time.Time) Attempts {
	if now.Sub(a.Last) >= Forgotten {
		a.Count = 0
	}
	a.Count++
	a.Last = now
	return a
}
