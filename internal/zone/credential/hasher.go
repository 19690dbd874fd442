package credential

import (
	"context"
	"runtime"

	"github.com/alexedwards/argon2id"

	"fugong/internal/fault"
)

// Hashing is the cost of one password hash.
type Hashing struct {
	MemoryKiB uint32
	Passes    uint32
}

// usual is OWASP's advice for argon2id: 19 MiB and two passes, some 40 ms.
var usual = Hashing{MemoryKiB: 19 * 1024, Passes: 2}

// Hasher hashes passwords, only a few at a time: each takes 19 MiB, and a flood
// of sign-ins must not take the machine's memory.
type Hasher struct {
	params argon2id.Params
	seats  chan struct{}
	nobody string // the hash that unknown logins are compared with
}

func NewHasher(h Hashing) (*Hasher, error) {
	if h == (Hashing{}) {
		h = usual
	}
	p := argon2id.Params{Memory: h.MemoryKiB, Iterations: h.Passes, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	nobody, err := argon2id.CreateHash("nobody signs in with this", &p)
	return &Hasher{params: p, seats: make(chan struct{}, runtime.GOMAXPROCS(0)), nobody: nobody}, err
}

// Hash returns the hash of a password. Unavailable when ctx ends while waiting.
func (h *Hasher) Hash(ctx context.Context, password string) (hash string, err error) {
	err = h.seated(ctx, func() error {
		hash, err = argon2id.CreateHash(password, &h.params)
		return err
	})
	return hash, err
}

// Matches compares a password with a hash; for "" it does the same work and
// says no, so that the time taken tells nobody which logins exist.
func (h *Hasher) Matches(ctx context.Context, password, hash string) (ok bool, err error) {
	known := hash != ""
	if !known {
		hash = h.nobody
	}
	err = h.seated(ctx, func() error {
		ok, err = argon2id.ComparePasswordAndHash(password, hash)
		return err
	})
	return ok && known, err
}

func (h *Hasher) seated(ctx context.Context, f func() error) error {
	select {
	case h.seats <- struct{}{}:
	case <-ctx.Done():
		return fault.New(fault.Unavailable, "zone.signin.busy").Because(context.Cause(ctx))
	}
	defer func() { <-h.seats }()
	return f()
}
