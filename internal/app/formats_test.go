package app

import (
	"bytes"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// SEQUENCE is the project's revision and not the clock (RFC 5545, 3.8.7.4).
func TestCalendarFileCountsRevisions(t *testing.T) {
	start := worktime.Date(2020, 3, 2).At(480)
	p := &masterplan.Plan{
		Start: start, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Calendars: []masterplan.Calendar{{UID: 1, Base: -1}},
		Activities: []masterplan.Activity{{
			UID: 1, ID: "a", Code: "M1", Name: "Topped out", Kind: masterplan.FinishMilestone, Parent: -1, Calendar: -1,
			ActualStart: worktime.None, ActualFinish: worktime.None, ExpectedFinish: worktime.None, ManualStart: worktime.None,
		}},
	}
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	draft, err := Formats()["ical"].Prepare(t.Context(), p, d, 42)
	if err != nil {
		t.Fatal(err)
	}
	out := bytes.Buffer{}
	if err := draft.Write(&out); err != nil || !strings.Contains(out.String(), "SEQUENCE:42\r\n") {
		t.Errorf("%v\n%s", err, out.String())
	}
}
