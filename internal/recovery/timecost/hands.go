package timecost

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/recovery"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// crew is who works on an activity.
type crew struct {
	uses    []use   // of trades, each once
	lead    int     // the trade of its hands with most of them; -1: machines only or nobody
	hands   float64 // of all trades that are no machines
	wage    float64 // an hour of all hands
	machine float64 // an hour of all machines
}

type use struct {
	trade  int
	amount float64
}

// fine is the scale of a trade that is assigned in parts of a hand.
const fine = 100

// findTrades finds the trades that the unfinished activities use, and their crews.
// Work that the plan gives to nobody is done by a crew of the size that the
// settings say, out of one pool.
func (m *Model) findTrades() {
	p := m.In.Plan
	m.crews = make([]crew, len(p.Activities))
	for i := range m.crews {
		m.crews[i].lead = -1
	}
	trades := map[int32]int{}
	for _, a := range p.Assignments {
		units := m.unitsAtOnce(&a)
		if units <= 0 || !m.undone(a.Activity) {
			continue
		}
		t, known := trades[a.Resource]
		if !known {
			t = len(m.Trades)
			trades[a.Resource] = t
			m.Trades = append(m.Trades, m.tradeOf(a.Resource))
		}
		if units != math.Trunc(units) {
			m.Trades[t].Scale = fine
		}
		m.crews[a.Activity].add(t, units)
	}
	m.poolUnnamed()
	for i := range m.crews {
		m.settleCrew(&m.crews[i])
	}
}

// unitsAtOnce is how many of a resource work on an activity at once; none of
// materials and money.
func (m *Model) unitsAtOnce(a *masterplan.Assignment) float64 {
	if a.Resource < 0 {
		return 0
	}
	if t := m.In.Plan.Resources[a.Resource].Type; t != masterplan.WorkResource && t != masterplan.EquipmentResource {
		return 0
	}
	if a.Units == 0 && a.RemainingWork > 0 {
		if left := m.Network.Activities[a.Activity].Remaining; left > 0 {
			return float64(a.RemainingWork) / float64(left)
		}
	}
	return a.Units
}

// undone says whether i is work that is not finished.
func (m *Model) undone(i int32) bool {
	a := &m.In.Plan.Activities[i]
	return a.Worked() && a.Kind == masterplan.Task && m.Network.Activities[i].ActualFinish == worktime.None
}

func (m *Model) tradeOf(resource int32) Trade {
	r := &m.In.Plan.Resources[resource]
	t := Trade{
		Code: cmp.Or(r.Code, r.Name), Name: cmp.Or(r.Name, r.Code), Resource: resource,
		Scale: 1, Of: -1, Loan: -1, Machine: r.Type == masterplan.EquipmentResource, Wage: r.Rate,
	}
	if t.Wage <= 0 {
		key := recovery.DayWage
		if t.Machine {
			key = recovery.MachineDay
		}
		t.Wage = m.In.Settings.Value(key) / 8
	}
	for _, h := range m.In.Today.Hands {
		if t.matchesTrade(h.Trade) {
			t.Entered, t.Used = true, max(t.Used, h.OvertimeUsed)
		}
	}
	return t
}

// matchesTrade says whether people mean t by a word.
func (t *Trade) matchesTrade(word string) bool {
	return strings.EqualFold(word, t.Code) || strings.EqualFold(word, t.Name)
}

// poolUnnamed is the trade of those that the plan does not name.
func (m *Model) poolUnnamed() {
	size := m.In.Settings.Value(recovery.CrewSize)
	t := -1
	for i := range m.crews {
		if len(m.crews[i].uses) > 0 || !m.undone(int32(i)) || m.waiting[i] || m.cannotBeCrashed(int32(i)) {
			continue
		}
		if t < 0 {
			t = len(m.Trades)
			m.Trades = append(m.Trades, Trade{Resource: -1, Scale: 1, Of: -1, Loan: -1, Wage: m.In.Settings.Value(recovery.DayWage) / 8})
		}
		m.crews[i].add(t, math.Ceil(size))
	}
}

