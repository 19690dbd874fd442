package timecost

import (
	"cmp"
	"math"
	"slices"

	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/internal/recovery/effect"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// reinforcement is a resource from which additional hands come.
type reinforcement struct {
	kind     acceleration.Kind
	resource int // of the problem
	trade    int // whose hands
	most     float64
	perDay   float64 // money for each hand and day, beside wages
	fresh    bool    // newcomers, who learn first and cost their journey
	id, by   string
}

// makeModes gives every activity that measures can make shorter its further modes.
func (m *Model) makeModes() {
	help := m.makeReinforcements()
	r := effect.New(m.In.Settings)
	m.overtimeBudgets(r)
	for i := range m.crews {
		if m.measurable(int32(i)) {
			m.waysOf(int32(i), r, help)
		}
	}
}

// measurable says whether measures may make activity i shorter.
func (m *Model) measurable(i int32) bool {
	t := m.byTask[i]
	return t >= 0 && m.undone(i) && !m.waiting[i] && !m.Network.Activities[i].Elapsed && !m.cannotBeCrashed(i) && m.Problem.Tasks[t].Modes[0].Duration > 1
}

// makeReinforcements makes the resources of hands that could come, by trade: idle
// ones of the trade itself, newcomers from near and from far, loans.
func (m *Model) makeReinforcements() map[int][]reinforcement {
	out := map[int][]reinforcement{}
	today := m.Network.DataDate.Day()
	for t := range len(m.Trades) {
		tr := &m.Trades[t]
		if tr.Code == "people" && tr.Resource < 0 {
			continue
		}
		if !tr.Machine && m.In.Settings.Uses(acceleration.MoreHands) {
			out[t] = append(out[t], reinforcement{kind: acceleration.MoreHands, resource: t, trade: t, most: math.Inf(1)})
		}
		if !tr.Machine && m.In.Settings.Uses(acceleration.NewHands) {
			for _, from := range [2]struct{ share, days recovery.Key }{{recovery.NearHands, recovery.ArrivalDays}, {recovery.FarHands, recovery.ArrivalFar}} {
				count := math.Floor(m.In.Settings.Share(from.share) * float64(m.hired(t)) / float64(tr.Scale))
				day := (int(today) + int(m.In.Settings.Value(from.days)))
				if count >= 1 {
					out[t] = append(out[t], m.bringHands(t, count, day, math.MaxInt32, reinforcement{kind: acceleration.NewHands, fresh: true}))
				}
			}
		}
		if m.In.Settings.Uses(acceleration.Borrow) {
			for l := range m.In.Today.Loans {
				if loan := &m.In.Today.Loans[l]; tr.matchesTrade(loan.Trade) {
					out[t] = append(out[t], m.bringHands(t, float64(loan.Count), int(loan.From), int(loan.To)+1,
						reinforcement{kind: acceleration.Borrow, perDay: float64(loan.PerDay), id: loan.Lender, by: loan.Name}))
					m.Trades[len(m.Trades)-1].Loan = l
				}
			}
		}
	}
	return out
}

// hired is the most hands that trade t ever has.
func (m *Model) hired(t int) (most int) {
	for _, s := range m.Problem.Resources[t].Capacity {
		most = max(most, s.Amount)
	}
	return most
}

// bringHands makes a resource of hands that are there from one day up to another.
func (m *Model) bringHands(t int, count float64, from, to int, r reinforcement) reinforcement {
	tr := m.Trades[t]
	r.resource, r.trade, r.most = len(m.Problem.Resources), t, count
	start := m.Of(dayAt(from))
	steps := []schedule.Step{{From: 0}, {From: start, Amount: tr.amount(count)}}
	if start == 0 {
		steps = steps[1:]
	}
	if to < math.MaxInt32 {
		steps = append(steps, schedule.Step{From: max(start, m.Of(dayAt(to)))})
	}
	m.Problem.Resources = append(m.Problem.Resources, schedule.Resource{Name: tr.Name + " +", Capacity: dropEmpty(steps)})
	tr.Of, tr.Loan, tr.Entered = t, -1, true
	m.Trades = append(m.Trades, tr)
	return r
}

// dropEmpty keeps the last of several steps at one tick.
func dropEmpty(steps []schedule.Step) []schedule.Step {
	out := steps[:0]
	for i, s := range steps {
		if i+1 == len(steps) || steps[i+1].From > s.From {
			out = append(out, s)
		}
	}
	return out
}

// option is one combination of measures.
type option struct {
	effect.WorkPattern
	help *reinforcement
}

// waysOf adds the modes of one activity.
func (m *Model) waysOf(i int32, r *effect.Rules, help map[int][]reinforcement) {
	c := &m.crews[i]
	week := m.ordinaryWeek(i)
	var options []option
	for _, kind := range []acceleration.Kind{"", acceleration.Overtime50, acceleration.Overtime60} {
		if kind != "" && (!m.In.Settings.Uses(kind) || c.hands == 0 && c.machine == 0) {
			continue
		}
		base, ok := r.Overtime(week, kind, m.used(c))
		if !ok {
			continue
		}
		options = append(options, option{WorkPattern: base})
		if c.lead < 0 || kind == acceleration.Overtime60 {
			continue
		}
		for h := range help[c.lead] {
			for _, ratio := range ratios(kind, help[c.lead][h].kind) {
				options = append(options, option{WorkPattern: r.Hands(base, ratio, help[c.lead][h].fresh), help: &help[c.lead][h]})
			}
		}
	}
	if m.nightAllowed(i) && c.lead >= 0 {
		if base, ok := r.Night(week); ok {
			options = append(options, option{WorkPattern: base, help: &reinforcement{kind: acceleration.NightShift, resource: c.lead, trade: c.lead, most: math.Inf(1)}})
		}
	}
	m.addModes(i, r, week, options)
}

// ratios are the crews that are looked at, in planned ones.
func ratios(overtime, help acceleration.Kind) []float64 {
	switch {
	case overtime != "":
		return []float64{2}
	case help == acceleration.NewHands:
		return []float64{2}
	}
	return []float64{1.5, 2}
}

// used is the overtime that the hands of c already worked this month.
func (m *Model) used(c *crew) (hours float64) {
	for _, u := range c.uses {
		hours = max(hours, m.Trades[u.trade].Used)
	}
	return hours
}

// nightAllowed says whether activity i may be worked on at night.
func (m *Model) nightAllowed(i int32) bool {
	n := &m.In.Today.Night
	if !m.In.Settings.Uses(acceleration.NightShift) {
		return false
	}
	a := &m.In.Plan.Activities[i]
	return !n.Sensitive || n.Permitted || slices.Contains(n.Quiet, a.ID) || slices.Contains(n.Quiet, a.Code)
}

// ordinaryWeek is how an activity's calendar works in an ordinary week.
func (m *Model) ordinaryWeek(i int32) effect.Week {
	var w effect.Week
	for _, spans := range m.Network.Calendars[m.Network.Activities[i].Calendar].Week() {
		minutes := 0
		for _, s := range spans {
			minutes += int(s.End - s.Start)
		}
		if minutes > 0 {
			w.Days++
			w.Hours += float64(minutes) / 60
		}
	}
	if w.Days == 0 { // works on single dates only
		w = effect.Week{Days: 5, Hours: 40}
	}
	return w
}

// addModes keeps the options that gain a tick, cheapest first, and of those that
// need the same hands the ones that nothing else beats in both time and cost.
func (m *Model) addModes(i int32, r *effect.Rules, w effect.Week, options []option) {
	t := m.byTask[i]
	task, info := &m.Problem.Tasks[t], &m.Tasks[t]
	type candidate struct {
		mode schedule.Mode
		way  Way
	}
	var list []candidate
	for _, o := range options {
		mode, way, ok := m.makeMode(i, r, w, o)
		if ok && mode.Duration < task.Modes[0].Duration && m.affordable(&mode) {
			list = append(list, candidate{mode, way})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.mode.Cost, b.mode.Cost), cmp.Compare(a.mode.Duration, b.mode.Duration))
	})
	for _, c := range list {
		beaten := slices.ContainsFunc(task.Modes[1:], func(k schedule.Mode) bool {
			return k.Duration <= c.mode.Duration && covers(c.mode.Demands, k.Demands) && covers(c.mode.Spends, k.Spends)
		})
		if !beaten {
			task.Modes, info.Ways = append(task.Modes, c.mode), append(info.Ways, c.way)
		}
	}
}

