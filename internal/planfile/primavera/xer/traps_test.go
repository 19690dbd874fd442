package xer

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

type text string

func (s text) String() string { return string(s) }

const taskFields = "task_id|proj_id|wbs_id|clndr_id|task_type|status_code|task_code|task_name|target_drtn_hr_cnt|remain_drtn_hr_cnt"

func TestFieldsAreFoundByName(t *testing.T) {
	p := only(t, small().with("TASK", "task_name|remain_drtn_hr_cnt|TASK_CODE|proj_id|target_drtn_hr_cnt|task_id|task_name", "One|8|A1|1|16|100|Twice"))
	a := find(t, p, "A1")
	equal(t, "name", a.Name, "One")
	equal(t, "duration", a.Duration.Minutes, 16*60)
	equal(t, "remaining", a.Remaining, 8*60)
}

func TestRowsOfAnyShape(t *testing.T) {
	good := small()
	row := "100\t1\t10\t1\tTT_Task\tTK_NotStart\tA1\tOne\t16\t16"
	for _, tt := range []struct {
		name, from, to string
		note           string
		wantName       string
	}{
		{"short row is padded", row, "100\t1\t10\t1\tTT_Task\tTK_NotStart\tA1", "plan.note.row_ragged", ""},
		{"long row is cut", row, row + "\tmore\tcells", "plan.note.row_ragged", "One"},
		{"row goes on", "One\t16", "One\r\nand a half\t16", "plan.note.row_continued", "One\r\nand a half"},
		{"row goes on after an empty line", "One\t16", "One\n\n50 % of %R\t16", "plan.note.row_continued", "One\n\n50 % of %R"},
		{"unknown table", "%E", "%T\tPOBS\r\n%F\ta\r\n%R\t\x01\x02\r\n%E", "plan.note.tables_skipped", "One"},
		{"rows before any fields", "%T\tTASK\r\n", "%T\tTASK\r\n%R\t1\t2\r\n", "plan.note.rows_without_fields", "One"},
		{"empty table", "%E", "%T\tTASKPRED\r\n%E", "", "One"},
		{"quotation marks are doubled", "One", `12"" pipe`, "", `12" pipe`},
		{"bare line feeds", "\r\n", "\n", "", "One"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := must(t, text(strings.ReplaceAll(good.String(), tt.from, tt.to)))
			if tt.note != "" {
				n := noted(t, f, tt.note)
				if n.Key != "plan.note.tables_skipped" && (n.Table != "TASK" || n.Line == 0) {
					t.Errorf("note %+v names no table and line", n)
				}
			}
			equal(t, "name", find(t, f.Plans[0], "A1").Name, tt.wantName)
		})
	}
}

func TestHoursBecomeMinutes(t *testing.T) {
	for cell, want := range map[string]int64{"16": 960, "16.0000000000": 960, "0.01": 1, "7.9999999": 480, "80,5": 4830, "1.234,5": 74070, "": 0, " 8 ": 480} {
		p := only(t, small().with("TASK", taskFields, "100|1|10|1|TT_Task|TK_NotStart|A1|One|"+cell+"|"+cell))
		equal(t, "duration of "+cell, find(t, p, "A1").Duration.Minutes, want)
	}
	for _, cell := range []string{"NaN", "Inf", "0x10", "many", "1e300", "--1"} {
		f := must(t, small().with("TASK", taskFields, "100|1|10|1|TT_Task|TK_NotStart|A1|One|"+cell+"|0"))
		n := noted(t, f, "plan.note.number_unreadable")
		equal(t, "value", n.Args["value"], cell)
		equal(t, "line", n.Line, 13)
	}
}

// day_hr_cnt converts durations for display only: a shift of ten hours stays ten
// hours whatever it says.
func TestDayLengthComesFromShifts(t *testing.T) {
	f := small().with("CALENDAR", "clndr_id|clndr_name|day_hr_cnt|clndr_data", "1|Site|8|"+week("s¦07:00¦f¦17:00"))
	p := only(t, f)
	equal(t, "Monday", fmt.Sprint(p.Calendars[0].Week[1].Spans), "[{420 1020}]")
	equal(t, "minutes per day", p.Settings.MinutesPerDay, 480)
	equal(t, "duration", find(t, p, "A1").Duration.Minutes, 960)
}

