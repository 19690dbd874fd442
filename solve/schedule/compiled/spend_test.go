package compiled

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"fugong/solve/schedule"
)

// TestAffordable strikes modes and holds what is left against every choice of
// modes there is: with two budgets exactly the modes of choices that both pay
// for are left, with three none of those is missing.
func TestAffordable(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	short := 0
	for round := range 600 {
		p := spender(rng, 1+round%5, 1+round%3)
		choices := make([][]int32, len(p.Tasks))
		for i := range choices {
			choices[i] = []int32{0, 1, 2}
		}
		want, some := paid(p)
		none := strikeUnaffordable(p, choices)
		if none != nil {
			short++
			if some {
				t.Fatalf("round %d: budgets %v are said to be short: %+v", round, none, p)
			}
			continue
		}
		if len(p.Budgets) < 3 && (!some || !reflect.DeepEqual(choices, want)) {
			t.Fatalf("round %d: left %v, want %v (%v): %+v", round, choices, want, some, p)
		}
		for i := range want {
			if some && len(choices[i]) < len(want[i]) {
				t.Fatalf("round %d: task %d keeps %v of %v", round, i, choices[i], want[i])
			}
		}
	}
	if short < 60 {
		t.Errorf("only %d of 600 were short", short)
	}
}

func spender(rng *rand.Rand, tasks, budgets int) *schedule.Problem {
	p := &schedule.Problem{}
	for range budgets {
		p.Budgets = append(p.Budgets, schedule.Budget{Amount: tasks * (2 + rng.IntN(4))})
	}
	for range tasks {
		var t schedule.Task
		for range 3 {
			var m schedule.Mode
			for b := range budgets {
				m.Spends = append(m.Spends, schedule.Use{Of: b, Amount: rng.IntN(10)})
			}
			t.Modes = append(t.Modes, m)
		}
		p.Tasks = append(p.Tasks, t)
	}
	return p
}

// paid is the modes that stand in some choice that all budgets pay for.
func paid(p *schedule.Problem) (modes [][]int32, some bool) {
	used := make([][3]bool, len(p.Tasks))
	mode := make([]int, len(p.Tasks))
	for {
		if pays(p, mode) {
			some = true
			for i, m := range mode {
				used[i][m] = true
			}
		}
		i := 0
		for ; i < len(mode) && mode[i] == 2; i++ {
			mode[i] = 0
		}
		if i == len(mode) {
			break
		}
		mode[i]++
	}
	modes = make([][]int32, len(p.Tasks))
	for i := range used {
		for m := range int32(3) {
			if used[i][m] {
				modes[i] = append(modes[i], m)
			}
		}
	}
	return modes, some
}

func pays(p *schedule.Problem, mode []int) bool {
	for b := range p.Budgets {
		sum := 0
		for i, m := range mode {
			sum += p.Tasks[i].Modes[m].Spends[b].Amount
		}
		if sum > p.Budgets[b].Amount {
			return false
		}
	}
	return true
}
