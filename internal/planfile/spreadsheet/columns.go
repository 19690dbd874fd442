package spreadsheet

import (
	"strings"
	"unicode"
)

// column is a heading that we know.
type column uint8

const (
	colCode column = iota
	colName
	colKind
	colLevel
	colWBS
	colParent
	colDuration
	colStart
	colFinish
	colPredecessors
	colCalendar
	colConstraint
	colConstraintDate
	colDeadline
	colPercent
	colActualStart
	colActualFinish
	colQuantity
	colUnit
	colResponsible
	colTrade
	colNotes
	colRemaining
	colExpected
	colSuspend
	colResume
	colConstraint2
	colConstraint2Date
	colMode
	colDelay
	colEarlyStart // from here on computed: written, never read
	colEarlyFinish
	colLateStart
	colLateFinish
	colTotalFloat
	colFreeFloat
	colCritical
	columnCount
)

// headings are what the template and the export write, per language.
var headings = map[string][columnCount]string{
	"zh": {
		colCode: "编码", colName: "名称", colKind: "类型", colLevel: "层级", colWBS: "WBS", colParent: "上级编码",
		colDuration: "工期(天)", colStart: "开始", colFinish: "完成", colPredecessors: "前置作业", colCalendar: "日历",
		colConstraint: "限制条件", colConstraintDate: "限制日期", colDeadline: "最后期限", colPercent: "完成%",
		colActualStart: "实际开始", colActualFinish: "实际完成", colQuantity: "工程量", colUnit: "单位",
		colResponsible: "责任单位", colTrade: "工种", colNotes: "备注", colRemaining: "剩余工期(天)",
		colExpected: "期望完成", colSuspend: "暂停", colResume: "恢复", colConstraint2: "次要限制条件", colConstraint2Date: "次要限制日期",
		colMode: "方式", colDelay: "平衡延迟",
		colEarlyStart: "最早开始", colEarlyFinish: "最早完成", colLateStart: "最迟开始", colLateFinish: "最迟完成",
		colTotalFloat: "总时差(天)", colFreeFloat: "自由时差(天)", colCritical: "关键",
	},
	"en": {
		colCode: "Code", colName: "Name", colKind: "Type", colLevel: "Level", colWBS: "WBS", colParent: "Parent code",
		colDuration: "Duration (days)", colStart: "Start", colFinish: "Finish", colPredecessors: "Predecessors", colCalendar: "Calendar",
		colConstraint: "Constraint", colConstraintDate: "Constraint date", colDeadline: "Deadline", colPercent: "% done",
		colActualStart: "Actual start", colActualFinish: "Actual finish", colQuantity: "Quantity", colUnit: "Unit",
		colResponsible: "Responsible", colTrade: "Trade", colNotes: "Notes", colRemaining: "Remaining (days)",
		colExpected: "Expected finish", colSuspend: "Suspended", colResume: "Resumed", colConstraint2: "Second constraint", colConstraint2Date: "Second constraint date",
		colMode: "Mode", colDelay: "Leveling delay",
		colEarlyStart: "Early start", colEarlyFinish: "Early finish", colLateStart: "Late start", colLateFinish: "Late finish",
		colTotalFloat: "Total float (days)", colFreeFloat: "Free float (days)", colCritical: "Critical",
	},
}

// synonyms are further headings that people use.
var synonyms = map[column]string{
	colCode:           "编号|代码|任务编码|作业代码|作业编码|工作编码|序号|标识号|id|no|activity id|activity code|task id|activity",
	colName:           "任务名称|作业名称|工作名称|工作内容|工序名称|项目内容|任务|工序|task name|activity name|task|description",
	colKind:           "任务类型|作业类型|activity type|task type",
	colLevel:          "大纲级别|大纲层级|级别|outline level|indent",
	colWBS:            "大纲编号|wbs编码|分部分项|分部|wbs code|outline number|outline",
	colParent:         "上级|父任务|上级任务|parent|parent id",
	colDuration:       "工期|持续时间|工作日|计划工期|天数|duration|days|original duration|dur",
	colStart:          "开始时间|开始日期|计划开始|计划开始时间|计划开始日期|开工时间|开工日期|start date|planned start",
	colFinish:         "完成时间|完成日期|结束|结束时间|结束日期|计划完成|计划完成时间|计划完成日期|竣工时间|完工日期|finish date|planned finish|end|end date",
	colPredecessors:   "前置|前置任务|紧前工作|紧前工序|紧前作业|前导任务|逻辑关系|predecessor|pred|depends on|dependencies",
	colCalendar:       "日历名称|工作日历|calendar name",
	colConstraint:     "限制类型|约束|约束条件|约束类型|constraint type",
	colConstraintDate: "约束日期",
	colDeadline:       "期限|截止日期|due|due date",
	colPercent:        "完成百分比|完成率|进度|完成比例|形象进度|percent complete|percent|progress|complete",
	colActualStart:    "实际开始时间|实际开始日期|实际开工",
	colActualFinish:   "实际完成时间|实际完成日期|实际结束|实际完工",
	colQuantity:       "数量|总量|设计量|qty|amount",
	colUnit:           "计量单位|uom",
	colResponsible:    "责任人|负责人|责任主体|施工单位|承包单位|责任部门|owner|contractor|responsible party",
	colTrade:          "班组|专业|资源|资源名称|劳动力|crew|resource|resource names|resources",
	colNotes:          "说明|note|remark|remarks|comment",
	colRemaining:      "剩余工期|remaining|remaining duration",
}

// known maps every normalised heading to its column.
var known = func() map[string]column {
	m := map[string]column{}
	for c, list := range synonyms {
		for _, name := range strings.Split(list, "|") {
			m[normalHeading(name)] = c
		}
	}
	for _, lang := range headings {
		for c, name := range lang {
			m[normalHeading(name)] = column(c)
		}
	}
	return m
}()

// normalHeading makes headings comparable: lower case, without spaces, marks and what
// stands in brackets.
func normalHeading(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range strings.ToLower(strings.TrimSpace(s)) {
		switch {
		case r == '(' || r == '（' || r == '[':
			depth++
		case r == ')' || r == '）' || r == ']':
			depth = max(0, depth-1)
		case depth > 0 || unicode.IsSpace(r) || strings.ContainsRune("*:：_-/\ufeff", r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
