package population

// mender brings a plan that is late into its windows by faster ways of tasks
// that have no slack.
type mender struct {
	key, way []int32
	score    score
	failed   int // tries in a row that did not help
	started  bool
}

// mend tries faster ways for a few tasks without slack of the plan in hand.
func (p *Population) mend() {
	t := &p.mender
	if !t.started || t.failed > 50 {
		p.mendAnew()
		return
	}
	copy(p.plan.Way, t.way)
	few := 1 + p.rng.IntN(1+p.m.N/32)
	for range few {
		p.hurry(p.plan.Way)
	}
	p.repair(p.plan.Way)
	p.d.Forward(p.d.Order(t.key), p.plan)
	if s := p.rate(p.plan); !t.score.less(s) {
		p.mendOn(s)
	} else {
		t.failed++
	}
}

// hurry gives a task drawn, preferably without slack, a faster way.
func (p *Population) hurry(way []int32) {
	for range 20 {
		i := p.rng.Int32N(int32(p.m.N))
		if p.slack[i] > 0 && p.rng.IntN(8) > 0 {
			continue
		}
		best := way[i]
		for v := p.m.WayAt[i]; v < p.m.WayAt[i+1]; v++ {
			if p.m.Dur[v] < p.m.Dur[way[i]] && (best == way[i] || p.m.Dur[v] > p.m.Dur[best]) {
				best = v
			}
		}
		if best != way[i] {
			way[i] = best
			return
		}
	}
}

// mendAnew takes up the plan of a good member.
func (p *Population) mendAnew() {
	t := &p.mender
	if t.key == nil {
		t.key, t.way, p.slack = make([]int32, p.m.N), make([]int32, p.m.N), make([]int32, p.m.N)
	}
	m := &p.sides[0][p.tournament(p.sides[0])]
	copy(p.plan.Way, m.way)
	p.d.Forward(p.d.Order(m.key), p.plan)
	p.mendOn(p.rate(p.plan))
}

// mendOn takes the plan in p.plan in hand, justified to the right.
func (p *Population) mendOn(s score) {
	t := &p.mender
	copy(t.way, p.plan.Way)
	copy(t.key, p.plan.Start)
	clear(p.slack)
	t.score, t.failed, t.started = s, 0, true
	copy(p.other.Way, p.plan.Way)
	if p.plan.Last() <= p.m.Reach && p.d.Backward(p.d.Order(p.plan.End), p.limits(p.plan), true, p.other) {
		copy(t.key, p.other.Start)
		for i := range p.slack {
			p.slack[i] = p.other.Start[i] - p.plan.Start[i]
		}
	}
}
