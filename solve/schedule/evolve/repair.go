package evolve

// mender brings a plan that is late into its windows: by other orders of its
// tasks, which cost nothing, and where these do not help by faster ways of tasks
// that have no slack.
type mender struct {
	key, way []int32
	score    score
	urgent   []int32 // tasks without slack that have a faster way
	batch    int     // tasks to hurry at once
	failed   int     // tries in a row that did not help
	free     int     // orders to try before a task is hurried
}

// patience is how many tries in a row may fail before a plan is given up.
const patience = 40

// freeTries is how many orders are tried before a task is hurried.
const freeTries = 20

// mendAnew takes up the plan of a good member.
func (p *Population) mendAnew() {
	m := &p.sides[0][p.tournament(p.sides[0])]
	copy(p.plan.Way, m.way)
	p.mendFrom(m.key, 1+p.m.N/64)
}

// mendFrom takes up the plan that the ways of p.plan and an order give, to hurry
// so many tasks at first. It reports whether that is in time already.
func (p *Population) mendFrom(key []int32, batch int) bool {
	p.mender.batch, p.mender.failed = batch, 0
	p.mender.retry()
	p.d.Forward(p.d.Order(key), p.plan)
	s := p.ratePlan(p.plan)
	p.mendOn(s)
	return s.bad == 0
}

// repairPlan tries faster ways for a few urgent tasks of the plan in hand; true: the
// plan in p.plan is in time.
func (p *Population) repairPlan() bool {
	t := &p.mender
	if t.way == nil || t.failed >= patience || len(t.urgent) == 0 {
		p.mendAnew()
		return false
	}
	copy(p.plan.Way, t.way)
	if t.free > 0 {
		t.free--
		p.perturbKeys(t.key)
		p.d.Forward(p.d.Order(p.child), p.plan)
		s := p.ratePlan(p.plan)
		if s.less(t.score) {
			t.free = freeTries
		}
		return !t.score.less(s) && p.mended(s)
	}
	for range t.batch {
		p.speedUpUrgentTask(p.plan.Way)
	}
	p.repairBudgets(p.plan.Way)
	p.d.Forward(p.d.Order(t.key), p.plan)
	s := p.ratePlan(p.plan)
	if !s.less(t.score) {
		if t.failed++; t.batch > 4 {
			t.batch /= 2
			t.retry()
		} else {
			t.batch = 1 + t.failed%4
		}
		return false
	}
	t.failed, t.batch = 0, min(t.batch*2, 1+p.m.N/16)
	t.retry()
	return p.mended(s)
}

// retry lets orders be tried anew, but not while tasks are hurried by the dozen.
func (t *mender) retry() {
	if t.free = 0; t.batch <= 4 {
		t.free = freeTries
	}
}

// mended takes the plan in p.plan in hand; true: it is in time.
func (p *Population) mended(s score) bool {
	if s.bad == 0 {
		p.mender.urgent = p.mender.urgent[:0]
		return true
	}
	p.mendOn(s)
	return false
}

// perturbKeys sets child to keys that sort a stretch of time anew: by the order of
// another member, or blurred.
func (p *Population) perturbKeys(key []int32) {
	if side := p.sides[0]; !p.both && len(side) > 1 && p.rng.IntN(2) == 0 {
		from, to := p.stretch(&member{key: key})
		p.spliceKeys(key, side[p.rng.IntN(len(side))].key, from, to)
		return
	}
	from, to := p.stretch(&member{key: key})
	wide := 1 + p.rng.IntN(int(to-from)/4+1)
	for i, k := range key {
		if p.child[i] = k; from <= k && k <= to {
			p.child[i] += int32(p.rng.IntN(wide))
		}
	}
	p.behindPredecessors(p.child)
}

// speedUpUrgentTask gives one of a few urgent tasks drawn its next faster way: the one that
// pays least for a tick.
func (p *Population) speedUpUrgentTask(way []int32) {
	u := p.mender.urgent
	var task, to int32 = -1, 0
	least := 0.0
	for range 3 {
		i := u[p.rng.IntN(len(u))]
		v := p.faster(i, way[i])
		if v == way[i] {
			continue
		}
		price := float64(max(0, p.m.Cost[v]-p.m.Cost[way[i]])) / float64(p.m.Dur[way[i]]-p.m.Dur[v])
		if task < 0 || price < least {
			task, to, least = i, v, price
		}
	}
	if task >= 0 {
		way[task] = to
	}
}

// faster is a way of task i shorter than w: the longest of these, or now and
// then any; w: there is none.
func (p *Population) faster(i, w int32) int32 {
	best, any := w, p.rng.IntN(4) == 0
	for v := p.m.WayAt[i]; v < p.m.WayAt[i+1]; v++ {
		if p.m.Dur[v] < p.m.Dur[w] && (best == w || p.m.Dur[v] > p.m.Dur[best] || any && p.rng.IntN(2) == 0) {
			best = v
		}
	}
	return best
}

// mendOn takes the plan in p.plan in hand, justified to the right, and finds what
// is urgent in it.
func (p *Population) mendOn(s score) {
	t := &p.mender
	if t.way == nil {
		t.key, t.way = make([]int32, p.m.N), make([]int32, p.m.N)
	}
	copy(t.way, p.plan.Way)
	copy(t.key, p.plan.Start)
	t.score, t.urgent = s, t.urgent[:0]
	copy(p.other.Way, p.plan.Way)
	hung := p.plan.Last() <= p.m.Reach && p.d.Backward(p.d.Order(p.plan.End), p.latestEnds(p.plan), true, p.other)
	if hung {
		copy(t.key, p.other.Start)
	}
	for i, w := range t.way {
		if (!hung || p.other.Start[i] <= p.plan.Start[i]) && p.quickest(int32(i)) < p.m.Dur[w] {
			t.urgent = append(t.urgent, int32(i))
		}
	}
}

// quickest is the duration of the shortest way of task i.
func (p *Population) quickest(i int32) int32 {
	d := p.m.Dur[p.m.WayAt[i]]
	for v := p.m.WayAt[i]; v < p.m.WayAt[i+1]; v++ {
		d = min(d, p.m.Dur[v])
	}
	return d
}
