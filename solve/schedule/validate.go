package schedule

import (
	"errors"
	"fmt"
)

// Limits of what a number may be: a time or lag in ticks, an amount, and what
// costs or weights may add up to.
const (
	MaxTick   = 1 << 28
	MaxAmount = 1 << 30
	maxTotal  = 1 << 33
	maxMoney  = 1 << 60
)

// maxRefusals is how many refusals Validate names before it stops looking.
const maxRefusals = 20

// Validate checks that p can be asked at all: its numbers make sense, its
// indices exist, its calendars are in order, every task has a mode that could be
// worked if it were alone, and no links chase each other round. It answers nil,
// or the Refusals found, joined; use errors.As to take one out. That a valid
// problem has a solution is for a solver to find.
func Validate(p *Problem) error {
	v := &validator{p: p, worked: map[*Calendar]int{}}
	v.sizes()
	for r := range p.Resources {
		v.checkResource(r)
	}
	for b := range p.Budgets {
		v.checkNumber(func() string { return p.budget(b) }, "amount", p.Budgets[b].Amount, maxMoney)
	}
	for i := range p.Tasks {
		v.checkTask(i)
	}
	v.checkSums()
	for l := range p.Links {
		v.checkLink(l)
	}
	if len(v.found) == 0 {
		v.loops()
	}
	return errors.Join(v.found...)
}

type validator struct {
	p      *Problem
	worked map[*Calendar]int // working ticks of the calendars already looked at; -1: unsound
	peak   []int             // by resource: its largest capacity
	found  []error
}

func (v *validator) refuse(r Refusal) {
	if len(v.found) < maxRefusals {
		v.found = append(v.found, &r)
	}
}

// checkNumber refuses n below 0 or above limit. Names are put together only then.
func (v *validator) checkNumber(of func() string, what string, n int, limit int, tasks ...int) bool {
	switch {
	case n < 0:
		v.refuse(Refusal{NumberRule, of(), fmt.Sprintf("%s is %d", what, n), "give it as 0 or more", tasks, nil})
	case n > limit:
		v.refuse(Refusal{NumberRule, of(), fmt.Sprintf("%s is %d, above %d", what, n, limit), "count in larger ticks or units", tasks, nil})
	default:
		return true
	}
	return false
}

func (v *validator) sizes() {
	v.checkNumber(func() string { return "the problem" }, "horizon", v.p.Horizon, MaxTick)
	if v.p.Goal > Cost {
		v.refuse(Refusal{Rule: IndexRule, Of: "the problem", Detail: fmt.Sprintf("goal %d is unknown", v.p.Goal), Remedy: "use Makespan, Lateness or Cost"})
	}
	if len(v.p.Tasks) > MaxTick/16 {
		v.refuse(Refusal{Rule: NumberRule, Of: "the problem", Detail: "has too many tasks", Remedy: "split it by project"})
	}
}

func (v *validator) checkResource(r int) {
	res, peak, last := &v.p.Resources[r], 0, -1
	of := func() string { return v.p.resource(r) }
	for _, s := range res.Capacity {
		v.checkNumber(of, "a capacity", s.Amount, MaxAmount)
		v.checkNumber(of, "the tick of a capacity", s.From, MaxTick)
		if s.From <= last {
			v.refuse(Refusal{Rule: NumberRule, Of: of(), Detail: fmt.Sprintf("its step at tick %d follows one at tick %d", s.From, last), Remedy: "order the steps by tick, one a tick"})
		}
		peak, last = max(peak, s.Amount), s.From
	}
	v.peak = append(v.peak, peak)
}

func (v *validator) checkTask(i int) {
	t, of := &v.p.Tasks[i], func() string { return v.p.task(i) }
	v.checkNumber(of, "release", t.Release, MaxTick, i)
	v.checkNumber(of, "deadline", t.Deadline, MaxTick, i)
	v.checkNumber(of, "due", t.Due, MaxTick, i)
	v.checkNumber(of, "weight", t.Weight, MaxAmount, i)
	v.checkNumber(of, "stay", t.Stay, MaxAmount, i)
	if len(t.Modes) == 0 {
		v.refuse(Refusal{ModeRule, of(), "has no mode", "give it at least one, with a duration", []int{i}, nil})
		return
	}
	before, workable := len(v.found), 0
	var why Refusal
	for m := range t.Modes {
		if r := v.checkMode(i, m); r == nil {
			workable++
		} else {
			why = *r
		}
	}
	if workable == 0 && len(v.found) == before {
		v.refuse(why)
	}
	if len(v.found) == before {
		v.checkPin(i)
		v.planned(i)
	}
}

