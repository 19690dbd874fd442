package xer

import (
	"cmp"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

func (r *reader) readProjects() {
	r.eachRow("PROJECT", func(row *row) {
		p := p6.Project{ID: row.word("proj_id"), Calendar: row.word("clndr_id"), Stub: row.states("export_flag") && !row.is("export_flag", "Y")}
		p.Plan = masterplan.Plan{
			Code:       row.text("proj_short_name"),
			Name:       row.text("proj_short_name"), // the long name is the WBS root's
			Start:      row.readTime("plan_start_date"),
			Finish:     row.readTime("scd_end_date"),
			DataDate:   row.readTime("last_recalc_date"),
			MustFinish: row.readTime("plan_end_date"),
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
	r.readOptions()
	r.model.SetDayLengths()
}

// readOptions reads SCHEDOPTIONS, which every project should have one row of.
func (r *reader) readOptions() {
	stated := map[string]bool{}
	r.eachRow("SCHEDOPTIONS", func(row *row) {
		if i, ok := r.byID[row.word("proj_id")]; ok {
			row.readSettings(&r.model.Projects[i].Plan.Settings)
			stated[row.word("proj_id")] = true
		}
	})
	for _, p := range r.model.Projects {
		if !stated[p.ID] {
			r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.options_missing", Table: "SCHEDOPTIONS", Args: fault.Args("project", p.Plan.Code)})
		}
	}
}

func (r *row) readSettings(s *masterplan.Settings) {
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

// readNodes reads the WBS. The root node carries the project's long name.
func (r *reader) readNodes() {
	r.eachRow("PROJWBS", func(row *row) {
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

func (r *reader) readLinks() {
	r.eachRow("TASKPRED", func(row *row) {
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

func (r *reader) readResources() {
	units := map[string]string{}
	r.eachRow("UMEASURE", func(row *row) { units[row.word("unit_id")] = row.text("unit_abbrev") })
	at := map[string]int{}
	r.eachRow("RSRC", func(row *row) {
		res := p6.Resource{ID: row.word("rsrc_id"), Calendar: row.word("clndr_id")}
		res.Resource = masterplan.Resource{
			UID: row.integer("rsrc_id"), Code: row.text("rsrc_short_name"), Name: row.text("rsrc_name"),
			Type: resourceType(row.word("rsrc_type")), Unit: units[row.word("unit_id")], MaxUnits: 1, Calendar: -1,
		}
		res.Overtime, _ = row.readNumber("ot_factor")
		at[res.ID] = len(r.model.Resources)
		r.model.Resources = append(r.model.Resources, res)
	})
	r.readRoles(at)
	r.eachRow("RSRCRATE", func(row *row) {
		i, ok := at[row.word("rsrc_id")]
		if !ok {
			return
		}
		rate := p6.Rate{From: row.readTime("start_date")}
		rate.Price, _ = row.readNumber("cost_per_qty")
		rate.Maximum, rate.HasMaximum = row.readNumber("max_qty_per_hr")
		r.model.Resources[i].Rates = append(r.model.Resources[i].Rates, rate)
	})
	r.eachRow("ROLERATE", func(row *row) {
		if i, ok := at[p6.RoleID(row.word("role_id"))]; ok {
			rate := p6.Rate{From: row.readTime("start_date")}
			rate.Price, _ = row.readNumber("cost_per_qty")
			r.model.Resources[i].Rates = append(r.model.Resources[i].Rates, rate)
		}
	})
	r.eachRow("ROLELIMIT", func(row *row) {
		i, ok := at[p6.RoleID(row.word("role_id"))]
		if most, stated := row.readNumber("max_qty_per_hr"); ok && stated && !r.model.Resources[i].Limited {
			r.model.Resources[i].MaxUnits, r.model.Resources[i].Limited = most, true
		}
	})
}

// readRoles reads what activities are assigned to before anybody has the work.
func (r *reader) readRoles(at map[string]int) {
	r.eachRow("ROLES", func(row *row) {
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

func (r *reader) readAssignments() {
	r.eachRow("TASKRSRC", func(row *row) {
		a := p6.Assignment{Task: row.word("task_id"), Resource: cmp.Or(row.word("rsrc_id"), p6.RoleID(row.word("role_id"))), Line: row.line}
		a.UID = row.integer("taskrsrc_id")
		a.Units, _ = row.readNumber("target_qty_per_hr")
		a.Planned, _ = row.readNumber("target_qty")
		regular, _ := row.readNumber("act_reg_qty")
		overtime, _ := row.readNumber("act_ot_qty")
		a.Actual = regular + overtime
		a.ToCome, _ = row.readNumber("remain_qty")
		a.Cost, _ = row.readNumber("target_cost")
		delay, _ := row.minutes("target_lag_drtn_hr_cnt")
		a.Delay = delay * 10
		a.Start = p6.First(row.readTime("act_start_date"), row.readTime("restart_date"), row.readTime("target_start_date"))
		a.Finish = p6.First(row.readTime("act_end_date"), row.readTime("reend_date"), row.readTime("target_end_date"))
		r.model.Assignments = append(r.model.Assignments, a)
	})
}
