package icalendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/icalendar"
	"fugong/solve/worktime"
)

func milestone(code, name string, at worktime.Time) masterplan.Activity {
	return masterplan.Activity{
		Code: code, Name: name, Kind: masterplan.FinishMilestone, Parent: -1, Calendar: -1, Deadline: worktime.None,
		ActualStart: worktime.None, ActualFinish: worktime.None, File: masterplan.FileDates{Start: at, Finish: at},
	}
}

func written(t *testing.T, p *masterplan.Plan, o icalendar.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := icalendar.Write(&b, p, nil, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func location(t *testing.T, name string) *time.Location {
	t.Helper()
	in, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

var now = time.Date(2020, 2, 21, 10, 0, 0, 0, time.UTC)

func TestLocalTimeWithItsZone(t *testing.T) {
	p := &masterplan.Plan{ID: "p1", Name: "厂房", Activities: []masterplan.Activity{
		milestone("M1", "主体封顶", worktime.Date(2020, 3, 31).At(17*60)),
		milestone("M2", "没有日期", worktime.None),
	}}
	p.Activities = append(p.Activities, masterplan.Activity{Code: "T", Name: "task", Kind: masterplan.Task, ActualFinish: worktime.None})
	out := written(t, p, icalendar.Options{Location: location(t, "Asia/Shanghai"), Now: now, Sequence: 7, Lang: "zh"})
	for _, want := range []string{
		"DTSTART;TZID=Asia/Shanghai:20200331T170000\r\n", "SEQUENCE:7\r\n", "TZOFFSETTO:+0800\r\n", "SUMMARY:主体封顶\r\n",
		"BEGIN:VTIMEZONE\r\n", "DTSTAMP:20200221T100000Z\r\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
	if n := strings.Count(out, "BEGIN:VEVENT"); n != 1 {
		t.Errorf("%d events, want the one dated milestone", n)
	}
}

// TestClockChange writes both clocks of a place that changes them.
func TestClockChange(t *testing.T) {
	p := &masterplan.Plan{ID: "p1", Activities: []masterplan.Activity{
		milestone("M1", "winter", worktime.Date(2020, 3, 1).At(8*60)),
		milestone("M2", "summer", worktime.Date(2020, 7, 1).At(8*60)),
	}}
	out := written(t, p, icalendar.Options{Location: location(t, "Europe/Berlin"), Now: now, Lang: "en"})
	if strings.Count(out, "BEGIN:STANDARD") != 1 || strings.Count(out, "BEGIN:DAYLIGHT") != 1 {
		t.Errorf("want one standard and one daylight part:\n%s", out)
	}
	if !strings.Contains(out, "BEGIN:DAYLIGHT\r\nDTSTART:20200329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n") {
		t.Errorf("the change of 29 March is missing:\n%s", out)
	}
}

func TestUIDStaysWhenDateAndNameChange(t *testing.T) {
	event := func(name string, at worktime.Time, code string) string {
		p := &masterplan.Plan{ID: "p1", Activities: []masterplan.Activity{milestone(code, name, at)}}
		c, err := ics.ParseCalendar(strings.NewReader(written(t, p, icalendar.Options{Now: now})))
		if err != nil {
			t.Fatal(err)
		}
		return c.Events()[0].Id()
	}
	was := event("old", worktime.Date(2020, 1, 1).At(0), "M1")
	if is := event("new", worktime.Date(2021, 1, 1).At(0), "M1"); is != was {
		t.Errorf("UID changed from %s to %s", was, is)
	}
	if other := event("old", worktime.Date(2020, 1, 1).At(0), "M2"); other == was {
		t.Error("two milestones share a UID")
	}
}

// TestFolding holds RFC 5545 §3.1: no line over 75 octets, and no character of
// a Chinese name cut in two.
func TestFolding(t *testing.T) {
	long := strings.Repeat("汽车零部件产业园二期厂房钢结构主体封顶验收", 9) + ", ; \\ end"
	p := &masterplan.Plan{ID: "p1", Name: long, Activities: []masterplan.Activity{milestone("M1", long, worktime.Date(2020, 3, 31).At(0))}}
	out := written(t, p, icalendar.Options{Location: location(t, "Asia/Shanghai"), Now: now, Lang: "zh"})
	for _, line := range strings.Split(out, "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d octets: %s", len(line), line)
		}
		if !utf8.ValidString(line) {
			t.Errorf("a character is cut: %q", line)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if got := c.Events()[0].GetProperty(ics.ComponentPropertySummary).Value; got != long {
		t.Errorf("read back as %q", got)
	}
}
