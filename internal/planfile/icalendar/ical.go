// Package icalendar writes a plan's milestones as an iCalendar file (RFC 5545), for
// people who want them in the calendar of their phone or mail program.
//
// One milestone is one event. Its UID depends only on the plan and the
// activity's code, and its SEQUENCE is given by the caller and has to rise with
// every change, so that a calendar that imports a newer file moves its events
// and does not double them. Times stand in the zone's own time, with the rules
// of that time zone in the file. Lines are folded at 75 octets.
package icalendar

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Options say what the file cannot know by itself.
type Options struct {
	Location *time.Location // the zone's time; nil is UTC
	Now      time.Time      // stamped on every event
	Sequence int            // the project's revision; 0 for a plan that is not stored
	Lang     string         // "zh" or "en"
}

// Write writes the milestones of p, dated by d, or without d by the file's own
// dates. A milestone without a date is left out. It returns errors of w.
func Write(w io.Writer, p *masterplan.Plan, d *masterplan.Dates, o Options) error {
	if o.Location == nil {
		o.Location = time.UTC
	}
	events := milestoneEvents(p, d, o)
	c := ics.NewCalendar()
	c.SetProductId("-//Fugong//Plan//" + strings.ToUpper(o.Lang))
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(clean(p.Name))
	if o.Location != time.UTC && len(events) > 0 {
		c.SetXWRTimezone(o.Location.String())
		addZone(c, events, o.Location)
	}
	for i := range events {
		addEvent(c, &events[i], o)
	}
	return c.SerializeTo(w, ics.WithNewLine("\r\n"))
}

// Losses tells that a calendar holds milestones only.
func Losses(p *masterplan.Plan, d *masterplan.Dates) []masterplan.Loss {
	var out masterplan.Losses
	work := 0
	for i := range p.Activities {
		a := &p.Activities[i]
		switch {
		case a.Kind == masterplan.Summary || a.Inactive:
		case !isMilestone(a):
			work++
		case when(p, d, i) == worktime.None:
			out.OfActivity(masterplan.LeftOut, "plan.loss.undated", i, nil)
		}
	}
	out.OfPlan(masterplan.LeftOut, "plan.loss.ical_work", work, nil)
	return out.List()
}

func isMilestone(a *masterplan.Activity) bool {
	return a.Kind == masterplan.StartMilestone || a.Kind == masterplan.FinishMilestone || a.Marked && a.Kind != masterplan.Summary
}

// event is one milestone with its date.
type event struct {
	uid, name, text string
	at              time.Time
}

func milestoneEvents(p *masterplan.Plan, d *masterplan.Dates, o Options) []event {
	var out []event
	for i := range p.Activities {
		a := &p.Activities[i]
		at := when(p, d, i)
		if !isMilestone(a) || a.Inactive || at == worktime.None {
			continue
		}
		out = append(out, event{uid: eventUID(p, a), name: clean(a.Name), text: eventText(a, p, d, i, o.Lang), at: civil(at, o.Location)})
	}
	return out
}

func when(p *masterplan.Plan, d *masterplan.Dates, i int) worktime.Time {
	if a := &p.Activities[i]; a.ActualFinish != worktime.None {
		return a.ActualFinish
	}
	if d != nil {
		return d.Rows[i].Finish
	}
	return p.Activities[i].File.Finish
}

// eventUID is the same for the same milestone of the same plan, whatever its date.
func eventUID(p *masterplan.Plan, a *masterplan.Activity) string {
	id := p.ID
	for _, other := range []string{p.UID, p.Code, p.Name} {
		if id == "" {
			id = other
		}
	}
	sum := sha256.Sum256([]byte(id + "\x00" + a.Code))
	return hex.EncodeToString(sum[:16]) + "@fugong"
}

// eventText tells what a calendar entry should: code, progress, float, deadline.
func eventText(a *masterplan.Activity, p *masterplan.Plan, d *masterplan.Dates, i int, lang string) string {
	words := [...]string{"Code", "Project", "Done", "Critical", "Total float", "days", "Deadline"}
	if lang == "zh" {
		words = [...]string{"编码", "项目", "已完成", "关键作业", "总时差", "天", "最后期限"}
	}
	lines := []string{words[0] + ": " + a.Code, words[1] + ": " + p.Name}
	switch {
	case a.ActualFinish != worktime.None:
		lines = append(lines, words[2])
	case d != nil && d.Rows[i].Critical:
		lines = append(lines, words[3])
	case d != nil && p.Settings.MinutesPerDay > 0:
		days := float64(d.Rows[i].TotalFloat) / float64(p.Settings.MinutesPerDay)
		lines = append(lines, fmt.Sprintf("%s: %.1f %s", words[4], days, words[5]))
	}
	if a.Deadline != worktime.None {
		lines = append(lines, words[6]+": "+strings.Replace(a.Deadline.String(), "T", " ", 1))
	}
	return clean(strings.Join(lines, "\n"))
}

// clean drops control characters, which would break the lines of the file.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' || r == 0x7F {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// civil is a wall-clock time in a place.
func civil(t worktime.Time, in *time.Location) time.Time {
	y, m, d := t.Day().Civil()
	return time.Date(y, time.Month(m), d, 0, t.Minute(), 0, 0, in)
}

const local = "20060102T150405"

func addEvent(c *ics.Calendar, e *event, o Options) {
	v := c.AddEvent(e.uid)
	v.SetDtStampTime(o.Now)
	v.SetSequence(o.Sequence)
	v.SetSummary(e.name)
	v.SetDescription(e.text)
	v.SetTimeTransparency(ics.TransparencyTransparent)
	if o.Location == time.UTC {
		v.SetProperty(ics.ComponentPropertyDtStart, e.at.Format(local)+"Z")
		return
	}
	v.SetProperty(ics.ComponentPropertyDtStart, e.at.Format(local), ics.WithTZID(o.Location.String()))
}

// addZone writes the rules of the time zone that hold between the first event
// and the last: one part for every change of the clock.
func addZone(c *ics.Calendar, events []event, in *time.Location) {
	first, last := events[0].at, events[0].at
	for _, e := range events {
		if e.at.Before(first) {
			first = e.at
		}
		if e.at.After(last) {
			last = e.at
		}
	}
	zone := c.AddTimezone(in.String())
	for at := first; ; {
		start, end := at.ZoneBounds()
		addRule(zone, at, start)
		if end.IsZero() || end.After(last) {
			return
		}
		at = end
	}
}

// addRule writes the clock that holds at a moment, since start.
func addRule(zone *ics.VTimezone, at, start time.Time) {
	name, offset := at.Zone()
	before := offset
	begins := "19700101T000000"
	if !start.IsZero() {
		_, before = start.Add(-time.Second).Zone()
		begins = start.UTC().Add(time.Duration(before) * time.Second).Format(local)
	}
	rule := &ics.ComponentBase{Properties: []ics.IANAProperty{}}
	rule.SetProperty("DTSTART", begins)
	rule.SetProperty("TZOFFSETFROM", clock(before))
	rule.SetProperty("TZOFFSETTO", clock(offset))
	rule.SetProperty("TZNAME", name)
	if at.IsDST() {
		zone.Components = append(zone.Components, &ics.Daylight{ComponentBase: *rule})
		return
	}
	zone.Components = append(zone.Components, &ics.Standard{ComponentBase: *rule})
}

// clock writes an offset as +0800.
func clock(seconds int) string {
	sign := "+"
	if seconds < 0 {
		sign, seconds = "-", -seconds
	}
	return fmt.Sprintf("%s%02d%02d", sign, seconds/3600, seconds/60%60)
}
