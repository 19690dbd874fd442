// Package p6xml reads and writes Primavera P6 XML (APIBusinessObjects). It carries what XER
// carries and, besides, whole baseline projects. Elements are found by local
// name, so any version of the namespace will do; fields of the user's own are
// skipped.
//
// Durations, lags and units are hours in the file; percentages are fractions.
// P6 writes the last minute of a shift as its finish: 11:59 is noon.
package p6xml

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/internal/planfile/xmltext"
)

// Options steer a reading.
type Options struct {
	Encoding string // force this encoding instead of detecting it; see charset.Names
}

// Read reads a P6 XML file; see ReadWith.
func Read(name string, data []byte) (*masterplan.File, error) { return ReadWith(name, data, Options{}) }

// ReadWith reads a P6 XML file into one plan for every project that has
// activities, or for every project where there are none. It fails with Invalid
// plan.file.not_pmxml, plan.file.no_plan, plan.file.no_activities (those of no project),
// plan.file.too_many and the faults of xmltext and p6.Build; all name the file.
func ReadWith(name string, data []byte, o Options) (*masterplan.File, error) {
	text, err := xmltext.Decode(data, o.Encoding)
	if err == nil {
		err = xmltext.Guard(text.Text)
	}
	if err != nil {
		return nil, withFileName(err, name)
	}
	r := &reader{xml: xmltext.Decoder(text.Text), row: map[string]string{}, units: map[string]string{},
		memos: map[string]string{}, topics: map[string]string{}, resources: map[string]int{}}
	f, err := r.read()
	if err != nil {
		return nil, withFileName(err, name)
	}
	f.Source = masterplan.Source{File: name, Format: "pmxml", Program: "Primavera P6", Encoding: text.Name}
	for _, p := range f.Plans {
		p.Source = f.Source
	}
	return f, nil
}

func withFileName(err error, name string) error {
	var e *fault.Error
	if errors.As(err, &e) {
		if e.Args == nil {
			e.Args = map[string]string{}
		}
		e.Args["file"] = name
	}
	return err
}

// reader is one reading under way.
type reader struct {
	xml       *xml.Decoder
	notes     masterplan.Notes
	model     p6.Model
	current   map[string]bool // ids of the baselines that projects call their current one
	baselines []baseline
	units     map[string]string // unit of measure by id
	row       map[string]string // the fields of the element being read
	line      int
	elements  int               // read so far
	memos     map[string]string // activity id → notebook
	topics    map[string]string // notebook topic by id
	resources map[string]int    // id → index into model.Resources
}

func (r *reader) read() (*masterplan.File, error) {
	root, err := r.readRoot()
	if err != nil {
		return nil, err
	}
	if root != "APIBusinessObjects" {
		return nil, fault.New(fault.Invalid, "plan.file.not_pmxml", "element", root)
	}
	if err := r.eachChild(r.readObject); err != nil {
		return nil, err
	}
	r.finishObjects()
	r.model.Tables = tables
	plans, err := p6.Build(&r.model, &r.notes)
	if err != nil {
		return nil, err
	}
	switch {
	case len(r.model.Projects) == 0:
		return nil, fault.New(fault.Invalid, "plan.file.no_plan")
	case len(plans) == 0:
		return nil, fault.New(fault.Invalid, "plan.file.no_activities")
	}
	r.attachBaselines(plans)
	return &masterplan.File{Plans: plans, Notes: p6.Report(plans, &r.notes)}, nil
}

// tables are the elements that stand for XER's tables.
var tables = map[string]string{
	"PROJECT": "Project", "PROJWBS": "WBS", "TASK": "Activity", "TASKPRED": "Relationship",
	"TASKRSRC": "ResourceAssignment", "CALENDAR": "Calendar",
}

func (r *reader) readRoot() (string, error) {
	for {
		token, err := r.xml.Token()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", xmltext.Fault(r.xml, "", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return start.Name.Local, nil
		}
	}
}

// eachChild calls read for every element inside the one just opened.
func (r *reader) eachChild(read func(xml.StartElement) error) error {
	for {
		token, err := r.xml.Token()
		if err != nil {
			return xmltext.Fault(r.xml, "", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := read(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// readObject reads one element directly below the root.
func (r *reader) readObject(start xml.StartElement) error {
	switch start.Name.Local {
	case "Project":
		if len(r.model.Projects) >= p6.MaxProjects {
			return p6.TooMany(p6.MaxProjects)
		}
		return r.projectElement()
	case "BaselineProject":
		return r.baselineElement()
	}
	return r.readShared(start)
}

// simple are the elements that may stand below the root or below a project and
// have simple children only.
var simple = map[string]func(*reader){
	"Resource":           (*reader).readResource,
	"ResourceRate":       (*reader).rate,
	"Role":               (*reader).role,
	"RoleRate":           (*reader).rate,
	"RoleLimit":          (*reader).limit,
	"NotebookTopic":      (*reader).topic,
	"ResourceAssignment": (*reader).readAssignment,
	"UnitOfMeasure":      (*reader).unit,
	"WBS":                (*reader).node,
	"Activity":           (*reader).readActivity,
	"Relationship":       (*reader).readLink,
	"ActivityNote":       (*reader).readNote,
}

// readShared reads what may stand below the root or below a project.
func (r *reader) readShared(start xml.StartElement) error {
	name := start.Name.Local
	if err := r.bounded(); err != nil {
		return err
	}
	if name == "Calendar" {
		return r.readCalendar(start)
	}
	read, ok := simple[name]
	if !ok {
		return r.skip(name)
	}
	if err := r.readFields(name); err != nil {
		return err
	}
	read(r)
	return nil
}

// bounded counts an element and refuses a file that holds too many.
func (r *reader) bounded() error {
	if r.elements++; r.elements > p6.MaxRecords {
		return p6.TooMany(p6.MaxRecords)
	}
	if len(r.model.Tasks)+len(r.model.Nodes) > p6.MaxRows {
		return p6.TooMany(p6.MaxRows)
	}
	return nil
}

func (r *reader) skip(element string) error {
	if err := r.xml.Skip(); err != nil {
		return xmltext.Fault(r.xml, element, err)
	}
	return nil
}

// maxFields is how many fields of one element are kept; the schema has under 200.
const maxFields = 500

// readFields reads the simple children of the element just opened into r.row; the
// first of two of one name counts.
func (r *reader) readFields(element string) error {
	clear(r.row)
	r.line, _ = r.xml.InputPos()
	return r.eachChild(func(start xml.StartElement) error {
		value, err := r.readText(element)
		if _, twice := r.row[start.Name.Local]; !twice && value != "" && len(r.row) < maxFields {
			r.row[start.Name.Local] = value
		}
		return err
	})
}

// readText is the text of the element just opened; elements inside it are skipped.
func (r *reader) readText(element string) (string, error) {
	var first string
	var more []string
	for {
		token, err := r.xml.Token()
		if err != nil {
			return "", xmltext.Fault(r.xml, element, err)
		}
		switch t := token.(type) {
		case xml.CharData:
			if first == "" {
				first = string(t)
			} else {
				more = append(more, string(t))
			}
		case xml.StartElement:
			if err := r.skip(t.Name.Local); err != nil {
				return "", err
			}
		case xml.EndElement:
			return strings.TrimSpace(first + strings.Join(more, "")), nil
		}
	}
}
