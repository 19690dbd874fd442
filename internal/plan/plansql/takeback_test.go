package plansql_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fugong/internal/audit"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/recovery"
	"fugong/internal/recovery/recoverytest"
	"fugong/solve/worktime"
)

// accepted solves and makes the earliest point the plan in force.
func (d *desk) accepted(t *testing.T, baseline string) plan.Adoption {
	t.Helper()
	v := d.solved(t, recovery.Done)
	done, err := d.Accept(as("anna"), d.project.ID, recovery.Acceptance{Solve: v.ID, Point: len(v.Answer.Frontier.Points) - 1, Baseline: baseline})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// told is a project's history as keys, newest first.
func (h *house) told(t *testing.T, project string) (keys []string) {
	t.Helper()
	events, err := h.Events(as("anna"), project, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		keys = append(keys, strings.TrimPrefix(e.Detail.Key, "plan.event."))
	}
	return keys
}

func TestAcceptedPlanIsTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		begun := plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 40}, ActualStart: worktime.Date(2020, 1, 8).At(480), ActualFinish: worktime.None}
		if _, _, err := h.RecordProgress(as("anna"), d.project.ID, d.book(t).Plan.Activities[1].ID, begun); err != nil {
			t.Fatal(err)
		}
		if _, err := h.TakeBaseline(as("anna"), d.project.ID, "合同计划", 0); err != nil {
			t.Fatal(err)
		}
		before := d.book(t)
		done := d.accepted(t, "旧计划")
		if now := d.book(t); now.Dates.Finish >= before.Dates.Finish || !done.Fresh(&now.Project) {
			t.Fatalf("accepted at revision %d, finish %s", now.Project.Revision, now.Dates.Finish)
		}
		if _, err := h.TakeBack(as("carl", "elsewhere"), d.project.ID, done.ID); key(err) != "zone.forbidden" {
			t.Errorf("somebody who may not accept takes back: %v", err)
		}
		if _, err := h.TakeBack(as("bert"), d.project.ID, done.ID); err != nil {
			t.Fatal(err)
		}
		after, err := h.again().Project(as("anna"), d.project.ID)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(after.Stored.Baselines); n != 2 || after.Stored.Baselines[1].Name != "旧计划" || after.Baseline().Name != "合同计划" {
			t.Errorf("%d baselines, in force %v", n, after.Baseline())
		}
		want := *before.Stored
		want.Baselines = after.Stored.Baselines
		compare(t, after.Stored, &want)
		if after.Dates.Finish != before.Dates.Finish || after.Project.Revision != before.Project.Revision+2 {
			t.Errorf("finish %s at revision %d, before it was %s", after.Dates.Finish, after.Project.Revision, before.Dates.Finish)
		}
		track, others, err := d.Tracking(as("anna"), d.project.ID)
		if err != nil || track != nil || len(others) != 1 || others[0].UndoneBy != "bert" || !others[0].UndoneAt.Equal(morning) || len(others[0].Tasks) == 0 {
			t.Errorf("tracking %+v, others %+v, %v", track, others, err)
		}
		if all, err := d.Adopted(as("anna")); err != nil || len(all) != 0 {
			t.Errorf("still counts as accepted: %v, %v", all, err)
		}
		if got := h.told(t, d.project.ID); !slices.Equal(got[:2], []string{"recovery_undone", "recovery"}) {
			t.Errorf("history %v", got)
		}
		var said []string
		entries, err := audit.List(t.Context(), h.db, audit.Filter{Zone: "z"})
		for _, e := range entries {
			said = append(said, e.Actor+" "+e.Detail["event"])
		}
		if err != nil || !slices.Contains(said, "bert plan.event.recovery_undone") || !slices.Contains(said, "anna plan.event.recovery") {
			t.Errorf("audit %v, %v", said, err)
		}
		if err := d.Give(as("anna"), d.project.ID, done.Tasks[0].ID, "carl"); key(err) != "plan.catchup.task" {
			t.Errorf("a measure that nobody carries out any more is given: %v", err)
		}
		if _, err := h.TakeBack(as("anna"), d.project.ID, done.ID); key(err) != "plan.catchup.recorded" {
			t.Errorf("taken back twice: %v", err)
		}
	})
}

// What was recorded since is not thrown away.
func TestTakingBackIsRefusedOnceSomethingWasRecorded(t *testing.T) {
	name, minutes := "改名", int64(960)
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		b := d.book(t)
		project, activity := d.project.ID, b.Plan.Activities[1].ID
		first := b.Stored.Links[0]
		link := plan.LinkKey{Pred: b.Plan.Activities[first.Pred].ID, Succ: b.Plan.Activities[first.Succ].ID, Type: first.Type}
		for what, record := range map[string]func(ctx context.Context) error{
			"an activity": func(ctx context.Context) error {
				_, err := h.EditActivity(ctx, project, activity, plan.ActivityEdit{Duration: &minutes})
				return err
			},
			"a link": func(ctx context.Context) error {
				_, err := h.EditLink(ctx, project, plan.LinkEdit{Old: &link, New: &link, Lag: masterplan.Lag{Tenths: 9600, Unit: masterplan.Hours}})
				return err
			},
			"a calendar": func(ctx context.Context) error {
				_, err := h.EditCalendar(ctx, project, plan.CalendarEdit{Add: &masterplan.Exception{Name: "停工", From: today + 9, To: today + 9}})
				return err
			},
			"progress": func(ctx context.Context) error {
				_, _, err := h.RecordProgress(ctx, project, activity, plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 40},
					ActualStart: worktime.Date(2020, 1, 8).At(480), ActualFinish: worktime.None})
				return err
			},
			"the project": func(ctx context.Context) error {
				_, err := h.EditProject(ctx, project, plan.ProjectEdit{Name: &name})
				return err
			},
		} {
			done := d.accepted(t, "旧计划 "+what)
			if err := record(as("carl")); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			was := d.book(t)
			_, err := h.TakeBack(as("anna"), project, done.ID)
			var refused *fault.Error
			if !errors.As(err, &refused) || refused.Key != "plan.catchup.recorded" || refused.Args["By"] != "carl" {
				t.Errorf("%s: %v", what, err)
			}
			if now := d.book(t); now.Project.Revision != was.Project.Revision || now.Dates.Finish != was.Dates.Finish {
				t.Errorf("%s: the refusal changed the project", what)
			}
		}
		if _, err := h.TakeBack(as("anna"), project, "none such"); key(err) != "plan.catchup.none" {
			t.Errorf("what was never accepted: %v", err)
		}
	})
}

// The plan that was accepted before is the one that is tracked again.
func TestTakingBackASecondPlanLeavesTheFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		first := d.accepted(t, "旧计划")
		second := d.accepted(t, "第一方案")
		if _, err := h.TakeBack(as("anna"), d.project.ID, first.ID); key(err) != "plan.catchup.recorded" {
			t.Errorf("one that was replaced: %v", err)
		}
		if _, err := h.again().TakeBack(as("anna"), d.project.ID, second.ID); err != nil {
			t.Fatal(err)
		}
		track, others, err := d.Tracking(as("anna"), d.project.ID)
		if err != nil || track == nil || track.ID != first.ID || len(others) != 1 || others[0].ID != second.ID {
			t.Errorf("tracked %+v, %v", track, err)
		}
		if b := d.book(t); first.Fresh(&b.Project) {
			t.Error("the first can be taken back over the second")
		}
	})
}
