package xer

import (
	"fmt"
	"strings"
	"testing"

	"fugong/internal/masterplan"
)

// show writes a calendar as "Mon 480-720 780-1020; 2020-01-24 off; …".
func show(c masterplan.Calendar) string {
	days := [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
	var parts []string
	for i, d := range c.Week {
		if d.Set && len(d.Spans) > 0 {
			parts = append(parts, days[i]+hours(d))
		} else if d.Set {
			parts = append(parts, days[i]+" off")
		}
	}
	for _, e := range c.Exceptions {
		parts = append(parts, fmt.Sprintf("%d%s", e.From, hours(masterplan.DayHours{Spans: e.Spans})))
	}
	return strings.Join(parts, "; ")
}

func hours(d masterplan.DayHours) (s string) {
	for _, span := range d.Spans {
		s += fmt.Sprintf(" %d-%d", span.Start, span.End)
	}
	return s
}

func TestCalendarData(t *testing.T) {
	data := func(days, exceptions string) string {
		return "(0||CalendarData()((0||DaysOfWeek()(" + days + "))(0||VIEW(ShowTotal|Y)())(0||Exceptions()(" + exceptions + "))))"
	}
	for _, tt := range []struct{ name, data, want, note string }{
		{"one shift", data("(0||2()((0||0(s|08:00|f|16:00)())))", ""), "Mon 480-960", ""},
		{"finish first", data("(0||2()((0||0(f|16:00|s|08:00)())))", ""), "Mon 480-960", ""},
		{"unpadded hours", data("(0||2()((0||0(s|8:00|f|16:30)())))", ""), "Mon 480-990", ""},
		{"two shifts out of order", data("(0||2()((0||0(s|13:00|f|17:00)())(0||1(s|08:00|f|12:00)())))", ""), "Mon 480-720 780-1020", ""},
		{"shifts that touch", data("(0||2()((0||0(s|08:00|f|12:00)())(0||1(s|12:00|f|17:00)())))", ""), "Mon 480-1020", ""},
		{"twelve hours", data("(0||2()((0||0(s|07:00 AM|f|12:00 PM)())(0||1(s|1:00 pm|f|6:00 P.M.)())))", ""), "Mon 420-720 780-1080", ""},
		{"twelve hours round midnight", data("(0||2()((0||0(s|12:00 AM|f|06:30 AM)())(0||1(s|下午1:00|f|下午11:00)())))", ""), "Mon 0-390 780-1380", ""},
		{"points", data("(0||2()((0||0(s|08.00|f|16.30)())))", ""), "Mon 480-990", ""},
		{"until midnight", data("(0||1()((0||0(s|16:00|f|00:00)())))", ""), "Sun 960-1440", ""},
		{"whole day", data("(0||1()((0||0(s|00:00|f|00:00)())))", ""), "Sun 0-1440", ""},
		{"past midnight is cut", data("(0||1()((0||0(s|22:00|f|06:00)())))", ""), "Sun 1320-1440", "plan.note.shift_midnight"},
		{"day off", data("(0||7()())", ""), "Sat off", ""},
		{"holiday and worked day", data("(0||1()())", "(0||0(d|43854)())(0||1(d|43860)((0||0(s|08:00|f|12:00)())))"), "Sun off; 18285; 18291 480-720", ""},
		{"the later of two exceptions holds", data("(0||1()())", "(0||0(d|43860)())(0||1(d|43854)())(0||2(d|43860)((0||0(s|08:00|f|12:00)())))"), "Sun off; 18285; 18291 480-720", ""},
		{"padding", "(0||CalendarData()(\x7f\x7f  (0||DaysOfWeek()(\x7f\x7f    (0||2()(\x7f\x7f      (0||0(s|08:00|f|12:00)())\x7f\x7f      (0||1(s|13:00|f|17:00)())))))\x7f\x7f  (0||VIEW(ShowTotal|N)())))", "Mon 480-720 780-1020", ""},
		{"blanks", "(0||CalendarData()(    (0||DaysOfWeek()(      (0||2()(        (0||0(s|08:00|f|12:00)())))))))", "Mon 480-720", ""},
		{"a bracket too many", "(0||CalendarData()((0||DaysOfWeek()((0||1()())(0||7()()))))(0||Exceptions()((0||0(d|43854)())))))", "Sun off; Sat off; 18285", "plan.note.calendar_unreadable"},
		{"no week", "(0||CalendarData()((0||Exceptions()((0||0(d|43854)())))))", "Sun off; Mon 480-960; Tue 480-960; Wed 480-960; Thu 480-960; Fri 480-960; Sat off; 18285", "plan.note.calendar_standard"},
		{"empty", "(0||()())", "Sun off; Mon 480-960; Tue 480-960; Wed 480-960; Thu 480-960; Fri 480-960; Sat off", "plan.note.calendar_standard"},
		{"missing", "", "Sun off; Mon 480-960; Tue 480-960; Wed 480-960; Thu 480-960; Fri 480-960; Sat off", "plan.note.calendar_standard"},
		{"day that is none", data("(0||9()())(0||2()())", ""), "Mon off", "plan.note.calendar_unreadable"},
		{"time that is none", data("(0||2()((0||0(s|25:00|f|noon)())))", ""), "Mon off", "plan.note.calendar_unreadable"},
		{"exception that is none", data("(0||2()())", "(0||0(d|soon)())(0||1(d|-5)())(0||1(d|99999999)())"), "Mon off", "plan.note.calendar_unreadable"},
		{"cut off", "(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|12:00)", "Mon 480-720", "plan.note.calendar_unreadable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := must(t, small().with("CALENDAR", "clndr_id|clndr_name|clndr_data", "1|Site|"+strings.ReplaceAll(tt.data, "|", "¦")))
			c := f.Plans[0].Calendars[0]
			for i := range c.Week { // days that are not listed are told by the test of their note
				if !strings.Contains(tt.data, fmt.Sprintf("(0||%d()", i+1)) && len(c.Week[i].Spans) == 0 && !strings.Contains(tt.want, "Mon 480-960; Tue") {
					c.Week[i].Set = false
				}
			}
			equal(t, "calendar", show(c), tt.want)
			if tt.note != "" {
				n := noted(t, f, tt.note)
				equal(t, "calendar named", n.Args["calendar"], "Site")
				equal(t, "line", n.Line, 7)
			} else {
				for _, n := range f.Notes {
					if n.Table == "CALENDAR" && n.Key != "plan.note.weekdays_left_out" {
						t.Errorf("unexpected note %+v", n)
					}
				}
			}
		})
	}
}

