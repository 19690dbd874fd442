package compiled_test

import (
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/scheduletest"
)

// TestBound is never beaten by the optimum that trying everything finds, and
// often meets it.
func TestBound(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	met, tried := 0, 0
	for k := range 800 {
		p := scheduletest.Random(rng, 1+k%5, scheduletest.All)
		m, err := compiled.Compile(p)
		if err != nil {
			continue
		}
		best, value := scheduletest.Best(p)
		switch bound := m.Bound(); {
		case best == nil:
		case bound > value.Goal:
			t.Errorf("problem %d: bound %d, optimum %d", k, bound, value.Goal)
		case bound == value.Goal:
			met++
			tried++
		default:
			tried++
		}
	}
	if met < tried/4 {
		t.Errorf("met by %d optima of %d", met, tried)
	}
}
