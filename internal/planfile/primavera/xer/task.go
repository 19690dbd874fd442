package xer

import (
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

var kinds = map[string]masterplan.Kind{
	"TT_TASK": masterplan.Task, "TT_RSRC": masterplan.Task, "TT_MILE": masterplan.StartMilestone,
	"TT_FINMILE": masterplan.FinishMilestone, "TT_LOE": masterplan.LevelOfEffort, "TT_WBS": masterplan.Hammock,
}

func (r *reader) readTasks() {
	memos := r.gatherMemos()
	drivers := r.findDrivers()
	r.model.Tasks = make([]p6.Task, 0, r.count("TASK"))
	r.eachRow("TASK", func(row *row) {
		kind, known := kinds[strings.ToUpper(row.word("task_type"))]
		if !known && row.word("task_type") != "" {
			row.wrong("plan.note.activity_type_unknown", "task_type", row.word("task_type"))
		}
		t := p6.Task{
			ID: row.word("task_id"), Project: row.word("proj_id"), Node: row.word("wbs_id"), Calendar: row.word("clndr_id"),
			ResourceDependent: row.is("task_type", "TT_Rsrc"), Line: row.line,
			ExternalStart: row.readTime("external_early_start_date"), ExternalFinish: row.readTime("external_late_end_date"),
			Activity: row.readActivity(kind),
		}
		if t.Driver = row.word("rsrc_id"); t.Driver == "" {
			t.Driver = drivers[t.ID]
		}
		t.Activity.Notes = memos[t.ID]
		r.model.Tasks = append(r.model.Tasks, t)
	})
}

// readActivity reads the row's own values; Build places it.
func (r *row) readActivity(kind masterplan.Kind) masterplan.Activity {
	a := p6.Row(kind)
	a.UID = r.integer("task_id")
	a.Code, a.Name = r.text("task_code"), r.text("task_name")
	a.Duration.Minutes, _ = r.minutes("target_drtn_hr_cnt")
	a.Duration.Unit = masterplan.Days
	work, _ := r.minutes("target_work_qty")
	a.Work = work
	a.ActualStart, a.ActualFinish = r.readTime("act_start_date"), r.readTime("act_end_date")
	a.Suspend, a.Resume = r.readTime("suspend_date"), r.readTime("resume_date")
	a.ExpectedFinish = r.readTime("expect_end_date")
	a.Primary = r.readConstraint("cstr_type", "cstr_date")
	a.Secondary = r.readConstraint("cstr_type2", "cstr_date2")
	a.Priority = priorityOf(r.word("priority_type"))
	r.readStatus(&a)
	a.File = r.fileDates(&a)
	return a
}

// readStatus reads how far the activity is: what is left of it and its percentages.
func (r *row) readStatus(a *masterplan.Activity) {
	left, stated := r.minutes("remain_drtn_hr_cnt")
	a.Remaining = left
	switch {
	case r.is("status_code", "TK_Complete") || a.ActualFinish != worktime.None:
		a.Remaining = 0
		if a.ActualFinish == worktime.None {
			r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.complete_without_finish", Table: r.table, Line: r.line, Code: a.Code})
		}
	case !stated:
		a.Remaining = a.Duration.Minutes
	}
	a.PercentPhysical = r.percent("phys_complete_pct")
	a.PercentWork = r.unitsPercent()
	switch strings.ToUpper(r.word("complete_pct_type")) {
	case "CP_PHYS":
		a.PercentBasis, a.Percent = masterplan.ByPhysical, a.PercentPhysical
	case "CP_UNITS":
		a.PercentBasis, a.Percent = masterplan.ByUnits, a.PercentWork
	default:
		a.PercentBasis, a.Percent = masterplan.ByDuration, p6.Spent(a)
	}
	if a.ActualFinish != worktime.None {
		a.Percent = 100
	}
}

func (r *row) percent(field string) float64 {
	v, _ := r.readNumber(field)
	return p6.Share(v)
}

// unitsPercent is P6's units percent, of labour and plant together.
func (r *row) unitsPercent() float64 {
	labour, _ := r.readNumber("act_work_qty")
	plant, _ := r.readNumber("act_equip_qty")
	labourLeft, _ := r.readNumber("remain_work_qty")
	plantLeft, _ := r.readNumber("remain_equip_qty")
	done, all := labour+plant, labour+plant+labourLeft+plantLeft
	if all <= 0 {
		return 0
	}
	return p6.Share(100 * done / all)
}

// readConstraint reads one of the two date constraints. A type that Primavera does
// not have, or a date that is not there, leaves the activity free and is noted.
func (r *row) readConstraint(kind, date string) masterplan.Constraint {
	free := masterplan.Constraint{Date: worktime.None}
	name := r.word(kind)
	if name == "" {
		return free
	}
	t, known := p6.Constraints[strings.ToUpper(name)]
	c := masterplan.Constraint{Type: t, Date: r.readTime(date)}
	if !known || c.Date == worktime.None && t != masterplan.AsLateAsPossible {
		key := "plan.note.constraint_unknown"
		if known {
			key = "plan.note.constraint_undated"
		}
		r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: key, Table: r.table, Line: r.line, Code: r.text("task_code"),
			Args: fault.Args("type", name)})
		return free
	}
	return c
}

// fileDates is what P6 says itself. Start and Finish are the columns a planner
// sees: actual where it happened, else scheduled, else planned.
func (r *row) fileDates(a *masterplan.Activity) masterplan.FileDates {
	d := masterplan.FileDates{
		EarlyStart: r.readTime("early_start_date"), EarlyFinish: r.readTime("early_end_date"),
		LateStart: r.readTime("late_start_date"), LateFinish: r.readTime("late_end_date"),
		LongestPath: r.flag("driving_path_flag", false),
	}
	d.Start, d.Finish = a.ActualStart, a.ActualFinish
	if d.Start == worktime.None {
		d.Start = p6.First(d.EarlyStart, r.readTime("target_start_date"))
	}
	if d.Finish == worktime.None {
		d.Finish = p6.First(d.EarlyFinish, r.readTime("target_end_date"))
	}
	d.TotalFloat, d.HasTotal = r.minutes("total_float_hr_cnt")
	d.FreeFloat, d.HasFree = r.minutes("free_float_hr_cnt")
	return d
}

// priorityOf turns P6's five priorities into Microsoft Project's scale.
func priorityOf(s string) int {
	switch strings.ToUpper(s) {
	case "PT_TOP":
		return 900
	case "PT_HIGH":
		return 700
	case "PT_LOW":
		return 300
	case "PT_LOWEST":
		return 100
	}
	return 500
}

// findDrivers finds for every activity its first resource, which the dates of a
// resource-dependent activity follow when it names none itself.
func (r *reader) findDrivers() map[string]string {
	drivers := map[string]string{}
	r.eachRow("TASKRSRC", func(row *row) {
		task, res := row.word("task_id"), row.word("rsrc_id")
		if _, taken := drivers[task]; !taken && res != "" {
			drivers[task] = res
		}
	})
	return drivers
}
