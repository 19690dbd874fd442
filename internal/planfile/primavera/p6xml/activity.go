package p6xml

import (
	"cmp"
	"math"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

var kinds = map[string]masterplan.Kind{
	"Task Dependent": masterplan.Task, "Resource Dependent": masterplan.Task, "Start Milestone": masterplan.StartMilestone,
	"Finish Milestone": masterplan.FinishMilestone, "Level of Effort": masterplan.LevelOfEffort, "WBS Summary": masterplan.Hammock,
}

var constraints = map[string]string{
	"As Late As Possible": "CS_ALAP", "Start On": "CS_MSO", "Start On or After": "CS_MSOA", "Start On or Before": "CS_MSOB",
	"Finish On": "CS_MEO", "Finish On or After": "CS_MEOA", "Finish On or Before": "CS_MEOB",
	"Mandatory Start": "CS_MANDSTART", "Mandatory Finish": "CS_MANDFIN",
}

func (r *reader) readActivity() {
	kind, known := kinds[r.row["Type"]]
	if !known && r.row["Type"] != "" {
		r.wrong("plan.note.activity_type_unknown", "Type")
	}
	a := p6.Row(kind)
	a.UID = r.integer("ObjectId")
	a.Code, a.Name = r.row["Id"], r.row["Name"]
	a.Duration.Minutes, _ = r.minutes("PlannedDuration")
	a.Duration.Unit = masterplan.Days
	a.Work, _ = r.minutes("PlannedLaborUnits")
	a.ActualStart, a.ActualFinish = r.readTime("ActualStartDate"), r.readTime("ActualFinishDate")
	a.Suspend, a.Resume = r.readTime("SuspendDate"), r.readTime("ResumeDate")
	a.ExpectedFinish = r.readTime("ExpectedFinishDate")
	a.Primary = r.readConstraint("PrimaryConstraint")
	a.Secondary = r.readConstraint("SecondaryConstraint")
	a.Priority = priorityOf(r.row["LevelingPriority"])
	r.readStatus(&a)
	r.fileDates(&a)
	t := p6.Task{
		ID: r.row["ObjectId"], Project: r.row["ProjectObjectId"], Node: r.row["WBSObjectId"], Calendar: r.row["CalendarObjectId"],
		Driver: r.row["PrimaryResourceObjectId"], ResourceDependent: r.row["Type"] == "Resource Dependent",
		ExternalStart: r.readTime("ExternalEarlyStartDate"), ExternalFinish: r.readTime("ExternalLateFinishDate"),
		Activity: a, Line: r.line,
	}
	r.model.Tasks = append(r.model.Tasks, t)
}

// readStatus reads how far the activity is. P6 states percentages as fractions.
func (r *reader) readStatus(a *masterplan.Activity) {
	a.PercentPhysical, a.PercentWork = r.percent("PhysicalPercentComplete"), r.percent("UnitsPercentComplete")
	left, stated := r.minutes("RemainingDuration")
	switch {
	case a.ActualFinish != worktime.None || r.row["Status"] == "Completed":
		a.Remaining = 0
		if a.ActualFinish == worktime.None {
			r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.complete_without_finish", Table: "Activity", Line: r.line, Code: a.Code})
		}
	case stated:
		a.Remaining = left
	case a.ActualStart != worktime.None:
		gone := max(r.percent("DurationPercentComplete"), r.percent("PercentComplete"))
		a.Remaining = int64(math.Round(float64(a.Duration.Minutes) * (100 - gone) / 100))
	default:
		a.Remaining = a.Duration.Minutes
	}
	switch r.row["PercentCompleteType"] {
	case "Physical":
		a.PercentBasis, a.Percent = masterplan.ByPhysical, a.PercentPhysical
	case "Units":
		a.PercentBasis, a.Percent = masterplan.ByUnits, a.PercentWork
	default:
		a.PercentBasis, a.Percent = masterplan.ByDuration, p6.Spent(a)
	}
	if a.ActualFinish != worktime.None {
		a.Percent = 100
	}
}

// fileDates is what P6 says itself. The remaining early dates are the early
// dates of what is left, as for an XER file.
func (r *reader) fileDates(a *masterplan.Activity) {
	d := &a.File
	d.EarlyStart = p6.First(r.readTime("EarlyStartDate"), r.readTime("RemainingEarlyStartDate"))
	d.EarlyFinish = p6.First(r.readTime("EarlyFinishDate"), r.readTime("RemainingEarlyFinishDate"))
	d.LateStart = p6.First(r.readTime("LateStartDate"), r.readTime("RemainingLateStartDate"))
	d.LateFinish = p6.First(r.readTime("LateFinishDate"), r.readTime("RemainingLateFinishDate"))
	d.Start = p6.First(a.ActualStart, r.readTime("StartDate"), d.EarlyStart, r.readTime("PlannedStartDate"))
	d.Finish = p6.First(a.ActualFinish, r.readTime("FinishDate"), d.EarlyFinish, r.readTime("PlannedFinishDate"))
	d.TotalFloat, d.HasTotal = r.minutes("TotalFloat")
	d.FreeFloat, d.HasFree = r.minutes("FreeFloat")
	d.LongestPath = r.flag("IsLongestPath", false)
}

// readConstraint reads a date constraint; one that cannot be is dropped and noted.
func (r *reader) readConstraint(prefix string) masterplan.Constraint {
	free := masterplan.Constraint{Date: worktime.None}
	name := r.row[prefix+"Type"]
	if name == "" {
		return free
	}
	kind, known := p6.Constraints[constraints[name]]
	c := masterplan.Constraint{Type: kind, Date: r.readTime(prefix + "Date")}
	if known && (c.Date != worktime.None || kind == masterplan.AsLateAsPossible) {
		return c
	}
	key := "plan.note.constraint_unknown"
	if known {
		key = "plan.note.constraint_undated"
	}
	r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: key, Table: "Activity", Line: r.line, Code: r.row["Id"], Args: fault.Args("type", name)})
	return free
}

