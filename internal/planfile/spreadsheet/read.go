package spreadsheet

import (
	"bytes"
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Read parses a plan table; name is its base name, for messages. It fails with
// Invalid plan.file.xlsx or plan.file.csv (not readable at all),
// plan.file.no_header (no row of headings that names activities),
// plan.file.no_rows, plan.file.no_start (no date to count from), and
// TooLarge plan.file.too_many; and with
// plan.calendar.empty when a calendar of the workbook never works.
func Read(name string, data []byte) (*masterplan.File, error) {
	source := masterplan.Source{File: name, Format: "csv"}
	var tables []*table
	var err error
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		source.Format, source.Encoding = "xlsx", "utf-8"
		tables, err = readXLSX(name, data)
	} else {
		tables, source.Encoding, err = readCSV(name, data)
	}
	if err != nil {
		return nil, err
	}
	r, err := newReader(name, tables)
	if err != nil {
		return nil, err
	}
	r.plan.Source = source
	if err := r.read(); err != nil {
		return nil, err
	}
	notes := append([]masterplan.Note{{Level: masterplan.Info, Key: "plan.note.counts", Args: fault.Args(
		"activities", len(r.plan.Activities), "links", len(r.plan.Links), "calendars", len(r.plan.Calendars),
		"resources", len(r.plan.Resources), "assignments", len(r.plan.Assignments), "baselines", 0,
	)}}, r.notes.List()...)
	return &masterplan.File{Source: source, Plans: []*masterplan.Plan{r.plan}, Notes: notes}, nil
}

// reader turns tables into a plan.
type reader struct {
	file    string
	tables  []*table
	table   *table // the one with the activities
	where   map[column]int
	heading []string
	body    []row

	plan      *masterplan.Plan
	notes     masterplan.Notes
	lines     []line // activity → its row
	driven    []bool // activity → a link gives it or its heading a start
	byCode    map[string]int32
	repeats   map[string]int // number last given to a code that came again
	calendars []*worktime.Calendar
	calendar  map[string]int32        // name → index
	timed     map[*worktime.Time]bool // dates of the project that name a time of day
	resources map[string]int32        // group and name → index
}

func newReader(name string, tables []*table) (*reader, error) {
	for _, t := range tables {
		at, where, unknown := t.findHeader()
		if at < 0 {
			continue
		}
		r := &reader{
			file: name, tables: tables, table: t, where: where, heading: t.rows[at].cells, body: t.rows[at+1:],
			plan: &masterplan.Plan{}, timed: map[*worktime.Time]bool{}, byCode: map[string]int32{}, repeats: map[string]int{}, calendar: map[string]int32{}, resources: map[string]int32{},
		}
		for _, u := range unknown {
			r.note(masterplan.Note{Level: masterplan.Info, Key: "plan.note.column_unknown", Table: t.name, Line: t.rows[at].number,
				Args: map[string]string{"column": u, "type": u}})
		}
		return r, nil
	}
	return nil, fault.New(fault.Invalid, "plan.file.no_header", "file", name)
}

func (r *reader) note(n masterplan.Note) { r.notes.Add(n) }

func (r *reader) read() error {
	r.readProject()
	if err := r.readCalendars(); err != nil {
		return err
	}
	r.readActivities()
	if len(r.plan.Activities) == 0 {
		return fault.New(fault.Invalid, "plan.file.no_rows", "file", r.file)
	}
	if err := r.findStart(); err != nil {
		return err
	}
	r.findParents()
	for i := range r.lines {
		r.readLinks(int32(i))
	}
	r.driven = make([]bool, len(r.lines))
	for _, l := range r.plan.Links {
		r.driven[l.Succ] = true
	}
	for i := range r.lines {
		if up := r.plan.Activities[i].Parent; up >= 0 && r.driven[up] {
			r.driven[i] = true
		}
		r.readDates(int32(i))
	}
	r.readPercents()
	for i := range r.lines {
		r.readProgress(int32(i))
		r.readAssignment(int32(i))
	}
	r.resourceCalendars()
	return nil
}

