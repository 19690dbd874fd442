package mspdi

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// readTasks reads the rows in outline order: blank rows, the project's own row
// and tasks of other projects aside, each becomes an activity.
func (r *reader) readTasks() {
	r.fieldIDs()
	r.sortRows()
	uids := r.taskUIDs()
	projectRow := r.projectRow()
	var levels []int
	for i := range r.doc.Tasks {
		raw := &r.doc.Tasks[i]
		r.at("Task", raw.UID, raw.Line)
		switch {
		case element.Bool(raw.IsNull):
			r.blank(uids[i], raw)
		case i == projectRow:
			r.note(masterplan.Info, "plan.note.project_row", "name", raw.Name)
		case element.Bool(raw.External):
			r.ghostOf[uids[i]] = i
		default:
			r.taskOf[uids[i]] = int32(len(r.plan.Activities))
			r.rawOf = append(r.rawOf, i)
			levels = append(levels, outlineLevel(raw))
			r.plan.Activities = append(r.plan.Activities, r.readTask(uids[i], raw))
		}
		if r.err != nil {
			return
		}
	}
	r.findParents(levels)
	r.tellMilestones()
	r.readBaselines()
}

// sortRows puts the rows in the order people see, which is that of their IDs;
// some writers store them in another. Without a full set of IDs the file's
// order stands.
func (r *reader) sortRows() {
	seen, ordered, last := map[int64]bool{}, true, int64(-1)
	for i := range r.doc.Tasks {
		id, ok := element.Int(r.doc.Tasks[i].ID)
		if !ok || seen[id] {
			return
		}
		seen[id], ordered, last = true, ordered && id > last, id
	}
	if ordered {
		return
	}
	r.note(masterplan.Info, "plan.note.rows_sorted")
	slices.SortFunc(r.doc.Tasks, func(a, b element.Task) int {
		m, _ := element.Int(a.ID)
		n, _ := element.Int(b.ID)
		return cmp.Compare(m, n)
	})
}

// taskUIDs gives each row its number; a missing or repeated one gets a new one.
func (r *reader) taskUIDs() []int64 {
	uids, used, top := make([]int64, len(r.doc.Tasks)), map[int64]bool{}, int64(0)
	for i := range r.doc.Tasks {
		uids[i] = -1
		raw := &r.doc.Tasks[i]
		r.at("Task", raw.UID, raw.Line)
		n := r.readWhole("UID", raw.UID, -1)
		if n >= 0 && !used[n] {
			uids[i], used[n], top = n, true, max(top, n)
		}
	}
	for i := range uids {
		if uids[i] >= 0 {
			continue
		}
		raw := &r.doc.Tasks[i]
		r.at("Task", raw.UID, raw.Line)
		top++
		uids[i] = top
		if strings.TrimSpace(raw.UID) == "" {
			r.note(masterplan.Default, "plan.note.uid_made", "uid", top)
		} else {
			r.note(masterplan.Warning, "plan.note.uid_twice", "uid", raw.UID)
		}
	}
	return uids
}

// projectRow finds the row that stands for the whole project: number 0, level
// 0, and no other task at that level. It is -1 when the file has none.
func (r *reader) projectRow() int {
	at := -1
	for i := range r.doc.Tasks {
		raw := &r.doc.Tasks[i]
		if element.Bool(raw.IsNull) || element.Bool(raw.External) || outlineLevel(raw) != 0 {
			continue
		}
		if at >= 0 || strings.TrimSpace(raw.UID) != "0" && strings.TrimSpace(raw.ID) != "0" {
			return -1
		}
		at = i
	}
	return at
}

// outlineLevel is the row's depth: 1 at the top, 0 for the project's own row.
func outlineLevel(raw *element.Task) int {
	if n, ok := element.Int(raw.OutlineLevel); ok && n >= 0 && n < 1000 {
		return int(n)
	}
	number := strings.TrimSpace(raw.OutlineNumber)
	if number == "0" {
		return 0
	}
	return 1 + strings.Count(number, ".")
}

func (r *reader) blank(uid int64, raw *element.Task) {
	r.plan.Blank = append(r.plan.Blank, masterplan.BlankRow{
		UID: uid, ID: r.readInformal("ID", raw.ID, 0), After: int32(len(r.plan.Activities)) - 1,
	})
}

