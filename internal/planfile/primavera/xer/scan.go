package xer

import (
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
)

// wanted are the tables that a plan is made of.
var wanted = map[string]bool{
	"PROJECT": true, "SCHEDOPTIONS": true, "CALENDAR": true, "PROJWBS": true, "TASK": true, "TASKPRED": true,
	"RSRC": true, "ROLES": true, "ROLERATE": true, "ROLELIMIT": true, "RSRCRATE": true, "TASKRSRC": true, "TASKMEMO": true, "MEMOTYPE": true, "UMEASURE": true,
}

// maxColumns bounds a table's fields; Primavera's widest has about 120.
const maxColumns = 1000

// maxCalendarNodes bounds the days of all calendars: three hundred calendars of a
// thousand days off stay below it.
const maxCalendarNodes = 400_000

// longest is how many bytes a row may have: calendars and notebooks stand in one
// cell each, everything else is short.
func longest(table string) int {
	if table == "CALENDAR" || table == "TASKMEMO" || !wanted[table] {
		return 4 << 20
	}
	return 1 << 20
}

// section is one %T with its rows.
type section struct {
	line    int
	columns map[string]int
	width   int
	rows    []record
}

// record is a row's text after its mark, and the line it starts on.
type record struct {
	text string
	line int
}

// scanner sorts records into sections.
type scanner struct {
	*reader
	table, program string
	skipped        map[string]bool
	rows           int
	ended          bool
	alone          bool // lines end in carriage returns alone
	width          int  // fields of the table under way
	ragged         bool // the last row has fewer cells than its table fields
}

// scanSections sorts the rows of the wanted tables into sections and returns the
// program's name from the header. It fails with Invalid plan.file.cut_off when the
// text stops without its end mark, and with TooLarge plan.file.too_many.
func (r *reader) scanSections(text string) (program string, err error) {
	r.sections = map[string][]section{}
	s := scanner{reader: r, skipped: map[string]bool{}}
	if text, s.alone = lines(text); s.alone {
		r.notes.Add(masterplan.Note{Level: masterplan.Info, Key: "plan.note.lines_by_returns"})
	}
	whole := strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "\r")
	at, line := 1, 1
	for text != "" {
		var rec string
		rec, text = cutRecord(text)
		at = line
		line += strings.Count(rec, "\n") + 1
		s.takeRecord(strings.TrimRight(rec, "\r\n"), at)
		if s.rows > p6.MaxRecords {
			return "", p6.TooMany(p6.MaxRecords)
		}
		if len(rec) > longest(s.table) {
			return "", fault.New(fault.Invalid, "plan.file.row_long", "line", at, "limit", longest(s.table)>>20)
		}
	}
	if err := s.endFile(at, whole); err != nil {
		return "", err
	}
	if r.count("TASK")+r.count("PROJWBS") > p6.MaxRows {
		return "", p6.TooMany(p6.MaxRows)
	}
	if r.calendarNodes() > maxCalendarNodes {
		return "", p6.TooMany(maxCalendarNodes)
	}
	if r.count("PROJECT") > p6.MaxProjects {
		return "", p6.TooMany(p6.MaxProjects)
	}
	if len(s.skipped) > 0 {
		r.notes.Add(masterplan.Note{Level: masterplan.Info, Key: "plan.note.tables_skipped", Count: len(s.skipped)})
	}
	return s.program, nil
}

// endFile answers for a file that stops at a line without its end mark: it was cut off,
// unless a person says that its tool leaves the mark out. A row that stops in the
// middle is cut off whatever a person says.
func (s *scanner) endFile(line int, whole bool) error {
	switch {
	case s.ended:
		return nil
	case !s.endless:
		return fault.New(fault.Invalid, "plan.file.cut_off", "table", s.table, "line", line)
	case !whole || s.ragged:
		return fault.New(fault.Invalid, "plan.file.cut_off_row", "table", s.table, "line", line)
	}
	s.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.no_end_mark", Table: s.table, Line: line})
	return nil
}

