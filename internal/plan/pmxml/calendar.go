package pmxml

import (
	"encoding/xml"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/plan"
	"fugong/internal/plan/p6"
	"fugong/internal/plan/xmltext"
	"fugong/solve/worktime"
)

type xmlCalendar struct {
	ObjectID    string `xml:"ObjectId"`
	Name        string `xml:"Name"`
	Type        string `xml:"Type"`
	Base        string `xml:"BaseCalendarObjectId"`
	HoursPerDay string `xml:"HoursPerDay"`
	Week        struct {
		Days []struct {
			Day   string     `xml:"DayOfWeek"`
			Times []workTime `xml:"WorkTime"`
		} `xml:"StandardWorkHours"`
	} `xml:"StandardWorkWeek"`
	Exceptions struct {
		Days []struct {
			Date  string     `xml:"Date"`
			Times []workTime `xml:"WorkTime"`
		} `xml:"HolidayOrException"`
	} `xml:"HolidayOrExceptions"`
}

type workTime struct {
	Start  string `xml:"Start"`
	Finish string `xml:"Finish"`
}

var weekdays = map[string]int{"Sunday": 0, "Monday": 1, "Tuesday": 2, "Wednesday": 3, "Thursday": 4, "Friday": 5, "Saturday": 6}

func (r *reader) calendar(start xml.StartElement) error {
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
	whole := week(&c.Calendar, &x)
	whole = exceptions(&c.Calendar, &x) && whole
	if !whole {
		r.notes.Add(plan.Note{Level: plan.Warning, Key: "plan.note.calendar_unreadable", Table: "Calendar", Line: line, Args: fault.Args("calendar", c.Name)})
	}
	if len(x.Week.Days) == 0 && c.Base == "" {
		c.Week = p6.StandardWeek()
		r.notes.Add(plan.Note{Level: plan.Default, Key: "plan.note.calendar_standard", Table: "Calendar", Line: line, Args: fault.Args("calendar", c.Name)})
	}
	r.model.Calendars = append(r.model.Calendars, c)
	return nil
}

// week fills in the standard week; false when a part of it makes no sense.
func week(c *plan.Calendar, x *xmlCalendar) bool {
	whole := true
	for _, day := range x.Week.Days {
		i, ok := weekdays[strings.TrimSpace(day.Day)]
		if !ok {
			whole = false
			continue
		}
		spans, ok := shifts(day.Times)
		whole = whole && ok
		c.Week[i] = plan.DayHours{Set: true, Spans: spans}
	}
	return whole
}

func exceptions(c *plan.Calendar, x *xmlCalendar) bool {
	whole := true
	for _, day := range x.Exceptions.Days {
		at, ok := p6.Time(day.Date)
		if !ok {
			whole = false
			continue
		}
		spans, ok := shifts(day.Times)
		whole = whole && ok
		on := worktime.Day((at - ((at%worktime.MinutesPerDay)+worktime.MinutesPerDay)%worktime.MinutesPerDay) / worktime.MinutesPerDay)
		c.Exceptions = append(c.Exceptions, plan.Exception{From: on, To: on, Spans: spans})
	}
	c.Exceptions = p6.Sorted(c.Exceptions)
	return whole
}

// shifts reads working times. An empty one, as P6 writes for a day off, is none.
func shifts(times []workTime) (spans []worktime.Span, whole bool) {
	whole = true
	for _, t := range times {
		if strings.TrimSpace(t.Start) == "" && strings.TrimSpace(t.Finish) == "" {
			continue
		}
		start, ok1 := p6.Clock(t.Start)
		finish, ok2 := p6.Clock(t.Finish)
		if finish%5 == 4 { // the last minute of the shift
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
	return p6.Tidy(spans), whole
}