func (r *reader) readTask(uid int64, raw *element.Task) masterplan.Activity {
	a := masterplan.Activity{
		UID: uid, RowID: r.readInformal("ID", raw.ID, 0), Code: strconv.FormatInt(uid, 10),
		WBS: first(strings.TrimSpace(raw.WBS), strings.TrimSpace(raw.OutlineNumber)), Name: strings.TrimSpace(raw.Name),
		Parent: -1, Calendar: -1, Notes: strings.TrimSpace(raw.Notes),
		Inactive: strings.TrimSpace(raw.Active) != "" && !element.Bool(raw.Active),
		Priority: int(r.readInformal("Priority", raw.Priority, 500)), TaskType: taskTypes[strings.TrimSpace(raw.Type)],
		LevelingDelay:          r.readWhole("LevelingDelay", raw.LevelingDelay, 0),
		EffortDriven:           element.Bool(raw.EffortDriven),
		IgnoreResourceCalendar: element.Bool(raw.IgnoreResource),
		EarnByPhysical:         strings.TrimSpace(raw.EarnedValue) == "1",
		ExpectedFinish:         worktime.None, Deadline: r.readTime("Deadline", raw.Deadline),
		Work: r.work("Work", raw.Work),
	}
	a.Secondary.Date = worktime.None
	a.Duration = r.readDuration(raw.Duration, raw.DurationFormat, raw.Estimated)
	a.Primary = r.readConstraint(raw)
	a.File = r.fileDates(raw)
	if c, ok := r.calendarRef("CalendarUID", raw.Calendar); ok {
		a.Calendar = c
	}
	if a.RowID == 0 {
		a.RowID = int64(len(r.plan.Activities) + len(r.plan.Blank) + 1)
	}
	r.readProgress(&a, raw)
	r.readManual(&a, raw)
	r.ownFields(&a, raw)
	a.Tenths = r.tenthsBeyond(&a, raw)
	return a
}

func (r *reader) readDuration(s, format, estimated string) masterplan.Duration {
	f, ok := parseFormat(format)
	d := masterplan.Duration{Minutes: r.readMinutes("Duration", s), Unit: f.unit, Elapsed: f.elapsed}
	d.Estimated = f.estimated || element.Bool(estimated)
	if !ok && s != "" {
		d.Unit = masterplan.Days
		r.note(masterplan.Default, "plan.note.duration_unit")
	}
	if d.Minutes < 0 {
		r.refuseValue("Duration", s)
	}
	return d
}

// readProgress reads what has happened. A percentage or remainder the file leaves
// out follows from the actual dates.
func (r *reader) readProgress(a *masterplan.Activity, raw *element.Task) {
	a.ActualStart, a.ActualFinish = r.readTime("ActualStart", raw.ActualStart), r.readTime("ActualFinish", raw.ActualFinish)
	a.Suspend, a.Resume = worktime.None, worktime.None
	if a.ActualStart != worktime.None {
		a.Suspend, a.Resume = r.readTime("Stop", raw.Stop), r.readTime("Resume", raw.Resume)
	}
	a.PercentWork, a.PercentPhysical = percent(raw.PercentWork), percent(raw.PercentPhysical)
	done := r.readMinutes("ActualDuration", raw.ActualDuration)
	switch {
	case strings.TrimSpace(raw.Percent) != "":
		a.Percent = percent(raw.Percent)
	case a.ActualFinish != worktime.None:
		a.Percent = 100
		r.note(masterplan.Default, "plan.note.percent_from_actual")
	case done > 0 && a.Duration.Minutes > 0:
		a.Percent = float64(element.Round(min(100, 100*float64(done)/float64(a.Duration.Minutes))))
		r.note(masterplan.Default, "plan.note.percent_from_actual")
	}
	switch {
	case strings.TrimSpace(raw.Remaining) != "":
		a.Remaining = max(0, r.readMinutes("RemainingDuration", raw.Remaining))
		if past := secondsPast(raw.Resume); a.Resume != worktime.None && past > 0 {
			// Work that goes on within a minute: the part of it that is gone belongs to
			// what is done, or a remainder that fills its last shift runs into the next.
			if past < 30 { // half a minute and more was rounded up
				a.Resume++
			}
			a.Remaining = max(0, r.wholeMinutes("RemainingDuration", raw.Remaining))
		}
	case a.ActualFinish != worktime.None:
	case strings.TrimSpace(raw.ActualDuration) != "":
		a.Remaining = max(0, a.Duration.Minutes-done)
	default:
		a.Remaining = element.Round(float64(a.Duration.Minutes) * (100 - a.Percent) / 100)
	}
}

