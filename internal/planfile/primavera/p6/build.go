package p6

import (
	"cmp"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// What a file may ask to be held. Primavera itself stops at 50 WBS levels and
// 100,000 activities a project. Readers stop at MaxRows activities and WBS nodes,
// MaxProjects projects and MaxRecords rows of any kind, so that a file takes less
// than 300 MB (bench/memory).
const (
	MaxRows      = 32_000
	MaxRecords   = 300_000
	maxLevels    = 200
	MaxProjects  = 2_000
	maxPathBytes = 24 << 20
	maxCopies    = 200_000 // calendars, resources and rates, times the projects that get a copy
)

// TooMany refuses a file that holds more rows of a kind than limit.
func TooMany(limit int) error {
	return fault.New(fault.TooLarge, "plan.file.too_many", "limit", limit)
}

// Report is an import's notes: first how much there is of every plan, then what
// was noticed.
func Report(plans []*masterplan.Plan, noticed *masterplan.Notes) []masterplan.Note {
	var all []masterplan.Note
	for _, p := range plans {
		all = append(all, masterplan.Note{Level: masterplan.Info, Key: "plan.note.counts", Count: 1, Args: fault.Args(
			"project", p.Code, "activities", len(p.Activities), "links", len(p.Links), "calendars", len(p.Calendars),
			"resources", len(p.Resources), "assignments", len(p.Assignments), "baselines", len(p.Baselines))})
	}
	return append(all, noticed.List()...)
}

// builder resolves a model's ids, once for all its projects.
type builder struct {
	m         *Model
	notes     *masterplan.Notes
	calendars map[string]int32
	resources map[string]int32
	codes     map[string]string // project id → its code
	projects  map[string]int    // id → index into plans
	place     map[string]place
	plans     []*masterplan.Plan
	pathBytes int
	across    []across
}

// place is where a task ended up: its plan and its row.
type place struct {
	plan int
	row  int32
}

// Build puts the model's projects together: one plan for every project that has
// activities, in the file's order; where the file has none at all, one for every project,
// since an empty plan is a plan. It fails with TooLarge "plan.file.too_many"
// (args limit) and Invalid "plan.file.too_deep" (args limit, name).
func Build(m *Model, notes *masterplan.Notes) ([]*masterplan.Plan, error) {
	if len(m.Tasks)+len(m.Nodes) > MaxRows {
		return nil, TooMany(MaxRows)
	}
	copies := len(m.Calendars) + len(m.Resources)
	for _, r := range m.Resources {
		copies += len(r.Rates)
	}
	if len(m.Projects) > MaxProjects || copies*len(m.Projects) > maxCopies {
		return nil, TooMany(MaxProjects)
	}
	b := &builder{m: m, notes: notes, place: make(map[string]place, len(m.Tasks)), projects: map[string]int{}}
	b.indexRows()
	if err := b.buildOutlines(); err != nil {
		return nil, err
	}
	b.resolveLinks()
	b.externalDates()
	b.buildAssignments()
	b.driverCalendars()
	b.bindAcross()
	b.awaitActualStarts()
	for _, p := range b.plans {
		dropRoles(p) // last: until then resources are found by their place in the file
	}
	return b.plans, nil
}

// note adds n, its table called what the format calls it.
func (b *builder) note(n masterplan.Note) {
	if name, ok := b.m.Tables[n.Table]; ok {
		n.Table = name
	}
	b.notes.Add(n)
}

// indexRows numbers calendars and resources and names projects; the first row of an id counts.
func (b *builder) indexRows() {
	b.codes = make(map[string]string, len(b.m.Projects))
	for _, p := range b.m.Projects {
		b.codes[p.ID] = p.Plan.Code
	}
	b.calendars = make(map[string]int32, len(b.m.Calendars))
	for i, c := range b.m.Calendars {
		if _, taken := b.calendars[c.ID]; !taken {
			b.calendars[c.ID] = int32(i)
		}
	}
	b.resources = make(map[string]int32, len(b.m.Resources))
	for i, r := range b.m.Resources {
		if _, taken := b.resources[r.ID]; !taken {
			b.resources[r.ID] = int32(i)
		}
	}
}

// buildOutlines makes the plans with their rows.
func (b *builder) buildOutlines() error {
	tasks := b.sortTasks()
	nodes := map[string][]int32{}
	for i, n := range b.m.Nodes {
		nodes[n.Project] = append(nodes[n.Project], int32(i))
	}
	for i := range b.m.Projects {
		p := &b.m.Projects[i]
		if _, twice := b.projects[p.ID]; twice {
			b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.project_twice", Table: "PROJECT", Args: fault.Args("project", p.Plan.Code)})
			continue
		}
		if len(tasks[p.ID]) == 0 && len(b.m.Tasks) > 0 {
			b.projects[p.ID] = -1
			b.note(masterplan.Note{Level: masterplan.Info, Key: "plan.note.project_empty", Table: "PROJECT", Args: fault.Args("project", p.Plan.Code, "type", p.ID)})
			continue
		}
		if p.Plan.Stub = p.Stub && b.exported(); p.Plan.Stub {
			b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.project_stub", Table: "PROJECT", Args: fault.Args("project", p.Plan.Code, "count", len(tasks[p.ID]))})
		}
		b.projects[p.ID] = len(b.plans)
		out := b.newPlan(p)
		b.plans = append(b.plans, out)
		if err := b.buildOutline(out, nodes[p.ID], tasks[p.ID]); err != nil {
			return err
		}
	}
	b.noteStrays(tasks)
	return nil
}

// exported says whether the file says of any of its projects that it was exported
// itself.
func (b *builder) exported() bool {
	return slices.ContainsFunc(b.m.Projects, func(p Project) bool { return !p.Stub })
}

// sortTasks sorts the activities by project; of those with one id the first that
// belongs to a project of the file counts.
func (b *builder) sortTasks() map[string][]int32 {
	tasks := map[string][]int32{}
	seen := make(map[string]bool, len(b.m.Tasks))
	for i := range b.m.Tasks {
		t := &b.m.Tasks[i]
		if _, known := b.codes[t.Project]; known {
			if seen[t.ID] {
				b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.activity_twice", Table: "TASK", Line: t.Line, Code: t.Activity.Code})
				continue
			}
			seen[t.ID] = true
		}
		tasks[t.Project] = append(tasks[t.Project], int32(i))
	}
	return tasks
}

// noteStrays counts the activities of projects that the file does not hold.
func (b *builder) noteStrays(tasks map[string][]int32) {
	stray := masterplan.Note{Level: masterplan.Warning, Key: "plan.note.activity_stray", Table: "TASK"}
	for id, rows := range tasks {
		if _, known := b.projects[id]; known {
			continue
		}
		if first := b.m.Tasks[rows[0]]; stray.Count == 0 || first.Line < stray.Line {
			stray.Line, stray.Code = first.Line, first.Activity.Code
		}
		stray.Count += len(rows)
	}
	if stray.Count > 0 {
		b.note(stray)
	}
}

// newPlan starts a plan with its own copy of the calendars and resources.
func (b *builder) newPlan(p *Project) *masterplan.Plan {
	out := p.Plan
	out.UID = p.ID
	out.Calendars = make([]masterplan.Calendar, len(b.m.Calendars))
	for i, c := range b.m.Calendars {
		out.Calendars[i] = c.Calendar
		out.Calendars[i].Base = b.findBase(int32(i))
	}
	out.Resources = make([]masterplan.Resource, len(b.m.Resources))
	for i, r := range b.m.Resources {
		out.Resources[i] = r.resourceAt(cmp.Or(out.DataDate, out.Start))
		out.Resources[i].Calendar = b.calendar(r.Calendar)
	}
	out.Settings.Calendar = b.calendar(p.Calendar)
	if out.Settings.Calendar < 0 {
		b.note(masterplan.Note{Level: masterplan.Default, Key: "plan.note.project_calendar", Table: "PROJECT", Args: fault.Args("project", out.Code)})
	}
	return &out
}

// resourceAt is the resource with the rate in effect at t.
func (r *Resource) resourceAt(t worktime.Time) masterplan.Resource {
	out := r.Resource
	slices.SortStableFunc(r.Rates, func(a, b Rate) int { return cmp.Compare(a.From, b.From) })
	for i, rate := range r.Rates {
		if i > 0 && rate.From > t {
			break
		}
		out.Rate = rate.Price
		if rate.HasMaximum {
			out.MaxUnits = rate.Maximum
		}
	}
	out.Overtime = out.Rate * r.Overtime
	return out
}

func (b *builder) calendar(id string) int32 {
	if i, ok := b.calendars[id]; ok && id != "" {
		return i
	}
	return -1
}

// findBase is the calendar that calendar i derives from, -1 when it has none or
// when following it would come back round.
func (b *builder) findBase(i int32) int32 {
	first := b.calendar(b.m.Calendars[i].Base)
	for at, steps := first, 0; at >= 0; at, steps = b.calendar(b.m.Calendars[at].Base), steps+1 {
		if at == i || steps > 16 {
			b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.calendar_loop", Table: "CALENDAR", Args: fault.Args("calendar", b.m.Calendars[i].Name)})
			return -1
		}
	}
	return first
}