// readActivities makes one activity per row that has a name or a code.
func (r *reader) readActivities() {
	for _, row := range r.body {
		l := line{r, row.number, row.cells}
		code, name := l.text(colCode), l.text(colName)
		if name == "" && code == "" {
			if l.text(colDuration) != "" || l.text(colStart) != "" {
				l.cellNote(masterplan.Warning, "plan.note.row_nameless", colName, "")
			}
			continue
		}
		if code == "" {
			code = itoa(len(r.lines) + 1)
		}
		if _, twice := r.byCode[key(code)]; twice {
			l.cellNote(masterplan.Warning, "plan.note.code_repeated", colCode, code)
			code = r.freshCode(code)
		}
		r.byCode[key(code)] = int32(len(r.lines))
		r.lines = append(r.lines, l)
		r.plan.Activities = append(r.plan.Activities, masterplan.Activity{
			UID: int64(len(r.lines)), RowID: int64(len(r.lines)), Code: code, Name: first(name, code), WBS: l.text(colWBS),
			Parent: -1, Calendar: -1, Priority: 500, TaskType: masterplan.FixedDuration, Notes: l.text(colNotes),
			ActualStart: worktime.None, ActualFinish: worktime.None, Suspend: worktime.None, Resume: worktime.None,
			ExpectedFinish: worktime.None, Deadline: worktime.None, ManualStart: worktime.None, ManualFinish: worktime.None,
			Primary: masterplan.Constraint{Date: worktime.None}, Secondary: masterplan.Constraint{Date: worktime.None},
			File: undated(),
		})
	}
}

func undated() masterplan.FileDates {
	return masterplan.FileDates{
		Start: worktime.None, Finish: worktime.None, EarlyStart: worktime.None, EarlyFinish: worktime.None,
		LateStart: worktime.None, LateFinish: worktime.None,
	}
}

// key makes codes comparable: people write a10 for A10.
func key(code string) string { return strings.ToLower(strings.Join(strings.Fields(code), " ")) }

// freshCode numbers a code that came again. It counts on from the number last given:
// from two each time, a table of one code alone took quadratic time.
func (r *reader) freshCode(code string) string {
	for n := max(2, r.repeats[key(code)]+1); ; n++ {
		next := code + "-" + itoa(n)
		if _, used := r.byCode[key(next)]; !used {
			r.repeats[key(code)] = n
			return next
		}
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

// findStart finds the project's start: what the project sheet says, else the
// earliest date of any row.
func (r *reader) findStart() error {
	earliest := worktime.None
	for i := range r.lines {
		for _, c := range []column{colStart, colActualStart} {
			at, timed, ok := r.table.parseDate(r.lines[i].text(c))
			if !ok {
				continue
			}
			if !timed {
				at = r.opening(r.plan.Settings.Calendar, at)
			}
			if earliest == worktime.None || at < earliest {
				earliest = at
			}
		}
	}
	if r.plan.Start != worktime.None {
		return nil
	}
	if earliest == worktime.None {
		return fault.New(fault.Invalid, "plan.file.no_start", "file", r.file)
	}
	r.plan.Start = earliest
	return nil
}

// findParents finds parents: by level, else by the parent's code, else by WBS.
func (r *reader) findParents() {
	switch {
	case r.has(colLevel):
		r.byLevel()
	case r.has(colParent):
		r.byParent()
	case r.has(colWBS):
		r.byWBS()
	}
	for i := range r.plan.Activities {
		a := &r.plan.Activities[i]
		if a.Parent >= 0 {
			a.Level = r.plan.Activities[a.Parent].Level + 1
			r.plan.Activities[a.Parent].Kind = masterplan.Summary
		}
	}
}

func (r *reader) has(c column) bool {
	return slices.ContainsFunc(r.lines, func(l line) bool { return l.text(c) != "" })
}

// byLevel reads depths; a row without one stands beside the row above it.
func (r *reader) byLevel() {
	type open struct{ at, level int }
	var stack []open
	last := 1
	for i := range r.lines {
		level := last
		if s := r.lines[i].text(colLevel); s != "" {
			if n, ok := parseNumber(s); ok && n >= 0 && n < 100 {
				level = int(n)
			} else {
				r.lines[i].bad(colLevel, s)
			}
		}
		for len(stack) > 0 && stack[len(stack)-1].level >= level {
			stack = stack[:len(stack)-1]
		}
		if n := len(stack); n > 0 {
			r.plan.Activities[i].Parent = int32(stack[n-1].at)
		}
		stack, last = append(stack, open{i, level}), level
	}
}

// byParent takes a parent that stands above its child; one below would turn
// the outline round.
func (r *reader) byParent() {
	for i := range r.lines {
		s := r.lines[i].text(colParent)
		if s == "" {
			continue
		}
		up, ok := r.byCode[key(s)]
		if !ok || int(up) >= i {
			r.lines[i].bad(colParent, s)
			continue
		}
		r.plan.Activities[i].Parent = up
	}
}

// byWBS reads dotted numbers: 1.2.3 belongs to 1.2.
func (r *reader) byWBS() {
	at := map[string]int32{}
	for i := range r.lines {
		s := strings.Trim(r.lines[i].text(colWBS), ". ")
		if s == "" {
			continue
		}
		if dot := strings.LastIndexByte(s, '.'); dot > 0 {
			if up, ok := at[s[:dot]]; ok {
				r.plan.Activities[i].Parent = up
			}
		}
		if _, twice := at[s]; !twice {
			at[s] = int32(i)
		}
	}
}
