package risk

import (
	"math"
	"math/rand/v2"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/recovery"
	"fugong/internal/recovery/timecost"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// Runs is how often a plan is played.
const Runs = 1000

// Simulator plays plans of one model. It is not safe for concurrent use.
type Simulator struct {
	m      *timecost.Model
	spread Spread
	seed   uint64
	table  []float64 // factors of an activity's own at evenly spread chances
	margin []int32   // by task: ticks by which a wait may be longer
	clocks map[*schedule.Calendar]*clock
	dur    []int32  // by task, of the plan played
	clk    []*clock // by task, of the plan played
	start  []int32
	end    []int32
	last   []int32 // by run
}

// tableSize is how finely factors are told.
const tableSize = 4096

// NewPlayer makes a player of m.
func NewPlayer(m *timecost.Model, seed uint64) *Simulator {
	n := len(m.Tasks)
	p := &Simulator{
		m: m, seed: seed, spread: SpreadOf(m.In.Plan, m.In.Settings), table: make([]float64, tableSize), margin: make([]int32, n),
		clocks: map[*schedule.Calendar]*clock{}, dur: make([]int32, n), clk: make([]*clock, n),
		start: make([]int32, n), end: make([]int32, n), last: make([]int32, 0, Runs),
	}
	own := p.spread.deviation * math.Sqrt(0.5)
	for n := range p.table {
		p.table[n] = math.Exp(own * normal((float64(n)+0.5)/tableSize))
	}
	for t := range m.Tasks {
		p.margin[t] = p.drawLateness(m.Tasks[t].Wait)
	}
	return p
}

// clock is a calendar's; nil for none.
func (p *Simulator) clock(c *schedule.Calendar) *clock {
	if c == nil {
		return nil
	}
	if p.clocks[c] == nil {
		p.clocks[c] = newClock(c, p.m.Ticks)
	}
	return p.clocks[c]
}

// normal is the quantile of the standard normal distribution.
func normal(q float64) float64 { return math.Sqrt2 * math.Erfinv(2*q-1) }

// drawLateness is by how many ticks a delivery may come late: an uncertain one by up
// to twice the settings' days, a likely one by half of them.
func (p *Simulator) drawLateness(w *timecost.Wait) int32 {
	if w == nil || w.Kind != recovery.DeliveryConflict {
		return 0
	}
	days := p.m.In.Settings.Value(recovery.MarginChance)
	for _, d := range p.m.In.Today.Deliveries {
		if d.ID != w.ID || d.Item != w.Subject {
			continue
		}
		switch d.Confidence {
		case delivery.Uncertain:
			days *= 2
		case delivery.Likely:
			days /= 2
		default:
			days = 0
		}
		return int32(days * worktime.MinutesPerDay / float64(p.m.Tick))
	}
	return 0
}

// Simulate says how sure the finish of a solution is.
func (p *Simulator) Simulate(s *schedule.Solution, finish worktime.Time) recovery.Risk {
	p.loadSolution(s)
	n := p.wire(p.handOvers(s))
	planned := p.runOnce(&n, 1, nil)
	rng := rand.New(rand.NewPCG(p.seed, 0x5eed))
	common := p.spread.deviation * math.Sqrt(0.5)
	p.last = p.last[:0]
	for range Runs {
		p.last = append(p.last, p.runOnce(&n, p.spread.median*math.Exp(common*rng.NormFloat64()), rng))
	}
	slices.Sort(p.last)
	kept := 0
	for _, end := range p.last {
		if p.day(end) <= p.day(planned) {
			kept++
		}
	}
	at := func(share float64) worktime.Time {
		end := p.last[int(share*Runs)-1]
		return finish + p.m.At(int(end)) - p.m.At(int(planned))
	}
	return recovery.Risk{
		Runs: Runs, P50: at(0.5), P80: at(0.8), Chance: float64(kept) / Runs, Measured: p.spread.Measured, Spread: p.spread.Spread,
	}
}

// loadSolution takes a solution's modes, and the ends that it has.
func (p *Simulator) loadSolution(s *schedule.Solution) {
	for i := range p.dur {
		mode := &p.m.Problem.Tasks[i].Modes[s.Mode[i]]
		p.dur[i], p.clk[i] = int32(mode.Duration), p.clock(mode.Calendar)
		p.end[i] = int32(s.Start[i] + mode.Duration)
		if p.clk[i] != nil {
			p.end[i] = p.clk[i].add(int32(s.Start[i]), p.dur[i])
		}
	}
}

func (p *Simulator) day(end int32) worktime.Day { return masterplan.EndDay(p.m.At(int(end))) }

// runOnce walks through the network once, without rng with durations as planned, and
// answers the last end.
func (p *Simulator) runOnce(n *network, common float64, rng *rand.Rand) (last int32) {
	for place, i := range n.order {
		start, end := int32(p.m.Problem.Tasks[i].Release), int32(0)
		for k := n.at[place]; k < n.at[place+1]; k++ {
			s := &n.steps[k]
			from := p.end[s.from]
			if s.start {
				from = p.start[s.from]
			}
			if at := s.after(from); s.finish {
				end = max(end, at)
			} else {
				start = max(start, at)
			}
		}
		p.placeTask(i, p.drawDuration(i, common, rng), start, end)
		if p.m.Tasks[i].Activity >= 0 {
			last = max(last, p.end[i])
		}
	}
	return last
}

// drawDuration is what a task takes in a run.
func (p *Simulator) drawDuration(i int32, common float64, rng *rand.Rand) int32 {
	d := p.dur[i]
	if rng == nil || d == 0 {
		return d
	}
	if p.m.Tasks[i].Activity < 0 {
		if p.margin[i] > 0 {
			return d + rng.Int32N(p.margin[i]+1)
		}
		return d
	}
	return max(1, int32(float64(d)*common*p.table[rng.Uint64()%tableSize]+0.5))
}

// placeTask puts a task of d working ticks at or after start, ending at or after end.
func (p *Simulator) placeTask(i, d, start, end int32) {
	clk := p.clk[i]
	if clk == nil || d == 0 {
		p.start[i] = max(start, end-d)
		p.end[i] = p.start[i] + d
		return
	}
	s := clk.next(start)
	if end > 0 {
		s = max(s, clk.first(end, d))
	}
	p.start[i], p.end[i] = s, clk.add(s, d)
}
