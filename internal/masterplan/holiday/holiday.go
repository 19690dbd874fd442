// Package holiday lays the public holidays over the calendars of a plan, and says
// how far a plan lies within the years of which they are announced.
package holiday

import (
	"slices"

	"fugong/internal/civil"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Span is the days from From to To, both included.
type Span struct{ From, To worktime.Day }

// Reach is what of a plan holidays can still move: from its data date, or its
// start, to its finish and a year more, so that delays meet holidays too.
func Reach(p *masterplan.Plan, finish worktime.Time) Span {
	from := p.DataDate
	if from == worktime.None {
		from = p.Start
	}
	if from == worktime.None || finish == worktime.None {
		return Span{From: 1, To: 0}
	}
	year, _, _ := max(from, finish).Day().Civil()
	return Span{From: from.Day(), To: worktime.Date(year+1, 12, 31)}
}

// Filled is what Fill did with one calendar.
type Filled struct {
	Calendar      int // index
	Off           int // holidays that had been working days
	Work          int // make-up days that had been days off
	Kept          int // holidays on which the calendar says that work goes on
	RoundTheClock bool
}

// Fill gives the calendars of p the public holidays of a span, and with makeUp the
// weekends worked in their place; p is left alone. A calendar that runs round the
// clock is left as it is, because concrete cures on holidays, and so is a day of
// which a calendar says by an exception of its own that it is worked. Calendars
// that derive from another inherit. What is not one of the plan's calendars, such
// as the standard week, gets none.
func Fill(p *masterplan.Plan, s Span, makeUp bool, name func(civil.Special) string) (*masterplan.Plan, []Filled, error) {
	out := *p
	out.Calendars = slices.Clone(p.Calendars)
	days := specials(s, makeUp)
	var done []Filled
	for _, i := range basesFirst(p) {
		hours, err := out.CompiledCalendar(int32(i))
		if err != nil {
			return nil, nil, err
		}
		f := Filled{Calendar: i, RoundTheClock: roundTheClock(hours)}
		if !f.RoundTheClock {
			fillOne(&out.Calendars[i], hours, days, &f, name)
		}
		done = append(done, f)
	}
	slices.SortFunc(done, func(a, b Filled) int { return a.Calendar - b.Calendar })
	return &out, done, nil
}

func fillOne(c *masterplan.Calendar, hours *worktime.Calendar, days []civil.Special, f *Filled, name func(civil.Special) string) {
	said := map[worktime.Day]bool{}
	for i := range c.Exceptions {
		for _, d := range c.Exceptions[i].Days() {
			said[d] = true
		}
	}
	c.Exceptions = slices.Clone(c.Exceptions)
	for _, s := range days {
		works := hours.Minutes(s.Day) > 0
		switch {
		case works == s.Work:
		case said[s.Day]:
			f.Kept++
		case s.Work:
			c.Exceptions = append(c.Exceptions, masterplan.Exception{Name: name(s), From: s.Day, To: s.Day, Spans: usual(hours)})
			f.Work++
		default:
			c.Exceptions = addDay(c.Exceptions, s.Day, name(s))
			f.Off++
		}
	}
}

// addDay makes an exception longer where the day before is one of the same name.
func addDay(list []masterplan.Exception, d worktime.Day, name string) []masterplan.Exception {
	if n := len(list); n > 0 {
		if last := &list[n-1]; last.Name == name && last.To == d-1 && len(last.Spans) == 0 && last.Recurrence == nil {
			last.To = d
			return list
		}
	}
	return append(list, masterplan.Exception{Name: name, From: d, To: d})
}

// usual is the first working day of the week.
func usual(hours *worktime.Calendar) []worktime.Span {
	week := hours.Week()
	for day := 1; day <= 7; day++ {
		if spans := week[day%7]; len(spans) > 0 {
			return spans
		}
	}
	return nil
}

func roundTheClock(hours *worktime.Calendar) bool {
	for _, spans := range hours.Week() {
		if len(spans) != 1 || spans[0].Start != 0 || spans[0].End != worktime.MinutesPerDay {
			return false
		}
	}
	return true
}

// basesFirst are the indices of the calendars, each after that it derives from.
func basesFirst(p *masterplan.Plan) (order []int) {
	done := make([]bool, len(p.Calendars))
	var visit func(i int)
	visit = func(i int) {
		if i < 0 || i >= len(done) || done[i] {
			return
		}
		done[i] = true
		visit(int(p.Calendars[i].Base))
		order = append(order, i)
	}
	for i := range p.Calendars {
		visit(i)
	}
	return order
}

// specials are the days of a span in order.
func specials(s Span, makeUp bool) (days []civil.Special) {
	for d := s.From; d <= s.To; d++ {
		if x, ok := civil.On(d); ok && (makeUp || !x.Work) {
			days = append(days, x)
		}
	}
	return days
}

// Outlook is how a plan stands to the public holidays.
type Outlook struct {
	Announced int // the last year whose holidays are announced
	Ends      int // the year in which the plan ends; 0 when it has no dates
	Worked    int // holidays from the data date to the finish on which the plan's calendar works
}

// Beyond says whether the plan runs into years without a notice.
func (o Outlook) Beyond() bool { return o.Ends > o.Announced }

// Look is the outlook of a plan that ends at finish, by the plan's own calendar.
func Look(p *masterplan.Plan, finish worktime.Time) Outlook {
	_, announced := civil.Years()
	o := Outlook{Announced: announced}
	s := Reach(p, finish)
	if s.To < s.From {
		return o
	}
	o.Ends, _, _ = finish.Day().Civil()
	hours, err := p.CompiledCalendar(p.Settings.Calendar)
	if err != nil || roundTheClock(hours) {
		return o
	}
	for _, x := range specials(Span{s.From, finish.Day()}, false) {
		if hours.Minutes(x.Day) > 0 {
			o.Worked++
		}
	}
	return o
}
