package xer

import (
	"fmt"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera"
	"fugong/solve/worktime"
)

func (o *writer) writeProject() {
	p, s := o.Plan, &o.Plan.Settings
	path := "CT_TotFloat"
	if s.CriticalByPath {
		path = "CT_DrivPath"
	}
	o.writeRow("PROJECT",
		"proj_id", formatNumber(o.ids.Project), "fy_start_month_num", "1", "rsrc_self_add_flag", "Y", "allow_complete_flag", "Y",
		"rsrc_multi_assign_flag", "Y", "checkout_flag", "N", "project_flag", "Y", "step_complete_flag", "N", "cost_qty_recalc_flag", "N",
		"batch_sum_flag", "Y", "name_sep_char", ".", "def_complete_pct_type", "CP_Drtn", "proj_short_name", formatText(p.Code),
		"clndr_id", formatNumber(o.ids.Calendars[s.Calendar]), "task_code_base", "1000", "task_code_step", "10", "priority_num", "10",
		"wbs_max_sum_level", "2", "strgy_priority_num", "500", "critical_drtn_hr_cnt", formatHours(s.CriticalFloat), "def_cost_per_qty", "0.0000",
		"last_recalc_date", formatDate(p.DataDate), "plan_start_date", formatDate(p.Start), "plan_end_date", formatDate(p.MustFinish),
		"scd_end_date", formatDate(o.Dates.Finish), "def_duration_type", "DT_FixedDUR2", "task_code_prefix", "A", "def_qty_type", "QT_Hour",
		"def_rate_type", "COST_PER_QTY", "add_act_remain_flag", "N", "act_this_per_link_flag", "Y", "def_task_type", "TT_Task",
		"act_pct_link_flag", "N", "critical_path_type", path, "task_code_prefix_flag", "Y", "def_rollup_dates_flag", "Y",
		"use_project_baseline_flag", "Y", "rem_target_link_flag", "Y", "reset_planned_flag", "N", "allow_neg_act_flag", "N",
		"sum_assign_level", "SL_Taskrsrc", "loaded_scope_level", "7", "export_flag", "Y")
}

var lagCalendars = [...]string{
	masterplan.LagPredecessor: "rcal_Predecessor", masterplan.LagSuccessor: "rcal_Successor", masterplan.LagElapsed: "rcal_24Hour", masterplan.LagProject: "rcal_ProjDefault",
}

var floatTypes = [...]string{masterplan.FinishFloat: "FT_FF", masterplan.StartFloat: "FT_SS", masterplan.SmallestFloat: "FT_Min"}

func (o *writer) writeOptions() {
	s := &o.Plan.Settings
	o.writeRow("SCHEDOPTIONS",
		"schedoptions_id", "1", "proj_id", formatNumber(o.ids.Project), "sched_outer_depend_type", "SD_Both",
		"sched_open_critical_flag", formatFlag(s.OpenEndsCritical), "sched_lag_early_start_flag", formatFlag(s.LagFromEarlyStart),
		"sched_retained_logic", formatFlag(s.Progress == masterplan.RetainedLogic), "sched_setplantoforecast", "N",
		"sched_float_type", floatTypes[s.FloatBasis], "sched_calendar_on_relationship_lag", lagCalendars[s.LagCalendar],
		"sched_use_expect_end_flag", formatFlag(s.UseExpectedFinish), "sched_progress_override", formatFlag(s.Progress == masterplan.ProgressOverride),
		"level_float_thrs_cnt", "0", "level_outer_assign_flag", "N", "level_outer_assign_priority", "5", "level_over_alloc_pct", "25",
		"level_within_float_flag", "N", "level_keep_sched_date_flag", "Y", "level_all_rsrc_flag", "Y",
		"sched_use_project_end_date_for_float", formatFlag(s.FloatFromProject), "enable_multiple_longest_path_calc", "N",
		"limit_multiple_longest_path_calc", "Y", "max_multiple_longest_path", "10", "use_total_float_multiple_longest_paths", "Y")
}