func TestEmptyFloatIsNotZero(t *testing.T) {
	fields := "task_id|proj_id|task_code|total_float_hr_cnt|free_float_hr_cnt|driving_path_flag"
	p := only(t, small().with("TASK", fields, "1|1|A|||N", "2|1|B|0|-8.5|Y"))
	a, b := find(t, p, "A").File, find(t, p, "B").File
	equal(t, "A has total", a.HasTotal, false)
	equal(t, "A has free", a.HasFree, false)
	equal(t, "B has total", b.HasTotal, true)
	equal(t, "B free", b.FreeFloat, -510)
	equal(t, "A on longest path", a.LongestPath, false)
	equal(t, "B on longest path", b.LongestPath, true)
}

func TestCriticalIsByFloatOrByPath(t *testing.T) {
	fields := "proj_id|proj_short_name|critical_drtn_hr_cnt|critical_path_type"
	p := only(t, small().with("PROJECT", fields, "1|P|16|CT_TotFloat"))
	equal(t, "critical float", p.Settings.CriticalFloat, 960)
	equal(t, "by path", p.Settings.CriticalByPath, false)
	p = only(t, small().with("PROJECT", fields, "1|P|0|CT_DrivPath"))
	equal(t, "by path", p.Settings.CriticalByPath, true)
}

func TestProjectDates(t *testing.T) {
	p := only(t, small().with("PROJECT", "proj_id|last_recalc_date|plan_start_date|plan_end_date|scd_end_date",
		"1|2020-02-21 08:00|2019-10-08 08:00|2020-06-30 17:00|2020-07-28 17:00"))
	equal(t, "dates", fmt.Sprint(p.DataDate, p.Start, p.MustFinish, p.Finish), "2020-02-21T08:00 2019-10-08T08:00 2020-06-30T17:00 2020-07-28T17:00")
	f := must(t, small().with("PROJECT", "proj_id|plan_start_date", "1|2019-10-08 08:00"))
	noted(t, f, "plan.note.data_date_missing")
	equal(t, "data date", f.Plans[0].DataDate, worktime.None)
	equal(t, "must finish", f.Plans[0].MustFinish, worktime.None)
}

func TestScheduleOptions(t *testing.T) {
	fields := "proj_id|sched_retained_logic|sched_progress_override|sched_float_type|sched_calendar_on_relationship_lag|sched_open_critical_flag|sched_lag_early_start_flag|sched_use_expect_end_flag|sched_use_project_end_date_for_float"
	for row, want := range map[string]masterplan.Settings{
		"1|Y|N|FT_FF|rcal_Predecessor|N|Y|Y|Y": {LagFromEarlyStart: true, UseExpectedFinish: true, FloatFromProject: true},
		"1|N|Y|FT_SF|rcal_24Hour|Y|N|N|N":      {Progress: masterplan.ProgressOverride, FloatBasis: masterplan.StartFloat, LagCalendar: masterplan.LagElapsed, OpenEndsCritical: true},
		"1|N|N|FT_MIN|rcal_24HOUR|N|N|N|N":     {Progress: masterplan.ActualDates, FloatBasis: masterplan.SmallestFloat, LagCalendar: masterplan.LagElapsed},
		"1|Y|N|x|rcal_Successor|N|N|N|N":       {LagCalendar: masterplan.LagSuccessor},
		"1|Y|N||rcal_ProjDefault|N|N|N|N":      {LagCalendar: masterplan.LagProject},
	} {
		got := only(t, small().with("SCHEDOPTIONS", fields, row)).Settings
		want.Dialect, want.MinutesPerDay, want.MinutesPerWeek, want.DaysPerMonth = masterplan.Primavera, 480, 2400, 20
		want.DefaultStart, want.DefaultFinish = 480, 1020
		equal(t, row, got, want)
	}
	noted(t, must(t, small()), "plan.note.options_missing")
	noted(t, must(t, small().with("SCHEDOPTIONS", fields, "1|Y|N|FT_FF|rcal_Moon|N|Y|Y|Y")), "plan.note.option_unknown")
}

