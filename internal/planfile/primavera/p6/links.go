package p6

import (
	"cmp"
	"math"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

func (b *builder) resolveLinks() {
	for i := range b.m.Links {
		l := &b.m.Links[i]
		pred, hasPred := b.place[l.Pred]
		succ, hasSucc := b.place[l.Succ]
		switch {
		case hasPred && hasSucc && pred == succ:
			b.noteLink("plan.note.link_self", masterplan.Warning, l)
		case hasPred && hasSucc && pred.plan == succ.plan:
			p := b.plans[pred.plan]
			p.Links = append(p.Links, masterplan.Link{UID: l.UID, Pred: pred.row, Succ: succ.row, Type: l.Type, Lag: l.lag()})
		case hasPred || hasSucc:
			b.noteLink("plan.note.link_external", masterplan.Info, l)
			b.noteExternal(l, pred, succ, hasPred, hasSucc)
		default:
			b.noteLink("plan.note.link_dangling", masterplan.Warning, l)
		}
	}
}

func (b *builder) noteLink(key string, level masterplan.Level, l *Link) {
	n := masterplan.Note{Level: level, Key: key, Table: "TASKPRED", Line: l.Line}
	if at, ok := b.place[l.Succ]; ok {
		n.Code = b.plans[at.plan].Activities[at.row].Code
	}
	b.note(n)
}

// lag keeps P6's working minutes in tenths.
func (l *Link) lag() masterplan.Lag {
	return masterplan.Lag{Tenths: l.LagMinutes * 10, Unit: masterplan.Days}
}

// noteExternal notes a link with an end outside the project on the end, or ends,
// that the file holds.
func (b *builder) noteExternal(l *Link, pred, succ place, hasPred, hasSucc bool) {
	x := across{link: l, pred: pred, succ: succ}
	if hasSucc {
		p := b.plans[succ.plan]
		x.in = len(p.External)
		p.External = append(p.External, masterplan.ExternalLink{
			Activity: succ.row, Pred: true, Type: l.Type, Lag: l.lag(), Other: b.outside(l.PredProject, l.Pred, l.PredName)})
	}
	if hasPred {
		p := b.plans[pred.plan]
		x.out = len(p.External)
		p.External = append(p.External, masterplan.ExternalLink{
			Activity: pred.row, Type: l.Type, Lag: l.lag(), Other: b.outside(l.SuccProject, l.Succ, l.SuccName)})
	}
	if hasPred && hasSucc {
		b.across = append(b.across, x)
	}
}

// externalDates binds activities by the dates that P6 worked out for links
// whose other end is not in the file.
func (b *builder) externalDates() {
	for i := range b.m.Tasks {
		t := &b.m.Tasks[i]
		at, ok := b.place[t.ID]
		if !ok {
			continue
		}
		p := b.plans[at.plan]
		if t.ExternalStart != worktime.None {
			p.External = append(p.External, masterplan.ExternalLink{Activity: at.row, Pred: true, HasDate: true, Date: t.ExternalStart})
		}
		if t.ExternalFinish != worktime.None {
			p.External = append(p.External, masterplan.ExternalLink{Activity: at.row, Type: masterplan.FF, HasDate: true, Date: t.ExternalFinish})
		}
	}
}

// outside names a task as people know it, else by its ids.
func (b *builder) outside(project, task, name string) string {
	name = cmp.Or(name, task)
	if at, ok := b.place[task]; ok {
		p := b.plans[at.plan]
		return p.Code + "\\" + p.Activities[at.row].Code
	}
	return cmp.Or(b.codes[project], project) + "\\" + name
}

func (b *builder) buildAssignments() {
	for i := range b.m.Assignments {
		a := &b.m.Assignments[i]
		at, ok := b.place[a.Task]
		if !ok {
			b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.assignment_dangling", Table: "TASKRSRC", Line: a.Line})
			continue
		}
		out := a.Assignment
		out.Activity, out.Resource = at.row, -1
		p := b.plans[at.plan]
		scale := 60.0 // hours to minutes
		if r, ok := b.resources[a.Resource]; ok && a.Resource != "" {
			out.Resource = r
			if p.Resources[r].Type == masterplan.MaterialResource {
				scale = 1000 // units to thousandths
			}
		} else if a.Resource != "" {
			b.note(masterplan.Note{Level: masterplan.Warning, Key: "plan.note.resource_missing", Table: "TASKRSRC", Line: a.Line, Code: p.Activities[at.row].Code})
		}
		out.Work, out.ActualWork, out.RemainingWork = scaled(a.Planned, scale), scaled(a.Actual, scale), scaled(a.ToCome, scale)
		p.Assignments = append(p.Assignments, out)
	}
}

// dropRoles leaves out the roles that nobody in p is assigned to: a file lists those
// of the whole database.
func dropRoles(p *masterplan.Plan) {
	assigned, at := make([]bool, len(p.Resources)), make([]int32, len(p.Resources))
	for _, a := range p.Assignments {
		if a.Resource >= 0 {
			assigned[a.Resource] = true
		}
	}
	var kept []masterplan.Resource
	for i, r := range p.Resources {
		at[i] = int32(len(kept))
		if assigned[i] || !r.Role {
			kept = append(kept, r)
		}
	}
	p.Resources = kept
	for i := range p.Assignments {
		if r := &p.Assignments[i].Resource; *r >= 0 {
			*r = at[*r]
		}
	}
}

func scaled(quantity, scale float64) int64 { return int64(math.Round(quantity * scale)) }

// driverCalendars gives resource-dependent activities the calendar of the
// resource that drives them.
func (b *builder) driverCalendars() {
	several := b.severalCalendars()
	for i := range b.m.Tasks {
		t := &b.m.Tasks[i]
		at, ok := b.place[t.ID]
		if !t.ResourceDependent || !ok {
			continue
		}
		p := b.plans[at.plan]
		r, ok := b.resources[t.Driver]
		if !ok || t.Driver == "" || p.Resources[r].Calendar < 0 || p.Resources[r].Type == masterplan.MaterialResource {
			continue
		}
		a := &p.Activities[at.row]
		if a.ByCrews = several[at]; a.ByCrews {
			a.CrewsFor = a.Remaining
		}
		if a.Calendar != p.Resources[r].Calendar {
			a.Calendar = p.Resources[r].Calendar
			b.note(masterplan.Note{Level: masterplan.Info, Key: "plan.note.resource_calendar", Table: "TASK", Line: t.Line, Code: a.Code,
				Args: fault.Args("resource", p.Resources[r].Name)})
		}
	}
}

// severalCalendars are the activities whose labour and plant work on more than one
// calendar.
func (b *builder) severalCalendars() map[place]bool {
	first, several := map[place]int32{}, map[place]bool{}
	for n, p := range b.plans {
		for _, w := range p.Assignments {
			if w.Resource < 0 || p.Resources[w.Resource].Type == masterplan.MaterialResource || p.Resources[w.Resource].Calendar < 0 {
				continue
			}
			at, c := place{n, w.Activity}, p.Resources[w.Resource].Calendar
			if one, seen := first[at]; seen && one != c {
				several[at] = true
			} else {
				first[at] = c
			}
		}
	}
	return several
}