func (r *reader) readLink() {
	l := p6.Link{
		UID:  r.integer("ObjectId"),
		Pred: r.row["PredecessorActivityObjectId"], PredProject: r.row["PredecessorProjectObjectId"], PredName: r.row["PredecessorActivityId"],
		Succ: r.row["SuccessorActivityObjectId"], SuccProject: r.row["SuccessorProjectObjectId"], SuccName: r.row["SuccessorActivityId"],
		Line: r.line,
	}
	switch r.row["Type"] {
	case "Finish to Start", "":
	case "Start to Start":
		l.Type = masterplan.SS
	case "Finish to Finish":
		l.Type = masterplan.FF
	case "Start to Finish":
		l.Type = masterplan.SF
	default:
		r.wrong("plan.note.link_type_unknown", "Type")
	}
	l.LagMinutes, _ = r.minutes("Lag")
	r.model.Links = append(r.model.Links, l)
}

func (r *reader) topic() { r.topics[r.row["ObjectId"]] = r.row["Name"] }

// readNote adds to the notebook of an activity, one paragraph a topic: "Remarks: …".
func (r *reader) readNote() {
	id, text := r.row["ActivityObjectId"], p6.PlainText(r.row["Note"])
	if text == "" {
		return
	}
	if topic := cmp.Or(r.row["NotebookTopicName"], r.topics[r.row["NotebookTopicObjectId"]]); topic != "" && topic != p6.GeneralTopic {
		text = topic + ": " + text
	}
	r.memos[id] = p6.AddNote(r.memos[id], text)
}

func priorityOf(s string) int {
	switch s {
	case "Top":
		return 900
	case "High":
		return 700
	case "Low":
		return 300
	case "Lowest":
		return 100
	}
	return 500
}

// readTime is a date field, None when it is absent or unreadable (noted).
func (r *reader) readTime(field string) worktime.Time {
	s := r.row[field]
	if s == "" {
		return worktime.None
	}
	t, ok := p6.Time(s)
	if !ok {
		r.wrong("plan.note.date_unreadable", field)
	}
	return t
}

// readNumber is a decimal field, 0 and false when it is absent or no number (noted).
func (r *reader) readNumber(field string) (float64, bool) {
	s := r.row[field]
	if s == "" {
		return 0, false
	}
	v, ok := p6.Number(s)
	if !ok {
		r.wrong("plan.note.number_unreadable", field)
	}
	return v, ok
}

// minutes is a field of hours in whole minutes.
func (r *reader) minutes(field string) (int64, bool) {
	h, ok := r.readNumber(field)
	return int64(math.Round(h * 60)), ok
}

// percent is a fraction as a percentage. Some exporters write percentages.
func (r *reader) percent(field string) float64 {
	v, _ := r.readNumber(field)
	if v <= 1 {
		v *= 100
	}
	return p6.Share(v)
}

func (r *reader) integer(field string) int64 {
	v, err := strconv.ParseInt(r.row[field], 10, 64)
	if err != nil {
		return 0
	}
	return v
}

func (r *reader) flag(field string, otherwise bool) bool {
	switch strings.ToLower(r.row[field]) {
	case "1", "true":
		return true
	case "0", "false":
		return false
	}
	return otherwise
}
