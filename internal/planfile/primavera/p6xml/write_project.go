package p6xml

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera"
	"fugong/solve/worktime"
)

var calendarTypes = [...]string{primavera.ProjectCalendar: "Project", primavera.GlobalCalendar: "Global", primavera.ResourceCalendar: "Resource"}

var weekdayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

// calendars writes those of the project, which stand inside of it, or the others.
func (o *writer) calendars(kinds []primavera.CalendarKind, ofProject bool) {
	for i := range o.Plan.Calendars {
		if (kinds[i] == primavera.ProjectCalendar) == ofProject {
			o.writeCalendar(i, kinds[i])
		}
	}
}

func (o *writer) writeCalendar(i int, kind primavera.CalendarKind) {
	c := &o.Plan.Calendars[i]
	day, week, year := primavera.DayLengths(o.Plan, i)
	o.In("Calendar", func() {
		o.amount("HoursPerDay", day)
		o.amount("HoursPerMonth", year/12)
		o.amount("HoursPerWeek", week)
		o.amount("HoursPerYear", year)
		o.Bool("IsDefault", false)
		o.Bool("IsPersonal", false)
		o.Text("Name", c.Name)
		o.Int("ObjectId", o.ids.Calendars[i])
		if kind == primavera.ProjectCalendar {
			o.Int("ProjectObjectId", o.ids.Project)
		}
		o.Text("Type", calendarTypes[kind])
		o.In("StandardWorkWeek", func() {
			for day := range c.Week {
				o.In("StandardWorkHours", func() {
					o.Text("DayOfWeek", weekdayNames[day])
					o.writeShifts(c.Week[day].Spans)
				})
			}
		})
		o.In("HolidayOrExceptions", func() {
			for n := range c.Exceptions {
				o.In("HolidayOrException", func() {
					o.Time("Date", c.Exceptions[n].From.At(0))
					o.writeShifts(c.Exceptions[n].Spans)
				})
			}
		})
	})
}

// writeShifts writes working times, as Primavera does with their last minute: 11:59 is
// noon, 23:59 the end of the day.
func (o *writer) writeShifts(spans []worktime.Span) {
	if len(spans) == 0 {
		o.Raw(strings.Repeat("\t", o.Depth) + "<WorkTime xsi:nil=\"true\"/>\n")
	}
	for _, s := range spans {
		o.In("WorkTime", func() {
			o.Clock("Start", s.Start)
			o.Clock("Finish", s.End-1)
		})
	}
}

var lagCalendars = [...]string{
	masterplan.LagPredecessor: "Predecessor Activity Calendar", masterplan.LagSuccessor: "Successor Activity Calendar",
	masterplan.LagElapsed: "24 Hour Calendar", masterplan.LagProject: "Project Default Calendar",
}

var floatTypes = [...]string{
	masterplan.FinishFloat: "Finish Float = Late Finish - Early Finish", masterplan.StartFloat: "Start Float = Late Start - Early Start",
	masterplan.SmallestFloat: "Smallest of Start Float and Finish Float",
}

var progressTypes = [...]string{
	masterplan.RetainedLogic: "Retained Logic", masterplan.ProgressOverride: "Progress Override", masterplan.ActualDates: "Actual Dates",
}

func (o *writer) criticalPath() string {
	if o.Plan.Settings.CriticalByPath {
		return "Longest Path"
	}
	return "Critical Float"
}

// writeProject writes the project with everything inside of it.
func (o *writer) writeProject(kinds []primavera.CalendarKind) {
	p := o.Plan
	o.In("Project", func() {
		o.projectDefaults()
		if len(p.Baselines) > 0 {
			o.Int("CurrentBaselineProjectObjectId", o.baselineID(0))
		}
		o.Time("DataDate", p.DataDate)
		o.Time("FinishDate", o.Dates.Finish)
		o.Text("Id", p.Code)
		o.Int("LevelingPriority", 10)
		o.Time("MustFinishByDate", p.MustFinish)
		o.Text("Name", p.Name)
		o.Int("ObjectId", o.ids.Project)
		o.Time("PlannedStartDate", p.Start)
		o.Text("RelationshipLagCalendar", lagCalendars[p.Settings.LagCalendar])
		o.Time("ScheduledFinishDate", o.Dates.Finish)
		o.Time("StartDate", o.Dates.Start)
		o.Text("Status", "Active")
		o.Int("StrategicPriority", 500)
		o.Text("WBSCodeSeparator", ".")
		o.calendars(kinds, true)
		o.writeWbs(o.ids.Project, 0)
		for i := range p.Activities {
			if p.Activities[i].Kind != masterplan.Summary {
				o.writeActivity(i)
			}
		}
		for n := range p.Assignments {
			o.writeAssignment(n)
		}
		o.writeNotes()
		o.writeRelationships()
		o.scheduleOptions()
	})
}

// projectDefaults are the fields that Primavera asks of a new project, and those
// of the options that stand with them.
func (o *writer) projectDefaults() {
	s := &o.Plan.Settings
	o.Text("ActivityDefaultActivityType", "Task Dependent")
	o.Int("ActivityDefaultCalendarObjectId", o.ids.Calendars[s.Calendar])
	o.Text("ActivityDefaultDurationType", "Fixed Duration and Units")
	o.Text("ActivityDefaultPercentCompleteType", "Duration")
	o.hours("CriticalActivityFloatLimit", s.CriticalFloat)
	o.Text("CriticalActivityPathType", o.criticalPath())
}

func (o *writer) scheduleOptions() {
	s := &o.Plan.Settings
	o.In("ScheduleOptions", func() {
		o.Bool("CalculateFloatBasedOnFinishDate", s.FloatFromProject)
		o.Text("ComputeTotalFloatType", floatTypes[s.FloatBasis])
		o.hours("CriticalActivityFloatThreshold", s.CriticalFloat)
		o.Text("CriticalActivityPathType", o.criticalPath())
		o.Bool("IgnoreOtherProjectRelationships", false)
		o.Bool("MakeOpenEndedActivitiesCritical", s.OpenEndsCritical)
		o.Text("OutOfSequenceScheduleType", progressTypes[s.Progress])
		o.Int("ProjectObjectId", o.ids.Project)
		o.Text("RelationshipLagCalendar", lagCalendars[s.LagCalendar])
		o.Bool("StartToStartLagCalculationType", s.LagFromEarlyStart)
		o.Bool("UseExpectedFinishDates", s.UseExpectedFinish)
	})
}

// writeWbs writes the headings of a project or, shifted by an offset, of a baseline. The
// project itself is the root.
func (o *writer) writeWbs(project, offset int64) {
	for i := range o.Plan.Activities {
		a := &o.Plan.Activities[i]
		if a.Kind != masterplan.Summary {
			continue
		}
		o.In("WBS", func() {
			o.Text("Code", o.codes[i])
			o.Text("Name", a.Name)
			o.Int("ObjectId", o.ids.Rows[i]+offset)
			if a.Parent >= 0 {
				o.Int("ParentObjectId", o.ids.Rows[a.Parent]+offset)
			}
			o.Int("ProjectObjectId", project)
			o.Int("SequenceNumber", int64(i+1)*10)
			o.Text("Status", "Active")
		})
	}
}