// writeCalendars writes the plan's own as calendars of the project, so that importing
// it changes no other project; those of resources are global or of the resource,
// as Primavera demands.
func (o *writer) writeCalendars() {
	kinds := primavera.CalendarKinds(o.Plan)
	for i := range o.Plan.Calendars {
		c := &o.Plan.Calendars[i]
		kind, project := "CA_Base", ""
		switch kinds[i] {
		case primavera.ProjectCalendar:
			kind, project = "CA_Project", formatNumber(o.ids.Project)
		case primavera.ResourceCalendar:
			kind = "CA_Rsrc"
		}
		day, week, year := primavera.DayLengths(o.Plan, i)
		o.writeRow("CALENDAR", "clndr_id", formatNumber(o.ids.Calendars[i]), "default_flag", "N", "clndr_name", formatText(c.Name), "proj_id", project,
			"base_clndr_id", "", "clndr_type", kind, "day_hr_cnt", formatDecimal(day), "week_hr_cnt", formatDecimal(week),
			"month_hr_cnt", formatDecimal(year/12), "year_hr_cnt", formatDecimal(year), "rsrc_private", "N", "clndr_data", clndrText(c))
	}
}

// clndrText writes a calendar's hours as Primavera nests them.
func clndrText(c *masterplan.Calendar) string {
	var b strings.Builder
	b.WriteString("(0||CalendarData()((0||DaysOfWeek()(")
	for day := range c.Week {
		fmt.Fprintf(&b, "(0||%d()(%s))", day+1, shifts(c.Week[day].Spans))
	}
	b.WriteString("))(0||VIEW(ShowTotal|N)())(0||Exceptions()(")
	for n := range c.Exceptions {
		e := &c.Exceptions[n]
		fmt.Fprintf(&b, "(0||%d(d|%d)(%s))", n, int(e.From)+serialEpoch, shifts(e.Spans))
	}
	b.WriteString("))))")
	return b.String()
}

// serialEpoch is what 1 January 1970 counts from 30 December 1899.
const serialEpoch = 25_569

// shifts writes working times; the end of the day is 00:00.
func shifts(spans []worktime.Span) string {
	var b strings.Builder
	for n, s := range spans {
		end := s.End % worktime.MinutesPerDay
		fmt.Fprintf(&b, "(0||%d(s|%02d:%02d|f|%02d:%02d)())", n, s.Start/60, s.Start%60, end/60, end%60)
	}
	return b.String()
}

// writeNodes writes the WBS below one root, which is the project itself: Primavera
// refuses a file with several.
func (o *writer) writeNodes() {
	seq := 0
	node := func(id, parent string, root bool, code, name string) {
		seq++
		o.writeRow("PROJWBS", "wbs_id", id, "proj_id", formatNumber(o.ids.Project), "obs_id", "", "seq_num", formatNumber(int64(seq*10)), "est_wt", "1",
			"proj_node_flag", formatFlag(root), "sum_data_flag", "N", "status_code", "WS_Open", "wbs_short_name", formatText(code), "wbs_name", formatText(name),
			"parent_wbs_id", parent, "orig_cost", "0.0000", "indep_remain_total_cost", "0.0000", "ev_compute_type", "EC_Cmp_pct",
			"ev_etc_compute_type", "EE_Rem_hr")
	}
	node(formatNumber(o.ids.Root), "", true, o.Plan.Code, o.Plan.Name)
	codes := primavera.ShortCodes(o.Plan)
	for i := range o.Plan.Activities {
		if a := &o.Plan.Activities[i]; a.Kind == masterplan.Summary {
			node(formatNumber(o.ids.Rows[i]), o.parent(a), false, codes[i], a.Name)
		}
	}
}

