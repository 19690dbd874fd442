package psplib

import (
	"strconv"
	"strings"

	"fugong/solve/schedule"
)

// project is a problem in the making.
type project struct {
	schedule.Problem
	renewable, budgets int
}

// size makes n tasks without modes, named from first on.
func (p *project) size(n, first, renewable, budgets int) {
	p.Tasks = make([]schedule.Task, n)
	for i := range p.Tasks {
		p.Tasks[i].Name = strconv.Itoa(first + i)
	}
	p.renewable, p.budgets = renewable, budgets
}

// mode reads a duration and a use of every resource and budget.
func (p *project) mode(n *numbers, name string) schedule.Mode {
	m := schedule.Mode{Name: name, Duration: n.amount()}
	m.Demands = uses(n, p.renewable)
	m.Spends = uses(n, p.budgets)
	return m
}

func uses(n *numbers, count int) (out []schedule.Use) {
	for of, amount := range n.readAmounts(count) {
		if amount > 0 {
			out = append(out, schedule.Use{Of: of, Amount: amount})
		}
	}
	return out
}

// stock reads what there is of every resource and budget.
func (p *project) stock(n *numbers) {
	for i, amount := range n.readAmounts(p.renewable) {
		p.Resources = append(p.Resources, schedule.Resource{Name: "R" + strconv.Itoa(i+1), Capacity: schedule.Constant(amount)})
	}
	for i, amount := range n.readAmounts(p.budgets) {
		p.Budgets = append(p.Budgets, schedule.Budget{Name: "N" + strconv.Itoa(i+1), Amount: amount})
	}
}

// after lets task j start when i has ended.
func (p *project) after(i, j int) {
	p.Links = append(p.Links, schedule.Link{From: i, To: j, FromEnd: schedule.Finish})
}

// refuseLoop is an error when tasks wait for one another. It takes away, again and
// again, the tasks that wait for none; every task that stays waits for one that
// stays, and walking back along those closes the loop.
func (p *project) refuseLoop(section string) error {
	waits := make([]int, len(p.Tasks))
	next := make([][]int, len(p.Tasks))
	for _, l := range p.Links {
		waits[l.To]++
		next[l.From] = append(next[l.From], l.To)
	}
	var free []int
	for i, w := range waits {
		if w == 0 {
			free = append(free, i)
		}
	}
	for done := 0; done < len(free); done++ {
		for _, j := range next[free[done]] {
			if waits[j]--; waits[j] == 0 {
				free = append(free, j)
			}
		}
	}
	if len(free) == len(p.Tasks) {
		return nil
	}
	return &Error{Section: section, Problem: Loop, Value: p.nameLoop(waits)}
}

// nameLoop names the jobs of one loop among those that still wait.
func (p *project) nameLoop(waits []int) string {
	before := make([]int, len(p.Tasks))
	at := 0
	for _, l := range p.Links {
		if waits[l.From] > 0 && waits[l.To] > 0 {
			before[l.To], at = l.From, l.To
		}
	}
	seen := make([]bool, len(p.Tasks))
	for ; !seen[at]; at = before[at] {
		seen[at] = true
	}
	names := []string{p.Tasks[at].Name}
	for i := before[at]; i != at; i = before[i] {
		names = append([]string{p.Tasks[i].Name}, names...)
	}
	return strings.Join(append([]string{p.Tasks[at].Name}, names...), " → ")
}
