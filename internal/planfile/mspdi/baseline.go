package mspdi

import (
	"slices"
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
	"fugong/solve/worktime"
)

// readBaselines gathers each task's baselines 0–10 under their numbers. One that
// says nothing is left out.
func (r *reader) readBaselines() {
	byNumber := map[int]int{}
	for i := range r.plan.Activities {
		raw := &r.doc.Tasks[r.rawOf[i]]
		r.at("Task", raw.UID, raw.Line)
		for j := range raw.Baselines {
			b := &raw.Baselines[j]
			number := int(r.readWhole("Baseline/Number", b.Number, 0))
			if number < 0 || number > 10 {
				r.note(masterplan.Warning, "plan.note.baseline_number", "number", number)
				continue
			}
			row := r.baselineRow(int32(i), b)
			if row.Start == worktime.None && row.Finish == worktime.None && row.Duration.Minutes == 0 && row.Work == 0 && row.Cost == 0 {
				continue
			}
			at, known := byNumber[number]
			if !known {
				at, byNumber[number] = len(r.plan.Baselines), len(r.plan.Baselines)
				r.plan.Baselines = append(r.plan.Baselines, masterplan.Baseline{Number: number, Taken: worktime.None})
			}
			r.plan.Baselines[at].Rows = append(r.plan.Baselines[at].Rows, row)
		}
	}
	slices.SortFunc(r.plan.Baselines, func(a, b masterplan.Baseline) int { return a.Number - b.Number })
}

func (r *reader) baselineRow(activity int32, b *element.Baseline) masterplan.BaselineRow {
	row := masterplan.BaselineRow{
		Activity: activity, Start: r.readTime("Baseline/Start", b.Start), Finish: r.readTime("Baseline/Finish", b.Finish),
		Work: r.readMinutes("Baseline/Work", b.Work), Cost: number(b.Cost),
	}
	if strings.TrimSpace(b.Duration) != "" {
		f, _ := parseFormat(b.Format)
		row.Duration = masterplan.Duration{Minutes: r.readMinutes("Baseline/Duration", b.Duration), Unit: f.unit, Elapsed: f.elapsed}
		row.Duration.Estimated = f.estimated || element.Bool(b.Estimated)
	}
	return row
}