func (c *crew) add(trade int, amount float64) {
	for k := range c.uses {
		if c.uses[k].trade == trade {
			c.uses[k].amount += amount
			return
		}
	}
	c.uses = append(c.uses, use{trade, amount})
}

// settleCrew sums a crew up.
func (m *Model) settleCrew(c *crew) {
	most := 0.0
	c.lead, c.hands, c.wage, c.machine = -1, 0, 0, 0
	for _, u := range c.uses {
		t := &m.Trades[u.trade]
		if t.Machine {
			c.machine += u.amount * t.Wage
			continue
		}
		c.hands += u.amount
		c.wage += u.amount * t.Wage
		if u.amount > most {
			most, c.lead = u.amount, u.trade
		}
	}
}

// cannotBeCrashed says whether a word of its name marks activity i as work that only time
// or an authority finishes.
func (m *Model) cannotBeCrashed(i int32) bool {
	words := m.In.Settings.Hard
	if words == nil {
		words = hardWords
	}
	name := strings.ToLower(m.In.Plan.Activities[i].Name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, strings.ToLower(w)) })
}

var hardWords = recovery.HardWords()

// longestTradeWork is how many civil minutes the work of trades may take that have hands
// entered for them, if it is done one after the other by those there are.
func (m *Model) longestTradeWork() (most int64) {
	const civil = 5 // times working minutes, at about forty hours a week
	for t := range m.Trades {
		there := 0
		for _, h := range m.In.Today.Hands {
			if m.Trades[t].matchesTrade(h.Trade) {
				there = max(there, h.Count)
			}
		}
		if there > 0 {
			most = max(most, m.timeAlone(t, float64(there)))
		}
	}
	if people := m.In.Today.People; people > 0 {
		most = max(most, m.timeAlone(-1, float64(people)))
	}
	return civil * most
}

// timeAlone is how long so many of trade t, or of all hands when t is -1, take for all
// their work.
func (m *Model) timeAlone(t int, there float64) (minutes int64) {
	for i := range m.crews {
		needed := m.crews[i].hands
		if t >= 0 {
			needed = 0
			for _, u := range m.crews[i].uses {
				if u.trade == t {
					needed = u.amount
				}
			}
		}
		minutes += int64(math.Ceil(needed / there * float64(m.Network.Activities[i].Remaining)))
	}
	return minutes
}

// amount is hands of a trade in the problem's whole numbers.
func (t *Trade) amount(hands float64) int {
	return int(math.Ceil(hands*float64(t.Scale) - 1e-6))
}

// makeCapacities makes a resource of every trade and puts its demands into the first
// modes. A crew larger than its trade ever is works with what there is, longer.
func (m *Model) makeCapacities() error {
	for t := range m.Trades {
		tr := &m.Trades[t]
		m.Problem.Resources = append(m.Problem.Resources, schedule.Resource{Name: tr.Name, Capacity: m.capacityOf(t)})
	}
	for i := range m.crews {
		if err := m.fitDemands(int32(i)); err != nil {
			return err
		}
	}
	m.limitPeople()
	return nil
}

// capacityOf is the hands of trade t over time.
func (m *Model) capacityOf(t int) []schedule.Step {
	tr := &m.Trades[t]
	if !tr.Entered {
		most := m.peakUse(t)
		if tr.Resource >= 0 {
			most = max(most, tr.amount(m.In.Plan.Resources[tr.Resource].MaxUnits))
		}
		return schedule.Constant(most)
	}
	var list []recovery.Headcount
	for _, h := range m.In.Today.Hands {
		if tr.matchesTrade(h.Trade) {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b recovery.Headcount) int { return cmp.Compare(a.From, b.From) })
	steps := []schedule.Step{{}}
	for _, h := range list {
		from := 0
		if h.From != worktime.NoDay {
			from = m.Of(h.From.At(0))
		}
		step := schedule.Step{From: from, Amount: h.Count * tr.Scale}
		if steps[len(steps)-1].From == from {
			steps[len(steps)-1] = step
		} else {
			steps = append(steps, step)
		}
	}
	return steps
}