// parent is the WBS element that a row stands under.
func (o *writer) parent(a *masterplan.Activity) string {
	if a.Parent < 0 {
		return formatNumber(o.ids.Root)
	}
	return formatNumber(o.ids.Rows[a.Parent])
}

var resourceTypes = [...]string{
	masterplan.WorkResource: "RT_Labor", masterplan.MaterialResource: "RT_Mat", masterplan.CostResource: "RT_Mat", masterplan.EquipmentResource: "RT_Equip",
}

// writeRoles writes the trades that activities are assigned to, their rates and limits.
func (o *writer) writeRoles() {
	each := func(write func(id string, r *masterplan.Resource)) {
		for i := range o.Plan.Resources {
			if r := &o.Plan.Resources[i]; primavera.IsRole(r) {
				write(formatNumber(o.ids.Resources[i]), r)
			}
		}
	}
	each(func(id string, r *masterplan.Resource) {
		o.writeRow("ROLES", "role_id", id, "parent_role_id", "", "seq_num", id, "role_name", formatText(r.Name), "role_short_name", formatText(r.Code),
			"pobs_id", "", "def_cost_qty_link_flag", "Y", "cost_qty_type", "QT_Hour", "role_descr", "", "last_checksum", "")
	})
	from := formatDate(o.from())
	each(func(id string, r *masterplan.Resource) {
		o.writeRow("ROLERATE", "role_rate_id", id, "role_id", id, "cost_per_qty", formatMoney(r.Rate), "cost_per_qty2", "0.0000", "cost_per_qty3", "0.0000",
			"cost_per_qty4", "0.0000", "cost_per_qty5", "0.0000", "start_date", from)
	})
	each(func(id string, r *masterplan.Resource) {
		o.writeRow("ROLELIMIT", "rolelimit_id", id, "role_id", id, "start_date", from, "max_qty_per_hr", formatDecimal(r.MaxUnits))
	})
}

// from is the date that rates hold from.
func (o *writer) from() worktime.Time {
	if o.Plan.Start == worktime.None {
		return o.Plan.DataDate
	}
	return o.Plan.Start
}

func (o *writer) writeResources() {
	for i := range o.Plan.Resources {
		r := &o.Plan.Resources[i]
		if primavera.IsRole(r) {
			continue
		}
		calendar, unit := "", ""
		if r.Calendar >= 0 {
			calendar = formatNumber(o.ids.Calendars[r.Calendar])
		}
		if r.Unit != "" {
			unit = formatNumber(o.units[r.Unit])
		}
		factor := 0.0
		if r.Rate > 0 && r.Overtime > 0 {
			factor = r.Overtime / r.Rate
		}
		o.writeRow("RSRC", "rsrc_id", formatNumber(o.ids.Resources[i]), "parent_rsrc_id", "", "clndr_id", calendar, "rsrc_seq_num", formatNumber(int64(i+1)*10),
			"rsrc_name", formatText(r.Name), "rsrc_short_name", formatText(r.Code), "def_qty_per_hr", formatDecimal(r.MaxUnits), "cost_qty_type", "QT_Hour",
			"ot_factor", formatDecimal(factor), "active_flag", "Y", "auto_compute_act_flag", "N", "def_cost_qty_link_flag", "Y",
			"ot_flag", formatFlag(factor > 0), "curr_id", "1", "unit_id", unit, "rsrc_type", resourceTypes[r.Type], "load_tasks_flag", "N", "level_flag", "N")
	}
}

func (o *writer) writeRates() {
	for i := range o.Plan.Resources {
		r := &o.Plan.Resources[i]
		if primavera.IsRole(r) {
			continue
		}
		o.writeRow("RSRCRATE", "rsrc_rate_id", formatNumber(int64(i+1)), "rsrc_id", formatNumber(o.ids.Resources[i]), "max_qty_per_hr", formatDecimal(r.MaxUnits),
			"cost_per_qty", formatMoney(r.Rate), "start_date", formatDate(o.from()))
	}
}