// A weekday that a calendar leaves out is a day off, unless a base tells its hours.
func TestWeekdaysLeftOut(t *testing.T) {
	days := "(0¦¦CalendarData()((0¦¦DaysOfWeek()((0¦¦2()((0¦¦0(s¦08:00¦f¦12:00)())))(0¦¦6()())))))"
	f := must(t, small().with("CALENDAR", "clndr_id|clndr_name|clndr_data", "1|Site|"+days))
	equal(t, "calendar", show(f.Plans[0].Calendars[0]), "Sun off; Mon 480-720; Tue off; Wed off; Thu off; Fri off; Sat off")
	equal(t, "days", noted(t, f, "plan.note.weekdays_left_out").Args["count"], "5")
	f = must(t, small().with("CALENDAR", "clndr_id|clndr_name|base_clndr_id|clndr_data", "1|Site|2|"+days, "2|Zone||"+week("s¦08:00¦f¦16:00")))
	equal(t, "with a base", show(f.Plans[0].Calendars[0]), "Mon 480-720; Fri off")
}

func TestNestingIsBounded(t *testing.T) {
	deep := strings.Repeat("(0¦¦x()(", 100_000)
	f := must(t, small().with("CALENDAR", "clndr_id|clndr_name|clndr_data", "1|Site|"+deep))
	noted(t, f, "plan.note.calendar_standard")
}

func TestCalendarsInherit(t *testing.T) {
	own := "(0¦¦CalendarData()((0¦¦Exceptions()((0¦¦0(d¦43860)())))))"
	fields := "clndr_id|clndr_name|base_clndr_id|clndr_type|clndr_data"
	f := must(t, small().with("CALENDAR", fields, "1|Site|2|CA_Project|"+own, "2|Zone||CA_Base|"+week("s¦08:00¦f¦16:00"), "3|Me|3|CA_Rsrc|", "4|Left|5|CA_Base|", "5|Right|4|CA_Base|"))
	c := f.Plans[0].Calendars
	equal(t, "own part", show(c[0]), "18291")
	equal(t, "base", c[0].Base, 1)
	equal(t, "no base", c[1].Base, -1)
	equal(t, "own base", c[2].Base, -1)
	equal(t, "resource's", c[2].Resource, true)
	equal(t, "ring", c[3].Base, -1)
	noted(t, f, "plan.note.calendar_loop")
}

func TestMissingCalendars(t *testing.T) {
	f := must(t, small().with("CALENDAR", "clndr_id|clndr_name|clndr_data"))
	equal(t, "project", f.Plans[0].Settings.Calendar, -1)
	equal(t, "activity", f.Plans[0].Activities[0].Calendar, -1)
	noted(t, f, "plan.note.project_calendar")
	equal(t, "code", noted(t, f, "plan.note.activity_calendar").Code, "A1")
}