func TestStoppagesAndExpectations(t *testing.T) {
	p := only(t, small().with("TASK", "task_id|proj_id|task_code|suspend_date|resume_date|expect_end_date|act_start_date",
		"1|1|A|2020-01-21 17:00|2020-02-24 08:00|2020-04-30 17:00|2020-01-06 08:00"))
	a := find(t, p, "A")
	equal(t, "dates", fmt.Sprint(a.Suspend, a.Resume, a.ExpectedFinish, a.ActualStart), "2020-01-21T17:00 2020-02-24T08:00 2020-04-30T17:00 2020-01-06T08:00")
}

func TestActivityTypes(t *testing.T) {
	for cell, want := range map[string]masterplan.Kind{
		"TT_Task": masterplan.Task, "TT_Rsrc": masterplan.Task, "TT_Mile": masterplan.StartMilestone, "TT_mile": masterplan.StartMilestone,
		"TT_FinMile": masterplan.FinishMilestone, "TT_LOE": masterplan.LevelOfEffort, "TT_WBS": masterplan.Hammock, "": masterplan.Task,
	} {
		p := only(t, small().with("TASK", taskFields, "100|1|10|1|"+cell+"|TK_NotStart|A1|One|0|0"))
		equal(t, cell, find(t, p, "A1").Kind, want)
	}
	f := must(t, small().with("TASK", taskFields, "100|1|10|1|TT_Magic|TK_NotStart|A1|One|0|0"))
	equal(t, "value", noted(t, f, "plan.note.activity_type_unknown").Args["value"], "TT_Magic")
}

func TestConstraints(t *testing.T) {
	fields := taskFields + "|cstr_type|cstr_date|cstr_type2|cstr_date2"
	row := "100|1|10|1|TT_Task|TK_NotStart|A1|One|8|8|"
	for cell, want := range map[string]masterplan.ConstraintType{
		"CS_ALAP": masterplan.AsLateAsPossible, "CS_MSO": masterplan.StartOn, "CS_MSOA": masterplan.StartNoEarlier, "CS_MSOB": masterplan.StartNoLater,
		"CS_MEO": masterplan.FinishOn, "CS_MEOA": masterplan.FinishNoEarlier, "CS_MEOB": masterplan.FinishNoLater,
		"CS_MANDSTART": masterplan.MandatoryStart, "CS_MANDFIN": masterplan.MandatoryFinish,
	} {
		a := find(t, only(t, small().with("TASK", fields, row+cell+"|2020-03-02 08:00|CS_MEOB|2020-04-01 17:00")), "A1")
		equal(t, cell, fmt.Sprint(a.Primary), fmt.Sprint(masterplan.Constraint{Type: want, Date: a.Primary.Date}))
		equal(t, "primary date", fmt.Sprint(a.Primary.Date), "2020-03-02T08:00")
		equal(t, "secondary", fmt.Sprint(a.Secondary.Type, a.Secondary.Date), fmt.Sprint(masterplan.FinishNoLater)+" 2020-04-01T17:00")
	}
	for cells, key := range map[string]string{
		"CS_MEF|2020-03-02 08:00": "plan.note.constraint_unknown",
		"CS_MSO|":                 "plan.note.constraint_undated",
		"CS_MSO|soon":             "plan.note.constraint_undated",
	} {
		f := must(t, small().with("TASK", fields, row+cells+"||"))
		n := noted(t, f, key)
		equal(t, "activity", n.Code, "A1")
		equal(t, "type", n.Args["type"], cells[:6])
		equal(t, "constraint", find(t, f.Plans[0], "A1").Primary, masterplan.Constraint{Date: worktime.None})
	}
	a := find(t, only(t, small().with("TASK", fields, row+"CS_ALAP|||")), "A1")
	equal(t, "as late as possible without a date", a.Primary.Type, masterplan.AsLateAsPossible)
}

