package xer

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"fugong/internal/charset"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera"
	"fugong/solve/worktime"
)

// Prepare makes p, dated by d, ready as an XER file that Primavera imports: the
// plan said in Primavera's terms (see package primavera), one WBS root, calendars
// whole, its scheduling options, and our dates and floats.
//
// The text is in the code page of the file that the plan came from; of other
// plans in GBK, the page of Chinese Windows: Primavera reads an XER file in the
// page of its machine and knows no UTF-8. Characters that the page lacks become
// question marks and are told; P6 XML has no such limit. The header names the page
// for our own reader.
//
// Errors are those of masterplan.Compute.
func Prepare(p *masterplan.Plan, d *masterplan.Dates) (*masterplan.Draft, error) {
	t, err := primavera.Translate(p, d)
	if err != nil {
		return nil, err
	}
	ids, facts := primavera.NumberRows(t.Plan), t.GatherFacts()
	tables := func(emit func(row string)) {
		o := &writer{Translation: t, ids: ids, facts: facts, emit: emit}
		o.writeTables()
	}
	var c characters
	tables(c.countCharacters)
	page, missing := c.choosePage(pageOf(p))
	var more masterplan.Losses
	for i := range p.Baselines {
		more.OfPlan(masterplan.LeftOut, "plan.loss.baseline_xer", 1, map[string]string{"Name": baselineName(&p.Baselines[i])})
	}
	for n := range t.Plan.Activities {
		if a, f := &t.Plan.Activities[n], &facts[n]; a.PercentWork > 0 && a.Kind != masterplan.Summary && f.Labour.Planned+f.Labour.Actual+f.Labour.ToCome == 0 {
			more.OfActivity(masterplan.LeftOut, "plan.loss.percent_work", int(t.Origin[n]), nil)
		}
	}
	more.OfPlan(masterplan.LeftOut, "plan.loss.characters", missing, map[string]string{"Encoding": page})
	return &masterplan.Draft{
		Losses: append(t.Losses, more.List()...),
		Write: func(w io.Writer) error {
			out := bufio.NewWriter(w) // keeps the first error to its end
			write := func(row string) { _, _ = out.Write(encoded(row, page)) }
			write(headerOf(page, t.Plan.DataDate))
			tables(write)
			return out.Flush()
		},
	}, nil
}

func baselineName(b *masterplan.Baseline) string {
	if b.Name != "" {
		return b.Name
	}
	return strconv.Itoa(b.Number)
}

// pageOf is the code page that the plan came in; "" for one that came otherwise.
func pageOf(p *masterplan.Plan) string {
	if p.Source.Format == "xer" {
		return p.Source.Encoding
	}
	return ""
}

// characters are how often a plan has each character beyond ASCII.
type characters map[rune]int

func (c *characters) countCharacters(row string) {
	for _, r := range row {
		if r >= 0x80 {
			if *c == nil {
				*c = characters{}
			}
			(*c)[r]++
		}
	}
}

// choosePage is the first code page that has all characters, the preferred one first;
// else GBK, and how many characters become question marks.
func (c characters) choosePage(preferred string) (page string, missing int) {
	all := string(slices.Collect(maps.Keys(c)))
	for _, page := range []string{preferred, charset.GB18030, charset.Windows1252, charset.Windows1251, charset.Windows1256} {
		if _, lost := charset.Encode(all, page); page != "" && lost == 0 {
			return page, 0
		}
	}
	for r, n := range c {
		if _, lost := charset.Encode(string(r), charset.GB18030); lost > 0 {
			missing += n
		}
	}
	return charset.GB18030, missing
}

// encoded is a row in a code page that page chose.
func encoded(row, page string) []byte {
	for i := range len(row) {
		if row[i] >= 0x80 {
			data, _ := charset.Encode(row, page)
			return data
		}
	}
	return []byte(row)
}

// writer makes the tables of one plan, row by row.
type writer struct {
	*primavera.Translation
	ids   primavera.Numbers
	facts []primavera.Facts
	emit  func(row string)
	table string
	units map[string]int64 // unit of a material → its id
}

// headerOf is the first line. Its user's name says what wrote the file and in which
// code page; see encodingOf.
func headerOf(page string, dataDate worktime.Time) string {
	day := worktime.Date(2000, 1, 1)
	if dataDate != worktime.None {
		day = dataDate.Day()
	}
	return "ERMHDR\t" + primavera.Version + "\t" + day.String() + "\tProject\tfugong\t" + encodingMark + page +
		"\tdbxDatabaseNoName\tProject Management\tCNY\r\n"
}

