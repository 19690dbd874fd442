package mspdi

import (
	"errors"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/internal/planfile/xmltext"
	"fugong/solve/worktime"
)

// Read parses an MSPDI file; name is its base name, for messages. It fails
// with fault.Invalid: plan.file.not_mspdi, plan.file.xml, plan.file.truncated,
// plan.file.deep, plan.file.empty, or plan.file.value for a date, duration or
// number that no plan can have.
func Read(name string, data []byte) (*masterplan.File, error) {
	decoded, err := xmltext.Decode(data, "")
	if err != nil {
		return nil, withFileName(err, name)
	}
	text, controls := element.DropReferences(decoded.Text)
	doc, err := element.Decode(text)
	if err != nil {
		return nil, withFileName(err, name)
	}
	r := newReader(name, doc)
	r.countOf("plan.note.control_characters", controls)
	source := masterplan.Source{File: name, Format: "mspdi", Program: programName(doc.Props), Encoding: decoded.Name}
	r.plan.Source = source
	r.insertProjects()
	r.readProject()
	r.readCalendars()
	r.readTasks()
	r.links()
	r.readResources()
	r.readAssignments()
	r.findSplits()
	r.findCrews()
	r.tellScheduler()
	if r.err != nil {
		return nil, r.err
	}
	return &masterplan.File{Source: source, Plans: []*masterplan.Plan{r.plan}, Notes: r.reportNotes()}, nil
}

// withFileName adds the file's name to a fault that does not have it.
func withFileName(err error, name string) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	if f.Args == nil {
		f.Args = map[string]string{}
	}
	f.Args["file"] = name
	return err
}

// reader turns a document into a plan. The first wrong value stops it: err is
// set and every later parse returns nothing.
type reader struct {
	file  string
	doc   *element.Document
	plan  *masterplan.Plan
	notes masterplan.Notes
	err   error

	calendarName string // the calendar being read

	element string // where we are, for messages
	uid     string
	line    int

	codeField, kindField string // FieldIDs of our own custom fields
	calendarOf           map[int64]int32
	taskOf               map[int64]int32
	ghostOf              map[int64]int // UID of a task outside the project → index into doc.Tasks
	resourceOf           map[int64]int32
	said                 map[int32]bool       // activities whose kind our own field states
	rawOf                []int                // activity → index into doc.Tasks
	pieces               [][]masterplan.Split // assignment → stretches with work
}

func newReader(name string, doc *element.Document) *reader {
	return &reader{
		file: name, doc: doc, plan: &masterplan.Plan{},
		calendarOf: map[int64]int32{}, taskOf: map[int64]int32{}, ghostOf: map[int64]int{},
		resourceOf: map[int64]int32{}, said: map[int32]bool{},
	}
}

// at says which element is being read.
func (r *reader) at(element, uid string, line int) { r.element, r.uid, r.line = element, uid, line }

// refuseValue refuses the file for one value.
func (r *reader) refuseValue(field, value string) {
	if r.err != nil {
		return
	}
	if len(value) > 40 {
		value = value[:40] + "…"
	}
	r.err = fault.New(fault.Invalid, "plan.file.value", "file", r.file, "element", r.element,
		"uid", r.uid, "field", field, "value", strings.ToValidUTF8(value, ""), "line", r.line)
}

// note adds a line to the report; the same one again is counted.
func (r *reader) note(level masterplan.Level, key string, args ...any) {
	n := masterplan.Note{Level: level, Key: key, Args: fault.Args(args...), Table: r.element, Line: r.line}
	if r.element == "Task" {
		n.Code = r.uid
	}
	r.notes.Add(n)
}

// countOf adds a line that stands for n cases; none for n = 0.
func (r *reader) countOf(key string, n int) {
	if n > 0 {
		r.notes.Add(masterplan.Note{Level: masterplan.Info, Key: key, Count: n})
	}
}

func (r *reader) readTime(field, s string) worktime.Time {
	t, absent, ok := element.Time(s)
	if !ok {
		r.refuseValue(field, s)
		return worktime.None
	}
	if absent {
		return worktime.None
	}
	if r.placeholder(t) {
		r.note(masterplan.Info, "plan.note.placeholder_date", "date", s)
		return worktime.None
	}
	return t
}

// placeholder2000 is the midnight that Aspose writes for every date it lacks.
const placeholder2000 = worktime.Time(10957 * worktime.MinutesPerDay)

func (r *reader) placeholder(t worktime.Time) bool {
	return t == placeholder2000 && r.plan.Start != worktime.None && r.plan.Start >= t+worktime.MinutesPerDay
}

// readMinutes reads a duration to the minute; "" is 0.
func (r *reader) readMinutes(field, s string) int64 {
	if strings.TrimSpace(s) == "" {
		return 0
	}
	n, ok := element.Seconds(s)
	if !ok {
		r.refuseValue(field, s)
	}
	return element.Round(float64(n) / 60)
}

// wholeMinutes reads the whole minutes of a duration.
func (r *reader) wholeMinutes(field, s string) int64 {
	n, ok := element.Seconds(s)
	if !ok {
		r.refuseValue(field, s)
	}
	return n / 60
}

// readWhole reads a number that dates depend on; "" is def.
func (r *reader) readWhole(field, s string, def int64) int64 {
	if strings.TrimSpace(s) == "" {
		return def
	}
	n, ok := element.Int(s)
	if !ok || n > 1<<40 || n < -1<<40 {
		r.refuseValue(field, s)
		return def
	}
	return n
}

// readInformal reads a number on which no date depends; one that cannot be read costs
// a note and is def.
func (r *reader) readInformal(field, s string, def int64) int64 {
	if strings.TrimSpace(s) == "" {
		return def
	}
	n, ok := element.Int(s)
	if !ok || n > 1<<40 || n < -1<<40 {
		r.unreadable(field, s)
		return def
	}
	return n
}

