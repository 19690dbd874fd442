package planfile

import (
	"math"
	"strconv"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// What a plan may hold. Dates outside belong to no plan and would make every
// calendar walk endless.
const (
	maxMinutes = 100 * 365 * 24 * 60        // a hundred years of work
	earliest   = worktime.Time(-10_519_200) // 1950-01-01 00:00
	latest     = worktime.Time(95_200_000)  // 2151-01
)

// Check makes a parsed file sane or refuses it. Texts longer than any tool writes are
// cut, with a note; activity codes become unique and non-empty, with a note; informative dates beyond 1950–2150 are dropped, with a
// note; a plan without activities is noted. It fails with Invalid:
//
//   - plan.file.no_plan: nothing was found
//   - plan.file.reference (args what, activity): an index out of range
//   - plan.file.absurd_duration, plan.file.absurd_date (args activity, value)
//   - masterplan.Compute's fault: the links form a loop
func Check(f *masterplan.File) error {
	if len(f.Plans) == 0 {
		return fault.New(fault.Invalid, "plan.file.no_plan")
	}
	var notes masterplan.Notes
	for _, p := range f.Plans {
		if err := checkPlan(p, &notes); err != nil {
			return err
		}
	}
	f.Notes = append(f.Notes, notes.List()...)
	return nil
}

func checkPlan(p *masterplan.Plan, notes *masterplan.Notes) error {
	if p.CountWork() == 0 { // a template
		notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.no_activities", Args: fault.Args("project", p.Code)})
	}
	if err := checkReferences(p); err != nil {
		return err
	}
	if err := checkNumbers(p, notes); err != nil {
		return err
	}
	cutTexts(p, notes)
	uniqueCodes(p, notes)
	_, err := masterplan.Compute(p)
	return err
}

// checkReferences holds every index to its slice. Parents stand before their children.
func checkReferences(p *masterplan.Plan) error {
	calendar := func(i int32) bool { return i >= -1 && int(i) < len(p.Calendars) }
	activity := func(i int32) bool { return i >= 0 && int(i) < len(p.Activities) }
	wrong := func(what string, code string) error {
		return fault.New(fault.Invalid, "plan.file.reference", "what", what, "activity", code)
	}
	if !calendar(p.Settings.Calendar) {
		return wrong("calendar", p.Code)
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		if !calendar(a.Calendar) {
			return wrong("calendar", a.Code)
		}
		if a.Parent < -1 || int(a.Parent) >= i {
			return wrong("parent", a.Code)
		}
	}
	for i := range p.Calendars {
		if !calendar(p.Calendars[i].Base) {
			return wrong("calendar", p.Calendars[i].Name)
		}
	}
	for i, l := range p.Links {
		if !activity(l.Pred) || !activity(l.Succ) {
			return wrong("link", strconv.Itoa(i+1))
		}
	}
	for _, e := range p.External {
		if !activity(e.Activity) {
			return wrong("link", e.Other)
		}
	}
	return referencesOfWork(p, calendar, activity, wrong)
}

func referencesOfWork(p *masterplan.Plan, calendar, activity func(int32) bool, wrong func(what, code string) error) error {
	for i := range p.Resources {
		if !calendar(p.Resources[i].Calendar) {
			return wrong("calendar", p.Resources[i].Name)
		}
	}
	for i, a := range p.Assignments {
		if !activity(a.Activity) || a.Resource < -1 || int(a.Resource) >= len(p.Resources) {
			return wrong("assignment", strconv.Itoa(i+1))
		}
	}
	for _, b := range p.Baselines {
		for _, row := range b.Rows {
			if !activity(row.Activity) {
				return wrong("baseline", b.Name)
			}
		}
	}
	return nil
}

// checkNumbers refuses durations and dates that no plan has.
func checkNumbers(p *masterplan.Plan, notes *masterplan.Notes) error {
	for _, at := range []worktime.Time{p.Start, p.Finish, p.DataDate, p.MustFinish} {
		if !plausible(at) {
			return absurdDate(p.Code, at)
		}
	}
	for i := range p.Activities {
		a := &p.Activities[i]
		for _, m := range []int64{a.Duration.Minutes, a.Remaining} {
			if m < 0 || m > maxMinutes {
				return fault.New(fault.Invalid, "plan.file.absurd_duration", "activity", a.Code, "value", strconv.FormatInt(m/60, 10))
			}
		}
		for _, at := range []worktime.Time{a.ActualStart, a.ActualFinish, a.Suspend, a.Resume, a.ExpectedFinish,
			a.Deadline, a.Primary.Date, a.Secondary.Date, a.ManualStart, a.ManualFinish} {
			if !plausible(at) {
				return absurdDate(a.Code, at)
			}
		}
		dropAbsurd(a, notes)
	}
	for _, l := range p.Links {
		if l.Lag.Tenths > 10*maxMinutes || l.Lag.Tenths < -10*maxMinutes || l.Lag.Percent > 1e6 || l.Lag.Percent < -1e6 {
			return fault.New(fault.Invalid, "plan.file.absurd_duration", "activity", p.Activities[l.Succ].Code, "value", strconv.FormatInt(l.Lag.Tenths/600, 10))
		}
	}
	return nil
}

func plausible(t worktime.Time) bool { return t == worktime.None || t >= earliest && t <= latest }

func absurdDate(code string, t worktime.Time) error {
	const gregorian = 146_097 * worktime.MinutesPerDay // minutes in 400 years
	year := 1970 + int64(math.Floor(float64(t)*400/gregorian))
	return fault.New(fault.Invalid, "plan.file.absurd_date", "activity", code, "value", strconv.FormatInt(year, 10))
}

// dropAbsurd clears dates that the file only informs about.
func dropAbsurd(a *masterplan.Activity, notes *masterplan.Notes) {
	for _, at := range []*worktime.Time{&a.File.Start, &a.File.Finish, &a.File.EarlyStart, &a.File.EarlyFinish, &a.File.LateStart, &a.File.LateFinish} {
		if !plausible(*at) {
			*at = worktime.None
			notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.date_dropped", Code: a.Code})
		}
	}
}

// uniqueCodes gives every activity a code of its own. Activities keep theirs
// before headings do, and the first of two before the second.
func uniqueCodes(p *masterplan.Plan, notes *masterplan.Notes) {
	c := codes{taken: make(map[string]bool, len(p.Activities)), next: map[string]int{}}
	for _, headings := range []bool{false, true} {
		for i := range p.Activities {
			a := &p.Activities[i]
			if (a.Kind == masterplan.Summary) != headings {
				continue
			}
			code := a.Code
			if code == "" {
				code = "#" + strconv.Itoa(i+1)
				notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.code_missing", Code: code})
			} else if c.taken[code] && !headings {
				notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.code_twice", Code: code})
			}
			a.Code = c.freeCode(code)
		}
	}
}

// codes hands out every code once.
type codes struct {
	taken map[string]bool
	next  map[string]int // the number last put behind a code
}

// freeCode takes code, or code with the first number behind it that nobody has.
func (c *codes) freeCode(code string) string {
	name := code
	for n := max(c.next[code], 1); c.taken[name]; {
		n++
		name = code + "~" + strconv.Itoa(n)
		c.next[code] = n
	}
	c.taken[name] = true
	return name
}