func (o *writer) writeTables() {
	o.writeRow("CURRTYPE", "curr_id", "1", "decimal_digit_cnt", "2", "curr_symbol", "CNY", "decimal_symbol", ".", "digit_group_symbol", ",",
		"pos_curr_fmt_type", "#1.1", "neg_curr_fmt_type", "(#1.1)", "curr_type", "Yuan Renminbi", "curr_short_name", "CNY",
		"group_digit_cnt", "3", "base_exch_rate", "1")
	topics := o.writeTopics()
	o.writeMaterials()
	o.writeProject()
	o.writeCalendars()
	o.writeOptions()
	o.writeNodes()
	o.writeRoles()
	o.writeResources()
	o.writeRates()
	for i := range o.Plan.Activities {
		if o.Plan.Activities[i].Kind != masterplan.Summary {
			o.writeActivity(i)
		}
	}
	o.writeMemos(topics)
	o.links()
	for n := range o.Plan.Assignments {
		o.writeAssignment(n)
	}
	o.emit("%E\r\n")
}

// writeRow adds a row of fields and their values; the first one of a table opens it.
func (o *writer) writeRow(table string, pairs ...string) {
	var out strings.Builder
	if table != o.table {
		o.table = table
		out.WriteString("%T\t" + table + "\r\n%F")
		for i := 0; i < len(pairs); i += 2 {
			out.WriteString("\t" + pairs[i])
		}
		out.WriteString("\r\n")
	}
	out.WriteString("%R")
	for i := 1; i < len(pairs); i += 2 {
		out.WriteString("\t" + pairs[i])
	}
	out.WriteString("\r\n")
	o.emit(out.String())
}

// formatText writes a cell for people: Primavera doubles quotation marks.
func formatText(s string) string { return strings.ReplaceAll(s, `"`, `""`) }

func formatNumber(n int64) string { return strconv.FormatInt(n, 10) }

// formatDecimal writes at most six places, as Primavera does.
func formatDecimal(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}

func formatMoney(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

// formatHours writes minutes as hours.
func formatHours(minutes int64) string { return formatDecimal(float64(minutes) / 60) }

// formatDate writes a time; nothing for None.
func formatDate(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return t.Day().String() + fmt.Sprintf(" %02d:%02d", t.Minute()/60, t.Minute()%60)
}

func formatFlag(b bool) string {
	if b {
		return "Y"
	}
	return "N"
}

// writeTopics writes the notebook topics that activities have.
func (o *writer) writeTopics() map[string]int64 {
	topics := map[string]int64{}
	for i := range o.Plan.Activities {
		for _, m := range o.MemosOf(i) {
			if topics[m.Topic] > 0 {
				continue
			}
			id := int64(len(topics) + 1)
			topics[m.Topic] = id
			o.writeRow("MEMOTYPE", "memo_type_id", formatNumber(id), "seq_num", formatNumber(id), "eps_flag", "N", "proj_flag", "N", "wbs_flag", "N",
				"task_flag", "Y", "memo_type", formatText(m.Topic))
		}
	}
	return topics
}

// writeMemos writes the notebooks, as Primavera's HTML.
func (o *writer) writeMemos(topics map[string]int64) {
	n := int64(0)
	for i := range o.Plan.Activities {
		if o.Plan.Activities[i].Kind == masterplan.Summary {
			continue
		}
		for _, m := range o.MemosOf(i) {
			n++
			o.writeRow("TASKMEMO", "memo_id", formatNumber(n), "task_id", formatNumber(o.ids.Rows[i]), "memo_type_id", formatNumber(topics[m.Topic]),
				"proj_id", formatNumber(o.ids.Project), "task_memo", formatText(m.HTML()))
		}
	}
}

// writeMaterials writes the units of materials.
func (o *writer) writeMaterials() {
	o.units = map[string]int64{}
	for i := range o.Plan.Resources {
		unit := o.Plan.Resources[i].Unit
		if unit == "" || o.units[unit] > 0 {
			continue
		}
		id := int64(len(o.units) + 1)
		o.units[unit] = id
		o.writeRow("UMEASURE", "unit_id", formatNumber(id), "seq_num", formatNumber(id), "unit_abbrev", formatText(unit), "unit_name", formatText(unit))
	}
}

// encodingMark stands before the name of the code page in the header of the files
// that we write.
const encodingMark = "fugong-"

// encodingOf is the code page that the header of a file of ours names; "" for
// other files.
func encodingOf(data []byte) string {
	head, _, _ := bytes.Cut(data, []byte("\n"))
	if !bytes.HasPrefix(head, []byte("ERMHDR\t")) {
		return ""
	}
	_, rest, found := bytes.Cut(head, []byte("\t"+encodingMark))
	if !found {
		return ""
	}
	name, _, _ := bytes.Cut(rest, []byte("\t"))
	return string(name)
}
