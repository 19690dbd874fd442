package sgs

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/scheduletest"
	"pgregory.net/rapid"
)

func draw(t *rapid.T, most int, rules scheduletest.Rules) (*compiled.Model, *rand.Rand) {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	p := scheduletest.Random(rng, rapid.IntRange(1, most).Draw(t, "tasks"), rules)
	widen(p, rng)
	if rules&scheduletest.MaxLags != 0 {
		leash(p, rng)
	}
	m, err := compiled.Compile(p)
	var refused *schedule.Refusal
	if errors.As(err, &refused) {
		return &compiled.Model{Empty: 0}, rng
	}
	return m, rng
}

// leash lets some starts follow those of predecessors by so much at most.
func leash(p *schedule.Problem, rng *rand.Rand) {
	for _, l := range p.Links {
		if rng.IntN(2) == 0 {
			p.Links = append(p.Links, schedule.Link{From: l.From, To: l.To, Lag: 6 + rng.IntN(12), Max: true})
		}
	}
}

// widen counts some resources in smaller units, and asks for some twice, so that
// lanes of all widths and several words are met.
func widen(p *schedule.Problem, rng *rand.Rand) {
	for r := range p.Resources {
		scale := [...]int{1, 1, 90, 20_000}[rng.IntN(4)]
		c := p.Resources[r].Capacity
		for k := range c {
			c[k].Amount *= scale
		}
		twin := len(p.Resources)
		twice := rng.IntN(2) == 0
		if twice {
			p.Resources = append(p.Resources, schedule.Resource{Name: "twin", Capacity: c})
		}
		for i := range p.Tasks {
			for k := range p.Tasks[i].Modes {
				mode := &p.Tasks[i].Modes[k]
				for u := range mode.Demands {
					if mode.Demands[u].Of != r {
						continue
					}
					mode.Demands[u].Amount *= scale
					if twice {
						mode.Demands = append(mode.Demands, schedule.Use{Of: twin, Amount: mode.Demands[u].Amount})
					}
				}
			}
		}
	}
}

func drawWays(m *compiled.Model, rng *rand.Rand, plan *Plan) {
	for i := range plan.Way {
		from, to := m.Ways(int32(i))
		plan.Way[i] = from + rng.Int32N(to-from)
	}
}

// reference holds plans tick by tick: use of every resource on every tick.
type reference struct {
	m    *compiled.Model
	used [][]int32
}

func newReference(m *compiled.Model) *reference {
	r := &reference{m: m, used: make([][]int32, len(m.Peak))}
	for k := range r.used {
		r.used[k] = make([]int32, m.Reach)
	}
	return r
}

func (r *reference) ticks(w, s int32) []int32 {
	var ticks []int32
	for t := s; int32(len(ticks)) < r.m.Dur[w]; t++ {
		if t >= r.m.Reach {
			return nil
		}
		if r.m.Clk[w] == nil || r.m.Clk[w].Works(t) {
			ticks = append(ticks, t)
		}
	}
	return ticks
}

func (r *reference) fits(w, s int32) bool {
	ticks := r.ticks(w, s)
	if r.m.Dur[w] > 0 && (ticks == nil || ticks[0] != s) {
		return false
	}
	for u := r.m.UseAt[w]; u < r.m.UseAt[w+1]; u++ {
		of := r.m.UseOf[u]
		for _, t := range ticks {
			if r.used[of][t]+r.m.Use[u] > r.capacity(of, t) {
				return false
			}
		}
	}
	return true
}

func (r *reference) capacity(of, t int32) int32 {
	c := int32(0)
	for _, s := range r.m.Caps[r.m.CapAt[of]:r.m.CapAt[of+1]] {
		if s.From <= t {
			c = s.Amount
		}
	}
	return c
}

func (r *reference) take(w, s int32) {
	for u := r.m.UseAt[w]; u < r.m.UseAt[w+1]; u++ {
		for _, t := range r.ticks(w, s) {
			r.used[r.m.UseOf[u]][t] += r.m.Use[u]
		}
	}
}

// forward is the serial scheme written plainly, for tasks in a feasible order;
// -1 for a start that does not come.
func (r *reference) forward(order, way []int32) []int32 {
	start := make([]int32, r.m.N)
	for i := range start {
		start[i] = -2
		if r.m.Pinned(int32(i)) {
			start[i] = int32(r.m.P.Tasks[i].Pin.Start)
			r.take(way[i], start[i])
		}
	}
	for _, i := range order {
		if start[i] != -2 {
			continue
		}
		s := r.m.Est[i]
		for ; s <= r.m.Reach && !(r.linked(i, s, start, way) && r.fits(way[i], s)); s++ {
		}
		if s > r.m.Reach {
			s = -1
		} else {
			r.take(way[i], s)
		}
		start[i] = s
	}
	return start
}

func (r *reference) linked(i, s int32, start, way []int32) bool {
	for _, a := range r.m.Ins(i) {
		arc := &r.m.Arcs[a]
		f := arc.From
		if start[f] < 0 {
			if start[f] == -1 {
				return false
			}
			continue
		}
		at := arc.After(compiled.Tick(arc.FromEnd, start[f], r.m.End(way[f], start[f])))
		if compiled.Tick(arc.ToEnd, s, r.m.End(way[i], s)) < at {
			return false
		}
	}
	return true
}