// affordable says whether the budgets let a mode be, were it the only one.
func (m *Model) affordable(mode *schedule.Mode) bool {
	return !slices.ContainsFunc(mode.Spends, func(u schedule.Use) bool { return u.Amount > m.Problem.Budgets[u.Of].Amount })
}

// covers says whether a asks for at least what b asks for.
func covers(a, b []schedule.Use) bool {
	for _, u := range b {
		if !slices.ContainsFunc(a, func(v schedule.Use) bool { return v.Of == u.Of && v.Amount >= u.Amount }) {
			return false
		}
	}
	return true
}

// makeMode is what an option makes of activity i; false when its hands are not to be
// had or it is not allowed.
func (m *Model) makeMode(i int32, r *effect.Rules, w effect.Week, o option) (schedule.Mode, Way, bool) {
	t, c := m.byTask[i], &m.crews[i]
	base, info := &m.Problem.Tasks[t].Modes[0], &m.Tasks[t].Ways[0]
	mode := schedule.Mode{Calendar: base.Calendar, Demands: slices.Clone(base.Demands)}
	extra, machines := 0.0, c.machine
	if o.help != nil {
		lead := m.leading(c)
		extra = lead * (o.Ratio - 1)
		if m.Trades[c.lead].Scale == 1 {
			extra = math.Ceil(extra - 1e-9)
		}
		if extra <= 0 || extra > o.help.most || (lead+extra)/lead > 2.5+1e-9 {
			return mode, Way{}, false
		}
		o.Ratio = (c.hands + extra) / c.hands
		if !m.addHands(&mode, o, c, extra) {
			return mode, Way{}, false
		}
	}
	hours := float64(info.Minutes) / 60
	g := r.ApplyRules(o.WorkPattern, w, hours)
	if g.Hours < hours*(1-m.In.Settings.Share(recovery.Compression)) {
		return mode, Way{}, false
	}
	minutes := int64(math.Ceil(g.Hours*60 - 1e-6))
	mode.Duration = max(1, m.Round(minutes))
	minutes = min(int64(mode.Duration)*m.Tick, info.Minutes) // measures take whole ticks away
	bill := billOf(r, g, o, c, m.Trades, extra, hours, machines)
	way := Way{Minutes: minutes}
	if o.Kind != "" {
		way.Measures = append(way.Measures, Step{Kind: o.Kind, Cost: bill.overtime, Trade: m.tradeCode(c), Source: -1, Each: g.Overtime})
		mode.Spends = m.spendOvertime(c, g.Overtime, extra)
	}
	if o.help != nil {
		way.Measures = append(way.Measures, Step{
			Kind: o.help.kind, Cost: bill.hands, Hands: int(math.Ceil(extra)), Trade: m.tradeCode(c), ID: o.help.id, By: o.help.by, Source: o.help.resource,
		})
	}
	for _, s := range way.Measures {
		mode.Cost += s.Cost
	}
	return mode, way, len(way.Measures) > 0
}

