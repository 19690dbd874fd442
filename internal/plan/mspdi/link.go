package mspdi

import (
	"strings"

	"fugong/internal/plan"
	"fugong/internal/plan/mspdi/element"
	"fugong/solve/worktime"
)

// links reads every task's predecessors.
func (r *reader) links() {
	for i := range r.doc.Tasks {
		raw := &r.doc.Tasks[i]
		for j := range raw.Links {
			r.at("Task", raw.UID, raw.Line)
			r.link(raw, &raw.Links[j])
		}
	}
}

func (r *reader) link(task *element.Task, raw *element.Link) {
	kind, known := linkTypes[strings.TrimSpace(raw.Type)]
	if !known {
		r.wrong("PredecessorLink/Type", raw.Type)
		return
	}
	lag := r.lag(raw)
	own, pred := r.whole("UID", task.UID, -1), r.whole("PredecessorUID", raw.Pred, -1)
	succ, here := r.taskOf[own]
	from, known := r.taskOf[pred]
	ghost, outside := r.ghostOf[pred]
	_, ghostSucc := r.ghostOf[own]
	switch {
	case here && element.Bool(raw.CrossProject):
		r.external(plan.ExternalLink{Activity: succ, Pred: true, Other: first(raw.CrossName, raw.Pred), Type: kind, Lag: lag})
	case here && outside:
		r.external(r.bound(plan.ExternalLink{Activity: succ, Pred: true, Other: r.ghostName(ghost), Type: kind, Lag: lag}, ghost))
	case ghostSucc && known:
		r.external(plan.ExternalLink{Activity: from, Other: r.ghostName(r.ghostOf[own]), Type: kind, Lag: lag})
	case !here || !known:
		r.note(plan.Warning, "plan.note.predecessor_missing", "uid", raw.Pred)
	case from == succ:
		r.note(plan.Warning, "plan.note.link_self")
	default:
		r.plan.Links = append(r.plan.Links, plan.Link{Pred: from, Succ: succ, Type: kind, Lag: lag})
	}
}

func (r *reader) external(l plan.ExternalLink) {
	if !l.HasDate {
		l.Date = worktime.None
	}
	r.note(plan.Warning, "plan.note.link_external", "other", l.Other)
	r.plan.External = append(r.plan.External, l)
}

// bound keeps the date at which a task outside lets ours start, where no lag
// has to be counted on a calendar that is not in the file.
func (r *reader) bound(l plan.ExternalLink, ghost int) plan.ExternalLink {
	g := &r.doc.Tasks[ghost]
	if l.Lag.Tenths != 0 || l.Lag.Percent != 0 {
		return l
	}
	l.Date = worktime.None
	switch l.Type {
	case plan.FS:
		l.Date = r.time("Finish", g.Finish)
	case plan.SS:
		l.Date = r.time("Start", g.Start)
	}
	l.HasDate = l.Date != worktime.None
	return l
}

// ghostName names a task of another project as a cross-project link would.
func (r *reader) ghostName(i int) string {
	g := &r.doc.Tasks[i]
	project, name := strings.TrimSpace(g.ExternalProject), strings.TrimSpace(g.Name)
	if project == "" || strings.HasSuffix(name, project) {
		return name
	}
	return strings.TrimSuffix(project+`\`+name, `\`)
}

// lag reads tenths of a minute, or a percentage of the predecessor's duration
// when the format says so.
func (r *reader) lag(raw *element.Link) plan.Lag {
	f, ok := parseFormat(raw.Format)
	if !ok {
		f = shown{unit: plan.Days}
		r.note(plan.Default, "plan.note.lag_unit")
	}
	lag := plan.Lag{Unit: f.unit, Elapsed: f.elapsed, Estimated: f.estimated}
	if f.unit == plan.Percent {
		lag.Percent = number(raw.Lag)
		return lag
	}
	lag.Tenths = r.whole("LinkLag", raw.Lag, 0)
	if lag.Tenths > element.MaxMinutes*10 || lag.Tenths < -element.MaxMinutes*10 {
		r.wrong("LinkLag", raw.Lag)
	}
	return lag
}
