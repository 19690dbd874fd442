package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
)

// shape is a file that takes what it can.
type shape struct {
	name, file string
	content    func() []byte
	quick      bool // measured in every test, not only at night
}

// shapes are plans as large as anybody has them, and files that hold more of one
// thing than any plan.
func shapes() []shape {
	const most = 32<<20 - 4096
	return []shape{
		{"XER, 31,500 activities", "a.xer", func() []byte { return xerPlan(31_500, 40) }, false},

		{"MSPDI, 31,500 tasks", "a.xml", func() []byte { return mspdiPlan(31_500, 40) }, false},
		{"P6 XML, 31,500 activities", "a.xml", func() []byte { return p6Plan(31_500, 40) }, false},
		{"workbook, 31,500 activities", "a.xlsx", func() []byte { return workbook("", tableRows(31_500)) }, false},
		{"CSV, 31,500 activities", "a.csv", func() []byte { return csvPlan(31_500, "A%d", 20) }, false},
		{"CSV, 31,500 equal codes", "a.csv", func() []byte { return csvPlan(31_500, "A", 20) }, true},
		{"CSV, 31 MB of long names", "a.csv", func() []byte { return csvPlan(31_500, "A%d", 900) }, false},
		{"CSV of blank cells", "a.csv", func() []byte {
			return repeated("code,name,duration\n", strings.Repeat(",", 9)+"\n", "", 31_500*10)
		}, false},
		{"CSV of one cell", "a.csv", func() []byte { return repeated("code,name,duration\nA,", "x", ",1\n", most) }, true},
		{"XER, 30 MB of long names", "a.xer", func() []byte { return xerPlan(31_500, 720) }, false},
		{"XER, rows of nothing", "a.xer", func() []byte { return repeated(xerHead, "%R\n", "%E\n", most) }, false},
		{"XER, rows of one cell", "a.xer", func() []byte { return repeated(xerHead, "%R\t1\t1\t1\n", "%E\n", most) }, true},
		{"XER, links", "a.xer", func() []byte { return xerLinks(290_000) }, false},
		{"XER, tables", "a.xer", func() []byte { return repeated(xerHead, "%T\tX\n%F\ta\n", "%E\n", most) }, false},
		{"XER, 300,000 rows of one cell", "a.xer", func() []byte {
			return repeated(xerHead+"%T\tTASKPRED\n%F\ttask_id\tpred_task_id\n", "%R\t1\t1\n", "%E\n", 299_000*7)
		}, false},
		{"XER, one line", "a.xer", func() []byte { return repeated(xerHead+"%R\t1\t1\t", "x", "\n%E\n", most) }, false},
		{"XER, wide rows", "a.xer", func() []byte {
			return repeated("ERMHDR\t8.0\n%T\tTASK\n%F"+strings.Repeat("\tc", 900)+"\n", "%R"+strings.Repeat("\t", 900)+"\n", "%E\n", most)
		}, false},
		{"XER, calendars", "a.xer", xerCalendars, false},
		{"XER in GB18030", "a.xer", func() []byte { return bytes.ReplaceAll(xerPlan(31_500, 720), []byte("xx"), []byte("\xc4\xa7")) }, false},
		{"MSPDI, empty tasks", "a.xml", func() []byte { return repeated("<Project><Tasks>", "<Task/>", "</Tasks></Project>", 280_000) }, false},
		{"MSPDI, 30 MB of notes", "a.xml", func() []byte { return mspdiPlan(20_000, 700) }, false},
		{"MSPDI, one note", "a.xml", func() []byte {
			return repeated("<Project><Tasks><Task><Name>", "x", "</Name></Task></Tasks></Project>", 8<<20-100)
		}, false},
		{"MSPDI, strange elements", "a.xml", func() []byte { return repeated("<Project>", "<x/>", "</Project>", 2_900_000*4) }, false},
		{"MSPDI, strange text", "a.xml", func() []byte {
			return repeated("<Project>", "<x>"+strings.Repeat("y", 1<<20)+"</x>", "</Project>", most)
		}, false},
		{"MSPDI, deep", "a.xml", func() []byte {
			return repeated("<Project>", strings.Repeat("<a>", 60)+strings.Repeat("</a>", 60), "</Project>", 2_900_000*7)
		}, false},
		{"MSPDI, timephased data", "a.xml", func() []byte {
			return repeated("<Project><Tasks><Task><UID>1</UID></Task></Tasks><Assignments><Assignment>", "<TimephasedData/>", "</Assignment></Assignments></Project>", 500_000*17)
		}, false},
		{"MSPDI, attributes", "a.xml", func() []byte {
			return repeated("<Project><Tasks><Task", ` a="1"`, "></Task></Tasks></Project>", 60_000)
		}, false},
		{"P6 XML, empty activities", "a.xml", func() []byte {
			return repeated("<APIBusinessObjects><Project>", "<Activity/>", "</Project></APIBusinessObjects>", 31_500*11)
		}, false},
		{"P6 XML, relationships", "a.xml", func() []byte {
			return repeated("<APIBusinessObjects><Project>", "<Relationship/>", "</Project></APIBusinessObjects>", 431_500*15)
		}, false},
		{"workbook, 600,000 cells", "a.xlsx", func() []byte {
			return workbook("", strings.Repeat(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 20)+`</row>`, 29_900))
		}, true},
		{"workbook, 32,000 rows of 3", "a.xlsx", func() []byte {
			return workbook("", strings.Repeat(`<row>`+strings.Repeat(`<c><v>1</v></c>`, 3)+`</row>`, 31_900))
		}, false},
		{"workbook, wide rows", "a.xlsx", func() []byte {
			return workbook("", strings.Repeat(`<row r="1"><c r="GR1"><v>1</v></c></row>`, 9_900))
		}, false},
		{"workbook, one string everywhere", "a.xlsx", func() []byte {
			return workbook(`<si><t>`+strings.Repeat("x", 8<<20-100)+`</t></si>`, strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 100)+`</row>`, 5_000))
		}, true},
		{"workbook, many strings", "a.xlsx", func() []byte {
			return workbook(strings.Repeat(`<si><t>`+strings.Repeat("x", 200)+`</t></si>`, 249_000), `<row><c t="s"><v>0</v></c></row>`)
		}, false},
		{"workbook, merged cells", "a.xlsx", func() []byte {
			return workbook("", `<row><c><v>1</v></c></row></sheetData><mergeCells>`+strings.Repeat(`<mergeCell ref="A1:XFD9"/>`, 790_000)+`</mergeCells><sheetData>`)
		}, false},
		{"workbook, inline strings", "a.xlsx", func() []byte {
			return workbook("", strings.Repeat(`<row>`+strings.Repeat(`<c t="inlineStr"><is><t>`+strings.Repeat("y", 80)+`</t></is></c>`, 20)+`</row>`, 29_000))
		}, false},
		{"workbook, formulas", "a.xlsx", func() []byte {
			return workbook("", strings.Repeat(`<row>`+strings.Repeat(`<c><f>A1+B1</f></c>`, 20)+`</row>`, 29_900))
		}, false},
		{"zip of XER", "a.zip", func() []byte { return zipped("a.xer", xerPlan(31_500, 720)) }, false},
		{"zip of MSPDI", "a.zip", func() []byte { return zipped("a.xml", mspdiPlan(20_000, 700)) }, false},
	}
}

