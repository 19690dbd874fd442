package element

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/planfile/xmltext"
)

// decoder walks the file as a stream, so that every part knows its line.
type decoder struct {
	xml *xml.Decoder
	doc Document
}

// Decode reads the file's elements. It fails with plan.file.not_mspdi and the
// faults of xmltext.
func Decode(text string) (*Document, error) {
	if err := xmltext.Guard(text); err != nil {
		return nil, err
	}
	d := &decoder{xml: xmltext.Decoder(text)}
	d.doc.Props = map[string]string{}
	root, err := d.readRoot()
	if err != nil {
		return nil, err
	}
	if root.Name.Local != "Project" {
		return nil, fault.New(fault.Invalid, "plan.file.not_mspdi", "element", root.Name.Local)
	}
	if err := d.eachChild(d.readSection); err != nil {
		return nil, err
	}
	return &d.doc, nil
}

func (d *decoder) readRoot() (xml.StartElement, error) {
	for {
		token, err := d.xml.Token()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, fault.New(fault.Invalid, "plan.file.not_mspdi", "element", "")
		}
		if err != nil {
			return xml.StartElement{}, d.fail("", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// eachChild calls f for every element inside the one just opened.
func (d *decoder) eachChild(f func(xml.StartElement) error) error {
	for {
		token, err := d.xml.Token()
		if err != nil {
			return d.fail("", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := f(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// readSection reads one child of Project.
func (d *decoder) readSection(start xml.StartElement) error {
	switch start.Name.Local {
	case "Calendars":
		return readRows(d, "Calendar", &d.doc.Calendars, func(r *Calendar, line int) { r.Line = line })
	case "Tasks":
		return readRows(d, "Task", &d.doc.Tasks, func(r *Task, line int) { r.Line = line })
	case "Resources":
		return readRows(d, "Resource", &d.doc.Resources, func(r *Resource, line int) { r.Line = line })
	case "Assignments":
		return readRows(d, "Assignment", &d.doc.Assignments, func(r *Assignment, line int) { r.Line = line })
	case "ExtendedAttributes":
		return readRows(d, "ExtendedAttribute", &d.doc.Fields, func(*FieldDef, int) {})
	}
	var text struct {
		Value string `xml:",chardata"`
	}
	if err := d.xml.DecodeElement(&text, &start); err != nil {
		return d.fail(start.Name.Local, err)
	}
	d.doc.Props[start.Name.Local] = strings.TrimSpace(text.Value)
	return nil
}

// readRows reads the elements called name into a slice, each with its line.
func readRows[T any](d *decoder, name string, into *[]T, at func(*T, int)) error {
	return d.eachChild(func(start xml.StartElement) error {
		if start.Name.Local != name {
			return d.fail(start.Name.Local, d.xml.Skip())
		}
		var row T
		line, _ := d.xml.InputPos()
		at(&row, line)
		if err := d.xml.DecodeElement(&row, &start); err != nil {
			return d.fail(name, err)
		}
		*into = append(*into, row)
		return nil
	})
}

// fail names the element and the line; nil stays nil.
func (d *decoder) fail(element string, err error) error {
	if err == nil {
		return nil
	}
	return xmltext.Fault(d.xml, element, err)
}

// badReference finds references to characters; those that XML forbids stop a
// parser, and programs do write them into names.
var badReference = regexp.MustCompile(`&#(x[0-9A-Fa-f]+|[0-9]+);`)

// DropReferences replaces references to forbidden characters by a blank and
// says how many there were.
func DropReferences(text string) (string, int) {
	if !strings.Contains(text, "&#") {
		return text, 0
	}
	n := 0
	return badReference.ReplaceAllStringFunc(text, func(ref string) string {
		digits, base := ref[2:len(ref)-1], 10
		if digits[0] == 'x' {
			digits, base = digits[1:], 16
		}
		code, err := strconv.ParseInt(digits, base, 32)
		if err == nil && allowed(rune(code)) {
			return ref
		}
		n++
		return " "
	}), n
}

// allowed is XML 1.0's Char.
func allowed(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xD800:
		return true
	}
	return r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}
