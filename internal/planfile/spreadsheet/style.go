package spreadsheet

import (
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"fugong/solve/worktime"
)

// format is what a cell holds.
type format uint8

const (
	asText format = iota
	asDate
	asDays
	asPercent
	asNumber
)

var formatOf = map[column]format{
	colStart: asDate, colFinish: asDate, colConstraintDate: asDate, colDeadline: asDate, colActualStart: asDate,
	colActualFinish: asDate, colExpected: asDate, colSuspend: asDate, colResume: asDate, colConstraint2Date: asDate, colEarlyStart: asDate, colEarlyFinish: asDate, colLateStart: asDate, colLateFinish: asDate,
	colDuration: asDays, colRemaining: asDays, colTotalFloat: asDays, colFreeFloat: asDays, colPercent: asPercent,
	colQuantity: asNumber, colLevel: asNumber,
}

// maxIndent is how deep names are indented.
const maxIndent = 8

type styleKey struct {
	format            format
	summary, critical bool
	empty             bool // a cell to fill in: no line under it
	indent            int
}

// styles are the workbook's, made on first use.
type styles struct {
	heading int
	file    *excelize.File
	made    map[styleKey]int
}

func (b *book) makeStyles() (err error) {
	b.style = styles{file: b.file, made: map[styleKey]int{}}
	b.style.heading, err = b.file.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"24506B"}},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	})
	return err
}

func (s *styles) of(c column, summary, critical bool, level int) int {
	k := styleKey{format: formatOf[c], summary: summary, critical: critical}
	if c == colName {
		k.indent = min(level, maxIndent)
	}
	return s.styleFor(k)
}

// styleFor makes a style once. Critical rows are red and marked in words too;
// headings are bold on grey.
func (s *styles) styleFor(k styleKey) int {
	if id, ok := s.made[k]; ok {
		return id
	}
	st := &excelize.Style{Font: &excelize.Font{Bold: k.summary}, Alignment: &excelize.Alignment{Vertical: "center", Indent: k.indent}}
	if k.summary {
		st.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF2"}}
	}
	if k.critical {
		st.Font.Color = "B42318"
	}
	if !k.empty {
		st.Border = []excelize.Border{{Type: "bottom", Style: 4, Color: "D0D5DD"}}
	}
	st.CustomNumFmt = map[format]*string{
		asText: ptr("@"), asDate: ptr("yyyy-mm-dd hh:mm"), asDays: ptr("0.0"), asPercent: ptr("0%"), asNumber: ptr("General"),
	}[k.format]
	id, err := s.file.NewStyle(st)
	if err != nil {
		return 0 // the workbook's own limit of styles is far away
	}
	s.made[k] = id
	return id
}

func ptr(s string) *string { return &s }

// date is a cell's real date; nil for none.
func date(t worktime.Time) any {
	if t == worktime.None {
		return nil
	}
	return time.Unix(int64(t)*60, 0).UTC()
}

// safeText drops control characters, which a workbook cannot hold; nil for "".
func safeText(s string) any {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return nil
	}
	return clip(s, 32000)
}

func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
