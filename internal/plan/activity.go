package plan

import (
	"context"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/plandiff"
	"fugong/solve/worktime"
)

// ActivityPage is one activity with all that is known of it.
type ActivityPage struct {
	Book       *Book
	Index      int
	Entries    []masterplan.Entry // all ever made, newest first
	Events     []Event
	Deliveries []delivery.Delivery // that it waits for
}

// Activity is one activity with its history. Errors: NotFound "plan.activity.unknown".
func (s *Service) Activity(ctx context.Context, project, activity string) (*ActivityPage, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return nil, err
	}
	i, err := b.index(activity)
	if err != nil {
		return nil, err
	}
	page := &ActivityPage{Book: b, Index: i}
	for _, d := range b.Deliveries {
		if slices.Contains(d.Activities, activity) {
			page.Deliveries = append(page.Deliveries, d)
		}
	}
	if page.Entries, err = s.Store.Entries(ctx, b.Project.Zone, project, activity); err != nil {
		return nil, err
	}
	page.Events, err = s.Store.Events(ctx, EventQuery{Zone: b.Project.Zone, Project: project, Activity: activity, Limit: 100})
	return page, err
}

func (b *Book) index(activity string) (int, error) {
	if i := b.Plan.ByID(activity); i >= 0 {
		return i, nil
	}
	return 0, fault.New(fault.NotFound, "plan.activity.unknown")
}

// ActivityEdit changes what is not nil.
type ActivityEdit struct {
	Name       *string
	Duration   *int64 // working minutes
	Calendar   *int32 // index into the plan's calendars, -1 for the plan's own
	Constraint *masterplan.Constraint
	Deadline   *worktime.Time
	Expected   int64 // revision the person saw
}

// EditActivity changes the basic fields of an activity. A longer or shorter
// duration changes the remaining duration of what has not started.
//
// Errors: Invalid "plan.activity.invalid" with fields, NotFound, Conflict.
func (s *Service) EditActivity(ctx context.Context, project, activity string, e ActivityEdit) (*Book, error) {
	return s.mutateProject(ctx, ActEdit, project, e.Expected, func(b *Book, c *Change) error {
		i := b.Stored.ByID(activity)
		if i < 0 {
			return fault.New(fault.NotFound, "plan.activity.unknown")
		}
		old := b.Stored.Activities[i]
		a := old
		if err := e.applyEdit(&a, len(b.Stored.Calendars)); err != nil {
			return err
		}
		b.putActivity(c, i, a)
		c.Event.Detail = Detail{Key: "plan.event.activity_edit", Args: fault.Args("Name", a.Label()), Fields: plandiff.ActivityChanges(b.Stored, &old, &a), Before: &Before{Activity: &old, Index: i}}
		return nil
	})
}

func (e ActivityEdit) applyEdit(a *masterplan.Activity, calendars int) error {
	bad := fault.New(fault.Invalid, "plan.activity.invalid")
	if set(&a.Name, e.Name); strings.TrimSpace(a.Name) == "" {
		bad.With("name", "plan.activity.no_name")
	}
	if e.Duration != nil {
		if *e.Duration < 0 || a.Kind != masterplan.Task {
			bad.With("duration", "plan.activity.duration")
		}
		a.Duration.Minutes = *e.Duration
		if a.ActualStart == worktime.None {
			a.Remaining = *e.Duration
		}
	}
	set(&a.Deadline, e.Deadline)
	if set(&a.Calendar, e.Calendar); e.Calendar != nil && (a.Calendar < -1 || int(a.Calendar) >= calendars) {
		bad.With("calendar", "plan.calendar.unknown")
	}
	if e.Constraint != nil {
		if e.Constraint.Type > masterplan.AsLateAsPossible && e.Constraint.Date == worktime.None {
			bad.With("constraint_date", "plan.activity.constraint")
		}
		a.Primary = *e.Constraint
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// putActivity lays a changed activity into a copy of the stored plan.
func (b *Book) putActivity(c *Change, i int, a masterplan.Activity) {
	p := *b.Stored
	p.Activities = slices.Clone(p.Activities)
	p.Activities[i] = a
	b.Stored = &p
	c.Activity, c.Event.Activity = &Row{Index: i, Activity: a}, a.ID
}

// CalendarEdit adds an exception to a calendar, or takes one away.
type CalendarEdit struct {
	Calendar int
	Add      *masterplan.Exception
	Remove   int   // index of the exception, read when Add is nil
	Expected int64 // revision the person saw
}

// EditCalendar changes the exceptions of one of the plan's calendars: a holiday,
// a stoppage, a make-up day. Errors: Invalid "plan.calendar.invalid", NotFound
// "plan.calendar.unknown", Conflict.
func (s *Service) EditCalendar(ctx context.Context, project string, e CalendarEdit) (*Book, error) {
	return s.mutateProject(ctx, ActEdit, project, e.Expected, e.applyEdit)
}

// TryCalendar is the project as it would stand after an edit of a calendar;
// nothing is stored. Errors as of EditCalendar.
func (s *Service) TryCalendar(ctx context.Context, project string, e CalendarEdit) (before, after *Book, err error) {
	return s.rehearseChange(ctx, project, e.Expected, e.applyEdit)
}

// rehearseChange is what change would come to, without storing it.
func (s *Service) rehearseChange(ctx context.Context, project string, expected int64, edit func(b *Book, c *Change) error) (before, after *Book, err error) {
	before, err = s.open(ctx, ActEdit, project)
	if err != nil {
		return nil, nil, err
	}
	if expected != 0 && expected != before.Project.Revision {
		return nil, nil, Stale(&before.Project)
	}
	next := *before
	if err := edit(&next, &Change{}); err != nil {
		return nil, nil, err
	}
	return before, &next, next.refigure(s.today())
}

func (e CalendarEdit) applyEdit(b *Book, c *Change) error {
	if e.Calendar < 0 || e.Calendar >= len(b.Stored.Calendars) {
		return fault.New(fault.NotFound, "plan.calendar.unknown")
	}
	old := b.Stored.Calendars[e.Calendar]
	cal := old
	key := "plan.event.calendar_add"
	if e.Add != nil {
		if err := checkException(e.Add); err != nil {
			return err
		}
		cal.Exceptions = append(slices.Clone(old.Exceptions), *e.Add)
	} else {
		if e.Remove < 0 || e.Remove >= len(old.Exceptions) {
			return fault.New(fault.NotFound, "plan.calendar.unknown")
		}
		key = "plan.event.calendar_remove"
		cal.Exceptions = slices.Delete(slices.Clone(old.Exceptions), e.Remove, e.Remove+1)
	}
	b.putCalendar(c, e.Calendar, cal)
	c.Event.Detail = Detail{Key: key, Args: fault.Args("Name", cal.Name), Before: &Before{Calendar: &old, Index: e.Calendar}}
	return nil
}

func (b *Book) putCalendar(c *Change, i int, cal masterplan.Calendar) {
	p := *b.Stored
	p.Calendars = slices.Clone(p.Calendars)
	p.Calendars[i] = cal
	b.Stored, c.Calendars = &p, p.Calendars
}

func checkException(e *masterplan.Exception) error {
	bad := fault.New(fault.Invalid, "plan.calendar.invalid")
	if e.From == worktime.NoDay || e.To < e.From || e.To-e.From > 3660 {
		bad.With("to", "plan.calendar.dates")
	}
	for i, s := range e.Spans {
		if s.Start < 0 || s.End > worktime.MinutesPerDay || s.Start >= s.End || i > 0 && s.Start < e.Spans[i-1].End {
			bad.With("spans", "plan.calendar.spans")
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}