// Forward answers what the plain scheme answers, start by start.
func TestForwardAgreesWithReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, rng := draw(t, 9, noMax&^scheduletest.Rules(rapid.SampledFrom([]int{0, int(scheduletest.Lags | scheduletest.LagCalendars)}).Draw(t, "without")))
		if m.Empty >= 0 || m.Back > 0 {
			return
		}
		d := New(m)
		if d.Impossible() {
			return
		}
		plan := NewPlan(m)
		for range 3 { // a decoder is used again and again
			drawWays(m, rng, plan)
			d.Forward(m.Order, plan)
			want := newReference(m).forward(m.Order, plan.Way)
			if slices.Contains(want, -1) {
				if plan.Late == 0 {
					t.Fatalf("late is 0, the reference finds no place: %v", want)
				}
				continue
			}
			if !slices.Equal(plan.Start, want) {
				t.Fatalf("starts %v, want %v", plan.Start, want)
			}
		}
	})
}

const noMax = scheduletest.All &^ (scheduletest.MaxLags | scheduletest.Budgets)

// What is not late passes Check, in whatever order it was placed.
func TestForwardKeepsEveryRule(t *testing.T) {
	found, lagged := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		m, rng := draw(t, 10, rapid.SampledFrom([]scheduletest.Rules{scheduletest.All &^ scheduletest.Budgets, scheduletest.MaxLags | scheduletest.Lags}).Draw(t, "rules"))
		if m.Empty >= 0 {
			return
		}
		d := New(m)
		if d.Impossible() {
			return
		}
		plan := NewPlan(m)
		for range 4 {
			drawWays(m, rng, plan)
			order := slices.Clone(m.Order)
			if !d.plain {
				rng.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
			}
			d.Forward(order, plan)
			if plan.Late > 0 {
				continue
			}
			found++
			if m.Back > 0 {
				lagged++
			}
			s := m.Solution(plan.Start, plan.Way)
			v, err := schedule.Check(m.P, &s)
			if err != nil {
				t.Fatal(err)
			}
			if v != m.Value(plan.Start, plan.Way) {
				t.Fatalf("value %v, want %v", m.Value(plan.Start, plan.Way), v)
			}
		}
	})
	if found < 5 || lagged == 0 && !testing.Short() {
		t.Errorf("only %d plans were in time, %d of them with maximum lags", found, lagged)
	}
}

// Justifying to the right and back keeps every rule and never ends later.
func TestJustificationIsNeverWorse(t *testing.T) {
	justified := 0
	rapid.Check(t, func(t *rapid.T) {
		m, rng := draw(t, 10, noMax&^(scheduletest.Lags|scheduletest.Goals))
		if m.Empty >= 0 || m.Back > 0 {
			return
		}
		d := New(m)
		if d.Impossible() {
			return
		}
		plan, right := NewPlan(m), NewPlan(m)
		drawWays(m, rng, plan)
		if d.Forward(m.Order, plan); plan.Late > 0 {
			return
		}
		last := plan.Last()
		latest := make([]int32, m.N)
		for i := range latest {
			latest[i] = max(plan.End[i], min(last, m.Lct[i]))
		}
		copy(right.Way, plan.Way)
		if !d.Backward(d.Order(plan.End), latest, true, right) {
			t.Fatal("a plan could not be justified")
		}
		s := m.Solution(right.Start, right.Way)
		if _, err := schedule.Check(m.P, &s); err != nil {
			t.Fatal(err)
		}
		for i := range plan.End {
			if right.End[i] < plan.End[i] && !m.Pinned(int32(i)) {
				t.Fatalf("task %d moved to the left, from %d to %d", i, plan.End[i], right.End[i])
			}
		}
		d.Forward(d.Order(right.Start), plan)
		if plan.Late > 0 || plan.Last() > last {
			t.Fatalf("justified from %d to %d, late %d", last, plan.Last(), plan.Late)
		}
		justified++
	})
	if justified < 2 {
		t.Errorf("only %d plans were justified", justified)
	}
}

// A long profile with its blocks finds what a short one finds.
func TestBlocksChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, _ := draw(t, 200, scheduletest.Capacity)
		long, short := New(m), New(m)
		long.p.blocks, short.p.blocks = newBlocks(long.p.free), nil
		a, b := NewPlan(m), NewPlan(m)
		for range 2 {
			long.Forward(m.Order, a)
			short.Forward(m.Order, b)
			if !slices.Equal(a.Start, b.Start) {
				t.Fatalf("with blocks %v, without %v", a.Start, b.Start)
			}
		}
	})
}

// The parallel scheme keeps every rule, and lets no task wait that fits.
func TestParallelKeepsEveryRule(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, rng := draw(t, 30, scheduletest.Modes)
		d := New(m)
		plan := NewPlan(m)
		drawWays(m, rng, plan)
		if !d.Parallel(m.Lst, plan) {
			t.Fatal("a plain model was declined")
		}
		s := m.Solution(plan.Start, plan.Way)
		if _, err := schedule.Check(m.P, &s); err != nil {
			t.Fatal(err)
		}
		before := plan.Last()
		d.Forward(d.Order(plan.Start), plan)
		if plan.Last() > before {
			t.Fatalf("placed again in the order of its starts it ends at %d, not %d", plan.Last(), before)
		}
	})
}
