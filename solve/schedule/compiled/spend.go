package compiled

import (
	"math"
	"slices"

	"fugong/solve/schedule"
)

// mostSpending bounds the table of a pair of budgets: amount times modes.
const mostSpending = 20_000_000

// strikeUnaffordable strikes from choices, which lists the usable modes of every task,
// those that no choice of modes for the other tasks lets two budgets pay for,
// whatever the times. It repeats until nothing falls. When even that leaves no
// choice, short names the budgets and choices are as they were.
//
// For every pair of budgets it tabulates, over the tasks before one and over
// those after it, the least to spend of the second budget when at most x of the
// first is spent: the multiple-choice knapsack of Dudzinski and Walukiewicz
// (1987) with a second budget for its price.
func strikeUnaffordable(p *schedule.Problem, choices [][]int32) (short []int) {
	if len(p.Budgets) == 0 {
		return nil
	}
	s := newSpending(p, choices)
	for struck := true; struck; {
		struck = false
		for a := range p.Budgets {
			for b := a; b < len(p.Budgets); b++ {
				fell, none := s.strikeByPair(a, b)
				if none {
					return []int{a, b}[:1+min(1, b-a)]
				}
				struck = struck || fell
			}
		}
	}
	copy(choices, s.choices)
	return nil
}

type spending struct {
	p       *schedule.Problem
	choices [][]int32
	spent   [][][]int // by task, mode and budget
	free    []bool    // by task: no mode spends anything
}

func newSpending(p *schedule.Problem, choices [][]int32) *spending {
	s := &spending{p: p, choices: make([][]int32, len(choices)), spent: make([][][]int, len(choices)), free: make([]bool, len(choices))}
	for i := range p.Tasks {
		s.choices[i], s.free[i] = append([]int32(nil), choices[i]...), true
		for _, m := range p.Tasks[i].Modes {
			sum := make([]int, len(p.Budgets))
			for _, u := range m.Spends {
				sum[u.Of] += u.Amount
				s.free[i] = s.free[i] && u.Amount == 0
			}
			s.spent[i] = append(s.spent[i], sum)
		}
	}
	return s
}

// strikeByPair strikes what budgets a and b together cannot pay for; none: they cannot
// pay for any choice at all. A budget beside itself is judged alone.
func (s *spending) strikeByPair(a, b int) (struck, none bool) {
	x := s.p.Budgets[a].Amount
	if a == b {
		x = 0 // what it costs of the second is all there is to know
	} else if y := s.p.Budgets[b].Amount; y < x {
		a, b, x = b, a, y
	}
	if s.gratis(a, b) {
		return s.strikeByOne(a, b), false
	}
	tasks, modes := s.paying()
	if int64(x+1)*int64(modes) > mostSpending {
		return false, false
	}
	after := s.after(tasks, a, b, x)
	before := make([]int, x+1)
	if after[0][x] > s.p.Budgets[b].Amount {
		return false, true
	}
	for k, i := range tasks {
		kept := s.choices[i][:0]
		for _, m := range s.choices[i] {
			if s.canBePaid(before, after[k+1], i, m, a, b) {
				kept = append(kept, m)
			}
		}
		struck = struck || len(kept) < len(s.choices[i])
		s.choices[i] = kept
		before = s.addTask(before, i, a, b)
	}
	return struck, false
}

// gratis reports whether every task has a mode that spends nothing of a and b: then
// the others leave all there is to any one.
func (s *spending) gratis(a, b int) bool {
	for i := range s.choices {
		if !s.free[i] && !slices.ContainsFunc(s.choices[i], func(m int32) bool { return s.spent[i][m][a] == 0 && s.spent[i][m][b] == 0 }) {
			return false
		}
	}
	return true
}

// strikeByOne strikes the modes that spend more than there is by themselves.
func (s *spending) strikeByOne(a, b int) (struck bool) {
	for i := range s.choices {
		kept := s.choices[i][:0]
		for _, m := range s.choices[i] {
			if s.spent[i][m][a] <= s.p.Budgets[a].Amount && s.spent[i][m][b] <= s.p.Budgets[b].Amount {
				kept = append(kept, m)
			}
		}
		struck = struck || len(kept) < len(s.choices[i])
		s.choices[i] = kept
	}
	return struck
}

// paying is the tasks that spend, and how many modes they have.
func (s *spending) paying() (tasks []int, modes int) {
	for i := range s.choices {
		if !s.free[i] {
			tasks, modes = append(tasks, i), modes+len(s.choices[i])
		}
	}
	return tasks, modes
}

// after is, for the k-th of tasks and those behind it, the least to spend of b
// by at most so much of a.
func (s *spending) after(tasks []int, a, b, x int) [][]int {
	table := make([][]int, len(tasks)+1)
	table[len(tasks)] = make([]int, x+1)
	for k := len(tasks) - 1; k >= 0; k-- {
		table[k] = s.addTask(table[k+1], tasks[k], a, b)
	}
	return table
}

// addTask is a table with one task more.
func (s *spending) addTask(table []int, i, a, b int) []int {
	out := make([]int, len(table))
	for x := range out {
		out[x] = math.MaxInt / 2
	}
	for _, m := range s.choices[i] {
		first, second := s.cost(i, m, a, b)
		for x := first; x < len(table); x++ {
			out[x] = min(out[x], table[x-first]+second)
		}
	}
	return out
}

func (s *spending) cost(i int, m int32, a, b int) (first, second int) {
	if a != b {
		first = s.spent[i][m][a]
	}
	return first, s.spent[i][m][b]
}

// canBePaid reports whether mode m of task i can be paid for between what the tasks
// before it and after it spend at the least.
func (s *spending) canBePaid(before, after []int, i int, m int32, a, b int) bool {
	first, second := s.cost(i, m, a, b)
	left := len(before) - 1 - first
	for x := 0; x <= left; x++ {
		if before[x]+second+after[left-x] <= s.p.Budgets[b].Amount {
			return true
		}
	}
	return false
}
