package spreadsheet

import (
	"bytes"
	"io"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Prepare makes p, dated by d, ready as an Excel workbook; lang is "zh" or "en".
// The workbook is read again and dated, so that what moves is known before
// anybody takes it. Errors are those of Write and of masterplan.Compute.
func Prepare(p *masterplan.Plan, d *masterplan.Dates, lang string) (*masterplan.Draft, error) {
	var out bytes.Buffer
	if err := Write(&out, p, d, lang); err != nil {
		return nil, err
	}
	var losses masterplan.Losses
	f, err := Read("plan.xlsx", out.Bytes())
	if err != nil {
		losses.OfPlan(masterplan.LeftOut, "plan.loss.sheet_unread", 1, nil)
	} else if err := tellMoved(&losses, p, d, f.Plans[0]); err != nil {
		return nil, err
	}
	tellLeftOut(&losses, p)
	return &masterplan.Draft{Losses: losses.List(), Write: func(w io.Writer) error {
		_, err := w.Write(out.Bytes())
		return err
	}}, nil
}

// tellMoved names the activities that come to other dates in q, p read again.
func tellMoved(losses *masterplan.Losses, p *masterplan.Plan, d *masterplan.Dates, q *masterplan.Plan) error {
	again, err := masterplan.Compute(q)
	if err != nil {
		return err
	}
	for i := range p.Activities {
		a, want := &p.Activities[i], &d.Rows[i]
		if a.Kind == masterplan.Summary || a.Inactive || want.Start == worktime.None {
			continue
		}
		if i >= len(again.Rows) || want.Start != again.Rows[i].Start || want.Finish != again.Rows[i].Finish {
			losses.OfActivity(masterplan.Moved, "plan.loss.sheet_moved", i, nil)
		}
	}
	return nil
}

// tellLeftOut counts what a table has no place for.
func tellLeftOut(losses *masterplan.Losses, p *masterplan.Plan) {
	for i := range p.Activities {
		if a := &p.Activities[i]; len(a.Splits) > 1 {
			losses.OfActivity(masterplan.LeftOut, "plan.loss.sheet_splits", i, nil)
		}
	}
	losses.OfPlan(masterplan.LeftOut, "plan.loss.sheet_baselines", len(p.Baselines), nil)
	losses.OfPlan(masterplan.LeftOut, "plan.loss.sheet_external", len(p.External), nil)
	losses.OfPlan(masterplan.LeftOut, "plan.loss.sheet_work", len(p.Assignments), nil)
}
