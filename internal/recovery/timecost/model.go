package timecost

import (
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/solve/network"
	"fugong/solve/schedule"
	"fugong/solve/worktime"
)

// Model is a question as a problem.
type Model struct {
	Axis
	In       recovery.Input
	Problem  *schedule.Problem // Goal and Horizon are the caller's to set on a copy
	Tasks    []Task            // beside Problem.Tasks
	Trades   []Trade
	Base     schedule.Solution // the plan without measures by its links alone, hands or not
	Planned  worktime.Time     // the finish without stoppages
	Loss     stoppage.Loss
	Undated  []recovery.Conflict // what nobody can date
	Exact    bool                // ticks part no shift, duration, lag or date: what holds in ticks holds in minutes
	Network  *network.Problem    // as of the data date, stoppages in the calendars
	Dates    *network.Result     // of Network
	byTask   []int32             // activity → its last task, -1
	first    []int32             // activity → its first task, -1
	clocks   map[int32]*ticked   // network calendar → ticks
	arcs     arcs
	waiting  []bool
	crews    []crew      // by activity
	overtime map[int]int // trade → budget of its overtime
	named    map[string]int32
	ins      [][]int32 // by task: the links that enter it
}

// Task says what a task of the problem stands for.
type Task struct {
	Activity int32 // index into the plan; -1 for what is none
	Part     int   // of an activity in two parts: 1, 2; else 0
	Wait     *Wait // of a delivery, permit or link
	Ways     []Way // beside the modes
}

// Wait is a task that only waits.
type Wait struct {
	Kind    recovery.ConflictKind // delivery or permit; empty for an overlap or split
	Subject string
	ID      string
	Before  int32 // of an overlap the predecessor, of a split -1
	After   int32 // the activity that need not wait
	Of      int32 // of an overlap the network's link
}

// Way is what a mode means.
type Way struct {
	Minutes  int64 // working minutes of the remaining work; of a wait its ticks' minutes
	Measures []Step
}

// Step is one measure of a way.
type Step struct {
	Kind   acceleration.Kind
	Hands  int
	Trade  string
	Cost   int64
	ID     string // of a loan the lender
	By     string
	Source int     // resource of the problem that gives the hands; -1 none
	Each   float64 // hours of overtime that each hand works
}

// Trade is a resource of the problem that stands for hands or machines.
type Trade struct {
	Code, Name string
	Resource   int32   // index into the plan's resources; -1: all people
	Scale      int     // amounts of the problem for one hand
	Entered    bool    // its hands come from today, not from the plan
	Of         int     // for hands that come or are lent: the index of their own trade; else -1
	Loan       int     // index into Today.Loans, -1
	Wage       float64 // an hour of one
	Machine    bool
	Used       float64 // hours of overtime that each already worked this month
}

// Build states in as a problem. The plan is computed with and without the
// stoppages on the way. Beside the faults of masterplan.Compute and in.Check it returns
// Invalid "plan.recovery.nothing_left", "plan.recovery.never" and
// "plan.recovery.too_many_hands".
func Build(in recovery.Input) (*Model, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	m := &Model{In: in, Problem: &schedule.Problem{Name: in.Plan.Code}, clocks: map[int32]*ticked{}}
	if err := m.computeDates(); err != nil {
		return nil, err
	}
	m.waiting = stoppage.Waiting(in.Plan, m.Network)
	m.findTrades()
	m.Axis = chooseAxis(m.Network, m.Dates.Finish, m.longestTradeWork())
	if err := m.makeTasks(); err != nil {
		return nil, err
	}
	if len(m.Tasks) == 0 {
		return nil, nothingLeft(m.Network)
	}
	m.links()
	if err := m.placeByLinks(); err != nil {
		return nil, err
	}
	if err := m.makeCapacities(); err != nil {
		return nil, err
	}
	m.makeModes()
	m.makeWaits()
	m.makeOverlaps()
	m.Exact = m.ticksAreExact()
	m.ins = make([][]int32, len(m.Tasks))
	for l := range m.Problem.Links {
		to := m.Problem.Links[l].To
		m.ins[to] = append(m.ins[to], int32(l))
	}
	return m, nil
}

// ticksAreExact says whether ticks part nothing.
func (m *Model) ticksAreExact() bool {
	for _, k := range m.clocks {
		if k.parted {
			return false
		}
	}
	for t := range m.Tasks {
		for _, w := range m.Tasks[t].Ways {
			if w.Minutes%m.Tick != 0 {
				return false
			}
		}
	}
	for i := range m.Network.Links {
		if m.Network.Links[i].Lag%m.Tick != 0 {
			return false
		}
	}
	dates := []worktime.Time{m.Network.DataDate, m.Network.Start}
	for i := range m.Network.Activities {
		a := &m.Network.Activities[i]
		dates = append(dates, a.Primary.Date, a.Secondary.Date, a.NotBefore, a.Resume, a.FixedStart)
	}
	for _, d := range dates {
		if d != worktime.None && d > m.Origin && int64(d-m.Origin)%m.Tick != 0 {
			return false
		}
	}
	return true
}

// computeDates computes the plan without and with the stoppages.
func (m *Model) computeDates() (err error) {
	p := m.In.Plan
	if m.Loss, err = stoppage.Assess(p, m.In.Stoppages); err != nil {
		return err
	}
	m.Planned = m.Loss.Planned
	if m.In.Planned > 0 {
		m.Planned = m.In.Planned
	}
	if m.Network, err = asOf(p, m.In.Stoppages, m.In.Today.Day); err != nil {
		return err
	}
	if m.Dates, err = network.Schedule(m.Network); err != nil {
		return p.Explain(err)
	}
	if m.Dates.Finish == worktime.None || m.Dates.Finish <= m.Network.DataDate {
		return nothingLeft(m.Network)
	}
	return nil
}

func nothingLeft(n *network.Problem) error {
	return fault.New(fault.Invalid, "plan.recovery.nothing_left", "Today", masterplan.DayOf(n.DataDate))
}

// clock is a network calendar in ticks.
func (m *Model) clock(i int32) *ticked {
	if m.clocks[i] == nil {
		m.clocks[i] = m.tickCalendar(m.Network.Calendars[i])
	}
	return m.clocks[i]
}

// clockOf is the calendar that activity i works on; nil round the clock.
func (m *Model) clockOf(i int32) *ticked {
	if m.Network.Activities[i].Elapsed {
		return nil
	}
	return m.clock(m.Network.Activities[i].Calendar)
}

// calendar is the kernel's calendar of a clock.
func (k *ticked) calendar() *schedule.Calendar {
	if k == nil {
		return nil
	}
	return k.Calendar
}

// add appends a task with its first mode.
func (m *Model) add(t schedule.Task, info Task) int {
	m.Problem.Tasks = append(m.Problem.Tasks, t)
	m.Tasks = append(m.Tasks, info)
	return len(m.Tasks) - 1
}

// link appends a link from one end to another.
func (m *Model) link(l schedule.Link) { m.Problem.Links = append(m.Problem.Links, l) }
