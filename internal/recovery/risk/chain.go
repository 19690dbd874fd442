package risk

import (
	"slices"

	"fugong/solve/schedule"
)

// handOvers are pairs of tasks (from, to): to works with hands that from had
// before. Hands pass on in the order of starts, from whoever was free first.
func (p *Simulator) handOvers(s *schedule.Solution) (out [][2]int32) {
	order := make([]int32, len(s.Start))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return s.Start[a] - s.Start[b] })
	free := make([][]lot, len(p.m.Problem.Resources))
	for r := range free {
		most := 0
		for _, step := range p.m.Problem.Resources[r].Capacity {
			most = max(most, step.Amount)
		}
		free[r] = []lot{{task: -1, amount: most}}
	}
	for _, i := range order {
		mode := &p.m.Problem.Tasks[i].Modes[s.Mode[i]]
		for _, u := range mode.Demands {
			if u.Amount == 0 || mode.Duration == 0 {
				continue
			}
			free[u.Of] = takeCrew(free[u.Of], u.Amount, s.Start[i], func(from int32) { out = append(out, [2]int32{from, i}) })
			free[u.Of] = append(free[u.Of], lot{i, int(p.end[i]), u.Amount})
		}
	}
	return out
}

// lot is hands that a task leaves free at a tick; task -1: never used.
type lot struct {
	task       int32
	at, amount int
}

// takeCrew takes hands that are free by a tick, those free longest first, and tells of
// every task that leaves some.
func takeCrew(lots []lot, amount, by int, tell func(int32)) []lot {
	for n := 0; n < len(lots) && amount > 0; n++ {
		l := &lots[n]
		if l.at > by {
			continue
		}
		got := min(l.amount, amount)
		l.amount -= got
		amount -= got
		if l.task >= 0 {
			tell(l.task)
		}
	}
	return slices.DeleteFunc(lots, func(l lot) bool { return l.amount == 0 })
}

// step is one thing a task waits for in a run: an end of another task and a lag.
type step struct {
	from   int32
	lag    int32
	clk    *clock // that a lag counts on; nil: every tick
	start  bool   // of from its start, else its finish
	finish bool   // binds the end, else the start
}

// after is what s asks for when its end of from is at t.
func (s *step) after(t int32) int32 {
	if s.clk == nil {
		return t + s.lag
	}
	return s.clk.add(t, s.lag)
}

// network is what a run walks through: tasks in an order in which every one
// follows what it waits for, and what each waits for.
type network struct {
	order []int32
	at    []int32 // by place in order, plus one
	steps []step
}

// wire joins links and hand-overs. Where hands would have to pass round in a ring
// with links that reach back in time, hand-overs are left out.
func (p *Simulator) wire(hands [][2]int32) network {
	if n, ok := p.sortedNetwork(hands); ok {
		return n
	}
	n, _ := p.sortedNetwork(nil)
	return n
}

func (p *Simulator) sortedNetwork(hands [][2]int32) (network, bool) {
	count := len(p.m.Problem.Tasks)
	ins, outs, waits := make([][]step, count), make([][]int32, count), make([]int32, count)
	add := func(to int32, s step) {
		ins[to] = append(ins[to], s)
		outs[s.from] = append(outs[s.from], to)
		waits[to]++
	}
	for i := range p.m.Problem.Links {
		l := &p.m.Problem.Links[i]
		s := step{from: int32(l.From), lag: int32(l.Lag), start: l.FromEnd == schedule.Start, finish: l.ToEnd == schedule.Finish}
		if l.Calendar != nil && l.Lag > 0 {
			s.clk = p.clock(l.Calendar)
		}
		add(int32(l.To), s)
	}
	for _, h := range hands {
		add(h[1], step{from: h[0]})
	}
	var n network
	for i := range int32(count) {
		if waits[i] == 0 {
			n.order = append(n.order, i)
		}
	}
	for head := 0; head < len(n.order); head++ {
		for _, j := range outs[n.order[head]] {
			if waits[j]--; waits[j] == 0 {
				n.order = append(n.order, j)
			}
		}
	}
	for _, i := range n.order {
		n.at = append(n.at, int32(len(n.steps)))
		n.steps = append(n.steps, ins[i]...)
	}
	n.at = append(n.at, int32(len(n.steps)))
	return n, len(n.order) == count
}
