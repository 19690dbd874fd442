package mspdi

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// links reads every task's predecessors.
func (r *reader) links() {
	for i := range r.doc.Tasks {
		raw := &r.doc.Tasks[i]
		for j := range raw.Links {
			r.at("Task", raw.UID, raw.Line)
			r.readLink(raw, &raw.Links[j])
		}
	}
}

func (r *reader) readLink(task *element.Task, raw *element.Link) {
	kind, known := linkTypes[strings.TrimSpace(raw.Type)]
	if !known {
		r.refuseValue("PredecessorLink/Type", raw.Type)
		return
	}
	lag := r.readLag(raw)
	own, pred := r.readWhole("UID", task.UID, -1), r.readWhole("PredecessorUID", raw.Pred, -1)
	succ, here := r.taskOf[own]
	from, known := r.taskOf[pred]
	ghost, outside := r.ghostOf[pred]
	_, ghostSucc := r.ghostOf[own]
	switch {
	case here && element.Bool(raw.CrossProject):
		r.external(masterplan.ExternalLink{Activity: succ, Pred: true, Other: first(raw.CrossName, raw.Pred), Type: kind, Lag: lag})
	case here && outside:
		r.external(r.keepOutsideDate(masterplan.ExternalLink{Activity: succ, Pred: true, Other: r.ghostName(ghost), Type: kind, Lag: lag}, ghost))
	case ghostSucc && known:
		r.external(masterplan.ExternalLink{Activity: from, Other: r.ghostName(r.ghostOf[own]), Type: kind, Lag: lag})
	case !here || !known:
		r.note(masterplan.Warning, "plan.note.predecessor_missing", "uid", raw.Pred)
	case from == succ:
		r.note(masterplan.Warning, "plan.note.link_self")
	default:
		r.plan.Links = append(r.plan.Links, masterplan.Link{Pred: from, Succ: succ, Type: kind, Lag: lag})
	}
}

func (r *reader) external(l masterplan.ExternalLink) {
	if !l.HasDate {
		l.Date = worktime.None
	}
	r.note(masterplan.Warning, "plan.note.link_external", "other", l.Other)
	r.plan.External = append(r.plan.External, l)
}

// keepOutsideDate keeps the date at which a task outside lets ours start: the file has its
// dates, and a lag runs on our task's calendar. A percentage is of a duration that
// is as little to be relied on as the rest of the outside task, and binds nothing.
func (r *reader) keepOutsideDate(l masterplan.ExternalLink, ghost int) masterplan.ExternalLink {
	g := &r.doc.Tasks[ghost]
	end := worktime.None
	if l.Type == masterplan.FS || l.Type == masterplan.FF {
		end = r.readTime("Finish", g.Finish)
	} else {
		end = r.readTime("Start", g.Start)
	}
	if l.Lag.Percent != 0 || end == worktime.None {
		return l
	}
	l.Outside, l.Date, l.HasDate = end, r.boundStart(&l, end), true
	return l
}

// boundStart is the earliest start that an outside end leaves our activity of l.
func (r *reader) boundStart(l *masterplan.ExternalLink, end worktime.Time) worktime.Time {
	a := &r.plan.Activities[l.Activity]
	calendar := a.Calendar
	if calendar < 0 {
		calendar = r.plan.Settings.Calendar
	}
	hours, err := r.plan.CompiledCalendar(calendar)
	if err != nil { // dating refuses the plan for it
		return end
	}
	lag := element.Round(float64(l.Lag.Tenths) / 10)
	at := end + worktime.Time(lag)
	if !l.Lag.Elapsed {
		at = hours.Add(end, lag)
	}
	if l.Type == masterplan.FF || l.Type == masterplan.SF {
		at = hours.Add(at, -a.Remaining)
	}
	return at
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

// readLag reads tenths of a minute, or a percentage of the predecessor's duration
// when the format says so.
func (r *reader) readLag(raw *element.Link) masterplan.Lag {
	f, ok := parseFormat(raw.Format)
	if !ok {
		f = shown{unit: masterplan.Days}
		r.note(masterplan.Default, "plan.note.lag_unit")
	}
	lag := masterplan.Lag{Unit: f.unit, Elapsed: f.elapsed, Estimated: f.estimated}
	if f.unit == masterplan.Percent {
		lag.Percent = number(raw.Lag)
		return lag
	}
	lag.Tenths = r.readWhole("LinkLag", raw.Lag, 0)
	if lag.Tenths > element.MaxMinutes*10 || lag.Tenths < -element.MaxMinutes*10 {
		r.refuseValue("LinkLag", raw.Lag)
	}
	return lag
}