// leading is how many hands of its leading trade a crew has.
func (m *Model) leading(c *crew) float64 {
	for _, u := range c.uses {
		if u.trade == c.lead {
			return u.amount
		}
	}
	return 0
}

func (m *Model) tradeCode(c *crew) string {
	if c.lead < 0 {
		return ""
	}
	return m.Trades[c.lead].Code
}

// addHands adds the additional hands to the demands of mode; false when there are
// never that many.
func (m *Model) addHands(mode *schedule.Mode, o option, c *crew, extra float64) bool {
	amount := m.Trades[c.lead].amount(extra)
	need := amount
	at := slices.IndexFunc(mode.Demands, func(u schedule.Use) bool { return u.Of == o.help.resource })
	if at >= 0 {
		mode.Demands[at].Amount += amount
		need = mode.Demands[at].Amount
	} else {
		mode.Demands = append(mode.Demands, schedule.Use{Of: o.help.resource, Amount: amount})
	}
	if need > m.hired(o.help.resource) {
		return false
	}
	if people := slices.IndexFunc(m.Trades, func(t Trade) bool { return t.Code == "people" && t.Resource < 0 }); people >= 0 {
		if at := slices.IndexFunc(mode.Demands, func(u schedule.Use) bool { return u.Of == people }); at >= 0 {
			mode.Demands[at].Amount += int(math.Ceil(extra * fine))
			return mode.Demands[at].Amount <= m.In.Today.People*fine
		}
	}
	return true
}

