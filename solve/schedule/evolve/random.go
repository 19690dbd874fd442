package evolve

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// random draws from a seeded source.
type random struct {
	rand.PCG
}

func (r *random) IntN(n int) int {
	hi, _ := bits.Mul64(r.Uint64(), uint64(n))
	return int(hi)
}

func (r *random) Int32N(n int32) int32 { return int32(r.IntN(int(n))) }

// Float64 is in [0, 1).
func (r *random) Float64() float64 { return float64(r.Uint64()>>11) / (1 << 53) }

// ExpFloat64 is exponential with mean 1.
func (r *random) ExpFloat64() float64 { return -math.Log(1 - r.Float64()) }

func (r *random) Shuffle(n int, swap func(a, b int)) {
	for k := n - 1; k > 0; k-- {
		swap(k, r.IntN(k+1))
	}
}