func repeated(head, one, tail string, size int) []byte {
	return []byte(head + strings.Repeat(one, max(0, size-len(head)-len(tail))/len(one)) + tail)
}

func zipped(parts ...any) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		f, err := w.Create(parts[i].(string))
		if err != nil {
			panic(err)
		}
		switch content := parts[i+1].(type) {
		case []byte:
			_, err = f.Write(content)
		case string:
			_, err = f.Write([]byte(content))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

const xerHead = "ERMHDR\t8.0\t2020-01-01\n%T\tPROJECT\n%F\tproj_id\tproj_short_name\n%R\t1\tP\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\n"

// xerPlan has n activities under headings of a hundred, two links each, a
// resource each, and names of so many bytes.
func xerPlan(n, name int) []byte {
	var b bytes.Buffer
	b.WriteString("ERMHDR\t8.0\t2020-01-01\n%T\tCALENDAR\n%F\tclndr_id\tdefault_flag\tclndr_name\tclndr_type\tday_hr_cnt\tclndr_data\n")
	b.WriteString("%R\t1\tY\tStd\tCA_Base\t8\t(0||CalendarData()((0||DaysOfWeek()((0||1()())(0||2()((0||0(s|08:00|f|16:00)())))(0||3()((0||0(s|08:00|f|16:00)())))(0||4()((0||0(s|08:00|f|16:00)())))(0||5()((0||0(s|08:00|f|16:00)())))(0||6()((0||0(s|08:00|f|16:00)())))(0||7()())))))\n")
	b.WriteString("%T\tPROJECT\n%F\tproj_id\tproj_short_name\tclndr_id\tplan_start_date\tlast_recalc_date\n%R\t1\tBIG\t1\t2020-01-06 08:00\t2020-01-06 08:00\n")
	b.WriteString("%T\tRSRC\n%F\trsrc_id\trsrc_name\trsrc_short_name\trsrc_type\n")
	for i := range 50 {
		fmt.Fprintf(&b, "%%R\t%d\tCrew %d\tC%d\tRT_Labor\n", i, i, i)
	}
	b.WriteString("%T\tPROJWBS\n%F\twbs_id\tproj_id\twbs_short_name\twbs_name\tparent_wbs_id\tproj_node_flag\n%R\t1\t1\tBIG\tBig\t\tY\n")
	for i := range n/100 + 1 {
		fmt.Fprintf(&b, "%%R\t%d\t1\tW%d\tSection %d\t1\tN\n", i+2, i, i)
	}
	b.WriteString("%T\tTASK\n%F\ttask_id\tproj_id\twbs_id\tclndr_id\ttask_type\tstatus_code\ttask_code\ttask_name\ttarget_drtn_hr_cnt\tremain_drtn_hr_cnt\ttarget_start_date\ttarget_end_date\tearly_start_date\tearly_end_date\tlate_start_date\tlate_end_date\ttotal_float_hr_cnt\n")
	text := strings.Repeat("x", name)
	for i := range n {
		d := 8 * (1 + i%9)
		fmt.Fprintf(&b, "%%R\t%d\t1\t%d\t1\tTT_Task\tTK_NotStart\tA%d\t%s %d\t%d\t%d\t2020-01-06 08:00\t2020-01-07 16:00\t2020-01-06 08:00\t2020-01-07 16:00\t2020-01-06 08:00\t2020-01-07 16:00\t0\n", i+1, i/100+2, i, text, i, d, d)
	}
	b.WriteString("%T\tTASKRSRC\n%F\ttaskrsrc_id\ttask_id\tproj_id\trsrc_id\ttarget_qty\tremain_qty\n")
	for i := range n {
		fmt.Fprintf(&b, "%%R\t%d\t%d\t1\t%d\t80\t80\n", i+1, i+1, i%50)
	}
	b.WriteString("%T\tTASKPRED\n%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_cnt\n")
	for i := 100; i < n; i++ {
		fmt.Fprintf(&b, "%%R\t%d\t%d\t%d\t1\t1\tPR_FS\t0\n%%R\t%d\t%d\t%d\t1\t1\tPR_SS\t8\n", 2*i, i+1, i-99, 2*i+1, i+1, i-1)
	}
	b.WriteString("%E\n")
	return b.Bytes()
}

// xerLinks is a small plan with n links.
func xerLinks(n int) []byte {
	b := bytes.NewBufferString(xerHead)
	for i := range 3000 {
		fmt.Fprintf(b, "%%R\t%d\t1\tA%d\n", i+1, i)
	}
	b.WriteString("%T\tTASKPRED\n%F\ttask_pred_id\ttask_id\tpred_task_id\tproj_id\tpred_proj_id\tpred_type\tlag_hr_cnt\n")
	for i := range n {
		from, to := i%1500+1, 1501+(i/1500)%1500
		fmt.Fprintf(b, "%%R\t%d\t%d\t%d\t1\t1\tPR_FS\t0\n", i, to, from)
	}
	b.WriteString("%E\n")
	return b.Bytes()
}

// xerCalendars has calendars with thousands of exceptions.
func xerCalendars() []byte {
	b := bytes.NewBufferString("ERMHDR\t8.0\n%T\tCALENDAR\n%F\tclndr_id\tclndr_name\tclndr_data\n")
	var days strings.Builder
	for d := range 4_500 {
		fmt.Fprintf(&days, "(0||%d(d|%d)())", d, 20_000+d)
	}
	for i := range 80 {
		fmt.Fprintf(b, "%%R\t%d\tC%d\t(0||CalendarData()((0||DaysOfWeek()((0||2()((0||0(s|08:00|f|16:00)())))))(0||Exceptions()(%s))))\n", i, i, days.String())
	}
	b.WriteString("%T\tPROJECT\n%F\tproj_id\tproj_short_name\tclndr_id\n%R\t1\tP\t1\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\tclndr_id\n")
	for i := range 80 {
		fmt.Fprintf(b, "%%R\t%d\t1\tA%d\t%d\n", i, i, i)
	}
	b.WriteString("%E\n")
	return b.Bytes()
}

func mspdiPlan(n, note int) []byte {
	b := bytes.NewBufferString(`<?xml version="1.0" encoding="UTF-8"?><Project xmlns="http://schemas.microsoft.com/project"><Name>BIG</Name><StartDate>2020-01-06T08:00:00</StartDate><CalendarUID>1</CalendarUID><MinutesPerDay>480</MinutesPerDay><MinutesPerWeek>2400</MinutesPerWeek><DaysPerMonth>20</DaysPerMonth><Calendars><Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar><WeekDays>`)
	for d := 1; d <= 7; d++ {
		if d == 1 || d == 7 {
			fmt.Fprintf(b, "<WeekDay><DayType>%d</DayType><DayWorking>0</DayWorking></WeekDay>", d)
			continue
		}
		fmt.Fprintf(b, "<WeekDay><DayType>%d</DayType><DayWorking>1</DayWorking><WorkingTimes><WorkingTime><FromTime>08:00:00</FromTime><ToTime>12:00:00</ToTime></WorkingTime><WorkingTime><FromTime>13:00:00</FromTime><ToTime>17:00:00</ToTime></WorkingTime></WorkingTimes></WeekDay>", d)
	}
	b.WriteString("</WeekDays></Calendar></Calendars><Tasks>")
	text := strings.Repeat("x", note)
	for i := range n {
		fmt.Fprintf(b, "<Task><UID>%d</UID><ID>%d</ID><Name>Task %d</Name><OutlineLevel>%d</OutlineLevel><Start>2020-01-06T08:00:00</Start><Finish>2020-01-07T17:00:00</Finish><Duration>PT%dH0M0S</Duration><DurationFormat>7</DurationFormat><EarlyStart>2020-01-06T08:00:00</EarlyStart><EarlyFinish>2020-01-07T17:00:00</EarlyFinish><PercentComplete>0</PercentComplete><Notes>%s</Notes>", i+1, i+1, i, 1+min(1, i%100), 8*(1+i%9), text)
		if i > 100 && i%100 > 1 {
			fmt.Fprintf(b, "<PredecessorLink><PredecessorUID>%d</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag><LagFormat>7</LagFormat></PredecessorLink><PredecessorLink><PredecessorUID>%d</PredecessorUID><Type>3</Type><LinkLag>4800</LinkLag><LagFormat>7</LagFormat></PredecessorLink>", i-99, i)
		}
		b.WriteString("</Task>")
	}
	b.WriteString("</Tasks><Resources>")
	for i := range 50 {
		fmt.Fprintf(b, "<Resource><UID>%d</UID><ID>%d</ID><Name>Crew %d</Name><Type>1</Type></Resource>", i+1, i+1, i)
	}
	b.WriteString("</Resources><Assignments>")
	for i := range n {
		fmt.Fprintf(b, "<Assignment><UID>%d</UID><TaskUID>%d</TaskUID><ResourceUID>%d</ResourceUID><Units>1</Units><Work>PT8H0M0S</Work></Assignment>", i+1, i+1, i%50+1)
	}
	b.WriteString("</Assignments></Project>")
	return b.Bytes()
}

func p6Plan(n, name int) []byte {
	b := bytes.NewBufferString(`<?xml version="1.0" encoding="UTF-8"?><APIBusinessObjects xmlns="http://xmlns.oracle.com/Primavera/P6/V19.12/API/BusinessObjects"><Calendar><ObjectId>1</ObjectId><Name>Std</Name><Type>Global</Type><HoursPerDay>8</HoursPerDay><StandardWorkWeek>`)
	for _, d := range []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"} {
		fmt.Fprintf(b, "<StandardWorkHours><DayOfWeek>%s</DayOfWeek><WorkTime><Start>08:00:00</Start><Finish>15:59:00</Finish></WorkTime></StandardWorkHours>", d)
	}
	b.WriteString(`</StandardWorkWeek></Calendar><Project><ObjectId>1</ObjectId><Id>BIG</Id><Name>Big</Name><DataDate>2020-01-06T08:00:00</DataDate><PlannedStartDate>2020-01-06T08:00:00</PlannedStartDate><ActivityDefaultCalendarObjectId>1</ActivityDefaultCalendarObjectId>`)
	for i := range n/100 + 1 {
		fmt.Fprintf(b, "<WBS><ObjectId>%d</ObjectId><Code>W%d</Code><Name>Section %d</Name><SequenceNumber>%d</SequenceNumber></WBS>", i+1, i, i, i)
	}
	text := strings.Repeat("x", name)
	for i := range n {
		fmt.Fprintf(b, "<Activity><ObjectId>%d</ObjectId><Id>A%d</Id><Name>%s</Name><Type>Task Dependent</Type><Status>Not Started</Status><CalendarObjectId>1</CalendarObjectId><WBSObjectId>%d</WBSObjectId><PlannedDuration>%d</PlannedDuration><RemainingDuration>%d</RemainingDuration><PlannedStartDate>2020-01-06T08:00:00</PlannedStartDate><PlannedFinishDate>2020-01-07T16:00:00</PlannedFinishDate><RemainingEarlyStartDate>2020-01-06T08:00:00</RemainingEarlyStartDate><RemainingEarlyFinishDate>2020-01-06T08:00:00</RemainingEarlyFinishDate></Activity>", i+1, i, text, i/100+1, 8*(1+i%9), 8*(1+i%9))
	}
	for i := 100; i < n; i++ {
		fmt.Fprintf(b, "<Relationship><ObjectId>%d</ObjectId><PredecessorActivityObjectId>%d</PredecessorActivityObjectId><SuccessorActivityObjectId>%d</SuccessorActivityObjectId><Type>Finish to Start</Type><Lag>0</Lag></Relationship><Relationship><ObjectId>%d</ObjectId><PredecessorActivityObjectId>%d</PredecessorActivityObjectId><SuccessorActivityObjectId>%d</SuccessorActivityObjectId><Type>Start to Start</Type><Lag>8</Lag></Relationship>", 2*i, i-99, i+1, 2*i+1, i-1, i+1)
	}
	b.WriteString("</Project></APIBusinessObjects>")
	return b.Bytes()
}