// overtimeBudgets limits the hours of overtime that each trade may work from
// today until the plan without measures ends.
func (m *Model) overtimeBudgets(r *effect.Rules) {
	m.overtime = map[int]int{}
	months := float64(m.Dates.Finish-m.Network.DataDate) / (30 * 1440)
	for t := range m.Trades {
		if m.Trades[t].Of >= 0 || m.Trades[t].Code == "people" && m.Trades[t].Resource < 0 {
			continue
		}
		hands := float64(m.hired(t)) / float64(m.Trades[t].Scale)
		hours := max(0, r.MonthCap*max(1, math.Ceil(months))-m.Trades[t].Used) * hands
		m.overtime[t] = len(m.Problem.Budgets)
		m.Problem.Budgets = append(m.Problem.Budgets, schedule.Budget{Name: m.Trades[t].Name, Amount: int(min(hours, 1e9))})
	}
}

// spendOvertime is the overtime of a mode, out of the budgets of its crew's trades.
func (m *Model) spendOvertime(c *crew, each, extra float64) (out []schedule.Use) {
	for _, u := range c.uses {
		b, ok := m.overtime[u.trade]
		if !ok || m.Trades[u.trade].Machine {
			continue
		}
		hands := u.amount
		if u.trade == c.lead {
			hands += extra
		}
		if hours := int(math.Ceil(each*hands - 1e-9)); hours > 0 {
			out = append(out, schedule.Use{Of: b, Amount: hours})
		}
	}
	return out
}

// monthTicks is how many ticks the law's month has here.
func (m *Model) monthTicks() int { return int(30 * worktime.MinutesPerDay / m.Tick) }

// WithinOvertimeCap says whether a solution keeps every trade's overtime within the month's
// cap, month by month from the data date on, when its hands share it evenly. The
// budgets of the problem hold for all months together only.
func (m *Model) WithinOvertimeCap(s *schedule.Solution) bool {
	hours := map[[2]int]float64{} // by trade and month
	for t := range m.Tasks {
		for _, step := range m.Tasks[t].Ways[s.Mode[t]].Measures {
			if step.Each > 0 {
				m.bookOvertime(hours, s, t, step.Each)
			}
		}
	}
	limit := m.In.Settings.Value(recovery.OvertimeMonth)
	for key, sum := range hours {
		tr := &m.Trades[key[0]]
		allowed := limit * float64(m.hired(key[0])) / float64(tr.Scale)
		if key[1] == 0 {
			allowed -= tr.Used * float64(m.hired(key[0])) / float64(tr.Scale)
		}
		if sum > allowed*(1+1e-9)+1e-6 {
			return false
		}
	}
	return true
}

// bookOvertime books a task's overtime to the months in which it is worked.
func (m *Model) bookOvertime(hours map[[2]int]float64, s *schedule.Solution, t int, each float64) {
	mode := &m.Problem.Tasks[t].Modes[s.Mode[t]]
	month := m.monthTicks()
	eachRun(mode.Calendar, s.Start[t], mode.Duration, func(from, to int) {
		for from < to {
			part := min(to, (from/month+1)*month) - from
			for _, u := range mode.Demands {
				if r := m.home(u.Of); r >= 0 {
					hours[[2]int{r, from / month}] += each * float64(part) / float64(mode.Duration) * float64(u.Amount) / float64(m.Trades[u.Of].Scale)
				}
			}
			from += part
		}
	})
}

// home is the trade whose hands a resource of own hands is; -1 of machines, of the
// limit of people, and of hands that are brought, who are fresh.
func (m *Model) home(r int) int {
	tr := &m.Trades[r]
	if tr.Machine || tr.Of >= 0 || tr.Code == "people" && tr.Resource < 0 {
		return -1
	}
	return r
}