// checkMode reports why mode m of task i can never be worked, or nil. What is wrong
// with its numbers is refused on the spot.
func (v *validator) checkMode(i, m int) *Refusal {
	mode, of := &v.p.Tasks[i].Modes[m], func() string { return v.modeName(i, m) }
	if !v.checkNumber(of, "duration", mode.Duration, MaxTick, i) || !v.checkCalendar(mode.Calendar) {
		return nil
	}
	if mode.Cost < 0 || mode.Cost > maxMoney {
		v.refuse(Refusal{NumberRule, of(), fmt.Sprintf("cost is %d", mode.Cost), fmt.Sprintf("give it from 0 to %d", int64(maxMoney)), []int{i}, nil})
	}
	sound := v.checkUses(i, of, "demand", mode.Demands, len(v.p.Resources), MaxAmount)
	sound = v.checkUses(i, of, "spending", mode.Spends, len(v.p.Budgets), maxMoney) && sound
	if !sound {
		return nil
	}
	return v.checkWorkable(i, m)
}

func (v *validator) checkWorkable(i, m int) *Refusal {
	mode := &v.p.Tasks[i].Modes[m]
	for _, u := range mode.Demands {
		if mode.Duration > 0 && u.Amount > v.peak[u.Of] {
			return &Refusal{CapacityRule, v.modeName(i, m), fmt.Sprintf("needs %d of %s, which never has more than %d", u.Amount, v.p.resource(u.Of), v.peak[u.Of]),
				"raise the capacity, lower the demand, or give it another mode", []int{i}, nil}
		}
	}
	for _, u := range mode.Spends {
		if u.Amount > v.p.Budgets[u.Of].Amount {
			return &Refusal{CapacityRule, v.modeName(i, m), fmt.Sprintf("spends %d of %s, which has %d", u.Amount, v.p.budget(u.Of), v.p.Budgets[u.Of].Amount),
				"raise the budget, lower the spending, or give it another mode", []int{i}, nil}
		}
	}
	if c := mode.Calendar; c != nil && v.worked[c] < mode.Duration {
		return &Refusal{CalendarRule, v.modeName(i, m), fmt.Sprintf("needs %d working ticks and its calendar %q has %d in all", mode.Duration, c.Name, v.worked[c]),
			"extend the calendar", []int{i}, nil}
	}
	return nil
}

func (v *validator) checkUses(i int, of func() string, what string, uses []Use, n, limit int) bool {
	sound := true
	for k, u := range uses {
		if u.Of < 0 || u.Of >= n {
			v.refuse(Refusal{IndexRule, of(), fmt.Sprintf("%s names number %d, there are %d", what, u.Of, n), "name one that exists", []int{i}, nil})
			sound = false
			continue
		}
		sound = v.checkNumber(of, what, u.Amount, limit, i) && sound
		for _, w := range uses[:k] {
			if w.Of == u.Of {
				v.refuse(Refusal{NumberRule, of(), fmt.Sprintf("%s names number %d twice", what, u.Of), "add the amounts up", []int{i}, nil})
				sound = false
			}
		}
	}
	return sound
}

func (v *validator) modeName(i, m int) string {
	t := &v.p.Tasks[i]
	switch {
	case len(t.Modes) == 1:
		return v.p.task(i)
	case t.Modes[m].Name != "":
		return fmt.Sprintf("%s, mode %q", v.p.task(i), t.Modes[m].Name)
	}
	return fmt.Sprintf("%s, mode %d", v.p.task(i), m)
}

