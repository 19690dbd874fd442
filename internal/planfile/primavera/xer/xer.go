// Package xer reads Primavera P6 exports: tab-separated tables in an undeclared
// code page.
//
//	ERMHDR  header     %T  table name     %F  its fields
//	%R      one row    %E  end of file
//
// Words: a section is one %T with its rows; a cell is one field of a row. Fields
// are found by name, never by position. A line that opens with none of the marks
// continues the row above it. Tables that dates do not need are skipped.
//
// What is promised: nothing panics or hangs; every default taken and everything
// dropped is a note with table and line; memory stays within a small multiple of
// the file. Durations, lags and floats are working hours in the file and working
// minutes in the plan.
//
// P6's own dates go to masterplan.FileDates untouched, so that ours can be held against
// them: EarlyStart is early_start_date, which for an activity in progress is the
// start of its remainder (equal to restart_date in every file we saw). It is
// restart_date that moves: levelling and "keep scheduled dates" write there, and
// for what never was scheduled it is a left-over; so it is not read.
package xer

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"fugong/internal/charset"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
)

// Options steer a reading.
type Options struct {
	Encoding  string // force this encoding instead of detecting it; see charset.Names
	NoEndMark bool   // a file without its end mark is whole: its tool leaves the mark out
}

// Looks reports whether text opens like an XER file.
func Looks(text string) bool {
	text = strings.TrimLeft(text, "\ufeff \t\r\n")
	return strings.HasPrefix(text, "ERMHDR") || strings.HasPrefix(text, "%T\t")
}

// Read reads an XER file; see ReadWith.
func Read(name string, data []byte) (*masterplan.File, error) { return ReadWith(name, data, Options{}) }

// ReadWith reads an XER file into one plan for every project that has
// activities, or for every project where there are none. It fails with Invalid plan.file.not_xer, plan.file.cut_off (the end
// mark is missing), plan.file.cut_off_row (the last row is not whole), plan.file.no_table (see missing), plan.file.no_activities,
// plan.file.no_field, plan.file.encoding_unknown and the faults of p6.Build. All
// name the file, and where there is one the table and line.
func ReadWith(name string, data []byte, o Options) (*masterplan.File, error) {
	text, err := decodeText(data, o.Encoding)
	if err != nil {
		return nil, named(err, name)
	}
	f, err := readText(text.Text, o.NoEndMark)
	if err != nil {
		return nil, named(err, name)
	}
	f.Source.File, f.Source.Encoding = name, text.Name
	for _, p := range f.Plans {
		p.Source = f.Source
	}
	noteEncoding(f, text)
	return f, nil
}

func decodeText(data []byte, encoding string) (charset.Text, error) {
	if encoding == "" {
		encoding = encodingOf(data)
	}
	if encoding == "" {
		return detectEncoding(data)
	}
	text, err := charset.Decode(data, encoding)
	return charset.Text{Guess: charset.Guess{Name: encoding, Confidence: 1}, Text: text}, err
}

// detectEncoding finds the encoding by all but the table of currencies, whose symbols are the
// same in every file and say nothing of its language.
func detectEncoding(data []byte) (charset.Text, error) {
	head, rest, found := bytes.Cut(data, []byte("%T\tCURRTYPE"))
	if !found {
		return charset.Detect(data), nil
	}
	next := bytes.Index(rest, []byte("\n%T"))
	if next < 0 {
		return charset.Detect(data), nil
	}
	text := charset.Detect(slices.Concat(head, rest[next+1:]))
	var err error
	text.Text, err = charset.Decode(data, text.Name)
	return text, err
}

// named adds the file's name to a fault.
func named(err error, name string) error {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args["file"] = name
	}
	return err
}

// noteEncoding says how the bytes were read when that was a guess.
func noteEncoding(f *masterplan.File, t charset.Text) {
	if len(t.Others) == 0 {
		return
	}
	level := masterplan.Info
	if t.Confidence < 0.5 || t.Confidence-t.Others[0].Confidence < 0.1 {
		level = masterplan.Warning
	}
	note := masterplan.Note{Level: level, Key: "plan.note.encoding", Args: fault.Args("encoding", t.Name, "other", t.Others[0].Name)}
	f.Notes = append([]masterplan.Note{note}, f.Notes...)
}

// reader is one reading under way.
type reader struct {
	sections map[string][]section
	notes    masterplan.Notes
	model    p6.Model
	byID     map[string]int // project id → index into model.Projects
	endless  bool           // the end mark may be missing
}

func readText(text string, endless bool) (*masterplan.File, error) {
	if !Looks(text) {
		return nil, fault.New(fault.Invalid, "plan.file.not_xer")
	}
	r := &reader{byID: map[string]int{}, endless: endless}
	program, err := r.scanSections(text)
	if err != nil {
		return nil, err
	}
	if table := r.missing(); table != "" {
		return nil, fault.New(fault.Invalid, "plan.file.no_table", "table", table)
	}
	if err := r.requireFields(); err != nil {
		return nil, err
	}
	r.readCalendars()
	r.readProjects()
	r.readNodes()
	r.readResources()
	r.readTasks()
	r.readLinks()
	r.readAssignments()
	plans, err := p6.Build(&r.model, &r.notes)
	if err != nil {
		return nil, err
	}
	if len(plans) == 0 {
		return nil, fault.New(fault.Invalid, "plan.file.no_activities")
	}
	return &masterplan.File{Plans: plans, Notes: p6.Report(plans, &r.notes), Source: masterplan.Source{Format: "xer", Program: program}}, nil
}

// missing is a table without which the file holds no plan; "" for none. Primavera
// leaves out tables without rows, so that an empty plan has no TASK; where rows of other
// tables speak of activities, or nothing marks the end, it is missing.
func (r *reader) missing() string {
	switch {
	case len(r.sections["PROJECT"]) == 0:
		return "PROJECT"
	case len(r.sections["TASK"]) == 0 && (r.endless || r.count("TASKPRED")+r.count("TASKRSRC") > 0):
		return "TASK"
	}
	return ""
}

// requireFields refuses tables that lack the fields without which their rows mean
// nothing.
func (r *reader) requireFields() error {
	for table, fields := range map[string][]string{
		"PROJECT":  {"proj_id"},
		"TASK":     {"task_id", "proj_id"},
		"TASKPRED": {"task_id", "pred_task_id"},
	} {
		for i := range r.sections[table] {
			s := &r.sections[table][i]
			for _, field := range fields {
				if _, ok := s.columns[field]; !ok && len(s.rows) > 0 {
					return fault.New(fault.Invalid, "plan.file.no_field", "table", table, "field", field, "line", s.line)
				}
			}
		}
	}
	return nil
}