// work reads an amount of work in minutes; see amount.
func (r *reader) work(field, s string) int64 { return r.readAmount(field, s, 60) }

// readAmount reads a span in units of so many seconds, of something on which no date
// depends: what cannot be read costs a note and is 0.
func (r *reader) readAmount(field, s string, seconds float64) int64 {
	if strings.TrimSpace(s) == "" {
		return 0
	}
	n, ok := element.Seconds(s)
	if !ok {
		r.unreadable(field, s)
		return 0
	}
	return element.Round(float64(n) / seconds)
}

func (r *reader) unreadable(field, value string) {
	r.note(masterplan.Warning, "plan.note.value_left_out", "field", field, "value", clip(strings.ToValidUTF8(value, ""), 40))
}

func number(s string) float64 {
	f, _ := element.Number(s)
	return f
}

// programName names the writer by its save version.
func programName(props map[string]string) string {
	if build := props["BuildNumber"]; build != "" {
		return "Microsoft Project " + build
	}
	switch props["SaveVersion"] {
	case "14":
		return "Microsoft Project 2010+"
	case "12":
		return "Microsoft Project 2007"
	case "9":
		return "Microsoft Project 2003"
	}
	return "MSPDI"
}

// readProject reads the settings that stand before the tables.
func (r *reader) readProject() {
	r.at("Project", "", 1)
	p, props := r.plan, r.doc.Props
	p.Start = worktime.None
	p.UID = strings.Trim(first(props["UID"], props["GUID"]), "{}")
	p.Name = first(props["Title"], strings.TrimSuffix(props["Name"], ".xml"), strings.TrimSuffix(r.file, ".xml"))
	p.Code = strings.TrimSuffix(first(props["Name"], props["Title"], r.file), ".xml")
	p.Start = r.readTime("StartDate", props["StartDate"])
	p.Finish = r.readTime("FinishDate", props["FinishDate"])
	p.DataDate = r.readTime("StatusDate", props["StatusDate"])
	p.MustFinish = worktime.None
	p.Settings = r.readSettings()
	if p.Settings.FromFinish {
		p.MustFinish = p.Finish
		r.note(masterplan.Info, "plan.note.from_finish")
	}
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

func (r *reader) readSettings() masterplan.Settings {
	props := r.doc.Props
	s := masterplan.Settings{
		Dialect: masterplan.MicrosoftProject, Calendar: -1,
		FromFinish:       props["ScheduleFromStart"] != "" && !element.Bool(props["ScheduleFromStart"]),
		LagCalendar:      masterplan.LagSuccessor,
		FloatBasis:       masterplan.SmallestFloat,
		OpenEndsCritical: element.Bool(props["MultipleCriticalPaths"]),
		// Without splitting, a task in progress runs on whatever its predecessors do.
		Progress:          masterplan.RetainedLogic,
		HonourConstraints: element.Bool(props["HonorConstraints"]),
		MinutesPerDay:     int(r.conversion("MinutesPerDay", 480)),
		MinutesPerWeek:    int(r.conversion("MinutesPerWeek", 2400)),
		DaysPerMonth:      int(r.conversion("DaysPerMonth", 20)),
		DefaultStart:      r.clock("DefaultStartTime", 8*60),
		DefaultFinish:     r.clock("DefaultFinishTime", 17*60),
	}
	if split := first(props["SplitsInProgressTasks"], props["SplitInProgressTasks"]); split != "" && !element.Bool(split) {
		s.Progress = masterplan.ProgressOverride
	}
	if props["HonorConstraints"] == "" {
		s.HonourConstraints = true
		r.note(masterplan.Default, "plan.note.honour_constraints")
	}
	if f, ok := element.Number(props["CriticalSlackLimit"]); ok {
		s.CriticalFloat = element.Round(f * float64(s.MinutesPerDay))
	}
	return s
}

// conversion reads a factor; nothing, zero and nonsense become the usual one.
func (r *reader) conversion(field string, usual int64) int64 {
	n, ok := element.Int(r.doc.Props[field])
	if ok && n > 0 && n <= 7*worktime.MinutesPerDay {
		return n
	}
	r.note(masterplan.Default, "plan.note.conversion", "field", field, "value", usual)
	return usual
}

func (r *reader) clock(field string, usual int16) int16 {
	if m, ok := element.Clock(r.doc.Props[field]); ok {
		return m
	}
	return usual
}

// tellScheduler tells a plan that another tool computed and a converter wrote as
// MSPDI: its tasks carry early dates but no scheduled ones, which Microsoft
// Project never leaves out, and it has a data date. Such a tool moves what is
// not done behind the data date, as Primavera does.
func (r *reader) tellScheduler() {
	if r.plan.DataDate == worktime.None {
		return
	}
	early := false
	for i := range r.plan.Activities {
		given := &r.plan.Activities[i].File
		if given.Start != worktime.None || given.Finish != worktime.None {
			return
		}
		early = early || given.EarlyStart != worktime.None
	}
	if early {
		r.shownStarts()
		r.plan.Settings.Dialect, r.plan.Settings.FloatBasis = masterplan.Primavera, masterplan.FinishFloat
		r.note(masterplan.Default, "plan.note.other_scheduler")
	}
}

// shownStarts leaves out the early start of what has begun where it is the actual
// start: such a tool shows when the activity began and not when what remains goes on,
// which is what we call its early start.
func (r *reader) shownStarts() {
	for i := range r.plan.Activities {
		if a := &r.plan.Activities[i]; a.ActualStart != worktime.None && a.File.EarlyStart == a.ActualStart {
			a.File.EarlyStart = worktime.None
		}
	}
}