func TestDateText(t *testing.T) {
	for cell, want := range map[string]string{
		"2020-03-02 08:00": "2020-03-02T08:00", "2020-03-02 08:00:59": "2020-03-02T08:00", "2020-03-02": "2020-03-02T00:00",
		"2020-03-02T08:00:00": "2020-03-02T08:00", "2020/3/2 8:00": "2020-03-02T08:00", "02-Mar-20 08:00": "2020-03-02T08:00",
		"02-Mar-20 08:00 A": "2020-03-02T08:00", "02-Mar-20*": "2020-03-02T00:00", "02.03.2020 08:00": "2020-03-02T08:00",
		"2020-03-02 24:00": "2020-03-03T00:00", "2020年3月2日": "2020-03-02T00:00", "2020-03-02T08:00:00+08:00": "2020-03-02T08:00", "": "",
	} {
		p := only(t, small().with("TASK", "task_id|proj_id|task_code|act_start_date", "1|1|A|"+cell))
		equal(t, "date "+cell, fmt.Sprint(find(t, p, "A").ActualStart), want)
	}
	for _, cell := range []string{"soon", "2020-02-30 08:00", "02/03/2020", "2020-13-01", "99999999999999"} {
		f := must(t, small().with("TASK", "task_id|proj_id|task_code|act_start_date", "1|1|A|", "2|1|B|"+cell))
		n := noted(t, f, "plan.note.date_unreadable")
		equal(t, "value", n.Args["value"], cell)
		equal(t, "field", n.Args["field"], "act_start_date")
		equal(t, "line", n.Line, 14)
		equal(t, "date", find(t, f.Plans[0], "B").ActualStart, worktime.None)
	}
}

func TestProgress(t *testing.T) {
	fields := "task_id|proj_id|task_code|status_code|complete_pct_type|phys_complete_pct|target_drtn_hr_cnt|remain_drtn_hr_cnt|act_work_qty|remain_work_qty|act_equip_qty|remain_equip_qty|act_start_date|act_end_date"
	for _, tt := range []struct {
		row       string
		basis     masterplan.PercentBasis
		percent   float64
		remaining int64
	}{
		{"1|1|A|TK_Active|CP_Drtn|70|40|10|0|0|||2020-02-03 08:00|", masterplan.ByDuration, 75, 600},
		{"1|1|A|TK_Active|CP_Phys|60|40|10|0|0|||2020-02-03 08:00|", masterplan.ByPhysical, 60, 600},
		{"1|1|A|TK_Active|CP_Units|70|40|10|20|60|10|10|2020-02-03 08:00|", masterplan.ByUnits, 30, 600},
		{"1|1|A|TK_Active|CP_Drtn|0|40|60|0|0|||2020-02-03 08:00|", masterplan.ByDuration, 0, 3600},
		{"1|1|A|TK_NotStart|CP_Drtn|0|40||0|0||||", masterplan.ByDuration, 0, 2400},
		{"1|1|A|TK_Complete|CP_Phys|0|40|8|0|0|||2020-02-03 08:00|2020-02-07 17:00", masterplan.ByPhysical, 100, 0},
	} {
		a := find(t, only(t, small().with("TASK", fields, tt.row)), "A")
		equal(t, tt.row+": basis", a.PercentBasis, tt.basis)
		equal(t, tt.row+": percent", a.Percent, tt.percent)
		equal(t, tt.row+": remaining", a.Remaining, tt.remaining)
	}
	f := must(t, small().with("TASK", fields, "1|1|A|TK_Complete|CP_Drtn|0|40|8|0|0|||2020-02-03 08:00|"))
	equal(t, "activity", noted(t, f, "plan.note.complete_without_finish").Code, "A")
}

