package plandemo

import (
	"fmt"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// The calendars of every demo plan, by the letter that tables use.
const (
	fiveDay  = iota // 5
	sixDay          // 6
	curing          // C, round the clock
	twoShift        // T, every day from 8 to 22
)

var calendarLetters = map[string]int32{"5": fiveDay, "6": sixDay, "C": curing, "T": twoShift}

// minutesPerDay is the working day that a table's days and lags are counted in,
// by calendar.
var minutesPerDay = [...]int64{480, 480, 1440, 720}

func demoCalendars() []masterplan.Calendar {
	day := []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
	long := []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}, {Start: 1080, End: 1320}}
	make := func(uid int64, name string, hours float64, spans []worktime.Span, off ...int) masterplan.Calendar {
		c := masterplan.Calendar{UID: uid, Name: name, Base: -1, HoursPerDay: hours}
		for d := range c.Week {
			c.Week[d] = masterplan.DayHours{Set: true, Spans: spans}
		}
		for _, d := range off {
			c.Week[d].Spans = nil
		}
		return c
	}
	return []masterplan.Calendar{
		make(1, "五天制 Five days", 8, day, 0, 6),
		make(2, "六天制 Six days", 8, day, 0),
		make(3, "昼夜养护 Curing, round the clock", 24, []worktime.Span{{Start: 0, End: 1440}}),
		make(4, "七天两班 Seven days, two shifts", 12, long),
	}
}

// buildPlan makes a plan of a table. Lines are either headings ("# name", one # a
// level) or activities:
//
//	code | name | days | calendar | predecessors | trade*crew | quantity unit
//
// A predecessor is "A10", "A10+3", "A10:SS+5", "A10:FF-2", lags in days. Zero
// days make a milestone. Days of a calendar are those of minutesPerDay.
func buildPlan(table string, start worktime.Day) (*masterplan.Plan, measures) {
	b := builder{
		plan: &masterplan.Plan{
			Start: start.At(480), Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None, Calendars: demoCalendars(),
			Settings: masterplan.Settings{Calendar: sixDay, MinutesPerDay: 480, MinutesPerWeek: 2880, DaysPerMonth: 25, DefaultStart: 480, DefaultFinish: 1020},
			Source:   masterplan.Source{Format: "xlsx", Program: "Fugong", Encoding: "utf-8"},
		},
		codes: map[string]int32{}, trades: map[string]int32{}, measures: measures{}, parents: []int32{-1},
	}
	var links []func()
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case line[0] == '#':
			b.addHeading(line)
		default:
			links = append(links, b.addActivity(line))
		}
	}
	for _, link := range links {
		link()
	}
	return b.plan, b.measures
}

// measures are the quantities that activities are measured in, by code.
type measures map[string]masterplan.Measure

type builder struct {
	plan     *masterplan.Plan
	codes    map[string]int32
	trades   map[string]int32
	measures measures
	parents  []int32
}

func (b *builder) add(a masterplan.Activity) int32 {
	i := int32(len(b.plan.Activities))
	a.UID, a.Level, a.Calendar = int64(i+1), int16(len(b.parents)-1), max(a.Calendar, -1)
	a.Parent = b.parents[len(b.parents)-1]
	for _, t := range []*worktime.Time{
		&a.ActualStart, &a.ActualFinish, &a.Suspend, &a.Resume, &a.ExpectedFinish, &a.Deadline, &a.ManualStart, &a.ManualFinish,
		&a.Primary.Date, &a.Secondary.Date, &a.File.Start, &a.File.Finish,
		&a.File.EarlyStart, &a.File.EarlyFinish, &a.File.LateStart, &a.File.LateFinish,
	} {
		*t = worktime.None
	}
	b.plan.Activities = append(b.plan.Activities, a)
	return i
}

func (b *builder) addHeading(line string) {
	name := strings.TrimLeft(line, "#")
	level := len(line) - len(name)
	b.parents = b.parents[:level]
	i := b.add(masterplan.Activity{Name: strings.TrimSpace(name), Kind: masterplan.Summary, Calendar: -1})
	a := &b.plan.Activities[i]
	a.WBS = b.outlineNumber(a.Parent)
	a.Code = "WBS " + a.WBS
	b.parents = append(b.parents, i)
}

