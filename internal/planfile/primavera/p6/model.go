// Package p6 puts a Primavera project together. XER and P6 XML state the same
// things in different words: rows that name each other by id. Their readers
// fill a Model, and Build resolves the ids into plans: WBS nodes become summary
// rows in outline order with their activities under them, links between two
// projects become external links, and what points nowhere is noted and dropped.
//
// Build never fails on dangling ids; it refuses only what cannot be held
// (see Build).
package p6

import (
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Model is a Primavera file, its rows still joined by id. An empty id means none.
type Model struct {
	Projects    []Project
	Nodes       []Node
	Tasks       []Task
	Links       []Link
	Calendars   []Calendar
	Resources   []Resource
	Assignments []Assignment
	Tables      map[string]string // what notes call XER's tables in this format; nil for XER
}

// Project is one project; Plan carries its names, dates and settings.
type Project struct {
	ID, Calendar string
	Stub         bool // not exported itself: only what its neighbours are linked with
	Plan         masterplan.Plan
}

// Node is a WBS node. Root marks the node that is the project itself.
type Node struct {
	ID, Parent, Project string
	Code, Name          string
	Seq                 int64
	Root                bool
	Line                int
}

// Task is an activity without its indices (Parent, Level, Calendar, WBS).
// Driver is the resource whose calendar a resource-dependent activity follows.
type Task struct {
	ID, Project, Node, Calendar, Driver string
	ResourceDependent                   bool
	ExternalStart, ExternalFinish       worktime.Time // what links from outside the file allow; None for nothing
	Activity                            masterplan.Activity
	Line                                int
}

// Link is a relationship. The projects may be empty where they are the tasks' own.
type Link struct {
	UID                      int64
	Pred, Succ               string
	PredProject, SuccProject string
	PredName, SuccName       string // activity codes, where the file states them
	Type                     masterplan.LinkType
	LagMinutes               int64
	Line                     int
}

// Calendar is a calendar without its base index.
type Calendar struct {
	ID, Base string
	masterplan.Calendar
}

// Resource is a resource without its calendar index. Rates are in no order.
type Resource struct {
	ID, Calendar string
	masterplan.Resource
	Rates    []Rate
	Limited  bool    // MaxUnits is that of a role's first limit
	Overtime float64 // what an hour of overtime costs, as a multiple of the rate; 0 for nothing said
}

// RoleID tells the id of a role from that of a resource.
func RoleID(id string) string {
	if id == "" {
		return ""
	}
	return "role " + id
}

// Rate is what a resource costs and how much of it there is, from a date on.
type Rate struct {
	From           worktime.Time
	Price, Maximum float64
	HasMaximum     bool
}

// Assignment is a resource at work, without its indices and work. Quantities
// are hours, or units of a material.
type Assignment struct {
	Task, Resource          string
	Planned, Actual, ToCome float64
	masterplan.Assignment
	Line int
}

// Constraints maps P6's constraint names, as XER writes them.
var Constraints = map[string]masterplan.ConstraintType{
	"CS_ALAP":      masterplan.AsLateAsPossible,
	"CS_MSO":       masterplan.StartOn,
	"CS_MSOA":      masterplan.StartNoEarlier,
	"CS_MSOB":      masterplan.StartNoLater,
	"CS_MEO":       masterplan.FinishOn,
	"CS_MEOA":      masterplan.FinishNoEarlier,
	"CS_MEOB":      masterplan.FinishNoLater,
	"CS_MANDSTART": masterplan.MandatoryStart,
	"CS_MANDFIN":   masterplan.MandatoryFinish,
}

// StandardWeek is the week of a calendar that states none. Files whose empty
// calendars carry dates show that Primavera works them Monday to Friday, 08:00 to
// 16:00, without a break.
func StandardWeek() (week [7]masterplan.DayHours) {
	for i := range week {
		week[i].Set = true
		if i != 0 && i != 6 {
			week[i].Spans = []worktime.Span{{Start: 480, End: 960}}
		}
	}
	return week
}

// Settings are P6's own defaults, for a file that does not state its options.
func Settings() masterplan.Settings {
	return masterplan.Settings{
		Dialect:           masterplan.Primavera,
		Calendar:          -1,
		LagFromEarlyStart: true,
		UseExpectedFinish: true,
		FloatFromProject:  true,
		MinutesPerDay:     480,
		MinutesPerWeek:    2400,
		DaysPerMonth:      20,
		DefaultStart:      480,
		DefaultFinish:     1020,
	}
}

// SetDayLengths gives every project the conversion factors of its calendar.
func (m *Model) SetDayLengths() {
	hours := make(map[string]float64, len(m.Calendars))
	for _, c := range m.Calendars {
		hours[c.ID] = c.HoursPerDay
	}
	for i := range m.Projects {
		p := &m.Projects[i]
		if h := hours[p.Calendar]; h > 0 {
			p.Plan.Settings.MinutesPerDay = int(h*60 + 0.5)
			p.Plan.Settings.MinutesPerWeek = 5 * p.Plan.Settings.MinutesPerDay
		}
	}
}