// P6's own dates: the early dates of an activity in progress are those of its
// remainder; restart_date, which levelling moves, is not one of them.
func TestFileDates(t *testing.T) {
	fields := "task_id|proj_id|task_code|act_start_date|act_end_date|early_start_date|early_end_date|late_start_date|late_end_date|restart_date|reend_date|target_start_date|target_end_date"
	p := only(t, small().with("TASK", fields,
		"1|1|Going|2020-02-03 08:00||2020-02-21 08:00|2020-02-28 16:00|2020-03-02 08:00|2020-03-06 16:00|2020-02-24 08:00|2020-03-02 16:00|2020-02-01 08:00|2020-02-08 16:00",
		"2|1|Ahead|||2020-03-02 08:00|2020-03-03 16:00|||||2020-03-01 08:00|2020-03-02 16:00",
		"3|1|Loose|||||||||2020-03-01 08:00|2020-03-02 16:00"))
	show := func(code string) string {
		d := find(t, p, code).File
		return fmt.Sprint(d.Start, d.Finish, d.EarlyStart, d.EarlyFinish, d.LateStart, d.LateFinish)
	}
	equal(t, "in progress", show("Going"), "2020-02-03T08:00 2020-02-28T16:00 2020-02-21T08:00 2020-02-28T16:00 2020-03-02T08:00 2020-03-06T16:00")
	equal(t, "not started", show("Ahead"), "2020-03-02T08:00 2020-03-03T16:00 2020-03-02T08:00 2020-03-03T16:00  ")
	equal(t, "never scheduled", show("Loose"), "2020-03-01T08:00 2020-03-02T16:00    ")
}

func TestLinks(t *testing.T) {
	tasks := []string{taskFields, "1|1|10|1|TT_Task|TK_NotStart|A|One|8|8", "2|1|10|1|TT_Task|TK_NotStart|B|Two|8|8"}
	fields := "task_pred_id|task_id|pred_task_id|proj_id|pred_proj_id|pred_type|lag_hr_cnt"
	for cell, want := range map[string]masterplan.LinkType{"PR_FS": masterplan.FS, "PR_SS": masterplan.SS, "PR_FF": masterplan.FF, "PR_SF": masterplan.SF} {
		p := only(t, small().with("TASK", tasks...).with("TASKPRED", fields, "7|2|1|1|1|"+cell+"|-1.5"))
		equal(t, cell, p.Links[0], masterplan.Link{UID: 7, Pred: 0, Succ: 1, Type: want, Lag: masterplan.Lag{Tenths: -900, Unit: masterplan.Days}})
	}
	for row, key := range map[string]string{
		"7|2|2|1|1|PR_FS|0":  "plan.note.link_self",
		"7|8|9|1|1|PR_FS|0":  "plan.note.link_dangling",
		"7|2|9|1|5|PR_FS|0":  "plan.note.link_external",
		"7|2|1|1|1|PR_XX|0":  "plan.note.link_type_unknown",
		"7|2|1|1|1|PR_FS|?!": "plan.note.number_unreadable",
	} {
		n := noted(t, must(t, small().with("TASK", tasks...).with("TASKPRED", fields, row)), key)
		equal(t, key+": table", n.Table, "TASKPRED")
		equal(t, key+": line", n.Line, 17)
	}
}

func TestDanglingLinksAreKeptAsExternal(t *testing.T) {
	p := only(t, small().with("TASKPRED", "task_id|pred_task_id|proj_id|pred_proj_id|pred_type|lag_hr_cnt", "100|9|1|5|PR_SS|8", "9|100|5|1|PR_FS|0"))
	lag := masterplan.Lag{Tenths: 4800, Unit: masterplan.Days}
	equal(t, "predecessor", p.External[0], masterplan.ExternalLink{Activity: 0, Pred: true, Other: `5\9`, Type: masterplan.SS, Lag: lag})
	equal(t, "successor", p.External[1], masterplan.ExternalLink{Activity: 0, Other: `5\9`, Lag: masterplan.Lag{Unit: masterplan.Days}})
	equal(t, "links", len(p.Links), 0)
}

func TestExternalDatesBind(t *testing.T) {
	p := only(t, small().with("TASK", taskFields+"|external_early_start_date|external_late_end_date",
		"100|1|10|1|TT_Task|TK_NotStart|A1|One|16|16|2020-03-02 08:00|2020-04-01 16:00"))
	equal(t, "externals", len(p.External), 2)
	equal(t, "start", fmt.Sprint(p.External[0].Pred, p.External[0].HasDate, p.External[0].Date), "true true 2020-03-02T08:00")
	equal(t, "finish", fmt.Sprint(p.External[1].Pred, p.External[1].HasDate, p.External[1].Date), "false true 2020-04-01T16:00")
}

