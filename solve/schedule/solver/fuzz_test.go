package solver_test

import (
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/scheduletest"
	"fugong/solve/schedule/solver"
)

// FuzzSolve solves whatever problem the fuzzer draws: what comes back passes
// Check, is worth what it says, and beats no bound.
func FuzzSolve(f *testing.F) {
	f.Add(uint64(1), uint8(5), uint16(scheduletest.All))
	f.Add(uint64(2), uint8(12), uint16(scheduletest.Simple))
	f.Add(uint64(3), uint8(9), uint16(scheduletest.Modes|scheduletest.Budgets|scheduletest.Goals))
	f.Add(uint64(4), uint8(9), uint16(scheduletest.MaxLags|scheduletest.Capacity))
	f.Fuzz(func(t *testing.T, seed uint64, n uint8, rules uint16) {
		p := scheduletest.Random(rand.New(rand.NewPCG(seed, 0)), 1+int(n%24), scheduletest.Rules(rules)&scheduletest.All)
		r, err := solver.Solve(t.Context(), p, solver.Options{Seed: seed, Effort: 50_000})
		if refused(err) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if r.Solution == nil {
			return
		}
		v, err := schedule.Check(p, r.Solution)
		if err != nil || v != r.Value || v.Goal < r.Bound {
			t.Fatalf("%s %v, bound %d; Check says %v, %v", r.Status, r.Value, r.Bound, v, err)
		}
	})
}
