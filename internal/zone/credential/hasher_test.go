package credential

import (
	"context"
	"testing"

	"github.com/alexedwards/argon2id"

	"fugong/internal/fault"
)

func TestHasher(t *testing.T) {
	h, err := NewHasher(Hashing{MemoryKiB: 64, Passes: 1})
	if err != nil {
		t.Fatal(err)
	}
	hash, err := h.Hash(t.Context(), "seven crows on a wire")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		password, hash string
		want           bool
	}{
		{"seven crows on a wire", hash, true},
		{"seven crows on a wirE", hash, false},
		{"seven crows on a wire", "", false},
		{"nobody signs in with this", "", false}, // the stand-in's own password opens nothing
	} {
		if got, err := h.Matches(t.Context(), c.password, c.hash); got != c.want || err != nil {
			t.Errorf("%q: %v, %v", c.password, got, err)
		}
	}
}

// The stand-in for unknown logins costs what a real hash costs.
func TestUnknownLoginsCostTheSame(t *testing.T) {
	h, err := NewHasher(Hashing{})
	if err != nil {
		t.Fatal(err)
	}
	real, err := h.Hash(t.Context(), "seven crows on a wire")
	if err != nil {
		t.Fatal(err)
	}
	want, _, _, err := argon2id.DecodeHash(real)
	if err != nil {
		t.Fatal(err)
	}
	got, _, _, err := argon2id.DecodeHash(h.nobody)
	if err != nil || *got != *want || got.Memory != 19*1024 || got.Iterations != 2 {
		t.Errorf("stand-in %+v, real %+v, %v", got, want, err)
	}
}

func TestHashingWaitsForASeat(t *testing.T) {
	h, err := NewHasher(Hashing{MemoryKiB: 64, Passes: 1})
	if err != nil {
		t.Fatal(err)
	}
	for range cap(h.seats) {
		h.seats <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Hash(ctx, "x"); fault.Of(err) != fault.Unavailable {
		t.Errorf("with every seat taken: %v", err)
	}
	<-h.seats
	if _, err := h.Hash(t.Context(), "x"); err != nil {
		t.Error(err)
	}
}