func TestWBS(t *testing.T) {
	fields := "wbs_id|proj_id|seq_num|proj_node_flag|wbs_short_name|wbs_name|parent_wbs_id"
	tasks := []string{taskFields, "1|1|12|1|TT_Task|TK_NotStart|B|Two|8|8", "2|1|11|1|TT_Task|TK_NotStart|A|One|8|8", "3|1|10|1|TT_Task|TK_NotStart|Z|Last|8|8", "4|1|12|1|TT_WBS|TK_NotStart|H|Span|8|8"}
	outline := func(p *masterplan.Plan) string {
		var b strings.Builder
		for _, a := range p.Activities {
			fmt.Fprintf(&b, "%d:%s<%d ", a.Level, a.Code, a.Parent)
		}
		return strings.TrimSpace(b.String())
	}
	for _, tt := range []struct {
		name, want string
		rows       []string
		note       string
	}{
		{"the root is the project", "0:Z<-1 0:ONE<-1 1:A<1 0:TWO<-1 1:B<3 1:H<3", []string{fields, "10|1|1|Y|P|Plant|99", "12|1|2|N|TWO|Second|10", "11|1|1|N|ONE|First|10"}, ""},
		{"nested", "0:Z<-1 0:ONE<-1 1:A<1 1:ONE.TWO<1 2:B<3 2:H<3", []string{fields, "10|1|1|Y|P|Plant|", "11|1|1|N|ONE|First|10", "12|1|2|N|TWO|Second|11"}, ""},
		{"several roots", "0:P<-1 1:Z<0 0:ONE<-1 1:A<2 0:TWO<-1 1:B<4 1:H<4", []string{fields, "10|1|1|N|P|Plant|", "11|1|1|N|ONE|First|", "12|1|2|N|TWO|Second|"}, ""},
		{"ring", "0:Z<-1 0:ONE<-1 1:A<1 1:ONE.TWO<1 2:B<3 2:H<3", []string{fields, "10|1|1|Y|P|Plant|", "11|1|1|N|ONE|First|12", "12|1|2|N|TWO|Second|11"}, "plan.note.wbs_ring"},
		{"missing", "0:B<-1 0:A<-1 0:H<-1 0:Z<-1", []string{fields, "10|1|1|Y|P|Plant|"}, "plan.note.wbs_missing"},
		{"twice", "0:Z<-1 0:ONE<-1 1:A<1 0:TWO<-1 1:B<3 1:H<3", []string{fields, "10|1|1|Y|P|Plant|", "11|1|1|N|ONE|First|10", "11|1|1|N|NO|Again|10", "12|1|2|N|TWO|Second|10"}, "plan.note.wbs_twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := must(t, small().with("TASK", tasks...).with("PROJWBS", tt.rows...))
			equal(t, "outline", outline(f.Plans[0]), tt.want)
			if tt.note != "" {
				noted(t, f, tt.note)
			}
		})
	}
	p := only(t, small())
	equal(t, "project name", p.Name, "Plant")
	equal(t, "project code", p.Code, "P")
}

func TestAnActivityBelongsToTheFirstProjectThatClaimsIt(t *testing.T) {
	f := small().
		with("PROJECT", "proj_id|proj_short_name|clndr_id", "1|P|1", "2|Q|1").
		with("TASK", taskFields, "100|9|10|1|TT_Task|TK_NotStart|A0|Stray|8|8", "100|1|10|1|TT_Task|TK_NotStart|A1|One|8|8", "100|2|10|1|TT_Task|TK_NotStart|A2|Two|8|8")
	equal(t, "name", only(t, f).Activities[0].Name, "One")
	file := must(t, f)
	equal(t, "twice", noted(t, file, "plan.note.activity_twice").Code, "A2")
	equal(t, "empty", noted(t, file, "plan.note.project_empty").Args["project"], "Q")
	noted(t, file, "plan.note.activity_stray")
}

