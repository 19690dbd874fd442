// Package gallery shows every part of the interface in every state, at
// /dev/ui. Its words are examples, not messages: it is for those who build.
package gallery

import (
	"fmt"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// project is an example row.
type project struct {
	Code, Name, Contractor, Officer string
	Finish                          worktime.Day
	Float                           float64
	Done                            float64
	Activities                      int
	State                           ui.Lamp
}

// say picks the example in the reader's language.
func say(r *http.Request, zh, en string) string {
	if i18n.Lang(r.Context()) == i18n.Chinese {
		return zh
	}
	return en
}

// Serve answers with the gallery; its table works.
func Serve(w http.ResponseWriter, r *http.Request) error {
	t := sampleTable(r)
	return t.Serve(w, r, func(view templ.Component) templ.Component { return page(sampleForms(r), view) })
}

func sampleTable(r *http.Request) ui.Table[project] {
	return ui.Table[project]{
		ID: "projects", Name: say(r, "项目", "Projects"), Rows: sampleProjects(r), Sort: "float",
		Href: func(p project) string { return "/dev/ui?project=" + p.Code },
		Columns: []ui.Column[project]{
			{Key: "name", Label: say(r, "项目", "Project"), Value: func(p project) any { return p.Name }},
			{Key: "state", Label: say(r, "状态", "State"), Value: func(p project) any { return p.State }},
			{Key: "finish", Label: say(r, "预计竣工", "Finish"), Value: func(p project) any { return p.Finish }},
			{Key: "float", Label: say(r, "总时差（天）", "Float, days"), Value: func(p project) any { return p.Float }, Help: say(r, "竣工期限前还能拖延的工作日。负数表示已经赶不上。", "Working days that can still be lost before the deadline. Negative: too late already.")},
			{Key: "done", Label: say(r, "完成量", "Done"), Value: func(p project) any { return p.Done }, Cell: func(p project) templ.Component { return ui.Bar(p.Done, p.State.Colour) }},
			{Key: "activities", Label: say(r, "作业数", "Activities"), Value: func(p project) any { return p.Activities }},
			{Key: "contractor", Label: say(r, "施工单位", "Contractor"), Value: func(p project) any { return p.Contractor }},
			{Key: "officer", Label: say(r, "驻厂员", "Liaison officer"), Value: func(p project) any { return p.Officer }},
			{Key: "code", Label: say(r, "编码", "Code"), Value: func(p project) any { return p.Code }, Hidden: true},
		},
		Filters: []ui.Filter[project]{{
			Key: "state", Label: say(r, "状态", "State"),
			Options: []ui.Choice{{Value: "red", Text: say(r, "滞后", "Late")}, {Value: "yellow", Text: say(r, "紧张", "Tight")}, {Value: "green", Text: say(r, "正常", "On time")}, {Value: "done", Text: say(r, "竣工", "Done")}},
			Match:   func(p project, v string) bool { return string(p.State.Colour) == v },
		}},
		Empty: nothing(r),
	}
}

func nothing(r *http.Request) ui.Nothing {
	return ui.Nothing{
		Icon: "file-import", Title: say(r, "还没有项目", "No project yet"),
		Text:   say(r, "导入施工单位的 Primavera 或 Microsoft Project 文件，日期会立即算好。", "Import the contractor's Primavera or Microsoft Project file; its dates are computed at once."),
		Action: say(r, "导入计划", "Import a plan"), Href: "/dev/ui#import",
	}
}

func sampleProjects(r *http.Request) []project {
	names := [][2]string{
		{"徐工新能源智能装备生产基地", "XCMG New-Energy Intelligent Equipment Base"},
		{"大吨位起重机总装线改造", "Heavy Crane Assembly Line Refit"},
		{"协鑫光伏切片扩产一期", "GCL Wafer Expansion, Phase 1"},
		{"高铁东站商务区 3 号地块", "East Station Business District, Plot 3"},
		{"生物医药孵化园 B 区厂房", "Biomedical Incubator, Block B"},
		{"开发区第二污水处理厂提标", "Second Sewage Works Upgrade"},
		{"云龙湖路综合管廊", "Yunlonghu Road Utility Tunnel"},
	}
	lamps := []ui.Lamp{
		{Colour: ui.Red, Word: say(r, "滞后", "Late"), Reason: say(r, "滚筒床到货 6/10，关键作业无法开工", "6 of 10 roller beds arrived; a critical activity cannot start")},
		{Colour: ui.Yellow, Word: say(r, "紧张", "Tight"), Reason: say(r, "总时差不足 5 天", "Less than 5 days of float")},
		{Colour: ui.Green, Word: say(r, "正常", "On time")},
		{Colour: ui.Done, Word: say(r, "竣工", "Done")},
	}
	officers := [][2]string{{"张伟", "Zhang Wei"}, {"李四", "Li Si"}, {"安琪", "An Qi"}, {"", ""}}
	var rows []project
	for i := range 130 {
		name, lamp, officer := names[i%len(names)], lamps[(i*i+i/3)%len(lamps)], officers[i%len(officers)]
		rows = append(rows, project{
			Code: fmt.Sprintf("XZ-%03d", i+1), Name: fmt.Sprintf("%s %s", say(r, name[0], name[1]), suffix(i/len(names))),
			Contractor: say(r, "中建八局第三建设有限公司", "China Construction Eighth Division"), Officer: say(r, officer[0], officer[1]),
			Finish: worktime.Day(18300 + i*7%200), Float: float64((i*37)%61)/2 - 12, Done: float64((i * 29) % 101), Activities: 40 + (i*911)%4300, State: lamp,
		})
	}
	return rows
}

func suffix(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("#%d", n+1)
}

// samples are the examples of the parts.
type samples struct {
	say    func(zh, en string) string
	figs   []ui.Fig
	facts  []ui.Fact
	steps  []ui.Step
	events []ui.Event
	chart  ui.Chart
	wrong  ui.Form
	empty  ui.Nothing
	lamps  []ui.Lamp
}

func sampleForms(r *http.Request) samples {
	s := func(zh, en string) string { return say(r, zh, en) }
	refused := fault.New(fault.Invalid, "fault.invalid").With("finish", "web.form.date").With("reason", "web.form.required")
	return samples{
		say: s, figs: figures(s), facts: facts(s), steps: chain(s), events: events(s), chart: sampleCurve(s), empty: nothing(r),
		wrong: ui.FormOf("name", s("大吨位起重机总装线", "Heavy crane line"), "finish", "31/2/2020", "trade", "weld").Failed(r.Context(), refused),
		lamps: []ui.Lamp{
			{Colour: ui.Green, Word: s("正常", "On time")}, {Colour: ui.Yellow, Word: s("紧张", "Tight")}, {Colour: ui.Red, Word: s("滞后", "Late")},
			{Colour: ui.Blue, Word: s("进行中", "Under way")}, {Colour: ui.Done, Word: s("竣工", "Done")}, {Colour: ui.Grey, Word: s("未开工", "Not started")},
		},
	}
}

func figures(s func(zh, en string) string) []ui.Fig {
	return []ui.Fig{
		{Label: s("在建项目", "Projects under way"), Value: "130", Change: "+2", Href: "#table"},
		{Label: s("滞后项目", "Late projects"), Value: "37", Change: "+3", Worse: true, Href: "?state=red", Help: s("按当前进度推算，竣工日期晚于期限的项目。", "Projects whose computed finish is after the deadline.")},
		{Label: s("可抢回工期", "Days to win back"), Value: "412", Unit: s("天", "days"), Change: "−18"},
		{Label: s("到岗人数", "Hands on site"), Value: "3,730", Unit: s("人", ""), Lamp: ui.Lamp{Colour: ui.Yellow, Word: s("为需求的 82%", "82% of need")}},
	}
}

func facts(s func(zh, en string) string) []ui.Fact {
	return []ui.Fact{
		{Label: s("施工单位", "Contractor"), Text: s("中建八局第三建设有限公司", "China Construction Eighth Division")},
		{Label: s("数据日期", "Data date"), Text: s("2020-02-21 08:00", "21 Feb 2020 08:00"), Help: s("此前为实际，此后为计划。", "Before it: what happened. After it: what is planned.")},
		{Label: s("项目负责人", "Project manager"), View: ui.SecretView(ui.Secret{ID: "manager", Label: s("姓名", "Name"), Masked: s("张**", "Z****"), Action: "/dev/ui"})},
		{Label: s("排程方式", "Scheduling mode"), Text: s("倒排工期", "Back from the finish date")},
		{Label: s("复工日期", "Restarted"), Text: ""},
	}
}

func chain(s func(zh, en string) string) []ui.Step {
	return []ui.Step{
		{Text: s("设备联动调试", "Joint commissioning"), When: "2020-04-18", Detail: s("开工不早于下列作业完成", "Cannot start before the following finishes"), Href: "#why"},
		{Text: s("滚筒床安装（10 台）", "Install roller beds (10)"), When: "2020-04-02", Detail: s("完成—开始，间隔 2 天，日历“两班制”", "Finish-to-start + 2 days, calendar “two shifts”"), Href: "#why"},
		{Text: s("滚筒床到货", "Roller beds delivered"), When: "2020-03-20", Detail: s("已到 6 台，其余 4 台供应商复工后 18 天", "6 arrived; the other 4 are 18 days after the supplier restarts"), Last: true},
	}
}

func events(s func(zh, en string) string) []ui.Event {
	at := time.Date(2020, 2, 21, 7, 42, 0, 0, time.UTC)
	return []ui.Event{
		{When: at, Who: s("李四", "Li Si"), What: s("登记进度", "recorded progress"), Before: s("4 / 10 台", "4 / 10 pcs"), After: s("6 / 10 台", "6 / 10 pcs"), Note: s("二班提前两小时收工，缺电焊工。", "Second shift left two hours early; welders are short.")},
		{When: at.Add(-26 * time.Hour), Who: s("张伟", "Zhang Wei"), What: s("调整期限", "changed the deadline"), Before: "2020-04-30", After: "2020-04-18"},
	}
}

func sampleCurve(s func(zh, en string) string) ui.Chart {
	weeks := []string{"02-03", "02-10", "02-17", "02-24", "03-02", "03-09", "03-16"}
	plan, actual := []float64{5, 12, 22, 36, 52, 70, 86}, []any{5.0, 5.0, 8.0, nil, nil, nil, nil}
	forecast := []any{nil, nil, 8.0, 20.0, 38.0, 60.0, 82.0}
	var rows [][]string
	for i, week := range weeks {
		rows = append(rows, []string{week, fmt.Sprint(plan[i]), cell(actual[i]), cell(forecast[i])})
	}
	line := func(name string, data any, more map[string]any) map[string]any {
		series := map[string]any{"type": "line", "name": name, "data": data, "showSymbol": false}
		for k, v := range more {
			series[k] = v
		}
		return series
	}
	return ui.Chart{
		ID: "curve", Title: s("计划、实际与预测完成量（%）", "Planned, actual and forecast progress (%)"),
		Head: []string{s("周", "Week"), s("计划", "Plan"), s("实际", "Actual"), s("预测", "Forecast")}, Rows: rows,
		Option: map[string]any{
			"legend": map[string]any{}, "tooltip": map[string]any{"trigger": "axis"},
			"xAxis": map[string]any{"type": "category", "data": weeks}, "yAxis": map[string]any{"type": "value", "max": 100},
			"series": []any{
				line(s("计划", "Plan"), plan, nil), line(s("实际", "Actual"), actual, map[string]any{"lineStyle": map[string]any{"width": 3}}),
				line(s("预测", "Forecast"), forecast, map[string]any{"lineStyle": map[string]any{"type": "dashed"}}),
			},
		},
	}
}

func cell(v any) string {
	if v == nil {
		return "—"
	}
	return fmt.Sprint(v)
}