// checkCalendar reports whether c can be worked by.
func (v *validator) checkCalendar(c *Calendar) bool {
	if c == nil {
		return true
	}
	if worked, done := v.worked[c]; done {
		return worked >= 0
	}
	last, worked := 0, 0
	for _, s := range c.Spans {
		if s.From < last || s.To <= s.From || s.To > MaxTick {
			v.refuse(Refusal{Rule: CalendarRule, Of: fmt.Sprintf("calendar %q", c.Name), Detail: fmt.Sprintf("span %d to %d is empty, out of order or out of range", s.From, s.To),
				Remedy: "give spans that end after they start, in order, without overlap"})
			worked = -1
			break
		}
		last, worked = s.To, worked+s.To-s.From
	}
	v.worked[c] = worked
	return worked >= 0
}

func (v *validator) checkPin(i int) {
	t := &v.p.Tasks[i]
	if t.Pin == nil || !v.place(i, "pin", t.Pin) {
		return
	}
	mode := &t.Modes[t.Pin.Mode]
	if mode.Duration == 0 || mode.Calendar == nil {
		return
	}
	if spans := mode.Calendar.after(t.Pin.Start); len(spans) == 0 || spans[0].From > t.Pin.Start {
		v.refuse(Refusal{PinRule, v.p.task(i), fmt.Sprintf("is pinned to start at tick %d, when calendar %q does not work", t.Pin.Start, mode.Calendar.Name),
			"pin it to a working tick, or let the calendar work then", []int{i}, nil})
	}
}

func (v *validator) planned(i int) {
	if pl := v.p.Tasks[i].Planned; pl != nil {
		v.place(i, "planned place", pl)
	}
}

func (v *validator) place(i int, what string, pin *Pin) bool {
	of := func() string { return v.p.task(i) }
	if pin.Mode < 0 || pin.Mode >= len(v.p.Tasks[i].Modes) {
		v.refuse(Refusal{IndexRule, of(), fmt.Sprintf("its %s has mode %d, there are %d", what, pin.Mode, len(v.p.Tasks[i].Modes)), "name a mode that exists", []int{i}, nil})
		return false
	}
	return v.checkNumber(of, "the start of its "+what, pin.Start, MaxTick, i)
}

// checkSums refuses what would overflow when added up.
func (v *validator) checkSums() {
	var weight, stay, cost float64
	for i := range v.p.Tasks {
		t, dear := &v.p.Tasks[i], int64(0)
		for m := range t.Modes {
			dear = max(dear, t.Modes[m].Cost)
		}
		weight, stay, cost = weight+float64(t.Weight), stay+float64(t.Stay), cost+float64(dear)
	}
	for _, s := range []struct {
		what  string
		sum   float64
		limit float64
	}{{"weights", weight, maxTotal}, {"stays", stay, maxMoney}, {"costs", cost, maxMoney}} {
		if s.sum > s.limit {
			v.refuse(Refusal{Rule: NumberRule, Of: "the problem", Detail: fmt.Sprintf("its %s add up to %.3g, above %.3g", s.what, s.sum, s.limit), Remedy: "count them in larger units"})
		}
	}
}

func (v *validator) checkLink(l int) {
	k := &v.p.Links[l]
	for _, i := range [2]int{k.From, k.To} {
		if i < 0 || i >= len(v.p.Tasks) {
			v.refuse(Refusal{IndexRule, fmt.Sprintf("link %d", l), fmt.Sprintf("names task number %d, there are %d", i, len(v.p.Tasks)), "name one that exists", nil, []int{l}})
			return
		}
	}
	of := func() string { return fmt.Sprintf("the link from %s to %s", v.p.task(k.From), v.p.task(k.To)) }
	if k.FromEnd > Finish || k.ToEnd > Finish {
		v.refuse(Refusal{IndexRule, of(), "binds an end that is neither start nor finish", "use Start or Finish", []int{k.From, k.To}, []int{l}})
	}
	if k.Lag > MaxTick || k.Lag < -MaxTick {
		v.refuse(Refusal{NumberRule, of(), fmt.Sprintf("lag is %d", k.Lag), "count in larger ticks", []int{k.From, k.To}, []int{l}})
	}
	if k.Calendar == nil {
		return
	}
	v.checkCalendar(k.Calendar)
	if k.Lag < 0 || k.Max {
		v.refuse(Refusal{NumberRule, of(), "counts a negative or a maximum lag on a calendar", "count it in ticks", []int{k.From, k.To}, []int{l}})
	}
}
