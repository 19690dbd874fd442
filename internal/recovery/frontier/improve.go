package frontier

import (
	"context"
	"math/rand/v2"
	"sync"

	"fugong/internal/recovery"
	"fugong/solve/schedule/sgs"
	"fugong/solve/worktime"
)

// try is one attempt to make a day's plan cheaper.
type try struct {
	day    worktime.Day
	from   *entry
	rng    *rand.Rand
	same   bool      // from is a plan of this day
	gentle bool      // only give back
	plan   *sgs.Plan // what came of it; nil: nothing
	cost   int64
}

// tries is how many attempts a round makes. The rounds of one seed are the same on
// any number of cores: attempts see only what was known when their round began.
const tries = 8

// deepenFrontier cuts on from the earliest plan, with more patience.
func (s *search) deepenFrontier(ctx context.Context) error {
	w := s.workers[0]
	days := s.store.days()
	w.plan.Copy(s.store.byDay[days[len(days)-1]].plan)
	w.cutter.forget()
	before := s.store.better
	w.cutter.crashUntil(ctx, w.plan, 0, fruitless, s.takerFor(w))
	if s.store.better == before {
		return nil
	}
	s.pending = s.store.days()
	return s.showFrontier(recovery.StageImproving)
}

// takerFor offers a plan that is being cut to the store, once for each day.
func (s *search) takerFor(w *worker) func(*sgs.Plan) {
	last := worktime.Day(0)
	return func(p *sgs.Plan) {
		if d := s.store.day(p.Last()); d != last {
			last = d
			s.store.offerPlan(p, w.cost(p))
			s.tell(recovery.StageCutting, s.shown, 0)
		}
	}
}

// improveRounds makes rounds until ctx or the rounds allowed end.
func (s *search) improveRounds(ctx context.Context) error {
	if err := s.deepenFrontier(ctx); err != nil {
		return err
	}
	for s.round = 1; !done(ctx) && (s.Rounds == 0 || s.round <= s.Rounds); s.round++ {
		before, bound := s.store.better, s.store.bound
		if s.round%solverEvery == 0 && s.store.k.N <= solverTasks {
			if err := s.solve(ctx); err != nil {
				return err
			}
		}
		list := s.drawTries()
		s.attemptTries(ctx, list)
		for i := range list {
			t := &list[i]
			if t.plan == nil || !s.store.offerPlan(t.plan, t.cost) {
				t.from.failed++
			}
		}
		if s.store.better > before || s.store.bound > bound {
			if err := s.showFrontier(recovery.StageImproving); err != nil {
				return err
			}
		} else {
			s.tell(recovery.StageImproving, s.shown, s.share())
		}
	}
	return nil
}

// drawTries chooses the days to try: first every one for what it does not need; then
// those more that failed less, and one that is earlier than all.
func (s *search) drawTries() []try {
	days := s.store.days()
	out := make([]try, 0, tries)
	for len(s.pending) > 0 && len(out) < tries {
		if e := s.store.byDay[s.pending[0]]; e != nil {
			out = append(out, try{day: s.pending[0], from: e, rng: s.chance(len(out)), same: true, gentle: true})
		}
		s.pending = s.pending[1:]
	}
	if len(out) > 0 {
		return out
	}
	for n := range tries {
		rng := s.chance(n)
		at := rng.IntN(len(days))
		for range 2 {
			if other := rng.IntN(len(days)); s.store.byDay[days[other]].failed < s.store.byDay[days[at]].failed {
				at = other
			}
		}
		if n == 0 {
			at = len(days) - 1
		}
		t := try{day: days[at], from: s.store.byDay[days[at]], rng: rng, same: true}
		if n == 0 || n == 1 {
			t.day-- // nobody ends then yet
			t.same = false
			if n == 1 && at > 0 {
				t.day = days[at]
				t.from = s.store.byDay[days[at-1]]
			}
		}
		out = append(out, t)
	}
	return out
}

// attemptTries makes the tries on all workers.
func (s *search) attemptTries(ctx context.Context, list []try) {
	next := make(chan *try, len(list))
	for i := range list {
		next <- &list[i]
	}
	close(next)
	var wait sync.WaitGroup
	for _, w := range s.workers {
		wait.Go(func() {
			for t := range next {
				if !done(ctx) {
					w.runTry(ctx, t, s.store.target(t.day))
				}
			}
		})
	}
	wait.Wait()
}

// runTry gives back a part of a plan's measures, those of a stretch of time or any or
// all, cuts it to its day again at prices with noise, budgets spared more or less, and gives back what it does not
// need.
func (w *worker) runTry(ctx context.Context, t *try, target int32) {
	if t.same {
		target = max(target, t.from.end)
		if t.rng.IntN(3) == 0 { // in minutes a plan may end a day before its ticks do
			target += int32(t.rng.IntN(int(worktime.MinutesPerDay/w.m.Tick) + 1))
		}
	}
	p := w.plan
	p.Copy(t.from.plan)
	if t.gentle {
		w.giver.relaxPlan(p, t.from.end)
		t.plan, t.cost = sgs.NewPlan(w.k), w.cost(p)
		t.plan.Copy(p)
		return
	}
	w.forgetModes(p, t.rng)
	if t.rng.IntN(2) == 0 {
		w.shuffleStarts(p, t.rng)
	}
	w.layOut(p, target)
	if p.Late > 0 {
		return
	}
	w.cutter.forget()
	w.cutter.noise, w.cutter.thrift = t.rng, [...]float64{0, 3, 30}[t.rng.IntN(3)]
	ok := p.Last() <= target || w.cutter.crashUntil(ctx, p, target, fruitless, func(*sgs.Plan) {})
	w.cutter.noise = nil
	if !ok || done(ctx) {
		return
	}
	w.giver.relaxPlan(p, target)
	t.plan, t.cost = sgs.NewPlan(w.k), w.cost(p)
	t.plan.Copy(p)
}

// forgetModes puts some tasks back into their first way.
func (w *worker) forgetModes(p *sgs.Plan, rng *rand.Rand) {
	end := max(1, p.Last())
	from := int32(rng.IntN(int(end)))
	to := from + end/4
	share := rng.Float64() * 0.5
	inTime := rng.IntN(2) == 0
	if rng.IntN(4) == 0 {
		inTime, share = false, 1
	}
	for i := range int32(w.k.N) {
		first := w.k.WayAt[i]
		if p.Way[i] == first {
			continue
		}
		if inTime && p.Start[i] < to && p.End[i] > from || !inTime && rng.Float64() < share {
			p.Way[i] = first
		}
	}
}

// shuffleStarts lets tasks that start at about the same time change places, but none
// come before one that it follows.
func (w *worker) shuffleStarts(p *sgs.Plan, rng *rand.Rand) {
	reach := 1 + p.Last()/int32(4<<rng.IntN(5))
	for _, i := range w.k.Order {
		p.Start[i] += rng.Int32N(reach)
		for _, a := range w.k.Ins(i) {
			if arc := &w.k.Arcs[a]; w.k.Forward(arc) {
				p.Start[i] = max(p.Start[i], p.Start[arc.From])
			}
		}
	}
}
