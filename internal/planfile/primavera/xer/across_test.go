package xer

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"fugong/internal/charset"
	"fugong/internal/masterplan"
)

const linkFields = "task_pred_id|task_id|pred_task_id|proj_id|pred_proj_id|pred_type|lag_hr_cnt"

// two is a file of two projects: A1 of two days in the one, B1 of a day in the other.
func two(links ...string) tables {
	return small().
		with("PROJECT", "proj_id|proj_short_name|clndr_id|last_recalc_date|plan_start_date", "1|P|1|2020-02-21 08:00|2020-02-03 08:00", "2|Q|1|2020-02-21 08:00|2020-02-03 08:00").
		with("TASK", taskFields, "100|1||1|TT_Task|TK_NotStart|A1|One|16|16", "101|1||1|TT_Task|TK_NotStart|A2|Two|8|8", "200|2||1|TT_Task|TK_NotStart|B1|Three|8|8").
		with("TASKPRED", append([]string{linkFields}, links...)...)
}

// dated is the early and late dates of an activity of a file.
func dated(t *testing.T, f *masterplan.File, code string) string {
	t.Helper()
	for _, p := range f.Plans {
		for i := range p.Activities {
			if p.Activities[i].Code != code {
				continue
			}
			d, err := masterplan.Compute(p)
			if err != nil {
				t.Fatal(err)
			}
			r := d.Rows[i]
			return fmt.Sprint(r.EarlyStart, " ", r.EarlyFinish, " ", r.LateFinish)
		}
	}
	t.Fatal("no activity ", code)
	return ""
}

// Links between projects of one file bind with any type and lag, though the file
// states no dates: Primavera opens the projects together.
func TestLinksBetweenProjects(t *testing.T) {
	for kind, want := range map[string]string{
		"PR_FS|8":  "2020-02-26T08:00 2020-02-26T16:00 2020-02-26T16:00",
		"PR_SS|8":  "2020-02-24T08:00 2020-02-24T16:00 2020-02-24T16:00",
		"PR_FF|8":  "2020-02-25T08:00 2020-02-25T16:00 2020-02-25T16:00",
		"PR_SF|40": "2020-02-27T08:00 2020-02-27T16:00 2020-02-27T16:00",
	} {
		equal(t, kind, dated(t, must(t, two("1|200|100|2|1|"+kind)), "B1"), want)
	}
	back := must(t, two("1|200|100|2|1|PR_FS|8", "2|101|200|1|2|PR_FS|0"))
	equal(t, "there and back", dated(t, back, "A2"), "2020-02-27T08:00 2020-02-27T16:00 2020-02-27T16:00")
	equal(t, "what leads there", dated(t, back, "A1"), "2020-02-21T08:00 2020-02-24T16:00 2020-02-24T16:00")
	ring := must(t, two("1|200|100|2|1|PR_FS|0", "2|100|200|1|2|PR_FS|0"))
	noted(t, ring, "plan.note.link_ring_across")
	equal(t, "a ring binds nothing", dated(t, ring, "B1"), "2020-02-21T08:00 2020-02-21T16:00 2020-02-21T16:00")
}

// Dates that the file states of the other end come before those computed.
func TestStatedDatesBetweenProjects(t *testing.T) {
	f := two("1|200|100|2|1|PR_FF|8").with("TASK", taskFields+"|early_end_date",
		"100|1||1|TT_Task|TK_NotStart|A1|One|16|16|2020-03-02 16:00", "200|2||1|TT_Task|TK_NotStart|B1|Three|8|8|")
	equal(t, "by the file's", strings.Fields(dated(t, must(t, f), "B1"))[1], "2020-03-03T16:00")
}

// Free float counts to what follows in another project of the file, as in files of
// Primavera that hold both; total float stays that of the project. Nothing is counted
// to what is finished, nor to a project that stands in the file only for its links: it
// was not open.
func TestFreeFloatBetweenProjects(t *testing.T) {
	fields := taskFields + "|early_start_date|early_end_date|act_start_date|act_end_date"
	for _, c := range []struct {
		name, link, b string
		free          int64
	}{
		{"to its start", "PR_FS|0", "TK_NotStart|B1|Three|8|8|2020-02-28 08:00|2020-02-28 16:00||", 24},
		{"less the lag", "PR_FS|8", "TK_NotStart|B1|Three|8|8|2020-02-28 08:00|2020-02-28 16:00||", 16},
		{"to its finish", "PR_FF|0", "TK_NotStart|B1|Three|8|8|2020-02-28 08:00|2020-02-28 16:00||", 32},
		{"by start and start", "PR_SS|0", "TK_NotStart|B1|Three|8|8|2020-02-28 08:00|2020-02-28 16:00||", 40},
		{"to the date we compute", "PR_FS|0", "TK_NotStart|B1|Three|8|8||||", 0},
		{"to what is finished", "PR_FS|0", "TK_Complete|B1|Three|8|0|||2020-02-19 08:00|2020-02-19 16:00", 80},
	} {
		f := must(t, two("1|200|100|2|1|"+c.link).with("TASK", fields, "100|1||1|TT_Task|TK_NotStart|A1|One|16|16||||", "101|1||1|TT_Task|TK_NotStart|A2|Two|96|96||||", "200|2||1|TT_Task|"+c.b))
		d, err := masterplan.Compute(f.Plans[0])
		if err != nil {
			t.Fatal(err)
		}
		equal(t, c.name, d.Rows[0].FreeFloat/60, c.free)
	}
	stub := two("1|200|100|2|1|PR_FS|0").with("PROJECT", "proj_id|proj_short_name|clndr_id|last_recalc_date|plan_start_date|export_flag",
		"1|P|1|2020-02-21 08:00|2020-02-03 08:00|Y", "2|Q|1|2020-02-21 08:00|2020-02-03 08:00|N").
		with("TASK", fields, "100|1||1|TT_Task|TK_NotStart|A1|One|16|16||||", "101|1||1|TT_Task|TK_NotStart|A2|Two|96|96||||", "200|2||1|TT_Task|TK_NotStart|B1|Three|8|8|2020-02-28 08:00|2020-02-28 16:00||")
	d, err := masterplan.Compute(must(t, stub).Plans[0])
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "to a project that was not open", d.Rows[0].FreeFloat/60, int64(80))
}

