package frontier

import (
	"cmp"
	"context"
	"math"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	"fugong/solve/schedule/sgs"
	"fugong/solve/worktime"
)

// explainLimit says what stands in the way of the finish to keep, when no point keeps
// it: the chain that nothing makes shorter, and every limit without which the
// earliest plan, its measures unchanged, would end on an earlier day.
func (s *search) explainLimit(ctx context.Context) error {
	m := s.store.m
	s.conflicts = slices.Clone(m.Undated)
	days := s.store.days()
	soonest := days[len(days)-1]
	if soonest <= masterplan.EndDay(s.store.keep) {
		return nil
	}
	e := s.store.byDay[soonest]
	x := &explainer{search: s, plan: e.plan, end: soonest}
	x.followChain()
	for t := range m.Problem.Resources {
		if err := x.askHands(ctx, t); err != nil {
			return err
		}
	}
	for t := range m.Tasks {
		if w := m.Tasks[t].Wait; w != nil && w.Kind != "" {
			if err := x.askWait(ctx, t, w); err != nil {
				return err
			}
		}
	}
	if err := x.askRules(ctx); err != nil {
		return err
	}
	rest := s.conflicts[len(m.Undated):]
	slices.SortStableFunc(rest, func(a, b recovery.Conflict) int { return cmp.Compare(b.Days, a.Days) })
	return nil
}

// explainer asks what would be without one limit.
type explainer struct {
	*search
	plan *sgs.Plan
	end  worktime.Day
	ring []int32 // activities of one critical chain, the first first
}

func (x *explainer) add(c recovery.Conflict, args ...any) {
	key := string(c.Kind)
	if c.Kind == recovery.HandsConflict && c.Subject == "" {
		key = "hands_any" // of those that the plan does not name
	}
	c.Why = masterplan.Reason{Key: "plan.recovery.conflict." + key, Args: fault.Args(args...)}
	x.conflicts = append(x.conflicts, c)
}

// chainShown is how many activities of a chain a sentence names.
const chainShown = 6

// followChain follows one critical chain back from the last end.
func (x *explainer) followChain() {
	w, m := x.workers[0], x.store.m
	w.traceCritical(x.plan)
	before := map[int32]int32{}
	for _, a := range w.critical.arcs {
		if _, known := before[a.to]; !known {
			before[a.to] = a.from
		}
	}
	seen := map[int32]bool{}
	for v, ok := w.sink[0], true; ok && !seen[v]; v, ok = before[v] {
		seen[v] = true
		i := m.Tasks[v/2].Activity
		if i >= 0 && m.In.Plan.Activities[i].Kind == masterplan.Task && !slices.Contains(x.ring, i) {
			x.ring = append(x.ring, i)
		}
	}
	slices.Reverse(x.ring)
	text := ""
	for n, i := range x.ring {
		if n == chainShown && len(x.ring) > chainShown+1 {
			text += " → … → " + m.In.Plan.Activities[x.ring[len(x.ring)-1]].Code
			break
		}
		if n > 0 {
			text += " → "
		}
		text += m.In.Plan.Activities[i].Code
	}
	from, to := m.Network.DataDate, (x.end + 1).At(0)
	x.add(recovery.Conflict{Kind: recovery.ChainConflict, Activities: x.ring, From: from, To: to}, "Chain", text, "Date", x.end)
}

// daysWithout lays the earliest plan out under other figures, and counts the days by
// which it would end earlier.
func (x *explainer) daysWithout(p schedule.Problem) (int, *sgs.Plan, error) {
	e, err := engineOf(x.store.m, p)
	if err != nil {
		return 0, nil, err
	}
	other := sgs.NewPlan(e.k)
	copy(other.Start, x.plan.Start)
	copy(other.End, x.plan.End)
	for i, w := range x.plan.Way {
		mode := x.store.k.Mode[w]
		for v := e.k.WayAt[i]; v < e.k.WayAt[i+1]; v++ {
			if e.k.Mode[v] == mode {
				other.Way[i] = v
			}
		}
	}
	e.layOut(other, 0)
	if other.Late > 0 {
		return 0, other, nil
	}
	return int(x.end - x.store.day(other.Last())), other, nil
}

// askHands asks what plenty of one trade would bring.
func (x *explainer) askHands(ctx context.Context, t int) error {
	m := x.store.m
	tr := &m.Trades[t]
	if done(ctx) || tr.Of >= 0 {
		return nil
	}
	p := *m.Problem
	p.Resources = slices.Clone(p.Resources)
	p.Resources[t].Capacity = schedule.Constant(plentyOf(&p, t))
	days, other, err := x.daysWithout(p)
	if err != nil || days <= 0 {
		return err
	}
	needed, from, to := x.shortageOf(t, other)
	c := recovery.Conflict{Kind: recovery.HandsConflict, Subject: cmp.Or(tr.Name, tr.Code), ID: tr.Code, Days: days, From: m.At(from), To: m.At(to), Activities: x.usersOf(t)}
	there := capacityAt(m.Problem.Resources[t].Capacity, from)
	missing := float64(needed-there) / float64(tr.Scale)
	if tr.Code == "people" && tr.Resource < 0 {
		c.Kind = recovery.PeopleConflict
	} else if !tr.Machine {
		worked := math.Ceil(float64(c.To-c.From) / worktime.MinutesPerDay)
		c.Price = int64(math.Ceil(missing) * (m.In.Settings.Value(recovery.HireCost) + worked*8*tr.Wage))
		c.Priced = true
	}
	x.add(c, "Subject", c.Subject, "Needed", math.Ceil(float64(needed)/float64(tr.Scale)), "There", there/tr.Scale,
		"From", c.From.Day(), "To", masterplan.EndDay(c.To), "Days", days)
	return nil
}

