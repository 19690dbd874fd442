package mspdi

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/plan/charset"
)

// maxDepth bounds how deeply elements may nest; the schema needs ten levels.
const maxDepth = 64

// decoder walks the file as a stream, so that every part knows its line.
type decoder struct {
	name string
	xml  *xml.Decoder
	doc  document
}

// decode reads the file's elements. It fails with plan.file.not_mspdi,
// plan.file.xml, plan.file.cut_off or plan.file.deep.
func decode(name, text string) (*document, error) {
	if line, deep := tooDeep(text); deep {
		return nil, fault.New(fault.Invalid, "plan.file.deep", "file", name, "line", line)
	}
	d := &decoder{name: name, xml: xml.NewDecoder(strings.NewReader(text))}
	d.xml.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	d.doc.props = map[string]string{}
	root, err := d.root()
	if err != nil {
		return nil, err
	}
	if root.Name.Local != "Project" {
		return nil, fault.New(fault.Invalid, "plan.file.not_mspdi", "file", name, "element", root.Name.Local)
	}
	if err := d.children(d.section); err != nil {
		return nil, err
	}
	return &d.doc, nil
}

func (d *decoder) root() (xml.StartElement, error) {
	for {
		token, err := d.xml.Token()
		if errors.Is(err, io.EOF) {
			return xml.StartElement{}, fault.New(fault.Invalid, "plan.file.not_mspdi", "file", d.name, "element", "")
		}
		if err != nil {
			return xml.StartElement{}, d.fail("", err)
		}
		if start, ok := token.(xml.StartElement); ok {
			return start, nil
		}
	}
}

// children calls f for every element inside the one just opened.
func (d *decoder) children(f func(xml.StartElement) error) error {
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

// section reads one child of Project.
func (d *decoder) section(start xml.StartElement) error {
	switch start.Name.Local {
	case "Calendars":
		return rows(d, "Calendar", &d.doc.calendars, func(r *rawCalendar, line int) { r.line = line })
	case "Tasks":
		return rows(d, "Task", &d.doc.tasks, func(r *rawTask, line int) { r.line = line })
	case "Resources":
		return rows(d, "Resource", &d.doc.resources, func(r *rawResource, line int) { r.line = line })
	case "Assignments":
		return rows(d, "Assignment", &d.doc.assignments, func(r *rawAssignment, line int) { r.line = line })
	case "ExtendedAttributes":
		return rows(d, "ExtendedAttribute", &d.doc.fields, func(*rawFieldDef, int) {})
	}
	var text struct {
		Value string `xml:",chardata"`
	}
	if err := d.xml.DecodeElement(&text, &start); err != nil {
		return d.fail(start.Name.Local, err)
	}
	d.doc.props[start.Name.Local] = strings.TrimSpace(text.Value)
	return nil
}

// rows reads the elements called name into a slice, each with its line.
func rows[T any](d *decoder, name string, into *[]T, at func(*T, int)) error {
	return d.children(func(start xml.StartElement) error {
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

// fail names the file, the element and the line; nil stays nil.
func (d *decoder) fail(element string, err error) error {
	if err == nil {
		return nil
	}
	line, _ := d.xml.InputPos()
	key := "plan.file.xml"
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		key = "plan.file.cut_off"
	}
	return fault.New(fault.Invalid, key, "file", d.name, "table", element, "element", element, "line", line).Because(err)
}

// tooDeep finds nesting that no plan has before any parser recurses into it.
func tooDeep(text string) (line int, deep bool) {
	depth := 0
	for i := 0; i+1 < len(text); i++ {
		if text[i] != '<' {
			continue
		}
		switch next := text[i+1]; {
		case next == '/':
			depth--
		case next == '!' || next == '?':
		default:
			end := strings.IndexByte(text[i:], '>')
			if end > 0 && text[i+end-1] == '/' {
				continue
			}
			depth++
		}
		if depth > maxDepth {
			return 1 + strings.Count(text[:i], "\n"), true
		}
	}
	return 0, false
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.-]+)["']`)

// decodeText turns the bytes into UTF-8 and names the encoding they had. A
// byte order mark and valid UTF-8 win over what the file declares; else the
// declaration is believed, and without a usable one the bytes are weighed.
func decodeText(data []byte) (text, encoding string) {
	found := charset.Detect(data)
	if found.Confidence >= 0.95 {
		return found.Text, found.Name
	}
	if m := declared.FindSubmatch(data[:min(len(data), 200)]); m != nil {
		name := alias(strings.ToLower(string(m[1])))
		if text, err := charset.Decode(data, name); err == nil && name != charset.UTF8 {
			return text, name
		}
	}
	return found.Text, found.Name
}

func alias(name string) string {
	switch name {
	case "gbk", "gb2312", "cp936", "windows-936":
		return charset.GB18030
	case "iso-8859-1", "latin1", "us-ascii":
		return charset.Windows1252
	}
	return name
}

var badReference = regexp.MustCompile(`&#(x[0-9A-Fa-f]+|[0-9]+);`)

// cleanText replaces what XML forbids but programs write into names: control
// characters, as bytes or as references. It says how many there were.
func cleanText(text string) (string, int) {
	n := 0
	text = strings.Map(func(r rune) rune {
		if allowed(r) {
			return r
		}
		n++
		return ' '
	}, text)
	if !strings.Contains(text, "&#") {
		return text, n
	}
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
