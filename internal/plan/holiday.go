package plan

import (
	"context"

	"fugong/internal/civil"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/holiday"
)

// HolidayEdit lays the public holidays over all calendars of a plan.
type HolidayEdit struct {
	MakeUp   bool                       // also the weekends worked in their place
	Name     func(civil.Special) string // what the exceptions are called
	Expected int64                      // revision the person saw
}

// HoursBefore are the calendars of a plan and which of them is its own, as an
// undo puts them back.
type HoursBefore struct {
	Calendars []masterplan.Calendar `json:"calendars"`
	Own       int32                 `json:"own"`
}

// ApplyHolidays fills every calendar of a project's plan with the public holidays
// from the data date on; see holiday.Fill. A plan that works the standard week
// without naming a calendar gets one. Errors: Invalid "plan.holiday.nothing" when
// no calendar changes, "plan.holiday.no_dates" when the plan has no dates, Conflict.
func (s *Service) ApplyHolidays(ctx context.Context, project string, e HolidayEdit) (*Book, error) {
	return s.mutateProject(ctx, ActEdit, project, e.Expected, func(b *Book, c *Change) error {
		_, err := e.applyEdit(b, c)
		return err
	})
}

// TryHolidays is what ApplyHolidays would do, by calendar and to the project;
// nothing is stored. Errors as of ApplyHolidays.
func (s *Service) TryHolidays(ctx context.Context, project string, e HolidayEdit) (before, after *Book, done []holiday.Filled, err error) {
	before, after, err = s.rehearseChange(ctx, project, e.Expected, func(b *Book, c *Change) error {
		done, err = e.applyEdit(b, c)
		return err
	})
	return before, after, done, err
}

func (e HolidayEdit) applyEdit(b *Book, c *Change) ([]holiday.Filled, error) {
	span := holiday.Reach(b.Stored, b.Project.Figures.Finish)
	if span.To < span.From {
		return nil, fault.New(fault.Invalid, "plan.holiday.no_dates")
	}
	old := &HoursBefore{Calendars: b.Stored.Calendars, Own: b.Stored.Settings.Calendar}
	p := *b.Stored
	if p.Settings.Calendar < 0 {
		p.Settings.Calendar = int32(len(p.Calendars))
		p.Calendars = append(p.Calendars[:len(p.Calendars):len(p.Calendars)], masterplan.Calendar{Name: "8 h × 5", Base: -1})
	}
	out, done, err := holiday.Fill(&p, span, e.MakeUp, e.Name)
	if err != nil {
		return nil, err
	}
	days := 0
	for _, f := range done {
		days += f.Off + f.Work
	}
	if days == 0 {
		return nil, fault.New(fault.Invalid, "plan.holiday.nothing")
	}
	b.putHours(c, &HoursBefore{Calendars: out.Calendars, Own: out.Settings.Calendar})
	c.Event.Detail = Detail{Key: "plan.event.holidays", Args: fault.Args("Days", days, "Calendars", len(done)), Before: &Before{Hours: old}}
	return done, nil
}

// putHours lays calendars into a copy of the stored plan; where another becomes
// the plan's own the whole plan is written.
func (b *Book) putHours(c *Change, h *HoursBefore) {
	p := *b.Stored
	p.Calendars = h.Calendars
	if p.Settings.Calendar != h.Own {
		p.Settings.Calendar = h.Own
		c.Plan = &p
	}
	b.Stored, c.Calendars = &p, p.Calendars
}