// peakUse is the most of trade t that the plan without measures uses at once.
func (m *Model) peakUse(t int) int {
	change := map[int]int{}
	for i := range m.crews {
		task := m.byTask[i]
		for _, u := range m.crews[i].uses {
			if u.trade == t && task >= 0 {
				m.occupy(change, int(task), m.Trades[t].amount(u.amount))
			}
		}
	}
	return peakOf(change)
}

// occupy notes the changes of a profile that a task of the base makes.
func (m *Model) occupy(change map[int]int, task, amount int) {
	mode := &m.Problem.Tasks[task].Modes[0]
	eachRun(mode.Calendar, m.Base.Start[task], mode.Duration, func(from, to int) {
		change[from] += amount
		change[to] -= amount
	})
}

// eachRun calls f with the stretches of n working ticks from start on.
func eachRun(c *schedule.Calendar, start, n int, f func(from, to int)) {
	if c == nil {
		if n > 0 {
			f(start, start+n)
		}
		return
	}
	at := sort.Search(len(c.Spans), func(i int) bool { return c.Spans[i].To > start })
	for ; n > 0 && at < len(c.Spans); at++ {
		from := max(start, c.Spans[at].From)
		to := min(c.Spans[at].To, from+n)
		f(from, to)
		n -= to - from
	}
}

func peakOf(change map[int]int) int {
	ticks := make([]int, 0, len(change))
	for t := range change {
		ticks = append(ticks, t)
	}
	slices.Sort(ticks)
	now, most := 0, 0
	for _, t := range ticks {
		now += change[t]
		most = max(most, now)
	}
	return most
}

// fitDemands writes activity i's demands, and refuses what no hand could ever do.
func (m *Model) fitDemands(i int32) error {
	t := m.byTask[i]
	if t < 0 || m.Problem.Tasks[t].Modes[0].Duration == 0 {
		return nil
	}
	c, mode := &m.crews[i], &m.Problem.Tasks[t].Modes[0]
	short := 1.0
	for k, u := range c.uses {
		tr := &m.Trades[u.trade]
		most := 0
		for _, s := range m.Problem.Resources[u.trade].Capacity {
			most = max(most, s.Amount)
		}
		need := tr.amount(u.amount)
		if most == 0 {
			return fault.New(fault.Invalid, "plan.recovery.too_many_hands", "Activity", m.code(i), "Trade", tr.Name, "Needed", u.amount)
		}
		if need > most {
			short = min(short, float64(most)/float64(need))
			need = most
			c.uses[k].amount = float64(most) / float64(tr.Scale)
		}
		mode.Demands = append(mode.Demands, schedule.Use{Of: u.trade, Amount: need})
	}
	if short < 1 {
		way := &m.Tasks[t].Ways[0]
		way.Minutes = int64(math.Ceil(float64(way.Minutes) / short))
		mode.Duration = m.Round(way.Minutes)
		if k := m.clockOf(i); k != nil && mode.Duration > len(k.at) {
			return fault.New(fault.Invalid, "plan.recovery.never", "Activity", m.code(i), "Until", m.At(m.Ticks).Day())
		}
		m.settleCrew(c)
	}
	return nil
}

// limitPeople makes a resource of the limit of people on site.
func (m *Model) limitPeople() {
	if m.In.Today.People <= 0 {
		return
	}
	r := len(m.Problem.Resources)
	m.Problem.Resources = append(m.Problem.Resources, schedule.Resource{Name: "people", Capacity: schedule.Constant(m.In.Today.People * fine)})
	m.Trades = append(m.Trades, Trade{Code: "people", Resource: -1, Scale: fine, Of: -1, Loan: -1, Entered: true})
	for i := range m.crews {
		if t := m.byTask[i]; t >= 0 && m.crews[i].hands > 0 {
			mode := &m.Problem.Tasks[t].Modes[0]
			need := min(int(math.Ceil(m.crews[i].hands*fine)), m.In.Today.People*fine)
			mode.Demands = append(mode.Demands, schedule.Use{Of: r, Amount: need})
		}
	}
}