// A project that stands in the file only for its links says so.
func TestStubsOfProjects(t *testing.T) {
	f := must(t, two("1|200|100|2|1|PR_FS|0").with("PROJECT", "proj_id|proj_short_name|clndr_id|last_recalc_date|plan_start_date|export_flag",
		"1|P|1|2020-02-21 08:00|2020-02-03 08:00|Y", "2|Q|1|2020-02-21 08:00|2020-02-03 08:00|N"))
	n := noted(t, f, "plan.note.project_stub")
	equal(t, "which", n.Args["project"]+" "+n.Args["count"], "Q 1")
}

// Crews on one resource-dependent activity work each on its own calendar.
func TestCrewsWorkOnTheirOwnCalendars(t *testing.T) {
	early := strings.NewReplacer("(0¦¦5()((0¦¦0(s¦08:00¦f¦16:00)())))", "(0¦¦5()())", "(0¦¦6()((0¦¦0(s¦08:00¦f¦16:00)())))", "(0¦¦6()())").Replace(week("s¦08:00¦f¦16:00"))
	f := small().
		with("CALENDAR", "clndr_id|clndr_name|clndr_data", "1|Site|"+week("s¦08:00¦f¦16:00"), "2|Early|"+early).
		with("RSRC", "rsrc_id|clndr_id|rsrc_short_name|rsrc_name|rsrc_type", "1|1|W|Welders|RT_Labor", "2|2|F|Fitters|RT_Labor", "3|2|S|Steel|RT_Mat").
		with("TASK", taskFields, "100|1|10|1|TT_Rsrc|TK_NotStart|A1|One|16|16").
		with("TASKRSRC", "taskrsrc_id|task_id|proj_id|rsrc_id|target_qty|remain_qty|target_qty_per_hr", "1|100|1|1|16|16|1", "2|100|1|2|48|48|2", "3|100|1|3|900|900|1")
	equal(t, "with the last of them", dated(t, must(t, f), "A1"), "2020-02-21T08:00 2020-02-26T16:00 2020-02-26T16:00")
	one := f.with("TASKRSRC", "taskrsrc_id|task_id|proj_id|rsrc_id|target_qty|remain_qty|target_qty_per_hr", "2|100|1|2|48|48|2")
	equal(t, "a crew alone", dated(t, must(t, one), "A1"), "2020-02-24T08:00 2020-02-25T16:00 2020-02-25T16:00")
}

// A start recorded after the data date holds what remains only where the file's own
// early starts say so.
func TestStartsAfterTheDataDate(t *testing.T) {
	fields := taskFields + "|act_start_date|early_start_date"
	for early, want := range map[string]string{"2020-02-21 08:00": "2020-02-21T08:00", "2020-02-25 08:00": "2020-02-25T08:00", "": "2020-02-21T08:00"} {
		f := must(t, small().with("TASK", fields, "100|1|10|1|TT_Task|TK_Active|A1|One|16|16|2020-02-25 08:00|"+early))
		equal(t, "stated "+early, strings.Fields(dated(t, f, "A1"))[0], want)
	}
}

// The table of currencies is the same in every file: it does not sway the guess.
func TestCurrenciesDoNotCount(t *testing.T) {
	names := strings.Repeat("حفر الأساسات وصب الخرسانة ", 3)
	currencies := []string{"curr_id|curr_symbol|curr_type"}
	for i := range 60 {
		currencies = append(currencies, fmt.Sprintf("%d|§ёрубгрнлвкр|C%d", i, i))
	}
	f := small().with("TASK", taskFields, "100|1|10|1|TT_Task|TK_NotStart|A1|"+names+"|16|16").with("CURRTYPE", currencies...)
	arabic, err := charmap.Windows1256.NewEncoder().String(strings.TrimSpace(names))
	if err != nil {
		t.Fatal(err)
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String("§ёрубгрнлвкр")
	if err != nil {
		t.Fatal(err)
	}
	written := strings.NewReplacer(strings.TrimSpace(names), arabic, "§ёрубгрнлвкр", cyrillic).Replace(f.String())
	got := must(t, text(written))
	equal(t, "encoding", got.Source.Encoding, charset.Windows1256)
	equal(t, "name", find(t, got.Plans[0], "A1").Name, strings.TrimSpace(names))
}
