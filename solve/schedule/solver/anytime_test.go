package solver_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/scheduletest"
	"fugong/solve/schedule/solver"
)

// effort is more than a problem of five tasks ever needs.
const effort = 3_000_000

// TestSolveAgreesWithExhaustion solves random problems with every rule there is:
// what is optimal, and what is impossible, must be what trying everything says.
func TestSolveAgreesWithExhaustion(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	closed, impossible, stayed := 0, 0, 0
	problems := 300
	if testing.Short() {
		problems = 60 // beside the race detector
	}
	for k := range problems {
		p := scheduletest.Random(rng, 2+k%4, scheduletest.All)
		want, value := scheduletest.Best(p)
		r, err := solver.Solve(t.Context(), p, solver.Options{Seed: uint64(k), Effort: effort})
		if err != nil {
			if refused(err) && want == nil {
				continue
			}
			t.Fatalf("problem %d: %v", k, err)
		}
		switch r.Status {
		case solver.Infeasible:
			impossible++
			if want != nil {
				t.Errorf("problem %d: infeasible, exhaustion finds %v", k, value)
			}
		case solver.Optimal:
			closed++
			if want == nil || r.Value.Goal != value.Goal {
				t.Errorf("problem %d: optimum %v, exhaustion says %v (%v)", k, r.Value, value, want)
			} else if r.Value.Moved == value.Moved {
				stayed++
			}
		default:
			t.Errorf("problem %d: %s after effort %d; exhaustion says %v (%v)", k, r.Status, int64(effort), value, want)
		}
	}
	if stayed < closed*8/10 {
		t.Errorf("of %d optimal plans only %d move as little as can be", closed, stayed)
	}
	if closed < problems/4 || impossible < problems/20 {
		t.Errorf("of %d problems %d had an optimum and %d none: the test tests too little", problems, closed, impossible)
	}
}

// refused reports whether a problem was found unsound before solving.
func refused(err error) bool {
	var r *schedule.Refusal
	return errors.As(err, &r)
}

// TestCoresDoNotMatter is the promise that people rely on: the same problem,
// seed and effort give the same plan wherever they are solved.
func TestCoresDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for k := range 12 {
		p := scheduletest.Random(rng, 20, scheduletest.Modes|scheduletest.Lags|scheduletest.Calendars)
		one, err := solver.Solve(t.Context(), p, solver.Options{Seed: 3, Effort: 600_000, Cores: 1})
		if err != nil {
			t.Fatal(err)
		}
		two, err := solver.Solve(t.Context(), p, solver.Options{Seed: 3, Effort: 600_000, Cores: 2})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one, two) {
			t.Errorf("problem %d: one core %v %v, two cores %v %v", k, one.Status, one.Value, two.Status, two.Value)
		}
	}
}

// TestObserverSeesEveryStep watches a solve: values only fall, bounds only rise,
// the last that is seen is the result.
func TestObserverSeesEveryStep(t *testing.T) {
	p := scheduletest.Random(rand.New(rand.NewPCG(5, 5)), 30, scheduletest.Simple)
	var seen []solver.Progress
	r, err := solver.Solve(t.Context(), p, solver.Options{Effort: 400_000, Observe: func(g solver.Progress) { seen = append(seen, g) }})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) == 0 {
		t.Fatal("nothing was seen")
	}
	for k := 1; k < len(seen); k++ {
		if seen[k-1].Value.Less(seen[k].Value) || seen[k].Bound < seen[k-1].Bound {
			t.Errorf("%+v after %+v", seen[k], seen[k-1])
		}
	}
	if last := seen[len(seen)-1]; last.Value != r.Value || last.Bound != r.Bound {
		t.Errorf("last seen %v, result %v", last.Value, r.Value)
	}
}

// TestSolveEndsWithItsContext asks for an endless solve with a context that is
// done: it answers with what there is, and without an error.
func TestSolveEndsWithItsContext(t *testing.T) {
	p := scheduletest.Random(rand.New(rand.NewPCG(9, 9)), 60, scheduletest.Simple)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := solver.Solve(ctx, p, solver.Options{}); err != nil {
		t.Error(err)
	}
}

// TestFrom starts from a solution: it is never lost, and one that breaks a rule
// is refused.
func TestFrom(t *testing.T) {
	p := scheduletest.Random(rand.New(rand.NewPCG(4, 4)), 5, scheduletest.Simple)
	best, value := scheduletest.Best(p)
	r, err := solver.Solve(t.Context(), p, solver.Options{Effort: 1, From: best})
	if err != nil || r.Value != value {
		t.Errorf("%v, %v; started from %v", r.Value, err, value)
	}
	wrong := &schedule.Solution{Start: make([]int, 5), Mode: []int{9, 9, 9, 9, 9}}
	if _, err := solver.Solve(t.Context(), p, solver.Options{Effort: 1, From: wrong}); err == nil {
		t.Error("a solution in modes that are not there was taken")
	}
}

// TestClash asks for a crane of one on two lifts at once, and for a finish that
// allows no wait: crane, links and finish clash, the slab beside does not.
func TestClash(t *testing.T) {
	lift := []schedule.Mode{{Duration: 3, Demands: []schedule.Use{{Of: 0, Amount: 1}}}}
	p := &schedule.Problem{
		Resources: []schedule.Resource{{Name: "crane", Capacity: schedule.Constant(1)}},
		Tasks: []schedule.Task{
			{Name: "lift 1", Modes: lift}, {Name: "lift 2", Modes: lift},
			{Name: "weld", Modes: []schedule.Mode{{Duration: 2}}, Deadline: 7},
			{Name: "slab", Modes: []schedule.Mode{{Duration: 1}}, Release: 2},
		},
		Links: []schedule.Link{{From: 0, FromEnd: schedule.Finish, To: 2}, {From: 1, FromEnd: schedule.Finish, To: 2}},
	}
	r, err := solver.Solve(t.Context(), p, solver.Options{Effort: effort})
	if err != nil || r.Status != solver.Infeasible || r.Clash == nil {
		t.Fatalf("%v %v %v", r.Status, r.Clash, err)
	}
	rules := map[schedule.Rule]int{}
	for _, d := range r.Clash.Demands {
		rules[d.Rule]++
	}
	want := map[schedule.Rule]int{schedule.CapacityRule: 1, schedule.DeadlineRule: 1, schedule.LinkRule: 2}
	if !r.Clash.Smallest || !reflect.DeepEqual(rules, want) {
		t.Errorf("clash %+v", r.Clash)
	}
	for _, d := range r.Clash.Demands {
		if d.Rule == schedule.DeadlineRule && d.Of != 2 {
			t.Errorf("the deadline of task %d clashes with nothing", d.Of)
		}
	}
}
