package mspdi

import (
	"io"
	"slices"
	"strconv"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/internal/planfile/mspdi/restate"
	"fugong/solve/worktime"
)

// Prepare makes p ready as MSPDI that Microsoft Project and ProjectLibre open.
// Dated by d and from another tool, it is restated in Microsoft Project's terms, so
// that scheduling the file moves nothing but what the losses name. Without d it is
// written as it is, with the dates its file stated.
//
// Every task is written with explicit dates, those of other tools with fixed duration.
// What the schema has no place for is written where Read finds it again: activity codes and P6's kinds
// in two text fields, links to other projects as external tasks. Errors are those
// of masterplan.Compute.
func Prepare(p *masterplan.Plan, d *masterplan.Dates) (*masterplan.Draft, error) {
	p = withCalendar(p)
	if d == nil {
		return &masterplan.Draft{Write: (&writer{plan: p}).write}, nil
	}
	r, err := restate.Plan(p, d)
	if err != nil {
		return nil, err
	}
	o := &writer{plan: r.Plan, dates: d, anew: r.Dates, restated: r.Plan != p}
	return &masterplan.Draft{Losses: append(r.Losses, (&writer{plan: p}).lossesOfSchema()...), Write: o.write}, nil
}

// withCalendar gives a plan that works by none of its calendars the standard week,
// which it works by, as one of them: a project must name one.
func withCalendar(p *masterplan.Plan) *masterplan.Plan {
	if p.Settings.Calendar >= 0 || len(p.Calendars) == 0 {
		return p
	}
	with := *p
	with.Settings.Calendar = int32(len(p.Calendars))
	with.Calendars = append(slices.Clone(p.Calendars), masterplan.Calendar{Name: "Standard", Base: -1})
	return &with
}

func (o *writer) write(w io.Writer) error {
	o.Emitter = element.NewEmitter(w)
	o.numberRows()
	o.Raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Project xmlns=\"" + Namespace + "\">\n")
	o.Depth++
	o.writeProject()
	o.writeFields()
	o.In("Calendars", o.writeCalendars)
	o.In("Tasks", o.writeTasks)
	o.In("Resources", o.resources)
	o.In("Assignments", o.assignments)
	o.Close("Project")
	return o.Flush()
}

// writer holds the numbers that tie the tables together.
type writer struct {
	*element.Emitter
	plan     *masterplan.Plan
	dates    *masterplan.Dates // agreed; nil for those of the file
	anew     *masterplan.Dates // as Microsoft Project computes them
	restated bool              // another tool's plan, with sums that Microsoft Project expects

	taskUID, calendarUID, resourceUID []int64
	blankUID, ghostUID                []int64
	children                          []bool
	outline                           []string  // outline numbers, "1.2.3"
	rowID                             []int64   // activity → ID
	blankID                           []int64   // blank row → ID
	preds                             [][]int32 // activity → links that end there
	work                              []int64   // activity → minutes of labour done
	frozen                            [][]frozenRow
}

// frozenRow is one activity in one baseline.
type frozenRow struct {
	number int
	row    *masterplan.BaselineRow
}

// numberRows gives every row its numbers before the first is written.
func (o *writer) numberRows() {
	p := o.plan
	o.taskUID, o.blankUID, o.ghostUID = taskNumbers(p)
	o.calendarUID = givenNumbers(len(p.Calendars), func(i int) int64 { return p.Calendars[i].UID }, 1)
	o.resourceUID = givenNumbers(len(p.Resources), func(i int) int64 { return p.Resources[i].UID }, 1)
	o.children = make([]bool, len(p.Activities))
	o.preds = make([][]int32, len(p.Activities))
	o.work = make([]int64, len(p.Activities))
	for i := range p.Activities {
		if up := p.Activities[i].Parent; up >= 0 {
			o.children[up] = true
		}
	}
	for i := range p.Links {
		o.preds[p.Links[i].Succ] = append(o.preds[p.Links[i].Succ], int32(i))
	}
	for i := range p.Assignments {
		a := &p.Assignments[i]
		if a.Resource >= 0 && (p.Resources[a.Resource].Type == masterplan.WorkResource || p.Resources[a.Resource].Type == masterplan.EquipmentResource) {
			o.work[a.Activity] += a.ActualWork
		}
	}
	o.sortBaselines()
	o.outline = outlineNumbers(p)
	o.rowID, o.blankID = rowNumbers(p)
}

