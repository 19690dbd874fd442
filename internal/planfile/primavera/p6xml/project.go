package p6xml

import (
	"cmp"
	"encoding/xml"
	"strconv"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// projectFields are the simple children of Project that are read.
var projectFields = map[string]bool{
	"ObjectId": true, "Id": true, "Name": true, "DataDate": true, "PlannedStartDate": true, "MustFinishByDate": true,
	"ScheduledFinishDate": true, "FinishDate": true, "ActivityDefaultCalendarObjectId": true, "CalendarObjectId": true,
	"WBSObjectId": true, "CriticalActivityFloatLimit": true, "CriticalActivityPathType": true, "StartDate": true,
	"CurrentBaselineProjectObjectId": true,
}

// projectElement reads a project with everything inside it. The project's own id
// may come after its activities, so they are told it at the end.
func (r *reader) projectElement() error {
	own := map[string]string{}
	firstTask, firstNode := len(r.model.Tasks), len(r.model.Nodes)
	settings := p6.Settings()
	err := r.eachChild(func(start xml.StartElement) error {
		switch name := start.Name.Local; {
		case projectFields[name]:
			value, err := r.readText("Project")
			own[name] = value
			return err
		case name == "ScheduleOptions":
			err := r.readFields(name)
			r.readOptions(&settings)
			return err
		}
		return r.readShared(start)
	})
	if err != nil {
		return err
	}
	clear(r.row)
	for k, v := range own {
		r.row[k] = v
	}
	r.closeProject(settings, firstTask, firstNode)
	return nil
}

// closeProject makes the project whose fields are in r.row.
func (r *reader) closeProject(settings masterplan.Settings, firstTask, firstNode int) {
	if current := r.row["CurrentBaselineProjectObjectId"]; current != "" {
		if r.current == nil {
			r.current = map[string]bool{}
		}
		r.current[current] = true
	}
	p := p6.Project{
		ID:       cmp.Or(r.row["ObjectId"], r.row["Id"], "#"+strconv.Itoa(len(r.model.Projects))),
		Calendar: cmp.Or(r.row["ActivityDefaultCalendarObjectId"], r.row["CalendarObjectId"]),
	}
	if hours, ok := r.readNumber("CriticalActivityFloatLimit"); ok {
		settings.CriticalFloat = int64(hours * 60)
	}
	if r.row["CriticalActivityPathType"] == "Longest Path" {
		settings.CriticalByPath = true
	}
	p.Plan = masterplan.Plan{
		Code: r.row["Id"], Name: cmp.Or(r.row["Name"], r.row["Id"]), Settings: settings,
		Start: p6.First(r.readTime("PlannedStartDate"), r.readTime("StartDate")), DataDate: r.readTime("DataDate"),
		MustFinish: r.readTime("MustFinishByDate"), Finish: p6.First(r.readTime("ScheduledFinishDate"), r.readTime("FinishDate")),
	}
	if p.Plan.DataDate == worktime.None {
		r.notes.Add(masterplan.Note{Level: masterplan.Default, Key: "plan.note.data_date_missing", Table: "Project"})
	}
	r.model.Projects = append(r.model.Projects, p)
	for i := firstTask; i < len(r.model.Tasks); i++ {
		t := &r.model.Tasks[i]
		t.Project = p.ID
		if t.Node == r.row["WBSObjectId"] { // the project itself
			t.Node = ""
		}
	}
	for i := firstNode; i < len(r.model.Nodes); i++ {
		r.model.Nodes[i].Project = p.ID
	}
}

// readOptions reads a project's ScheduleOptions.
func (r *reader) readOptions(s *masterplan.Settings) {
	switch r.row["OutOfSequenceScheduleType"] {
	case "Progress Override":
		s.Progress = masterplan.ProgressOverride
	case "Actual Dates":
		s.Progress = masterplan.ActualDates
	}
	switch r.row["RelationshipLagCalendar"] {
	case "Successor Activity Calendar":
		s.LagCalendar = masterplan.LagSuccessor
	case "24 Hour Calendar":
		s.LagCalendar = masterplan.LagElapsed
	case "Project Default Calendar":
		s.LagCalendar = masterplan.LagProject
	}
	switch r.row["ComputeTotalFloatType"] {
	case "Start Float", "Start Float = Late Start - Early Start":
		s.FloatBasis = masterplan.StartFloat
	case "Smallest of Start Float and Finish Float":
		s.FloatBasis = masterplan.SmallestFloat
	}
	s.OpenEndsCritical = r.flag("MakeOpenEndedActivitiesCritical", s.OpenEndsCritical)
	s.LagFromEarlyStart = r.flag("StartToStartLagCalculationType", s.LagFromEarlyStart)
	s.UseExpectedFinish = r.flag("UseExpectedFinishDates", s.UseExpectedFinish)
	s.FloatFromProject = r.flag("CalculateFloatBasedOnFinishDate", s.FloatFromProject)
	if r.row["CriticalActivityPathType"] == "Longest Path" {
		s.CriticalByPath = true
	}
	if hours, ok := r.readNumber("CriticalActivityFloatThreshold"); ok {
		s.CriticalFloat = int64(hours * 60)
	}
}

func (r *reader) node() {
	r.model.Nodes = append(r.model.Nodes, p6.Node{
		ID: r.row["ObjectId"], Parent: r.row["ParentObjectId"], Project: r.row["ProjectObjectId"],
		Code: r.row["Code"], Name: r.row["Name"], Seq: r.integer("SequenceNumber"), Line: r.line,
	})
}

// finishObjects gives projects, activities and resources what stood elsewhere in the
// file.
func (r *reader) finishObjects() {
	r.model.SetDayLengths()
	for i := range r.model.Tasks {
		r.model.Tasks[i].Activity.Notes = r.memos[r.model.Tasks[i].ID]
	}
	for i := range r.model.Resources {
		res := &r.model.Resources[i]
		res.Unit = r.units[res.Unit]
	}
}

// wrong notes a field that could not be read.
func (r *reader) wrong(key, field string) {
	value := []rune(r.row[field])
	if len(value) > 40 {
		value = append(value[:40], '…')
	}
	r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: key, Line: r.line, Args: fault.Args("field", field, "value", string(value))})
}
