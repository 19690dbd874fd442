package xer

import (
	"fmt"
	"strings"
	"testing"

	"fugong/internal/masterplan"
)

// tables is a small XER file under construction: the rows of a table, its fields
// first, cells parted by "|".
type tables map[string][]string

var order = []string{"CURRTYPE", "PROJECT", "CALENDAR", "SCHEDOPTIONS", "PROJWBS", "RSRC", "RSRCRATE", "TASK", "MEMOTYPE", "TASKPRED", "TASKRSRC", "TASKMEMO", "OTHER"}

// small is a project of one calendar, one WBS node and one activity.
func small() tables {
	return tables{
		"PROJECT":  {"proj_id|proj_short_name|clndr_id|last_recalc_date|plan_start_date", "1|P|1|2020-02-21 08:00|2020-02-03 08:00"},
		"CALENDAR": {"clndr_id|clndr_name|clndr_data", "1|Site|" + week("s¦08:00¦f¦16:00")},
		"PROJWBS":  {"wbs_id|proj_id|proj_node_flag|wbs_short_name|wbs_name|parent_wbs_id", "10|1|Y|P|Plant|"},
		"TASK":     {"task_id|proj_id|wbs_id|clndr_id|task_type|status_code|task_code|task_name|target_drtn_hr_cnt|remain_drtn_hr_cnt", "100|1|10|1|TT_Task|TK_NotStart|A1|One|16|16"},
	}
}

// with replaces tables of a copy.
func (f tables) with(name string, rows ...string) tables {
	out := tables{}
	for k, v := range f {
		out[k] = v
	}
	out[name] = rows
	return out
}

// week is clndr_data with the same shifts from Monday to Friday; "¦" stands for
// the bar, which parts cells here.
func week(shifts ...string) string {
	var b strings.Builder
	for i, s := range shifts {
		fmt.Fprintf(&b, "(0¦¦%d(%s)())", i, s)
	}
	out := "(0¦¦CalendarData()((0¦¦DaysOfWeek()("
	for day := 1; day <= 7; day++ {
		inner := b.String()
		if day == 1 || day == 7 {
			inner = ""
		}
		out += fmt.Sprintf("(0¦¦%d()(%s))", day, inner)
	}
	return out + "))))"
}

func (f tables) String() string {
	var b strings.Builder
	b.WriteString("ERMHDR\t19.12\t2020-02-21\tProject\tu\tu\tdb\tPM\tCNY\r\n")
	for _, name := range order {
		rows, ok := f[name]
		if !ok {
			continue
		}
		b.WriteString("%T\t" + name + "\r\n")
		for i, row := range rows {
			mark := "%R\t"
			if i == 0 {
				mark = "%F\t"
			}
			row = strings.ReplaceAll(row, "|", "\t")
			b.WriteString(mark + strings.ReplaceAll(row, "¦", "|") + "\r\n")
		}
	}
	return b.String() + "%E\r\n"
}

// must reads a file that has to be readable.
func must(t *testing.T, text fmt.Stringer) *masterplan.File {
	t.Helper()
	f, err := Read("small.xer", []byte(text.String()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// only is the plan of a file that holds one.
func only(t *testing.T, text fmt.Stringer) *masterplan.Plan {
	t.Helper()
	f := must(t, text)
	if len(f.Plans) != 1 {
		t.Fatalf("%d plans, want 1", len(f.Plans))
	}
	return f.Plans[0]
}

// find is the activity with the code.
func find(t *testing.T, p *masterplan.Plan, code string) *masterplan.Activity {
	t.Helper()
	for i := range p.Activities {
		if p.Activities[i].Code == code {
			return &p.Activities[i]
		}
	}
	t.Fatalf("no activity %q", code)
	return nil
}

// noted is the note with the key; it must be there.
func noted(t *testing.T, f *masterplan.File, key string) masterplan.Note {
	t.Helper()
	for _, n := range f.Notes {
		if n.Key == key {
			return n
		}
	}
	t.Fatalf("no note %s in %v", key, f.Notes)
	return masterplan.Note{}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
