package plansql_test

import (
	"fmt"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

func ofZone(from, to worktime.Day) stoppage.Stoppage {
	return stoppage.Stoppage{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: from, To: to, Restart: stoppage.DefaultRestart(), Note: "疫情停工"}
}

// One entry for the zone moves every project; a correction and a withdrawal
// are entries too, and both are kept.
func TestStoppageOfTheZoneReachesEveryProject(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.imported(t, grid(60))
		second := grid(50)
		second.Code = "GRID2"
		b := h.imported(t, second)
		before := map[string]worktime.Time{a.ID: a.Figures.Finish, b.ID: b.Figures.Finish}
		entry, err := h.RecordStoppage(as("anna"), ofZone(today-44, today-30), "")
		if err != nil {
			t.Fatal(err)
		}
		reach := func(id string) {
			t.Helper()
			for range 2 { // delivered at least once
				if err := h.ReachStoppage(t.Context(), "z", id); err != nil {
					t.Fatal(err)
				}
			}
		}
		moved := func(id string) int {
			t.Helper()
			book, err := h.again().Project(as("anna"), id)
			if err != nil {
				t.Fatal(err)
			}
			if book.Dates.Finish != book.Project.Figures.Finish {
				t.Errorf("the list says %s, the plan %s", book.Project.Figures.Finish, book.Dates.Finish)
			}
			return int(masterplan.EndDay(book.Dates.Finish) - masterplan.EndDay(before[id]))
		}
		reach(entry.ID)
		if moved(a.ID) <= 0 || moved(b.ID) <= 0 {
			t.Errorf("the projects moved by %d and %d days", moved(a.ID), moved(b.ID))
		}
		long := moved(a.ID)
		shorter, err := h.RecordStoppage(as("anna"), ofZone(today-44, today-43), entry.ID)
		if err != nil {
			t.Fatal(err)
		}
		reach(shorter.ID)
		if short := moved(a.ID); short <= 0 || short >= long {
			t.Errorf("corrected from %d to %d days", long, short)
		}
		if _, err := h.RecordStoppage(as("anna"), ofZone(today-44, today-39), entry.ID); key(err) != "plan.stoppage.superseded" {
			t.Errorf("correcting what is corrected: %v", err)
		}
		gone, err := h.WithdrawStoppage(as("anna"), shorter.ID)
		if err != nil {
			t.Fatal(err)
		}
		reach(gone.ID)
		if moved(a.ID) != 0 || moved(b.ID) != 0 {
			t.Errorf("after it was withdrawn the projects stand off by %d and %d days", moved(a.ID), moved(b.ID))
		}
		all, err := h.Stoppages(as("anna"))
		if err != nil || len(all) != 3 {
			t.Errorf("%d entries, %v", len(all), err)
		}
		l, err := h.Losses(as("anna"), a.ID)
		if err != nil || len(l.Days) != 1 || l.Days[0].StillToWin != 0 {
			t.Errorf("ledger %+v, %v", l, err)
		}
		events, err := h.Events(as("anna"), a.ID, 0, 10)
		if err != nil || len(events) != 4 {
			t.Errorf("%d lines of history, %v", len(events), err)
		}
	})
}

// However much a project lives through, a stoppage that reached it is written
// into its history once: the fact is delivered at least once, and may be late.
func TestStoppageReachesAProjectOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(20))
		entry, err := h.RecordStoppage(as("anna"), ofZone(today-44, today-30), "")
		if err != nil {
			t.Fatal(err)
		}
		reach := func() {
			t.Helper()
			if err := h.ReachStoppage(t.Context(), "z", entry.ID); err != nil {
				t.Fatal(err)
			}
		}
		reach()
		for i := range 60 {
			site := fmt.Sprint("site ", i)
			if _, err := h.EditProject(as("anna"), p.ID, plan.ProjectEdit{Site: &site}); err != nil {
				t.Fatal(err)
			}
		}
		before, err := h.again().Project(as("anna"), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		reach()
		after, err := h.again().Project(as("anna"), p.ID)
		if err != nil || after.Project.Revision != before.Project.Revision {
			t.Errorf("revision %d became %d, %v", before.Project.Revision, after.Project.Revision, err)
		}
	})
}

// Of an organisation or a project it stops nobody else, and nobody else may say so.
func TestStoppageOfOneStopsNoOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.imported(t, grid(60))
		st := ofZone(today-44, today-30)
		st.Scope, st.Of = stoppage.ForOrganisation, "other"
		if _, err := h.RecordStoppage(as("bert", "o"), st, ""); key(err) != "zone.forbidden" {
			t.Errorf("for another organisation: %v", err)
		}
		entry, err := h.RecordStoppage(as("anna"), st, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := h.ReachStoppage(t.Context(), "z", entry.ID); err != nil {
			t.Fatal(err)
		}
		st.Scope, st.Of = stoppage.ForProject, a.ID
		if tried, err := h.TryStoppage(as("bert", "o"), st, ""); err != nil || len(tried) != 1 || tried[0].Days <= 0 {
			t.Errorf("tried %+v, %v", tried, err)
		}
		book, err := h.Project(as("anna"), a.ID)
		if err != nil || book.Project.Revision != 1 {
			t.Errorf("revision %d, %v", book.Project.Revision, err)
		}
		own, err := h.Stoppages(as("bert", "o"))
		if err != nil || len(own) != 0 {
			t.Errorf("sees %d entries of others, %v", len(own), err)
		}
	})
}