func TestMoneyAndWorkComeFromAssignments(t *testing.T) {
	f := small().
		with("RSRC", "rsrc_id|clndr_id|rsrc_short_name|rsrc_name|rsrc_type", "1|1|W|焊工|RT_Labor", "2||C|Concrete|RT_Mat", "3||K|Crane|RT_Equip").
		with("RSRCRATE", "rsrc_id|start_date|max_qty_per_hr|cost_per_qty", "1|2021-01-01 00:00|9|99", "1|2019-01-01 00:00|4|60", "3|2019-01-01 00:00||300").
		with("TASKRSRC", "taskrsrc_id|task_id|rsrc_id|target_qty|act_reg_qty|act_ot_qty|remain_qty|target_qty_per_hr|target_cost|target_lag_drtn_hr_cnt|target_start_date|target_end_date",
			"1|100|1|32|8|2|22|2|1920,50|4|2020-03-02 08:00|2020-03-03 16:00", "2|100|2|12.345|0|0|12.345|1|6000|0||", "3|100||8|0|0|8|1|0|0||", "4|777|1|8|0|0|8|1|0|0||", "5|100|55|8|0|0|8|1|0|0||")
	file := must(t, f)
	p := file.Plans[0]
	equal(t, "rate in effect", p.Resources[0].Rate, 60)
	equal(t, "how many", p.Resources[0].MaxUnits, 4)
	equal(t, "material", p.Resources[1].Type, masterplan.MaterialResource)
	equal(t, "plant", p.Resources[2].Type, masterplan.EquipmentResource)
	a := p.Assignments[0]
	equal(t, "work", fmt.Sprint(a.Work, a.ActualWork, a.RemainingWork, a.Units, a.Cost, a.Delay), "1920 600 1320 2 1920.5 2400")
	equal(t, "dates", fmt.Sprint(a.Start, a.Finish), "2020-03-02T08:00 2020-03-03T16:00")
	equal(t, "thousandths of a unit", p.Assignments[1].Work, 12345)
	equal(t, "unassigned", p.Assignments[2].Resource, -1)
	noted(t, file, "plan.note.assignment_dangling")
	noted(t, file, "plan.note.resource_missing")
}

func TestResourceDependentActivitiesFollowTheirResource(t *testing.T) {
	f := small().
		with("CALENDAR", "clndr_id|clndr_name|clndr_data", "1|Site|"+week("s¦08:00¦f¦16:00"), "2|Crew|"+week("s¦20:00¦f¦00:00")).
		with("RSRC", "rsrc_id|clndr_id|rsrc_name|rsrc_type", "1|2|Crew|RT_Labor").
		with("TASK", taskFields, "1|1|10|1|TT_Rsrc|TK_NotStart|A|One|8|8", "2|1|10|1|TT_Task|TK_NotStart|B|Two|8|8").
		with("TASKRSRC", "task_id|rsrc_id", "1|1", "2|1")
	p := only(t, f)
	equal(t, "resource dependent", find(t, p, "A").Calendar, 1)
	equal(t, "task dependent", find(t, p, "B").Calendar, 0)
}

func TestBaselinesAreNotInXER(t *testing.T) {
	equal(t, "baselines", len(only(t, small()).Baselines), 0)
}

func TestNotebooks(t *testing.T) {
	f := small().with("MEMOTYPE", "memo_type_id|memo_type", "1|Remarks").
		with("TASKMEMO", "task_id|memo_type_id|task_memo", `100|1|<HTML><BODY bgcolor=""#fff""><P>Wait  for &lt;permit&gt;</P><P>Then go</P></BODY></HTML>`, "100||plain\x7f\x7ftext", "100|1|<p")
	equal(t, "notes", find(t, only(t, f), "A1").Notes, "Remarks: Wait for <permit>\nThen go\nplain\n\ntext")
}

