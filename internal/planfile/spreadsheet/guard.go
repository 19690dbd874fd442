package spreadsheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/planfile/xmltext"
)

// What a workbook may hold. The library unpacks every part into memory, and
// pads each row to its last filled column, so 50 kB could become gigabytes.
const (
	maxPacked   = 24 << 20  // bytes of the XML parts as packed
	maxUnpacked = 32 << 20  // bytes of the XML parts
	maxFilled   = 600_000   // cells with a value
	maxWidths   = 2_000_000 // of all rows, each to its last filled cell
	maxStrings  = 250_000   // shared strings with their runs
	maxOther    = 800_000   // elements of styles, names, chains of formulas
	maxTexts    = 32 << 20  // bytes of all cells
)

// guardWorkbook reads a workbook's parts once, in constant memory, and refuses what
// would take more memory or time than a plan is worth. What it returns holds the
// XML parts alone: pictures are none of a plan's business. Errors: Invalid
// plan.file.xlsx; TooLarge plan.file.too_large, plan.file.zip_too_large (args inner,
// limit), plan.file.too_many (args limit); those of xmltext.Scan.
func guardWorkbook(name string, data []byte) (xmlOnly []byte, err error) {
	damaged := func(err error) error { return fault.New(fault.Invalid, "plan.file.xlsx", "file", name).Because(err) }
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged(err)
	}
	var out bytes.Buffer
	w, g := zip.NewWriter(&out), &guarded{name: name}
	for _, part := range z.File {
		if !isXML(part.Name) {
			continue
		}
		if err := errors.Join(g.guardPart(part), w.Copy(part)); err != nil {
			var known *fault.Error
			if errors.As(err, &known) {
				return nil, known
			}
			return nil, damaged(err)
		}
		if out.Len() > maxPacked {
			return nil, fault.New(fault.TooLarge, "plan.file.too_large", "file", name, "limit", maxPacked>>20)
		}
	}
	if err := w.Close(); err != nil {
		return nil, damaged(err)
	}
	return out.Bytes(), nil
}

func isXML(part string) bool {
	kind := strings.ToLower(path.Ext(part))
	return kind == ".xml" || kind == ".rels"
}

// guarded counts what the parts of a workbook hold.
type guarded struct {
	name                             string
	unpacked                         int64
	filled, widths, strings, besides int
}

func (g *guarded) many(limit int) error {
	return fault.New(fault.TooLarge, "plan.file.too_many", "file", g.name, "limit", limit)
}

func (g *guarded) guardPart(part *zip.File) error {
	in, err := part.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	counted := &counter{in: in, left: maxUnpacked - g.unpacked}
	err = xmltext.Scan(counted, g.countMarks())
	g.unpacked = maxUnpacked - counted.left
	if counted.left < 0 {
		return fault.New(fault.TooLarge, "plan.file.zip_too_large", "inner", g.name, "limit", maxUnpacked>>20)
	}
	return named(err, g.name)
}

// named adds the file to a fault of the scanner.
func named(err error, name string) error {
	var known *fault.Error
	if errors.As(err, &known) {
		known.Args["file"] = name
	}
	return err
}

// counter passes on what may still be unpacked. It refuses control characters,
// which no XML holds but other encodings do, and marks could hide in these.
type counter struct {
	in   io.Reader
	left int64
}

var (
	errUnpacked = errors.New("unpacks to too much")
	errControl  = errors.New("control characters in XML")
)

// Read passes on the next bytes.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	if c.left -= int64(n); c.left < 0 {
		return 0, errUnpacked
	}
	for _, b := range p[:n] {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' {
			return 0, errControl
		}
	}
	return n, err
}

// countMarks returns what looks at the start marks of one part: cells count where
// rows do, whatever the part is called.
func (g *guarded) countMarks() func(mark []byte) error {
	inRows, column, width := false, 0, 0
	return func(mark []byte) error {
		switch xmltext.Name(mark) {
		case "row":
			inRows, column, width = true, 0, 0
		case "c":
			if !inRows {
				return g.other()
			}
			column++
			if at := columnOf(mark); at > 0 {
				column = at
			}
		case "v", "f", "is":
			if g.filled++; g.filled > maxFilled {
				return g.many(maxFilled)
			}
			g.widths += max(0, column-width)
			if width = max(width, column); g.widths > maxWidths {
				return g.many(maxWidths)
			}
		case "t":
		case "si", "r", "rPh":
			if g.strings++; g.strings > maxStrings {
				return g.many(maxStrings)
			}
		default:
			return g.other()
		}
		return nil
	}
}

func (g *guarded) other() error {
	if g.besides++; g.besides > maxOther {
		return g.many(maxOther)
	}
	return nil
}

var reference = regexp.MustCompile(`\sr\s*=\s*["']([A-Za-z]{1,3})[0-9]+["']`)

// columnOf is the column that a cell says it stands in, from 1; 0 for none.
func columnOf(mark []byte) (column int) {
	m := reference.FindSubmatch(mark)
	if m == nil {
		return 0
	}
	for _, c := range bytes.ToUpper(m[1]) {
		column = column*26 + int(c-'A') + 1
	}
	return column
}
