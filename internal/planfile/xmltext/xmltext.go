// Package xmltext makes the bytes of an XML plan file fit to parse: decoded
// whatever they declare, without the control characters that programs leave in
// names, and refused when they nest deeper than any plan or bring their own
// entities.
package xmltext

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"fugong/internal/charset"
	"fugong/internal/fault"
)

// maxElements bounds the elements of a plan file; the largest public plan has
// half a million.
const maxElements = 3_000_000

// maxHeld bounds what a plan becomes in memory: its text, once in the file and as
// good as once more in names, and its elements by held, whose bytes were measured
// (<Task/> is 7 bytes in the file).
const maxHeld = 152 << 20

var held = map[string]int{
	// Microsoft Project
	"Task": 2700, "PredecessorLink": 180, "Assignment": 500, "TimephasedData": 180, "Baseline": 300,
	"ExtendedAttribute": 150, "Exception": 500, "WorkWeek": 300, "WeekDay": 200, "WorkingTime": 100,
	// Primavera P6
	"Project": 4000, "BaselineProject": 4000, "Activity": 1500, "WBS": 800, "Relationship": 220,
	"ResourceAssignment": 400, "ResourceRate": 200, "ActivityNote": 200, "HolidayOrException": 300,
	"StandardWorkHours": 150, "WorkTime": 100,
	// both
	"Calendar": 1000, "Resource": 600,
}

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']`)

// Decode turns the bytes into UTF-8. A forced encoding comes first, then a byte
// order mark, UTF-16 and strict UTF-8, then what the file declares, then the
// likeliest code page. It fails with Invalid plan.file.encoding_unknown for a
// forced encoding that is not known.
func Decode(data []byte, forced string) (charset.Text, error) {
	if forced != "" {
		text, err := charset.Decode(data, forced)
		return charset.Text{Guess: charset.Guess{Name: forced, Confidence: 1}, Text: clean(text)}, err
	}
	found := charset.Detect(data)
	if found.Confidence < 0.95 || len(found.Others) > 0 {
		if m := declared.FindSubmatch(data[:min(len(data), 200)]); m != nil {
			name := alias(strings.ToLower(string(m[1])))
			if text, err := charset.Decode(data, name); err == nil && name != charset.UTF8 {
				found = charset.Text{Guess: charset.Guess{Name: name, Confidence: 0.9}, Text: text}
			}
		}
	}
	found.Text = clean(found.Text)
	return found, nil
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

// clean replaces what XML 1.0 forbids by blanks.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, text)
}

// Root is the local name of the outermost element, "" when text is no XML.
func Root(text string) string {
	d := Decoder(text)
	for range 64 { // comments and instructions before it
		token, err := d.Token()
		if err != nil {
			return ""
		}
		switch t := token.(type) {
		case xml.StartElement:
			return t.Name.Local
		case xml.CharData:
			if strings.TrimSpace(strings.TrimPrefix(string(t), "\ufeff")) != "" {
				return ""
			}
		}
	}
	return ""
}

// Decoder reads text that Decode made: it is UTF-8 whatever it declares.
func Decoder(text string) *xml.Decoder {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return d
}

// Guard refuses text before a parser recurses into it: Invalid plan.file.deep
// (args line), plan.file.xml_doctype (args line) for a file that declares its own
// entities, and plan.file.xml_long (args line) for a mark or a text longer than
// any plan has; TooLarge plan.file.too_many (args limit).
func Guard(text string) error {
	n, bytes, count := 0, len(text)*3/2, map[string]int{}
	return Scan(strings.NewReader(text), func(mark []byte) error {
		if n++; n > maxElements {
			return fault.New(fault.TooLarge, "plan.file.too_many", "limit", maxElements)
		}
		name := Name(mark)
		if bytes += held[name]; held[name] > 0 {
			count[name]++
		}
		if bytes > maxHeld {
			return fault.New(fault.TooLarge, "plan.file.too_many", "limit", count[name])
		}
		return nil
	})
}

// Fault tells a decoder's error at its line: Invalid plan.file.truncated when
// the text just stops, else plan.file.xml.
func Fault(d *xml.Decoder, element string, err error) *fault.Error {
	at, _ := d.InputPos()
	key := "plan.file.xml"
	var syntax *xml.SyntaxError
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &syntax) && syntax.Msg == "unexpected EOF" {
		key = "plan.file.truncated"
	}
	return fault.New(fault.Invalid, key, "element", element, "line", at).Because(err)
}