func TestRefusals(t *testing.T) {
	whole := small().String()
	for _, tt := range []struct {
		name, text, key string
		args            map[string]string
	}{
		{"nothing", "", "plan.file.not_xer", nil},
		{"something else", "hello", "plan.file.not_xer", nil},
		{"cut off in the middle", whole[:len(whole)-20], "plan.file.cut_off", map[string]string{"table": "TASK", "line": "13"}},
		{"cut off after a line", strings.ReplaceAll(whole, "%E\r\n", ""), "plan.file.cut_off", map[string]string{"table": "TASK", "line": "13"}},
		{"no projects", strings.ReplaceAll(whole, "PROJECT", "NOTHING"), "plan.file.no_table", map[string]string{"table": "PROJECT"}},
		{"links of no activities", strings.ReplaceAll(small().with("TASKPRED", "task_pred_id|task_id|pred_task_id", "1|100|101").String(), "%T\tTASK\r", "%T\tTUSK\r"), "plan.file.no_table", map[string]string{"table": "TASK"}},
		{"no ids", strings.ReplaceAll(whole, "task_id", "id"), "plan.file.no_field", map[string]string{"table": "TASK", "field": "task_id"}},
		{"activities of no project", strings.ReplaceAll(whole, "100\t1\t10", "100\t2\t10"), "plan.file.no_activities", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read("bad.xer", []byte(tt.text))
			var e *fault.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %v", err)
			}
			equal(t, "kind", e.Kind, fault.Invalid)
			equal(t, "key", e.Key, tt.key)
			equal(t, "file", e.Args["file"], "bad.xer")
			for k, v := range tt.args {
				equal(t, k, e.Args[k], v)
			}
		})
	}
}

// A file that its tool wrote without the end mark is read when a person says so; one
// that stops within a row is cut off all the same.
func TestNoEndMark(t *testing.T) {
	whole := strings.ReplaceAll(small().String(), "%E\r\n", "")
	f, err := ReadWith("other.xer", []byte(whole), Options{NoEndMark: true})
	if err != nil {
		t.Fatal(err)
	}
	n := noted(t, f, "plan.note.no_end_mark")
	equal(t, "where", fmt.Sprint(n.Table, " ", n.Line), "TASK 13")
	for name, text := range map[string]string{
		"in a cell": strings.TrimRight(whole, "\r\n"), "after a cell": strings.TrimRight(whole, "0123456789\t\r\n") + "\r\n",
	} {
		_, err := ReadWith("bad.xer", []byte(text), Options{NoEndMark: true})
		if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.cut_off_row" {
			t.Errorf("cut off %s: %v", name, err)
		}
	}
}

func TestLineEnds(t *testing.T) {
	for name, ends := range map[string]string{"returns alone": "\r", "the wrong way round": "\n\r", "two returns": "\r\r\n", "feeds": "\n"} {
		f := must(t, text(strings.ReplaceAll(small().String(), "\r\n", ends)))
		equal(t, name, find(t, f.Plans[0], "A1").Name, "One")
		if told := ends == "\r"; told {
			noted(t, f, "plan.note.lines_by_returns")
		}
	}
}

func TestRelationTypesThatAreNumbered(t *testing.T) {
	for name, want := range map[string]masterplan.LinkType{"PR_FF1": masterplan.FF, "PR_SS2": masterplan.SS, "PR_FS": masterplan.FS, "SF3": masterplan.SF} {
		f := must(t, small().with("TASK", taskFields, "100|1|10|1|TT_Task|TK_NotStart|A1|One|16|16", "101|1|10|1|TT_Task|TK_NotStart|A2|Two|16|16").
			with("TASKPRED", "task_pred_id|task_id|pred_task_id|proj_id|pred_proj_id|pred_type|lag_hr_cnt", "1|101|100|1|1|"+name+"|0"))
		equal(t, name, f.Plans[0].Links[0].Type, want)
		for _, n := range f.Notes {
			if n.Key == "plan.note.link_type_unknown" {
				t.Errorf("%s: %+v", name, n)
			}
		}
	}
}

func TestDeepAndHugeTreesAreRefused(t *testing.T) {
	deep := small()
	rows := []string{"wbs_id|proj_id|wbs_short_name|parent_wbs_id"}
	for i := range 300 {
		rows = append(rows, fmt.Sprintf("%d|1|L%d|%d", 1000+i, i, 999+i))
	}
	_, err := Read("deep.xer", []byte(deep.with("PROJWBS", rows...).String()))
	if e := (*fault.Error)(nil); !errors.As(err, &e) || e.Key != "plan.file.too_deep" {
		t.Errorf("deep tree: %v", err)
	}
}
