// Package primavera says any plan in Primavera's terms, for the writers of XER and
// P6 XML.
//
// Primavera has no manual tasks, no cancelled ones, no elapsed durations, no lags
// of their own calendar or in per cent, no splits, no deadlines, no links of
// headings, and schedules from the data date on. Translate says such things in the
// nearest way, then dates the result by Primavera's rules and holds with a
// constraint what would move. What could not be said, or was said in another way,
// is a masterplan.Loss.
//
// The numbers of the source are kept (see the writers), so that a plan that came
// from Primavera updates the project it came from.
package primavera

import (
	"fugong/internal/masterplan"
	"fugong/solve/network"
	"fugong/solve/worktime"
)

// Version is the release that the files say they come from. Every release since
// reads it; a newer one than the contractor's would be refused.
const Version = "19.12"

// Program is the source that a written plan names.
const Program = "Primavera P6 " + Version

// Translation is a plan as Primavera can hold it, dated by Primavera's rules. The
// rows of Plan are those of the source in the same order, without what was left
// out. Activities of Losses are rows of the source.
type Translation struct {
	Plan   *masterplan.Plan
	Dates  *masterplan.Dates
	Losses []masterplan.Loss
	Origin []int32 // row of Plan → row of the source
	topics bool    // notes have topics
}

// Translate says p, dated by d, in Primavera's terms. Neither is changed. Errors
// are those of masterplan.Compute.
func Translate(p *masterplan.Plan, d *masterplan.Dates) (*Translation, error) {
	problem, err := masterplan.Network(p)
	if err != nil {
		return nil, err
	}
	t := &translator{src: p, dates: d, problem: problem, foreign: p.Settings.Dialect != masterplan.Primavera, around: -1}
	t.startTranslation()
	if err := t.translateCalendars(); err != nil {
		return nil, err
	}
	t.translateRows()
	t.translateLinks()
	t.translateResources()
	t.translateAssignments()
	t.translateBaselines()
	t.nameRows()
	if err := t.keepDates(); err != nil {
		return nil, err
	}
	t.tellLosses()
	topics := p.Source.Format == "xer" || p.Source.Format == "pmxml"
	return &Translation{Plan: &t.out, Dates: t.outDates, Losses: t.losses.List(), Origin: t.origin, topics: topics}, nil
}

// translator is one translation under way.
type translator struct {
	src     *masterplan.Plan
	dates   *masterplan.Dates
	problem *network.Problem // of src
	foreign bool             // src follows the rules of another tool

	out      masterplan.Plan
	outDates *masterplan.Dates
	losses   masterplan.Losses

	row    []int32 // row of src → row of out, -1 when left out
	origin []int32 // row of out → row of src

	compiled []*worktime.Calendar         // of out's calendars
	matched  map[*worktime.Calendar]int32 // calendars of the source's network → out's
	around   int32                        // out's calendar that runs round the clock, -1 for none
	expanded map[int]bool                 // links of out that stand for those of headings
	pins     map[int32]int                // rows that something holds, and how hard
	lost     map[int32]bool               // rows that nothing could hold
}

// startTranslation copies what a plan says of itself.
func (t *translator) startTranslation() {
	p := t.src
	t.out = masterplan.Plan{
		ID: p.ID, UID: p.UID, Code: p.Code, Name: p.Name,
		Start: p.Start, Finish: t.dates.Finish, DataDate: p.DataDate, MustFinish: p.MustFinish,
		Settings: p.Settings, Source: masterplan.Source{File: p.Source.File, Format: "xer", Program: Program, Encoding: p.Source.Encoding},
	}
	s := &t.out.Settings
	s.Dialect, s.FromFinish, s.HonourConstraints = masterplan.Primavera, false, false
	if t.foreign {
		s.UseExpectedFinish = true
		s.FloatFromProject = true
		if s.LateFrom != 0 {
			s.LateFrom = 0
		}
	}
	if p.Settings.FromFinish {
		t.losses.OfPlan(masterplan.Restated, "plan.loss.from_finish", 1, nil)
		if t.out.MustFinish == worktime.None {
			t.out.MustFinish = p.Finish
		}
	}
	t.losses.OfPlan(masterplan.LeftOut, "plan.loss.blank_rows", len(p.Blank), nil)
}

// translateResources copies resources; money is a material to Primavera.
func (t *translator) translateResources() {
	t.out.Resources = append([]masterplan.Resource(nil), t.src.Resources...)
	money, extras := 0, 0
	for i := range t.out.Resources {
		r := &t.out.Resources[i]
		if r.Type == masterplan.CostResource {
			r.Type = masterplan.MaterialResource
			money++
		}
		if r.CostPerUse != 0 || r.Group != "" || r.Overtime != 0 && r.Rate == 0 { // overtime is a multiple of the rate
			extras++
		}
	}
	t.losses.OfPlan(masterplan.Restated, "plan.loss.cost_resource", money, nil)
	t.losses.OfPlan(masterplan.LeftOut, "plan.loss.resource_extras", extras, nil)
}

// translateAssignments keeps those of activities and resources that are in the file.
func (t *translator) translateAssignments() {
	contoured, overtime := map[int32]bool{}, map[int32]bool{}
	nowhere := map[int32]int{}
	for _, a := range t.src.Assignments {
		row := t.row[a.Activity]
		switch {
		case row >= 0 && t.out.Activities[row].Kind != masterplan.Summary && a.Resource >= 0:
			contoured[a.Activity] = contoured[a.Activity] || len(a.Split) > 1 || a.Contour != masterplan.Flat
			overtime[a.Activity] = overtime[a.Activity] || a.Overtime != 0
			a.Activity, a.Split, a.Contour, a.Overtime, a.LevelingDelay, a.Stretch, a.Resume = row, nil, masterplan.Flat, 0, 0, 0, 0
			t.out.Assignments = append(t.out.Assignments, a)
		case row >= 0 && a.Resource >= 0:
			nowhere[a.Activity]++
		}
	}
	for i := range t.src.Activities {
		if contoured[int32(i)] {
			t.losses.OfActivity(masterplan.LeftOut, "plan.loss.contour", i, nil)
		}
		if overtime[int32(i)] {
			t.losses.OfActivity(masterplan.LeftOut, "plan.loss.overtime", i, nil)
		}
		for range nowhere[int32(i)] {
			t.losses.OfActivity(masterplan.LeftOut, "plan.loss.assignment", i, nil)
		}
	}
}

// translateBaselines keeps the rows that are in the file; headings have dates of their
// activities.
func (t *translator) translateBaselines() {
	for _, b := range t.src.Baselines {
		rows := b.Rows
		b.Rows = nil
		for _, r := range rows {
			if at := t.row[r.Activity]; at >= 0 && t.out.Activities[at].Kind != masterplan.Summary {
				r.Activity = at
				b.Rows = append(b.Rows, r)
			}
		}
		t.out.Baselines = append(t.out.Baselines, b)
	}
}
