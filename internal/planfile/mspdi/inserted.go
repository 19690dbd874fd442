package mspdi

import (
	"slices"
	"strconv"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
)

// insertProjects puts the rows of sub-projects that the file carries inside a task
// below that task, in its own tables. Their numbers begin anew in each sub-project,
// so they are raised beyond those that are there.
func (r *reader) insertProjects() {
	for i := 0; i < len(r.doc.Tasks); i++ { // what is inserted may hold more
		inside := r.doc.Tasks[i].Inserted
		if inside == nil {
			continue
		}
		r.doc.Tasks[i].Inserted = nil
		r.at("Task", r.doc.Tasks[i].UID, r.doc.Tasks[i].Line)
		r.note(masterplan.Info, "plan.note.project_inserted", "name", strings.TrimSpace(r.doc.Tasks[i].Name))
		r.insertProject(i, inside)
	}
}

func (r *reader) insertProject(at int, inside *element.Inserted) {
	n := raiser{
		task:     1 + highest(r.doc.Tasks, func(t *element.Task) string { return t.UID }),
		calendar: 1 + highest(r.doc.Calendars, func(c *element.Calendar) string { return c.UID }),
		resource: 1 + highest(r.doc.Resources, func(x *element.Resource) string { return x.UID }),
		own:      inside.Calendar, level: outlineLevel(&r.doc.Tasks[at]), line: r.doc.Tasks[at].Line,
	}
	rows := slices.DeleteFunc(inside.Tasks, func(t element.Task) bool { return outlineLevel(&t) == 0 })
	for i := range rows {
		n.raiseTask(&rows[i])
	}
	r.doc.Tasks = slices.Insert(r.doc.Tasks, at+1, rows...)
	for _, c := range inside.Calendars {
		c.UID, c.Base, c.Line = raise(c.UID, n.calendar), raise(c.Base, n.calendar), n.line
		r.doc.Calendars = append(r.doc.Calendars, c)
	}
	for _, x := range inside.Resources {
		x.UID, x.Calendar, x.Line = raise(x.UID, n.resource), raise(x.Calendar, n.calendar), n.line
		r.doc.Resources = append(r.doc.Resources, x)
	}
	for _, a := range inside.Assignments {
		a.Task, a.Resource, a.Line = raise(a.Task, n.task), raise(a.Resource, n.resource), n.line
		r.doc.Assignments = append(r.doc.Assignments, a)
	}
}

// raiser is by how much the numbers of a sub-project are raised.
type raiser struct {
	task, calendar, resource int64
	own                      string // the sub-project's calendar
	level, line              int
}

// raiseTask moves a row of a sub-project into the tables of the file. A task that
// names no calendar works by its own project's. Row numbers are left out: they
// begin anew in each project.
func (n *raiser) raiseTask(t *element.Task) {
	t.UID, t.ID, t.Line = raise(t.UID, n.task), "", n.line
	t.OutlineLevel, t.OutlineNumber = strconv.Itoa(n.level+outlineLevel(t)), ""
	if uid, ok := element.Int(t.Calendar); !ok || uid < 0 {
		t.Calendar = n.own
	}
	t.Calendar = raise(t.Calendar, n.calendar)
	for i := range t.Links {
		if l := &t.Links[i]; !element.Bool(l.CrossProject) {
			l.Pred = raise(l.Pred, n.task)
		}
	}
}

// raise adds by to a number; what is none, or stands for none, stays.
func raise(s string, by int64) string {
	n, ok := element.Int(s)
	if !ok || n < 0 {
		return s
	}
	return strconv.FormatInt(n+by, 10)
}

// highest is the largest number of the rows; 0 for none.
func highest[T any](rows []T, number func(*T) string) int64 {
	top := int64(0)
	for i := range rows {
		if n, ok := element.Int(number(&rows[i])); ok && n < 1<<39 {
			top = max(top, n)
		}
	}
	return top
}