// secondsPast are the seconds of a moment beyond its minute, such as 30 of
// 2012-05-04T09:07:30.
func secondsPast(s string) int {
	_, clock, _ := strings.Cut(strings.TrimSpace(s), "T")
	if len(clock) < len("00:00:00") {
		return 0
	}
	n, err := strconv.Atoi(clock[len("00:00:"):len("00:00:00")])
	if err != nil {
		return 0
	}
	return n
}

func percent(s string) float64 { return min(100, max(0, number(s))) }

// readManual reads a manually scheduled task's own dates; without them the shown
// ones are its own.
func (r *reader) readManual(a *masterplan.Activity, raw *element.Task) {
	a.Manual = element.Bool(raw.Manual)
	a.ManualStart, a.ManualFinish = r.readTime("ManualStart", raw.ManualStart), r.readTime("ManualFinish", raw.ManualFinish)
	if !a.Manual {
		return
	}
	r.note(masterplan.Info, "plan.note.manual")
	if a.ManualStart == worktime.None {
		a.ManualStart = a.File.Start
	}
	if a.ManualFinish == worktime.None {
		a.ManualFinish = a.File.Finish
	}
}

func (r *reader) readConstraint(raw *element.Task) masterplan.Constraint {
	c := masterplan.Constraint{Date: worktime.None}
	kind, known := constraintTypes[strings.TrimSpace(raw.ConstraintType)]
	if !known {
		r.refuseValue("ConstraintType", raw.ConstraintType)
	}
	c.Type = kind
	if kind == masterplan.NoConstraint || kind == masterplan.AsLateAsPossible {
		return c
	}
	c.Date = r.readTime("ConstraintDate", raw.ConstraintDate)
	if c.Date == worktime.None {
		r.note(masterplan.Warning, "plan.note.constraint_undated", "type", constraintNames[kind])
		c.Type = masterplan.NoConstraint
	}
	return c
}

// fileDates keeps what the file says of dates and slack, which it gives in
// tenths of a minute of working time.
func (r *reader) fileDates(raw *element.Task) masterplan.FileDates {
	f := masterplan.FileDates{
		Start: r.readTime("Start", raw.Start), Finish: r.readTime("Finish", raw.Finish),
		EarlyStart: r.readTime("EarlyStart", raw.EarlyStart), EarlyFinish: r.readTime("EarlyFinish", raw.EarlyFinish),
		LateStart: r.readTime("LateStart", raw.LateStart), LateFinish: r.readTime("LateFinish", raw.LateFinish),
		Critical: element.Bool(raw.Critical),
	}
	f.TotalFloat, f.HasTotal = slack(raw.TotalSlack)
	f.FreeFloat, f.HasFree = slack(raw.FreeSlack)
	return f
}

func slack(s string) (int64, bool) {
	f, ok := element.Number(s)
	return element.Round(f / 10), ok
}

// findParents finds each row's parent from the depths alone: the <Summary> flag is
// wrong in many files.
func (r *reader) findParents(levels []int) {
	var open []int32
	for i := range r.plan.Activities {
		for len(open) > 0 && levels[open[len(open)-1]] >= levels[i] {
			open = open[:len(open)-1]
		}
		a := &r.plan.Activities[i]
		a.Level = int16(len(open))
		if len(open) > 0 {
			a.Parent = open[len(open)-1]
			r.plan.Activities[a.Parent].Kind = masterplan.Summary
		}
		open = append(open, int32(i))
	}
	for i, number := range outlineNumbers(r.plan) {
		if a := &r.plan.Activities[i]; a.WBS == "" {
			a.WBS = number
		}
	}
}

// tellMilestones tells milestones from tasks once the summaries are known.
func (r *reader) tellMilestones() {
	for i := range r.plan.Activities {
		a, raw := &r.plan.Activities[i], &r.doc.Tasks[r.rawOf[i]]
		r.at("Task", raw.UID, raw.Line)
		flag := element.Bool(raw.Milestone)
		switch {
		case a.Kind == masterplan.Summary:
			a.Marked = flag
		case r.said[int32(i)]: // our own field knows better
		case a.Duration.Minutes == 0:
			a.Kind = masterplan.FinishMilestone
		case flag:
			a.Marked = true
			r.note(masterplan.Info, "plan.note.milestone_long")
		}
		if strings.TrimSpace(raw.Summary) != "" && element.Bool(raw.Summary) != (a.Kind == masterplan.Summary) {
			r.note(masterplan.Info, "plan.note.summary_flag")
		}
	}
}