// outlineNumber numbers a heading among its siblings: "2.1".
func (b *builder) outlineNumber(parent int32) string {
	n, prefix := 0, ""
	for _, a := range b.plan.Activities {
		if a.Kind == masterplan.Summary && a.Parent == parent {
			n++
		}
	}
	if parent >= 0 {
		prefix = b.plan.Activities[parent].WBS + "."
	}
	return prefix + strconv.Itoa(n)
}

// addActivity adds a line and returns what links it once all codes are known.
func (b *builder) addActivity(line string) func() {
	cells := append(strings.Split(line, "|"), "", "", "", "")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	calendar := calendarLetters[cells[3]]
	days := must(strconv.ParseFloat(cells[2], 64))
	minutes := int64(days * float64(minutesPerDay[calendar]))
	a := masterplan.Activity{
		Code: cells[0], Name: cells[1], Kind: masterplan.Task, Calendar: calendar, Remaining: minutes,
		Duration: masterplan.Duration{Minutes: minutes, Unit: masterplan.Days},
	}
	if days == 0 {
		a.Kind = masterplan.FinishMilestone
	}
	if parent := b.parents[len(b.parents)-1]; parent >= 0 {
		a.WBS = b.plan.Activities[parent].WBS
	}
	i := b.add(a)
	b.codes[cells[0]] = i
	b.addCrew(i, cells[5])
	if amount, unit, ok := strings.Cut(cells[6], " "); ok {
		b.measures[cells[0]] = masterplan.Measure{Basis: masterplan.ByQuantity, Total: must(strconv.ParseFloat(amount, 64)), Unit: unit}
	}
	return func() { b.addLink(i, cells[4]) }
}

func (b *builder) addCrew(i int32, cell string) {
	trade, size, ok := strings.Cut(cell, "*")
	if !ok {
		return
	}
	r, known := b.trades[trade]
	if !known {
		r = int32(len(b.plan.Resources))
		b.trades[trade] = r
		b.plan.Resources = append(b.plan.Resources, masterplan.Resource{UID: int64(r + 1), Code: trade, Name: tradeNames[trade], MaxUnits: 40, Calendar: -1, Group: "工种 Trades"})
	}
	a, crew := &b.plan.Activities[i], must(strconv.ParseInt(size, 10, 64))
	a.Work = crew * a.Duration.Minutes
	b.plan.Assignments = append(b.plan.Assignments, masterplan.Assignment{
		UID: int64(len(b.plan.Assignments) + 1), Activity: i, Resource: r, Units: float64(crew), Work: a.Work, RemainingWork: a.Work, Start: worktime.None, Finish: worktime.None,
	})
}

var linkTypes = map[string]masterplan.LinkType{"FS": masterplan.FS, "SS": masterplan.SS, "FF": masterplan.FF, "SF": masterplan.SF}

func (b *builder) addLink(succ int32, cell string) {
	for text := range strings.SplitSeq(cell, ",") {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		at := strings.IndexAny(text, "+-")
		lag := 0.0
		if at >= 0 {
			lag = must(strconv.ParseFloat(text[at:], 64))
			text = text[:at]
		}
		code, kind, _ := strings.Cut(text, ":")
		pred, known := b.codes[code]
		if !known {
			panic("plandemo: no activity " + code)
		}
		minutes := lag * float64(minutesPerDay[b.plan.Activities[pred].Calendar])
		b.plan.Links = append(b.plan.Links, masterplan.Link{
			UID: int64(len(b.plan.Links) + 1), Pred: pred, Succ: succ, Type: linkTypes[kind], Lag: masterplan.Lag{Tenths: int64(minutes * 10), Unit: masterplan.Days},
		})
	}
}

// must is for our own tables, which tests read whole.
func must[T any](v T, err error) T {
	if err != nil {
		panic(fmt.Sprint("plandemo: ", err))
	}
	return v
}

var tradeNames = map[string]string{
	"earth": "土方工 Earthworks", "pile": "桩工 Piling", "concrete": "混凝土工 Concrete", "rebar": "钢筋工 Rebar", "steel": "钢构安装工 Steel erection",
	"roof": "屋面工 Roofing", "pipe": "管道工 Pipefitters", "electric": "电工 Electricians", "weld": "焊工 Welders", "rig": "设备安装工 Equipment riggers",
	"commission": "调试工程师 Commissioning", "finish": "装修工 Finishes", "road": "道路工 Roadworks",
}
