package network_test

import (
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// reference dates tasks and milestones the slow way: it starts from nothing and
// recomputes every activity from its neighbours until nothing changes. It knows
// links, lags, constraints and a data date under retained logic, and shares no
// code with the solver but the calendars.
type reference struct {
	p              *network.Problem
	es, ef, ls, lf []worktime.Time
	end            worktime.Time
}

func refer(p *network.Problem) *reference {
	n := len(p.Activities)
	r := &reference{p: p, es: make([]worktime.Time, n), ef: make([]worktime.Time, n), ls: make([]worktime.Time, n), lf: make([]worktime.Time, n)}
	for i := range n {
		r.es[i], r.ef[i] = p.Start, p.Start
	}
	r.settle(r.early)
	r.end = p.MustFinish
	if r.end == worktime.None {
		r.end = r.ef[0]
		for _, t := range r.ef {
			r.end = max(r.end, t)
		}
	}
	for i := range n {
		r.ls[i], r.lf[i] = r.end, r.end
	}
	r.settle(r.late)
	return r
}

func (r *reference) settle(one func(int) bool) {
	for range len(r.p.Activities) + 2 {
		changed := false
		for i := range r.p.Activities {
			changed = one(i) || changed
		}
		if !changed {
			return
		}
	}
}

func (r *reference) work(i int) int64 {
	a := r.p.Activities[i]
	if a.Kind != network.Task || a.ActualFinish != worktime.None {
		return 0
	}
	return a.Remaining
}

func (r *reference) lagged(l network.Link, t worktime.Time, sign int64) worktime.Time {
	if l.LagCalendar < 0 {
		return t + worktime.Time(sign*l.Lag)
	}
	return r.p.Calendars[l.LagCalendar].Add(t, sign*l.Lag)
}

func (r *reference) early(i int) bool {
	a, c, work := r.p.Activities[i], r.p.Calendars[r.p.Activities[i].Calendar], r.work(i)
	snap := func(t worktime.Time) worktime.Time {
		if a.Kind == network.FinishMilestone && c.PrevFinish(t) == t {
			return t
		}
		return c.NextStart(t)
	}
	start := r.p.Start
	if a.Primary.Type == network.StartNoEarlier {
		start = max(start, a.Primary.Date)
	}
	finish := worktime.None
	if a.Primary.Type == network.FinishNoEarlier {
		finish = a.Primary.Date
	}
	byLink := false
	for _, l := range r.p.Links {
		if int(l.Succ) != i {
			continue
		}
		switch l.Type {
		case network.FS:
			start = max(start, r.lagged(l, r.ef[l.Pred], 1))
		case network.SS:
			t := r.es[l.Pred]
			if l.Lag == 0 && l.LagCalendar >= 0 {
				t = r.p.Calendars[l.LagCalendar].NextStart(t)
			}
			start = max(start, r.lagged(l, t, 1))
		case network.FF, network.SF:
			t := r.ef[l.Pred]
			if l.Type == network.SF {
				t = r.es[l.Pred]
			}
			if t = r.lagged(l, t, 1); t > finish {
				finish, byLink = t, true
			}
		}
	}
	es := snap(start)
	ef := c.Add(es, work)
	if finish != worktime.None {
		lands := finish
		if byLink && a.Kind == network.Task && c.PrevFinish(finish) != finish {
			lands = c.NextStart(finish)
		}
		if from := snap(c.Sub(lands, work)); from > es {
			es, ef = from, max(c.Add(from, work), lands)
		}
	}
	changed := es != r.es[i] || ef != r.ef[i]
	r.es[i], r.ef[i] = es, ef
	return changed
}

func (r *reference) late(i int) bool {
	a, c, work := r.p.Activities[i], r.p.Calendars[r.p.Activities[i].Calendar], r.work(i)
	lf := r.end
	narrow := func(start worktime.Time) {
		if work > 0 {
			start = c.NextStart(start)
		}
		lf = min(lf, c.Add(start, work))
	}
	for _, l := range r.p.Links {
		if int(l.Pred) != i {
			continue
		}
		switch l.Type {
		case network.FS:
			lf = min(lf, r.lagged(l, r.ls[l.Succ], -1))
		case network.FF:
			lf = min(lf, r.lagged(l, r.lf[l.Succ], -1))
		case network.SS:
			narrow(r.lagged(l, r.ls[l.Succ], -1))
		case network.SF:
			narrow(r.lagged(l, r.lf[l.Succ], -1))
		}
	}
	switch a.Primary.Type {
	case network.FinishNoLater:
		lf = min(lf, a.Primary.Date)
	case network.StartNoLater:
		narrow(a.Primary.Date)
	}
	if a.Kind != network.StartMilestone || c.NextStart(lf) != lf {
		lf = c.PrevFinish(lf)
	}
	ls := c.Sub(lf, work)
	changed := ls != r.ls[i] || lf != r.lf[i]
	r.ls[i], r.lf[i] = ls, lf
	return changed
}