// plentyOf is what all tasks together would use of a resource.
func plentyOf(p *schedule.Problem, r int) (sum int) {
	for i := range p.Tasks {
		most := 0
		for _, k := range p.Tasks[i].Modes {
			for _, u := range k.Demands {
				if u.Of == r {
					most = max(most, u.Amount)
				}
			}
		}
		sum += most
	}
	return min(sum, math.MaxInt32/4)
}

func capacityAt(steps []schedule.Step, tick int) (amount int) {
	for _, s := range steps {
		if s.From <= tick {
			amount = s.Amount
		}
	}
	return amount
}

// shortageOf is the most that a plan uses of a resource, and the ticks between which
// it uses more than there is.
func (x *explainer) shortageOf(r int, p *sgs.Plan) (most, from, to int) {
	m := x.store.m
	change := make([]int, m.Ticks+2)
	for i := range p.Way {
		mode := &m.Problem.Tasks[i].Modes[x.store.k.Mode[x.plan.Way[i]]]
		for _, u := range mode.Demands {
			if u.Of == r {
				change[min(int(p.Start[i]), m.Ticks)] += u.Amount
				change[min(int(p.End[i]), m.Ticks)] -= u.Amount
			}
		}
	}
	now := 0
	from = -1
	for t := range m.Ticks {
		now += change[t]
		if now > capacityAt(m.Problem.Resources[r].Capacity, t) {
			if from < 0 {
				from = t
			}
			to, most = t+1, max(most, now)
		}
	}
	return most, max(from, 0), to
}

// usersOf are the activities of the critical chain that need resource r.
func (x *explainer) usersOf(r int) (out []int32) {
	m := x.store.m
	for t := range m.Tasks {
		i := m.Tasks[t].Activity
		if i >= 0 && slices.Contains(x.ring, i) && slices.ContainsFunc(m.Problem.Tasks[t].Modes[0].Demands, func(u schedule.Use) bool { return u.Of == r }) {
			out = append(out, i)
		}
	}
	return out
}

// askWait asks what it would bring if what task t waits for were there.
func (x *explainer) askWait(ctx context.Context, t int, w *timecost.Wait) error {
	m := x.store.m
	if done(ctx) {
		return nil
	}
	p := *m.Problem
	p.Tasks = slices.Clone(p.Tasks)
	task := &p.Tasks[t]
	task.Modes = slices.Clone(task.Modes)
	for k := range task.Modes {
		task.Modes[k].Duration = 0
	}
	days, _, err := x.daysWithout(p)
	if err != nil || days <= 0 {
		return err
	}
	now := m.At(int(x.plan.End[t]))
	c := recovery.Conflict{Kind: w.Kind, Subject: w.Subject, ID: w.ID, Days: days, From: m.Network.DataDate, To: now, Activities: []int32{w.After}}
	x.add(c, "Subject", w.Subject, "Date", now.Day()-1, "Days", days)
	return nil
}

// askRules asks what a night permit, and overtime without its monthly cap, would let
// the links do at best.
func (x *explainer) askRules(ctx context.Context) error {
	if done(ctx) {
		return nil
	}
	night := x.in
	night.Today.Night = recovery.Night{}
	if n := &x.in.Today.Night; n.Sensitive && !n.Permitted && x.in.Settings.Uses(acceleration.NightShift) {
		if err := x.askRule(recovery.NightConflict, night); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(x.in.Today.Hands, func(h recovery.Headcount) bool { return h.OvertimeUsed > 0 }) {
		return nil
	}
	rested := x.in
	rested.Today.Hands = slices.Clone(rested.Today.Hands)
	for i := range rested.Today.Hands {
		rested.Today.Hands[i].OvertimeUsed = 0
	}
	return x.askRule(recovery.OvertimeConflict, rested)
}

func (x *explainer) askRule(kind recovery.ConflictKind, in recovery.Input) error {
	m, err := timecost.Build(in)
	if err != nil {
		return err
	}
	bound, err := m.LowerBound()
	if err != nil {
		return err
	}
	if days := int(masterplan.EndDay(x.store.bound) - masterplan.EndDay(bound)); days > 0 {
		x.add(recovery.Conflict{Kind: kind, Days: days, Activities: x.ring, From: worktime.None, To: worktime.None}, "Days", days)
	}
	return nil
}