// sortBaselines sorts the baselines that have a place, 0–10, by activity.
func (o *writer) sortBaselines() {
	o.frozen = make([][]frozenRow, len(o.plan.Activities))
	for n := range o.plan.Baselines {
		b := &o.plan.Baselines[n]
		if b.Number < 0 || b.Number > 10 {
			continue
		}
		for j := range b.Rows {
			at := b.Rows[j].Activity
			o.frozen[at] = append(o.frozen[at], frozenRow{b.Number, &b.Rows[j]})
		}
	}
}

// givenNumbers keeps the wanted numbers that are positive, fit 32 bits and come
// first, and gives the rest new ones from above.
func givenNumbers(n int, want func(int) int64, least int64) []int64 {
	out, used, top := make([]int64, n), map[int64]bool{}, least-1
	for i := range out {
		out[i] = -1
		if uid := want(i); uid >= least && uid < 1<<31 && !used[uid] {
			out[i], used[uid], top = uid, true, max(top, uid)
		}
	}
	for i := range out {
		if out[i] >= 0 {
			continue
		}
		for top = top%(1<<31-1) + 1; used[top]; top = top%(1<<31-1) + 1 {
		}
		out[i], used[top] = top, true
	}
	return out
}

// taskNumbers numbers activities, blank rows and outside tasks together.
func taskNumbers(p *masterplan.Plan) (tasks, blanks, ghosts []int64) {
	n, b := len(p.Activities), len(p.Blank)
	all := givenNumbers(n+b+len(p.External), func(i int) int64 {
		switch {
		case i < n:
			return p.Activities[i].UID
		case i < n+b:
			return p.Blank[i-n].UID
		}
		return -1
	}, 1)
	return all[:n], all[n : n+b], all[n+b:]
}

// outlineNumbers counts each row among its siblings.
func outlineNumbers(p *masterplan.Plan) []string {
	out, count := make([]string, len(p.Activities)), map[int32]int{}
	for i := range p.Activities {
		up := p.Activities[i].Parent
		count[up]++
		out[i] = strconv.Itoa(count[up])
		if up >= 0 {
			out[i] = out[up] + "." + out[i]
		}
	}
	return out
}

// rowNumbers keeps the file's row numbers when they rise; else it counts.
func rowNumbers(p *masterplan.Plan) (rows, blanks []int64) {
	rows, blanks = make([]int64, len(p.Activities)), make([]int64, len(p.Blank))
	last, rising, n := int64(0), true, int64(0)
	eachRow(p, func(i int) {
		n++
		id := p.Activities[i].RowID
		rising, last, rows[i] = rising && id > last, id, n
	}, func(j int) {
		n++
		id := p.Blank[j].ID
		rising, last, blanks[j] = rising && id > last, id, n
	})
	if !rising || last >= 1<<31 {
		return rows, blanks
	}
	for i := range rows {
		rows[i] = p.Activities[i].RowID
	}
	for j := range blanks {
		blanks[j] = p.Blank[j].ID
	}
	return rows, blanks
}

// eachRow walks activities and blank rows as people see them.
func eachRow(p *masterplan.Plan, activity func(int), blank func(int)) {
	order := make([]int, len(p.Blank))
	for j := range order {
		order[j] = j
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(p.Blank[a].After) - int(p.Blank[b].After) })
	for i := -1; i < len(p.Activities); i++ {
		if i >= 0 {
			activity(i)
		}
		for len(order) > 0 && (int(p.Blank[order[0]].After) <= i || i == len(p.Activities)-1) {
			blank(order[0])
			order = order[1:]
		}
	}
}