// csvPlan has n rows in chains of a hundred.
func csvPlan(n int, code string, name int) []byte {
	b := bytes.NewBufferString("code,name,duration,predecessors,start\n")
	text := strings.Repeat("x", name)
	for i := range n {
		own, before := code, ""
		if strings.Contains(code, "%") {
			own = fmt.Sprintf(code, i)
			if i%100 > 0 {
				before = fmt.Sprintf(code, i-1)
			}
		}
		fmt.Fprintf(b, "%s,%s,%d,%s,2020-01-06\n", own, text, 1+i%9, before)
	}
	return b.Bytes()
}

// tableRows is csvPlan as rows of a worksheet.
func tableRows(n int) string {
	var b strings.Builder
	cell := func(text string) string { return `<c t="inlineStr"><is><t>` + text + `</t></is></c>` }
	b.WriteString("<row>" + cell("code") + cell("name") + cell("duration") + cell("start") + cell("predecessors") + "</row>")
	for i := range n {
		before := ""
		if i%100 > 0 {
			before = cell(fmt.Sprintf("A%d", i-1))
		}
		fmt.Fprintf(&b, "<row>%s%s<c><v>%d</v></c><c><v>43836</v></c>%s</row>", cell(fmt.Sprintf("A%d", i)), cell(fmt.Sprintf("Activity %d", i)), 1+i%9, before)
	}
	return b.String()
}

// workbook has one sheet of these rows, and these shared strings.
func workbook(strs, rows string) []byte {
	const main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relations := func(list ...string) string {
		s := `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
		for i := 0; i < len(list); i += 2 {
			s += fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>`, i/2+1, office, list[i], list[i+1])
		}
		return s + "</Relationships>"
	}
	return zipped(
		"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
		"_rels/.rels", relations("officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml", `<?xml version="1.0"?><workbook xmlns="`+main+`" xmlns:r="`+office+`"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml", "sharedStrings", "sharedStrings.xml"),
		"xl/sharedStrings.xml", `<sst xmlns="`+main+`">`+strs+`</sst>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="`+main+`"><sheetData>`+rows+`</sheetData></worksheet>`,
	)
}
