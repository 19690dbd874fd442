package inferred

import (
	"slices"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// outsideByDates tells of links to other projects that bind by a date taken from the
// file's own dates; args count and activities.
const outsideByDates = "plan.note.outside_by_dates"

// HoldOutsideLinks lets links to other projects, whose dates the file does not carry, hold an
// activity where the file has it, when nothing else in the plan holds it so long. It
// tells which, and leaves p alone where no more of its dates come out right.
func HoldOutsideLinks(p *masterplan.Plan) []masterplan.Note {
	if !slices.ContainsFunc(p.External, undated) {
		return nil
	}
	d, err := masterplan.Compute(p)
	if err != nil {
		return nil
	}
	tried := *p
	tried.External = slices.Clone(p.External)
	var codes []string
	for i := range tried.External {
		e := &tried.External[i]
		a := &p.Activities[e.Activity]
		if !undated(*e) || a.ActualStart != worktime.None || a.Manual || a.File.EarlyStart <= d.Rows[e.Activity].EarlyStart {
			continue
		}
		e.Date, e.HasDate = a.File.EarlyStart, true
		if !slices.Contains(codes, a.Label()) {
			codes = append(codes, a.Label())
		}
	}
	if len(codes) == 0 {
		return nil
	}
	before, _ := countAgreement(p)
	after, ok := countAgreement(&tried)
	if !ok || after.right <= before.right {
		return nil
	}
	*p = tried
	return []masterplan.Note{{Level: masterplan.Default, Key: outsideByDates, Count: 1,
		Args: fault.Args("count", len(codes), "activities", strings.Join(named(codes), ", "))}}
}

// undated says whether a link comes from an activity outside of which no date is known.
func undated(e masterplan.ExternalLink) bool { return e.Pred && !e.HasDate && e.Activity >= 0 }