// writeProject writes the settings, in the schema's order.
func (o *writer) writeProject() {
	p, s := o.plan, &o.plan.Settings
	o.Int("SaveVersion", 14)
	if len(p.UID) <= 16 {
		o.Text("UID", p.UID)
	}
	o.Text("Name", clip(first(p.Code, p.Name), 255))
	o.Text("Title", clip(p.Name, 512))
	if len(p.UID) > 16 {
		o.Text("GUID", p.UID)
	}
	o.Bool("ScheduleFromStart", !s.FromFinish)
	o.Time("StartDate", o.start())
	o.Time("FinishDate", o.projectFinish())
	if s.MinutesPerDay > 0 {
		o.Int("CriticalSlackLimit", s.CriticalFloat/int64(s.MinutesPerDay))
	}
	o.Int("CalendarUID", o.projectCalendar())
	if s.DefaultFinish > s.DefaultStart {
		o.Clock("DefaultStartTime", s.DefaultStart)
		o.Clock("DefaultFinishTime", s.DefaultFinish)
	}
	o.positive("MinutesPerDay", s.MinutesPerDay)
	o.positive("MinutesPerWeek", s.MinutesPerWeek)
	o.positive("DaysPerMonth", s.DaysPerMonth)
	o.Int("DefaultTaskType", 1)
	o.Int("DurationFormat", 7)
	o.Int("WorkFormat", 2)
	o.Bool("HonorConstraints", s.HonourConstraints)
	o.Bool("MultipleCriticalPaths", s.OpenEndsCritical)
	o.Bool("NewTasksEffortDriven", false)
	o.Bool("SplitsInProgressTasks", s.Progress != masterplan.ProgressOverride)
	o.Time("StatusDate", p.DataDate)
	o.Bool("Autolink", false)
	o.Bool("NewTasksAreManual", false)
}

func (o *writer) positive(name string, n int) {
	if n > 0 {
		o.Int(name, int64(n))
	}
}

// start is the plan's; of a plan that states none, where its work begins.
func (o *writer) start() worktime.Time {
	if o.plan.Start == worktime.None && o.dates != nil {
		return o.dates.Start
	}
	return o.plan.Start
}

func (o *writer) projectFinish() worktime.Time {
	switch p := o.plan; {
	case p.Settings.FromFinish && p.MustFinish != worktime.None:
		return p.MustFinish
	case o.dates != nil:
		return o.dates.Finish
	default:
		return p.Finish
	}
}

// clip shortens s to n runes, which the schema counts.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// writeFields declares our two text fields when some row needs them.
func (o *writer) writeFields() {
	code, kind := false, false
	for i := range o.plan.Activities {
		code, kind = code || o.codeOf(i) != "", kind || o.kindOf(i) != ""
	}
	if !code && !kind {
		return
	}
	o.In("ExtendedAttributes", func() {
		if code {
			o.field(codeFieldID, codeFieldName, codeAlias)
		}
		if kind {
			o.field(kindFieldID, kindFieldName, kindAlias)
		}
	})
}

func (o *writer) field(id, name, alias string) {
	o.In("ExtendedAttribute", func() {
		o.Text("FieldID", id)
		o.Text("FieldName", name)
		o.Text("Alias", alias)
	})
}

// heading says whether activity i stands for others, or would.
func (o *writer) heading(i int) bool {
	return o.children[i] || o.plan.Activities[i].Kind == masterplan.Summary
}

// codeOf is what the code field has to carry: nothing when Read would find the
// code by itself.
func (o *writer) codeOf(i int) string {
	code := o.plan.Activities[i].Code
	if code == strconv.FormatInt(o.taskUID[i], 10) {
		return ""
	}
	return code
}

// kindOf is what the kind field has to carry: nothing when Read would find the
// kind by itself.
func (o *writer) kindOf(i int) string {
	a := &o.plan.Activities[i]
	natural := masterplan.Task
	switch {
	case o.children[i]:
		natural = masterplan.Summary
	case a.Duration.Minutes == 0:
		natural = masterplan.FinishMilestone
	}
	if a.Kind == natural {
		return ""
	}
	return kindNames[a.Kind]
}
