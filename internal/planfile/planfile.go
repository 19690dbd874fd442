// Package planfile opens a plan file of any kind. What a file is, its content
// says, not its name: XER, Microsoft Project XML, P6 XML, our own template as
// Excel or CSV, or one of these in a zip. What cannot be read is named, with the
// way out ("save as XML").
//
// A file that comes out of Read is sane: see Check. Nothing panics; memory stays
// within a small multiple of Limit.
package planfile

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"fugong/internal/charset"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/inferred"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/p6xml"
	"fugong/internal/planfile/primavera/xer"
	"fugong/internal/planfile/spreadsheet"
	"fugong/internal/planfile/xmltext"
	"fugong/internal/text"
)

// Limit is how large a file may be, and what it may unpack to.
const Limit = 32 << 20

// Options steer a reading.
type Options struct {
	Encoding  string // read text in this encoding instead of detecting it; see charset.Names
	NoEndMark bool   // an XER file without its end mark is whole: its tool leaves the mark out
	AsWritten bool   // keep calendars and durations that the file's own dates contradict
}

// Read reads a plan file. It fails with Invalid, or TooLarge past Limit, and a key
// plan.file.… whose args name the file and where it is wrong; a network that
// loops with masterplan.Compute's own fault. A heavy file waits until no other is read;
// when ctx ends meanwhile Read fails with its cause.
func Read(ctx context.Context, name string, r io.Reader, o Options) (*masterplan.File, error) {
	name = text.Clean(path.Base(strings.ReplaceAll(name, `\`, "/")))
	size := sizeOf(r)
	if size > Limit {
		return nil, tooLarge(name)
	}
	data, leave, err := takeFile(ctx, name, r, size)
	if err != nil {
		return nil, err
	}
	defer leave()
	f, err := openFile(name, data, o)
	if err != nil {
		return nil, withFileName(err, name)
	}
	f.CleanText()
	if err := Check(f); err != nil {
		return nil, withFileName(err, name)
	}
	if !o.AsWritten {
		written := asWritten(f.Plans)
		for _, p := range f.Plans {
			f.Notes = append(f.Notes, inferred.HoldOutsideLinks(p)...)
			f.Notes = append(f.Notes, inferred.InferSettings(p, written...)...)
		}
	}
	return f, nil
}

// asWritten are the plans of a file before any is settled, for one another's
// witnesses.
func asWritten(plans []*masterplan.Plan) []*masterplan.Plan {
	if len(plans) < 2 {
		return nil
	}
	var list []*masterplan.Plan
	for _, p := range plans {
		c := *p
		list = append(list, &c)
	}
	return list
}

func tooLarge(name string) error {
	return fault.New(fault.TooLarge, "plan.file.too_large", "file", name, "limit", Limit>>20)
}

// withFileName adds the file's name to a fault that lacks it.
func withFileName(err error, name string) error {
	var e *fault.Error
	if !errors.As(err, &e) {
		return fault.New(fault.Internal, "plan.file.unreadable", "file", name).Because(err)
	}
	if e.Args == nil {
		e.Args = map[string]string{}
	}
	if e.Args["file"] == "" {
		e.Args["file"] = name
	}
	return e
}

// openFile reads a file, or the one plan in a zip.
func openFile(name string, data []byte, o Options) (*masterplan.File, error) {
	switch f := sniffFormat(data); f {
	case zipped:
		inner, content, err := unzipPlan(data)
		if err != nil {
			return nil, err
		}
		if sniffFormat(content) == zipped {
			return nil, fault.New(fault.Invalid, "plan.file.zip_nested", "inner", inner)
		}
		return parseFormat(inner, content, o)
	default:
		return parseFormat(name, data, o)
	}
}

// parseFormat hands the bytes to their format's reader.
func parseFormat(name string, data []byte, o Options) (*masterplan.File, error) {
	switch f := sniffFormat(data); f {
	case xerText:
		return xer.ReadWith(name, data, xer.Options{Encoding: o.Encoding, NoEndMark: o.NoEndMark})
	case xmlText:
		return parseXML(name, data, o)
	case workbook:
		return spreadsheet.Read(name, data)
	case table:
		return parseTable(name, data, o)
	default:
		return nil, refuseFormat(f, data)
	}
}

// parseXML tells the XML formats by their outermost element.
func parseXML(name string, data []byte, o Options) (*masterplan.File, error) {
	text, err := xmltext.Decode(data, o.Encoding)
	if err != nil {
		return nil, err
	}
	if err := xmltext.Guard(text.Text); err != nil {
		return nil, err
	}
	switch root := xmltext.Root(text.Text); root {
	case "Project":
		if o.Encoding == "" {
			return mspdi.Read(name, data)
		}
		f, err := mspdi.Read(name, []byte(text.Text))
		if err != nil {
			return nil, err
		}
		return reencoded(f, o.Encoding), nil
	case "APIBusinessObjects":
		return p6xml.ReadWith(name, data, p6xml.Options{Encoding: o.Encoding})
	case "":
		return nil, fault.New(fault.Invalid, "plan.file.not_xml")
	default:
		return nil, fault.New(fault.Invalid, "plan.file.xml_unknown", "element", shortened(root))
	}
}

func parseTable(name string, data []byte, o Options) (*masterplan.File, error) {
	if o.Encoding == "" {
		return spreadsheet.Read(name, data)
	}
	text, err := charset.Decode(data, o.Encoding)
	if err != nil {
		return nil, err
	}
	f, err := spreadsheet.Read(name, []byte(text))
	if err != nil {
		return nil, err
	}
	return reencoded(f, o.Encoding), nil
}

// reencoded says which encoding a person chose for a file that was read as UTF-8.
func reencoded(f *masterplan.File, encoding string) *masterplan.File {
	f.Source.Encoding = encoding
	for _, p := range f.Plans {
		p.Source.Encoding = encoding
	}
	return f
}

func shortened(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// refuseFormat says what a file is that cannot be read, and what to do.
func refuseFormat(f format, data []byte) error {
	key, ok := refusals[f]
	if !ok {
		key = "plan.file.unknown"
	}
	if f == compound && bytes.Contains(data, []byte("W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00")) {
		key = "plan.file.xls"
	}
	return fault.New(fault.Invalid, key)
}
