package xer

import (
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

var kindNames = [...]string{
	masterplan.Task: "TT_Task", masterplan.StartMilestone: "TT_Mile", masterplan.FinishMilestone: "TT_FinMile", masterplan.LevelOfEffort: "TT_LOE", masterplan.Hammock: "TT_WBS",
}

var percentNames = [...]string{masterplan.ByDuration: "CP_Drtn", masterplan.ByPhysical: "CP_Phys", masterplan.ByUnits: "CP_Units"}

var statusNames = [...]string{primavera.NotStarted: "TK_NotStart", primavera.Active: "TK_Active", primavera.Complete: "TK_Complete"}

var constraintNames = func() map[masterplan.ConstraintType]string {
	names := map[masterplan.ConstraintType]string{}
	for name, t := range p6.Constraints {
		names[t] = name
	}
	return names
}()

func (o *writer) writeActivity(i int) {
	a, f := &o.Plan.Activities[i], &o.facts[i]
	total, free := formatHours(f.TotalFloat), formatHours(f.FreeFloat)
	if f.Status == primavera.Complete {
		total, free = "", ""
	}
	o.writeRow("TASK",
		"task_id", formatNumber(o.ids.Rows[i]), "proj_id", formatNumber(o.ids.Project), "wbs_id", o.parent(a), "clndr_id", formatNumber(o.ids.Calendars[a.Calendar]),
		"phys_complete_pct", formatDecimal(a.PercentPhysical), "rev_fdbk_flag", "N", "est_wt", "1", "lock_plan_flag", "N", "auto_compute_act_flag", "N",
		"complete_pct_type", percentNames[a.PercentBasis], "task_type", kindName(a), "duration_type", "DT_FixedDUR2",
		"status_code", statusNames[f.Status], "task_code", formatText(a.Code), "task_name", formatText(a.Name), "rsrc_id", o.drivingResource(i),
		"total_float_hr_cnt", total, "free_float_hr_cnt", free, "remain_drtn_hr_cnt", formatHours(a.Remaining),
		"act_work_qty", formatDecimal(f.Labour.Actual), "remain_work_qty", formatDecimal(f.Labour.ToCome), "target_work_qty", formatDecimal(f.Labour.Planned),
		"target_drtn_hr_cnt", formatHours(a.Duration.Minutes), "target_equip_qty", formatDecimal(f.Plant.Planned), "act_equip_qty", formatDecimal(f.Plant.Actual),
		"remain_equip_qty", formatDecimal(f.Plant.ToCome), "cstr_date", formatDate(a.Primary.Date), "act_start_date", formatDate(f.ActualStart),
		"act_end_date", formatDate(a.ActualFinish), "late_start_date", formatDate(f.LateStart), "late_end_date", formatDate(f.LateFinish),
		"expect_end_date", formatDate(a.ExpectedFinish), "early_start_date", formatDate(f.EarlyStart), "early_end_date", formatDate(f.EarlyFinish),
		"restart_date", formatDate(f.EarlyStart), "reend_date", formatDate(f.EarlyFinish), "target_start_date", formatDate(f.PlannedStart),
		"target_end_date", formatDate(f.PlannedFinish), "rem_late_start_date", formatDate(f.LateStart), "rem_late_end_date", formatDate(f.LateFinish),
		"cstr_type", constraintNames[a.Primary.Type], "priority_type", priorityName(a.Priority), "suspend_date", formatDate(a.Suspend),
		"resume_date", formatDate(a.Resume), "cstr_date2", formatDate(a.Secondary.Date), "cstr_type2", constraintNames[a.Secondary.Type],
		"driving_path_flag", formatFlag(f.LongestPath), "act_this_per_work_qty", "0", "act_this_per_equip_qty", "0",
		"external_early_start_date", formatDate(f.ExternalStart), "external_late_end_date", formatDate(f.ExternalFinish))
}

// kindName is the type of an activity; one that its crews date is resource dependent.
func kindName(a *masterplan.Activity) string {
	if a.ByCrews && a.Kind == masterplan.Task {
		return "TT_Rsrc"
	}
	return kindNames[a.Kind]
}

// drivingResource is the resource that a resource-dependent activity goes by; "" for others.
func (o *writer) drivingResource(i int) string {
	if !o.Plan.Activities[i].ByCrews { // the search below goes through every assignment
		return ""
	}
	at, ok := o.Plan.PrimaryResource(i)
	if !ok {
		return ""
	}
	return formatNumber(o.ids.Resources[at])
}

// priorityName is the nearest of Primavera's five priorities.
func priorityName(p int) string {
	return map[int]string{900: "PT_Top", 700: "PT_High", 500: "PT_Normal", 300: "PT_Low", 100: "PT_Lowest"}[primavera.NearestPriority(p)]
}

var linkNames = [...]string{masterplan.FS: "PR_FS", masterplan.SS: "PR_SS", masterplan.FF: "PR_FF", masterplan.SF: "PR_SF"}

func (o *writer) links() {
	project := formatNumber(o.ids.Project)
	for n := range o.Plan.Links {
		l := &o.Plan.Links[n]
		o.writeRow("TASKPRED", "task_pred_id", formatNumber(o.ids.Links[n]), "task_id", formatNumber(o.ids.Rows[l.Succ]), "pred_task_id", formatNumber(o.ids.Rows[l.Pred]),
			"proj_id", project, "pred_proj_id", project, "pred_type", linkNames[l.Type], "lag_hr_cnt", formatDecimal(float64(l.Lag.Tenths)/600))
	}
}

func (o *writer) writeAssignment(n int) {
	a := &o.Plan.Assignments[n]
	r, q := &o.Plan.Resources[a.Resource], o.Quantities(n)
	f, none := &o.facts[a.Activity], worktime.None
	start, finish := o.AssignmentDates(n)
	began, ended := none, none
	if f.Status != primavera.NotStarted {
		began = start
	}
	if f.Status == primavera.Complete {
		ended = finish
	}
	restart, reend := start, finish
	if ended != none {
		restart, reend = none, none
	}
	remaining := 0.0
	if q.Planned > 0 {
		remaining = a.Cost * q.ToCome / q.Planned
	}
	resource, role, source := formatNumber(o.ids.Resources[a.Resource]), "", "ST_Rsrc"
	if primavera.IsRole(r) {
		resource, role, source = "", resource, "ST_Role"
	}
	o.writeRow("TASKRSRC", "taskrsrc_id", formatNumber(o.ids.Assignments[n]), "task_id", formatNumber(o.ids.Rows[a.Activity]), "proj_id", formatNumber(o.ids.Project),
		"cost_qty_link_flag", "N", "rsrc_id", resource, "role_id", role, "remain_qty", formatDecimal(q.ToCome), "target_qty", formatDecimal(q.Planned),
		"remain_qty_per_hr", formatDecimal(a.Units), "target_lag_drtn_hr_cnt", formatDecimal(float64(a.Delay)/600), "target_qty_per_hr", formatDecimal(a.Units),
		"act_ot_qty", "0", "act_reg_qty", formatDecimal(q.Actual), "relag_drtn_hr_cnt", "0", "cost_per_qty", formatMoney(r.Rate), "target_cost", formatMoney(a.Cost),
		"act_reg_cost", formatMoney(max(0, a.Cost-remaining)), "act_ot_cost", "0.0000", "remain_cost", formatMoney(remaining), "act_start_date", formatDate(began),
		"act_end_date", formatDate(ended), "restart_date", formatDate(restart), "reend_date", formatDate(reend), "target_start_date", formatDate(start),
		"target_end_date", formatDate(finish), "rollup_dates_flag", "Y", "ts_pend_act_end_flag", "N", "rate_type", "COST_PER_QTY",
		"rsrc_type", resourceTypes[r.Type], "cost_per_qty_source_type", source)
}
