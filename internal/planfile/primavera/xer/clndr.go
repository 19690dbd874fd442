package xer

import (
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

func (r *reader) readCalendars() {
	r.eachRow("CALENDAR", func(row *row) {
		c := p6.Calendar{ID: row.word("clndr_id"), Base: row.word("base_clndr_id")}
		c.UID, c.Name = row.integer("clndr_id"), row.text("clndr_name")
		c.Calendar.Base = -1
		c.Resource = row.is("clndr_type", "CA_Rsrc")
		if hours, ok := row.readNumber("day_hr_cnt"); ok && hours > 0 && hours <= 24 {
			c.HoursPerDay = hours
		}
		row.clndrData(&c)
		r.model.Calendars = append(r.model.Calendars, c)
	})
}

// clndrData reads a calendar's hours. What it does not state stays unset and is
// inherited.
func (r *row) clndrData(c *p6.Calendar) {
	d := clndr{s: r.raw("clndr_data")}
	d.walk(func(path []string, attrs string) {
		switch part := path[0]; {
		case part == "DaysOfWeek" && len(path) == 1:
		case part == "DaysOfWeek":
			d.takeWeekday(&c.Calendar, path[1:], attrs)
		case part == "Exceptions" && len(path) > 1:
			d.takeException(&c.Calendar, path[1:], attrs)
		}
	})
	listed := 0
	for i := range c.Week {
		c.Week[i].Spans = p6.TidyShifts(c.Week[i].Spans)
		if c.Week[i].Set {
			listed++
		}
	}
	c.Exceptions = p6.SortExceptions(c.Exceptions)
	switch {
	case listed == 0 && c.Base == "":
		c.Week = p6.StandardWeek()
		r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.calendar_standard", Table: r.table, Line: r.line, Args: fault.Args("calendar", c.Name)})
	case d.broken:
		r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.calendar_unreadable", Table: r.table, Line: r.line, Args: fault.Args("calendar", c.Name)})
	}
	if listed > 0 && listed < len(c.Week) && c.Base == "" && !d.broken {
		rest(&c.Calendar)
		r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.weekdays_left_out", Table: r.table, Line: r.line, Args: fault.Args("calendar", c.Name, "count", len(c.Week)-listed)})
	}
	if d.midnight {
		r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.shift_midnight", Table: r.table, Line: r.line, Args: fault.Args("calendar", c.Name)})
	}
}

// rest makes days off of the weekdays that a calendar without a base leaves out.
func rest(c *masterplan.Calendar) {
	for i := range c.Week {
		c.Week[i].Set = true
	}
}

// clndr walks clndr_data: nodes "(0||name(key|value|…)(children))", between
// which blanks and the padding 0x7F mean nothing.
type clndr struct {
	s        string
	i        int
	path     []string
	broken   bool // not what the format says
	midnight bool // a shift ran past midnight and was cut there
}

// deepest is how far nodes may nest; the format needs five.
const deepest = 12

// walk shows every node below a part of the calendar, with its path from that
// part on: DaysOfWeek/2/0 is Monday's first shift. Some exporters close one
// bracket too many after the week, so a part counts wherever it stands.
func (d *clndr) walk(show func(path []string, attrs string)) {
	d.readNode(0, show)
	for d.skipTo("(0||") {
		d.broken = true
		d.path = d.path[:0]
		d.readNode(1, show)
	}
}

// skipTo moves on to the next s, if there is one.
func (d *clndr) skipTo(s string) bool {
	n := strings.Index(d.s[d.i:], s)
	if n < 0 {
		return false
	}
	d.i += n
	return true
}

// readNode reads one node, shows it, and reads its children. The outermost node is
// the calendar itself and not part of the path.
func (d *clndr) readNode(depth int, show func(path []string, attrs string)) bool {
	if !d.takeByte('(') {
		return false
	}
	if depth > deepest {
		d.broken, d.i = true, len(d.s)
		return false
	}
	_, name, _ := strings.Cut(d.takeUntil('('), "||")
	attrs := ""
	if d.takeByte('(') {
		attrs = d.takeUntil(')')
		d.takeByte(')')
	}
	if depth > 0 {
		d.path = append(d.path, strings.Trim(name, " \x7f\r\n"))
		show(d.path, attrs)
	}
	if d.takeByte('(') {
		for d.readNode(depth+1, show) {
		}
		d.takeByte(')')
	}
	if depth > 0 && len(d.path) > 0 {
		d.path = d.path[:len(d.path)-1]
	}
	if !d.takeByte(')') {
		d.broken = true
	}
	return true
}

// takeByte steps over c and the padding before it.
func (d *clndr) takeByte(c byte) bool {
	for d.i < len(d.s) && (d.s[d.i] <= ' ' || d.s[d.i] == 0x7f) {
		d.i++
	}
	if d.i < len(d.s) && d.s[d.i] == c {
		d.i++
		return true
	}
	return false
}

// takeUntil takes the text before the next stop.
func (d *clndr) takeUntil(stop byte) string {
	n := strings.IndexByte(d.s[d.i:], stop)
	if n < 0 {
		d.broken = true
		n = len(d.s) - d.i
	}
	text := d.s[d.i : d.i+n]
	d.i += n
	return text
}

// takeWeekday takes a day of the week (path 1–7) or one of its shifts.
func (d *clndr) takeWeekday(c *masterplan.Calendar, path []string, attrs string) {
	n, err := strconv.Atoi(path[0])
	if err != nil || n < 1 || n > 7 {
		d.broken = true
		return
	}
	day := &c.Week[n-1]
	day.Set = true
	if len(path) > 1 {
		day.Spans = d.addShift(day.Spans, attrs)
	}
}

// takeException takes an exception (path n) or one of its shifts.
func (d *clndr) takeException(c *masterplan.Calendar, path []string, attrs string) {
	if len(path) == 1 {
		day, ok := serial(attributeOf(attrs, "d"))
		if !ok {
			d.broken = true
		}
		c.Exceptions = append(c.Exceptions, masterplan.Exception{From: day, To: day})
		return
	}
	if n := len(c.Exceptions); n > 0 {
		c.Exceptions[n-1].Spans = d.addShift(c.Exceptions[n-1].Spans, attrs)
	}
}

// attributeOf finds a key's value in "key|value|key|value".
func attributeOf(attrs, key string) string {
	attrs = strings.Trim(attrs, " \x7f")
	for attrs != "" {
		var k, v string
		k, attrs, _ = strings.Cut(attrs, "|")
		v, attrs, _ = strings.Cut(attrs, "|")
		if strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// serial reads a day number that counts from 1899-12-30, within 1900–2199.
func serial(s string) (worktime.Day, bool) {
	s, _, _ = strings.Cut(s, ".")
	n, err := strconv.Atoi(s)
	if err != nil || n < 2 || n > 109_575 {
		return p6.NoDay, false
	}
	return worktime.Day(n - 25_569), true
}

// addShift adds the working time that attrs states, "s|08:00|f|12:00" in either
// order. A finish of 00:00 is the end of the day; one before the start is cut at
// midnight.
func (d *clndr) addShift(spans []worktime.Span, attrs string) []worktime.Span {
	start, ok1 := p6.Clock(attributeOf(attrs, "s"))
	finish, ok2 := p6.Clock(attributeOf(attrs, "f"))
	if !ok1 || !ok2 {
		d.broken = true
		return spans
	}
	if finish == 0 {
		finish = worktime.MinutesPerDay
	}
	if start == worktime.MinutesPerDay {
		start = 0
	}
	if finish < start {
		d.midnight = true
		finish = worktime.MinutesPerDay
	}
	if finish == start {
		return spans
	}
	return append(spans, worktime.Span{Start: start, End: finish})
}
