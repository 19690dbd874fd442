package p6xml

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/internal/planfile/xmltext"
	"fugong/solve/worktime"
)

type xmlCalendar struct {
	ObjectID    string `xml:"ObjectId"`
	Name        string `xml:"Name"`
	Type        string `xml:"Type"`
	Base        string `xml:"BaseCalendarObjectId"`
	HoursPerDay string `xml:"HoursPerDay"`
	Week        struct {
		Days []xmlDay `xml:"StandardWorkHours"`
	} `xml:"StandardWorkWeek"`
	Exceptions struct {
		Days []struct {
			Date  string     `xml:"Date"`
			Times []workTime `xml:"WorkTime"`
		} `xml:"HolidayOrException"`
	} `xml:"HolidayOrExceptions"`
	last bool // see lastMinutes
}

type xmlDay struct {
	Day   string     `xml:"DayOfWeek"`
	Times []workTime `xml:"WorkTime"`
}

type workTime struct {
	Start  string `xml:"Start"`
	Finish string `xml:"Finish"`
}

var weekdays = map[string]int{"Sunday": 0, "Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6}

func (r *reader) readCalendar(start xml.StartElement) error {
	line, _ := r.xml.InputPos()
	var x xmlCalendar
	if err := r.xml.DecodeElement(&x, &start); err != nil {
		return xmltext.Fault(r.xml, "Calendar", err)
	}
	c := p6.Calendar{ID: strings.TrimSpace(x.ObjectID), Base: strings.TrimSpace(x.Base)}
	c.UID, _ = strconv.ParseInt(c.ID, 10, 64) // 0 for an id that is no number
	c.Name, c.Calendar.Base = strings.TrimSpace(x.Name), -1
	c.Resource = x.Type == "Resource"
	if hours, ok := p6.Number(x.HoursPerDay); ok && hours > 0 && hours <= 24 {
		c.HoursPerDay = hours
	}
	x.last = x.lastMinutes()
	whole := readWeek(&c.Calendar, &x)
	listed := len(x.Week.Days)
	if listed > 0 && listed < len(c.Week) && c.Base == "" {
		for i := range c.Week {
			c.Week[i].Set = true
		}
		r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.weekdays_left_out", Table: "Calendar", Line: line, Args: fault.Args("calendar", c.Name, "count", len(c.Week)-listed)})
	}
	whole = readExceptions(&c.Calendar, &x) && whole
	if !whole {
		r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.calendar_unreadable", Table: "Calendar", Line: line, Args: fault.Args("calendar", c.Name)})
	}
	if len(x.Week.Days) == 0 && c.Base == "" {
		c.Week = p6.StandardWeek()
		r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.calendar_standard", Table: "Calendar", Line: line, Args: fault.Args("calendar", c.Name)})
	}
	r.model.Calendars = append(r.model.Calendars, c)
	return nil
}

// readWeek fills in the standard week; false when a part of it makes no sense.
func readWeek(c *masterplan.Calendar, x *xmlCalendar) bool {
	whole := true
	for _, day := range x.Week.Days {
		i, ok := weekdays[strings.TrimSpace(day.Day)]
		if !ok {
			whole = false
			continue
		}
		spans, ok := readShifts(day.Times, x.last)
		whole = whole && ok
		c.Week[i] = masterplan.DayHours{Set: true, Spans: spans}
	}
	return whole
}

func readExceptions(c *masterplan.Calendar, x *xmlCalendar) bool {
	whole := true
	for _, day := range x.Exceptions.Days {
		at, ok := p6.Time(day.Date)
		if !ok {
			whole = false
			continue
		}
		spans, ok := readShifts(day.Times, x.last)
		whole = whole && ok
		on := worktime.Day((at - ((at%worktime.MinutesPerDay)+worktime.MinutesPerDay)%worktime.MinutesPerDay) / worktime.MinutesPerDay)
		c.Exceptions = append(c.Exceptions, masterplan.Exception{From: on, To: on, Spans: spans})
	}
	c.Exceptions = p6.SortExceptions(c.Exceptions)
	return whole
}

// lastMinutes says whether the calendar states the last minute of a shift instead of
// its end: 11:59 for noon, as P6 does, and then 16:05 means 16:06. Other tools write
// the ends themselves, on full and half hours; where the minutes tell neither, the
// length of the day that the calendar states does.
func (x *xmlCalendar) lastMinutes() bool {
	ends := false
	hours, _ := p6.Number(x.HoursPerDay)
	for _, day := range x.Week.Days {
		total := int16(0)
		for _, t := range day.Times {
			start, _ := p6.Clock(t.Start)
			finish, ok := p6.Clock(t.Finish)
			if ok && finish%5 == 4 {
				return true
			}
			ends = ends || ok && finish%30 == 0
			total += finish + 1 - start
		}
		if total > 0 && float64(total) == math.Round(hours*60) {
			return true
		}
	}
	return !ends
}

// readShifts reads working times, last minutes or ends. An empty one, as P6 writes for a
// day off, is none.
func readShifts(times []workTime, last bool) (spans []worktime.Span, whole bool) {
	whole = true
	for _, t := range times {
		if strings.TrimSpace(t.Start) == "" && strings.TrimSpace(t.Finish) == "" {
			continue
		}
		start, ok1 := p6.Clock(t.Start)
		finish, ok2 := p6.Clock(t.Finish)
		if ok2 && (last && finish%30 != 0 || finish%5 == 4) {
			finish++
		}
		if finish == 0 {
			finish = worktime.MinutesPerDay
		}
		if !ok1 || !ok2 || finish <= start {
			whole = false
			continue
		}
		spans = append(spans, worktime.Span{Start: start, End: finish})
	}
	return p6.TidyShifts(spans), whole
}