// calendarNodes is how many days, shifts and exceptions the calendars have, and a
// few more: each is a node name||value of clndr_data.
func (r *reader) calendarNodes() (n int) {
	for _, s := range r.sections["CALENDAR"] {
		for _, rec := range s.rows {
			n += strings.Count(rec.text, "||")
		}
	}
	return n
}

// count is how many rows a table has.
func (r *reader) count(table string) (n int) {
	for _, s := range r.sections[table] {
		n += len(s.rows)
	}
	return n
}

// takeRecord takes one record, which starts on the line at.
func (s *scanner) takeRecord(rec string, at int) {
	mark, rest, _ := strings.Cut(rec, "\t")
	switch strings.TrimSpace(mark) {
	case "ERMHDR":
		s.program = programOf(rest)
	case "%T":
		s.table = strings.ToUpper(strings.TrimSpace(rest))
		s.rows++
		if wanted[s.table] {
			s.sections[s.table] = append(s.sections[s.table], section{line: at})
		} else {
			s.skipped[s.table] = true
		}
	case "%F":
		s.width = strings.Count(rest, "\t") + 1
		if wanted[s.table] {
			last(s.sections[s.table]).nameFields(rest)
		}
	case "%R":
		s.ragged = strings.Count(rest, "\t")+1 < s.width
		if wanted[s.table] {
			s.keepRow(s.table, record{rest, at}, rec)
			s.rows++
		}
	case "%E":
		s.ended = true
	}
}

// lines makes line feeds of carriage returns that stand alone; false when there
// were none.
func lines(text string) (string, bool) {
	if strings.IndexByte(text, '\n') >= 0 || strings.IndexByte(strings.TrimRight(text, "\r"), '\r') < 0 {
		return text, false
	}
	return strings.ReplaceAll(text, "\r", "\n"), true
}

// cutRecord takes the first record off text: up to the line break that a mark follows.
func cutRecord(text string) (rec, rest string) {
	for from := 0; ; {
		i := strings.IndexByte(text[from:], '\n')
		if i < 0 {
			return text, ""
		}
		from += i + 1
		for from < len(text) && text[from] == '\r' {
			from++
		}
		if marked(text[from:]) {
			return text[:from-1], text[from:]
		}
	}
}

// marked reports whether a line opens a new record.
func marked(s string) bool {
	if len(s) >= 2 && s[0] == '%' && strings.IndexByte("TFRE", s[1]) >= 0 {
		return len(s) == 2 || s[2] == '\t' || s[2] == '\r' || s[2] == '\n' || s[2] == ' '
	}
	return strings.HasPrefix(s, "ERMHDR\t")
}

// keepRow keeps a row, noting one that goes on over several lines.
func (r *reader) keepRow(table string, rec record, whole string) {
	s := last(r.sections[table])
	if s.columns == nil {
		r.notes.Add(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.rows_without_fields", Table: table, Line: rec.line})
		return
	}
	if strings.IndexByte(whole, '\n') >= 0 {
		r.notes.Add(masterplan.Note{Level: masterplan.Info, Key: "plan.note.row_continued", Table: table, Line: rec.line})
	}
	s.rows = append(s.rows, rec)
}

func last(s []section) *section { return &s[len(s)-1] }

// nameFields takes the fields' places; the first of two of one name counts.
func (s *section) nameFields(fields string) {
	s.columns, s.width = map[string]int{}, 0
	for field := range strings.SplitSeq(fields, "\t") {
		if s.width == maxColumns {
			return
		}
		field = strings.ToLower(strings.TrimSpace(field))
		if _, twice := s.columns[field]; !twice {
			s.columns[field] = s.width
		}
		s.width++
	}
}

// programOf names the program: "Primavera P6 17.12", or the tool that wrote P6's
// format and says so in place of the database.
func programOf(rest string) string {
	version, more, _ := strings.Cut(rest, "\t")
	if strings.Contains(strings.ToLower(more), "powerproject") {
		return "Asta Powerproject"
	}
	if version = strings.TrimSpace(version); len(version) > 20 {
		version = ""
	}
	return strings.TrimSpace("Primavera P6 " + version)
}
