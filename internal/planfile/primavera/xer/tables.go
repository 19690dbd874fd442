package xer

import (
	"cmp"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

func (r *reader) projects() {
	r.each("PROJECT", func(row *row) {
		p := p6.Project{ID: row.word("proj_id"), Calendar: row.word("clndr_id"), Stub: row.states("export_flag") && !row.is("export_flag", "Y")}
		p.Plan = masterplan.Plan{
			Code:       row.text("proj_short_name"),
			Name:       row.text("proj_short_name"), // the long name is the WBS root's
			Start:      row.time("plan_start_date"),
			Finish:     row.time("scd_end_date"),
			DataDate:   row.time("last_recalc_date"),
			MustFinish: row.time("plan_end_date"),
			Settings:   p6.Settings(),
		}
		if p.Plan.DataDate == worktime.None {
			r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.data_date_missing", Table: "PROJECT", Line: row.line})
		}
		p.Plan.Settings.CriticalFloat, _ = row.minutes("critical_drtn_hr_cnt")
		p.Plan.Settings.CriticalByPath = row.is("critical_path_type", "CT_DrivPath")
		if _, twice := r.byID[p.ID]; !twice {
			r.byID[p.ID] = len(r.model.Projects)
		}
		r.model.Projects = append(r.model.Projects, p)
	})
	r.options()
	r.model.SetDayLengths()
}

// options reads SCHEDOPTIONS, which every project should have one row of.
func (r *reader) options() {
	stated := map[string]bool{}
	r.each("SCHEDOPTIONS", func(row *row) {
		if i, ok := r.byID[row.word("proj_id")]; ok {
			row.settings(&r.model.Projects[i].Plan.Settings)
			stated[row.word("proj_id")] = true
		}
	})
	for _, p := range r.model.Projects {
		if !stated[p.ID] {
			r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.options_missing", Table: "SCHEDOPTIONS", Args: fault.Args("project", p.Plan.Code)})
		}
	}
}

func (r *row) settings(s *masterplan.Settings) {
	switch retained, override := r.flag("sched_retained_logic", true), r.flag("sched_progress_override", false); {
	case override:
		s.Progress = masterplan.ProgressOverride
	case !retained:
		s.Progress = masterplan.ActualDates
	}
	switch strings.ToLower(r.word("sched_calendar_on_relationship_lag")) {
	case "rcal_successor":
		s.LagCalendar = masterplan.LagSuccessor
	case "rcal_24hour":
		s.LagCalendar = masterplan.LagElapsed
	case "rcal_projdefault", "rcal_project", "rcal_projectdefault":
		s.LagCalendar = masterplan.LagProject
	case "rcal_predecessor", "":
	default:
		r.wrong("plan.note.option_unknown", "sched_calendar_on_relationship_lag", r.word("sched_calendar_on_relationship_lag"))
	}
	switch strings.ToUpper(r.word("sched_float_type")) {
	case "FT_SF", "FT_SS":
		s.FloatBasis = masterplan.StartFloat
	case "FT_MIN", "FT_SM":
		s.FloatBasis = masterplan.SmallestFloat
	}
	s.OpenEndsCritical = r.flag("sched_open_critical_flag", false)
	s.LagFromEarlyStart = r.flag("sched_lag_early_start_flag", true)
	s.UseExpectedFinish = r.flag("sched_use_expect_end_flag", true)
	s.FloatFromProject = r.flag("sched_use_project_end_date_for_float", true)
}

// nodes reads the WBS. The root node carries the project's long name.
func (r *reader) nodes() {
	r.each("PROJWBS", func(row *row) {
		n := p6.Node{
			ID: row.word("wbs_id"), Parent: row.word("parent_wbs_id"), Project: row.word("proj_id"),
			Code: row.text("wbs_short_name"), Name: row.text("wbs_name"),
			Seq: row.integer("seq_num"), Root: row.flag("proj_node_flag", false), Line: row.line,
		}
		r.model.Nodes = append(r.model.Nodes, n)
		if i, ok := r.byID[n.Project]; ok && n.Root && n.Name != "" {
			r.model.Projects[i].Plan.Name = n.Name
		}
	})
}

func (r *reader) links() {
	r.each("TASKPRED", func(row *row) {
		l := p6.Link{
			UID: row.integer("task_pred_id"), Line: row.line,
			Succ: row.word("task_id"), SuccProject: row.word("proj_id"),
			Pred: row.word("pred_task_id"), PredProject: row.word("pred_proj_id"),
		}
		// Some exports number the types, PR_FF1; the number means nothing.
		switch t := strings.TrimRight(strings.ToUpper(row.word("pred_type")), "0123456789"); t {
		case "PR_FS", "FS":
		case "PR_SS", "SS":
			l.Type = masterplan.SS
		case "PR_FF", "FF":
			l.Type = masterplan.FF
		case "PR_SF", "SF":
			l.Type = masterplan.SF
		default:
			row.wrong("plan.note.link_type_unknown", "pred_type", t)
		}
		l.LagMinutes, _ = row.minutes("lag_hr_cnt")
		r.model.Links = append(r.model.Links, l)
	})
}

func (r *reader) resources() {
	units := map[string]string{}
	r.each("UMEASURE", func(row *row) { units[row.word("unit_id")] = row.text("unit_abbrev") })
	at := map[string]int{}
	r.each("RSRC", func(row *row) {
		res := p6.Resource{ID: row.word("rsrc_id"), Calendar: row.word("clndr_id")}
		res.Resource = masterplan.Resource{
			UID: row.integer("rsrc_id"), Code: row.text("rsrc_short_name"), Name: row.text("rsrc_name"),
			Type: resourceType(row.word("rsrc_type")), Unit: units[row.word("unit_id")], MaxUnits: 1, Calendar: -1,
		}
		res.Overtime, _ = row.number("ot_factor")
		at[res.ID] = len(r.model.Resources)
		r.model.Resources = append(r.model.Resources, res)
	})
	r.roles(at)
	r.each("RSRCRATE", func(row *row) {
		i, ok := at[row.word("rsrc_id")]
		if !ok {
			return
		}
		rate := p6.Rate{From: row.time("start_date")}
		rate.Price, _ = row.number("cost_per_qty")
		rate.Maximum, rate.HasMaximum = row.number("max_qty_per_hr")
		r.model.Resources[i].Rates = append(r.model.Resources[i].Rates, rate)
	})
	r.each("ROLERATE", func(row *row) {
		if i, ok := at[p6.RoleID(row.word("role_id"))]; ok {
			rate := p6.Rate{From: row.time("start_date")}
			rate.Price, _ = row.number("cost_per_qty")
			r.model.Resources[i].Rates = append(r.model.Resources[i].Rates, rate)
		}
	})
	r.each("ROLELIMIT", func(row *row) {
		i, ok := at[p6.RoleID(row.word("role_id"))]
		if most, stated := row.number("max_qty_per_hr"); ok && stated && !r.model.Resources[i].Limited {
			r.model.Resources[i].MaxUnits, r.model.Resources[i].Limited = most, true
		}
	})
}

// roles reads what activities are assigned to before anybody has the work.
func (r *reader) roles(at map[string]int) {
	r.each("ROLES", func(row *row) {
		res := p6.Resource{ID: p6.RoleID(row.word("role_id"))}
		res.Resource = masterplan.Resource{
			UID: row.integer("role_id"), Code: row.text("role_short_name"), Name: row.text("role_name"), MaxUnits: 1, Calendar: -1, Role: true,
		}
		at[res.ID] = len(r.model.Resources)
		r.model.Resources = append(r.model.Resources, res)
	})
}

func resourceType(s string) masterplan.ResourceType {
	switch strings.ToUpper(s) {
	case "RT_MAT":
		return masterplan.MaterialResource
	case "RT_EQUIP":
		return masterplan.EquipmentResource
	}
	return masterplan.WorkResource
}

func (r *reader) assignments() {
	r.each("TASKRSRC", func(row *row) {
		a := p6.Assignment{Task: row.word("task_id"), Resource: cmp.Or(row.word("rsrc_id"), p6.RoleID(row.word("role_id"))), Line: row.line}
		a.UID = row.integer("taskrsrc_id")
		a.Units, _ = row.number("target_qty_per_hr")
		a.Planned, _ = row.number("target_qty")
		regular, _ := row.number("act_reg_qty")
		overtime, _ := row.number("act_ot_qty")
		a.Actual = regular + overtime
		a.ToCome, _ = row.number("remain_qty")
		a.Cost, _ = row.number("target_cost")
		delay, _ := row.minutes("target_lag_drtn_hr_cnt")
		a.Delay = delay * 10
		a.Start = p6.First(row.time("act_start_date"), row.time("restart_date"), row.time("target_start_date"))
		a.Finish = p6.First(row.time("act_end_date"), row.time("reend_date"), row.time("target_end_date"))
		r.model.Assignments = append(r.model.Assignments, a)
	})
}
