package plansql_test

import (
	"context"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/recovery"
	"fugong/internal/recovery/recoverytest"
	"fugong/solve/worktime"
)

func (h *house) rename(t *testing.T, p masterplan.Project, activity, name string) {
	t.Helper()
	if _, err := h.EditActivity(as("anna"), p.ID, activity, plan.ActivityEdit{Name: &name}); err != nil {
		t.Fatal(err)
	}
}

// Undo goes back step by step and redo forth again, over activities, the
// project's facts, calendars and baselines; a new edit leaves nothing to redo.
func TestUndoGoesBackStepByStep(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		b, _ := h.Project(as("anna"), p.ID)
		id, first := b.Plan.Activities[1].ID, b.Plan.Activities[1].Name
		h.rename(t, p, id, "one")
		h.rename(t, p, id, "two")
		site := "北区"
		if _, err := h.EditProject(as("anna"), p.ID, plan.ProjectEdit{Site: &site}); err != nil {
			t.Fatal(err)
		}
		taken, err := h.TakeBaseline(as("anna"), p.ID, "合同", 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.RenameBaseline(as("anna"), p.ID, taken.ID, "合同计划", 0); err != nil {
			t.Fatal(err)
		}
		if err := h.DeleteBaseline(as("anna"), p.ID, taken.ID, 0); err != nil {
			t.Fatal(err)
		}
		// stood is the project as it is stored, told shortly.
		stood := func() string {
			b, err := h.again().Project(as("anna"), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			s := b.Plan.Activities[1].Name + "/" + b.Project.Site
			for _, base := range b.Plan.Baselines {
				s += fmt.Sprintf("/%s %d %t", base.Name, len(base.Rows), base.ID == b.Project.Baseline)
			}
			return s
		}
		n := len(b.Plan.Activities)
		states := []string{
			"two/北区", fmt.Sprintf("two/北区/合同计划 %d true", n), fmt.Sprintf("two/北区/合同 %d true", n), "two/北区", "two/", "one/", first + "/",
		}
		for i, want := range states[1:] {
			if _, err := h.again().Undo(as("anna"), p.ID, 0); err != nil || stood() != want {
				t.Fatalf("undo %d: %q, want %q (%v)", i+1, stood(), want, err)
			}
		}
		if _, err := h.Undo(as("anna"), p.ID, 0); key(err) != "plan.undo.nothing" {
			t.Errorf("undoing more than was done: %v", err)
		}
		for i := len(states) - 2; i >= 0; i-- {
			if _, err := h.again().Redo(as("anna"), p.ID, 0); err != nil || stood() != states[i] {
				t.Fatalf("redo to %q: %q (%v)", states[i], stood(), err)
			}
		}
		if _, err := h.Redo(as("anna"), p.ID, 0); key(err) != "plan.redo.nothing" {
			t.Errorf("redoing more than was undone: %v", err)
		}
		if _, err := h.Undo(as("anna"), p.ID, 0); err != nil {
			t.Fatal(err)
		}
		h.rename(t, p, id, "three")
		if _, err := h.Redo(as("anna"), p.ID, 0); key(err) != "plan.redo.nothing" {
			t.Errorf("redoing over a new edit: %v", err)
		}
		turns, err := h.Turns(as("anna"), p.ID)
		if err != nil || turns.Redo != nil || turns.Undo == nil || turns.Undo.Event.Detail.Key != "plan.event.activity_edit" {
			t.Errorf("turns %+v, %v", turns, err)
		}
		if _, err := h.Undo(as("anna"), p.ID, 1); key(err) != "plan.conflict" {
			t.Errorf("undoing what somebody changed meanwhile: %v", err)
		}
	})
}

// reimport confirms a plan for a project that exists.
func (h *house) reimport(t *testing.T, project string, p *masterplan.Plan) {
	t.Helper()
	h.file = p
	pre, err := h.Import(as("anna"), plan.Upload{Project: project, Name: "newer.xer", Content: strings.NewReader("…")})
	if err == nil {
		_, err = h.ConfirmImport(as("anna"), pre.ID, plan.Confirmation{Expected: pre.Revision})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnImportIsUndoneWhileNothingWasRecorded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		if _, err := h.TakeBaseline(as("anna"), p.ID, "合同", 0); err != nil {
			t.Fatal(err)
		}
		before, _ := h.Project(as("anna"), p.ID)
		h.rename(t, p, before.Plan.Activities[1].ID, "ours")
		h.reimport(t, p.ID, grid(20))
		after, _ := h.Project(as("anna"), p.ID)
		h.rename(t, p, after.Plan.Activities[15].ID, "edited since")
		for range 2 { // the edit, and the import
			if _, err := h.again().Undo(as("anna"), p.ID, 0); err != nil {
				t.Fatal(err)
			}
		}
		now, _ := h.again().Project(as("anna"), p.ID)
		if len(now.Plan.Activities) != len(before.Plan.Activities) || now.Plan.Activities[1].Name != "ours" || now.Project.Baseline != before.Project.Baseline || now.Dates.Finish != before.Dates.Finish {
			t.Fatalf("after undoing the import: %d activities, finish %s", len(now.Plan.Activities), now.Dates.Finish)
		}
		compare(t, now.Stored, mustRename(before.Stored, 1, "ours"))
		if b, err := h.again().Redo(as("anna"), p.ID, 0); err != nil || len(b.Plan.Activities) != len(after.Plan.Activities) {
			t.Fatalf("redoing the import: %v", err)
		}
		report := plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 10}, ActualStart: worktime.None, ActualFinish: worktime.None}
		if _, _, err := h.RecordProgress(as("ben"), p.ID, after.Plan.Activities[15].ID, report); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Undo(as("anna"), p.ID, 0); key(err) != "plan.undo.recorded" {
			t.Errorf("undoing an import under which somebody reported: %v", err)
		}
		if turns, _ := h.Turns(as("anna"), p.ID); turns.Undo == nil || turns.Undo.Refusal == nil || turns.Undo.Refusal.Args["By"] != "ben" {
			t.Errorf("the refusal does not name who recorded: %+v", turns.Undo)
		}
	})
}

func mustRename(p *masterplan.Plan, i int, name string) *masterplan.Plan {
	out := *p
	out.Activities = slices.Clone(p.Activities)
	out.Activities[i].Name = name
	return &out
}

// An accepted recovery plan stands in the way of earlier edits until it is taken back.
func TestUndoStopsAtAnAcceptedPlan(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		id, old := d.book(t).Plan.Activities[1].ID, d.book(t).Plan.Activities[1].Name
		h.rename(t, d.project, id, "before")
		done := d.accepted(t, "旧计划")
		if _, err := h.Undo(as("anna"), d.project.ID, 0); key(err) != "plan.undo.accepted" {
			t.Fatalf("undo over an acceptance: %v", err)
		}
		if err := h.DeleteBaseline(as("anna"), d.project.ID, done.Baseline, 0); key(err) != "plan.baseline.adopted" {
			t.Errorf("deleting the baseline that the plan is held against: %v", err)
		}
		if _, err := h.TakeBack(as("anna"), d.project.ID, done.ID); err != nil {
			t.Fatal(err)
		}
		if b, err := h.Undo(as("anna"), d.project.ID, 0); err != nil || b.Plan.Activities[1].Name != old {
			t.Fatalf("undo after taking back: %v", err)
		}
	})
}

func TestAProjectIsClosedArchivedAndReopened(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		activity, _ := h.Project(as("anna"), p.ID)
		name := "x"
		shown := func(states ...masterplan.State) int {
			page, err := h.Projects(as("anna"), plan.Query{States: states})
			if err != nil {
				t.Fatal(err)
			}
			return page.Total
		}
		for state, refusal := range map[masterplan.State]string{masterplan.Closed: "plan.state.closed", masterplan.Archived: "plan.state.archived"} {
			got, err := h.SetState(as("anna"), p.ID, state, 0)
			if err != nil || got.State != state || got.StateAt.IsZero() {
				t.Fatalf("%s: %+v, %v", state, got, err)
			}
			if shown() != 0 || shown(state) != 1 {
				t.Errorf("%s: %d in the list of open ones", state, shown())
			}
			if _, err := h.EditActivity(as("anna"), p.ID, activity.Plan.Activities[1].ID, plan.ActivityEdit{Name: &name}); key(err) != refusal {
				t.Errorf("editing while %s: %v", state, err)
			}
			if _, err := h.Project(as("anna"), p.ID); err != nil {
				t.Errorf("reading while %s: %v", state, err)
			}
		}
		if _, err := h.RecordStoppage(as("anna"), ofZone(today-3, today), ""); err != nil {
			t.Fatal(err)
		}
		if _, err := h.SetState(as("anna"), p.ID, masterplan.Deleted, 0); key(err) != "plan.state.unknown" {
			t.Errorf("deleting by the way of closing: %v", err)
		}
		if got, err := h.SetState(as("anna"), p.ID, masterplan.Open, 0); err != nil || got.State != masterplan.Open || shown() != 1 {
			t.Fatalf("reopening: %+v, %v", got, err)
		}
		if b, _ := h.Project(as("anna"), p.ID); len(b.Stoppages) != 1 {
			t.Error("a stoppage of the time when it was put away is not known")
		}
		h.rename(t, p, activity.Plan.Activities[1].ID, "again")
	})
}

// everything fills a project with a row in every table that can hold one of it.
func everything(t *testing.T, h *house) masterplan.Project {
	t.Helper()
	d := newDesk(t, h, recoverytest.Cut)
	p, id := d.project, d.book(t).Plan.Activities[1].ID
	h.rename(t, p, id, "edited")
	dl, err := h.AddDelivery(as("anna"), p.ID, delivery.Delivery{Item: "x", Quantity: 1, OrderedOn: worktime.NoDay, Expected: worktime.NoDay})
	if err == nil {
		_, err = h.RecordArrival(as("anna"), p.ID, dl.ID, delivery.Arrival{On: today, Quantity: 1})
	}
	if err != nil {
		t.Fatal(err)
	}
	report := plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 10}, ActualStart: worktime.None, ActualFinish: worktime.None, Photos: [][]byte{[]byte("image")}}
	if _, _, err := h.RecordProgress(as("anna"), p.ID, id, report); err != nil {
		t.Fatal(err)
	}
	st := stoppage.Stoppage{Scope: stoppage.ForProject, Of: p.ID, From: today - 1, To: today, Cause: stoppage.Epidemic}
	if _, err := h.RecordStoppage(as("anna"), st, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetConditions(as("anna"), p.ID, recovery.Conditions{People: 120}); err != nil {
		t.Fatal(err)
	}
	d.accepted(t, "旧计划")
	h.reimport(t, p.ID, grid(20))
	if _, _, err := h.IssueCard(as("anna"), p.ID, plan.NewCard{Name: "王师傅", Days: 30}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Import(as("anna"), plan.Upload{Project: p.ID, Name: "waits.xer", Content: strings.NewReader("…")}); err != nil {
		t.Fatal(err)
	}
	return p
}

// rows counts the rows of every table of plans, as the migrations make them.
func (h *house) rows(t *testing.T) map[string]int {
	t.Helper()
	count := map[string]int{}
	err := fs.WalkDir(plansql.Migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(plansql.Migrations.FS, path)
		for _, m := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(string(text), -1) {
			n := 0
			if err := h.db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM `+m[1]).Scan(&n); err != nil {
				return err
			}
			count[m[1]] = n
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// notOfAProject are the tables whose rows belong to the zone.
var notOfAProject = []string{"plan_measures"}

func TestADeletedProjectIsRestoredAndThenPurged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := everything(t, h)
		extent := func() plan.Extent {
			_, x, err := h.Gone(as("anna"), p.ID)
			if err != nil {
				t.Fatal(err)
			}
			return x
		}
		before := extent()
		if before.Activities == 0 || before.Entries != 1 || before.Photos != 1 || before.Arrivals != 1 || before.Recoveries == 0 {
			t.Errorf("extent %+v", before)
		}
		for table, n := range h.rows(t) {
			if n == 0 && !slices.Contains(notOfAProject, table) {
				t.Errorf("the test fills no row of %s", table)
			}
		}
		if _, err := h.DeleteProject(as("anna"), p.ID, "another code", 0); key(err) != "plan.delete.invalid" {
			t.Fatalf("deleting with a wrong code: %v", err)
		}
		if _, err := h.DeleteProject(as("anna"), p.ID, p.Code, 0); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Project(as("anna"), p.ID); key(err) != "plan.project.deleted" {
			t.Errorf("reading what was deleted: %v", err)
		}
		if _, err := h.SetState(as("anna"), p.ID, masterplan.Open, 0); key(err) != "plan.project.deleted" {
			t.Errorf("reopening what was deleted: %v", err)
		}
		if err := h.PurgeDeleted(context.Background()); err != nil || extent().Activities != before.Activities {
			t.Fatalf("purged before its time: %v", err)
		}
		if got, err := h.RestoreProject(as("anna"), p.ID); err != nil || got.State != masterplan.Open {
			t.Fatalf("restoring: %+v, %v", got, err)
		}
		if b, err := h.again().Project(as("anna"), p.ID); err != nil || len(b.Plan.Activities) != before.Activities {
			t.Fatalf("after restoring: %v", err)
		}
		if _, err := h.DeleteProject(as("anna"), p.ID, p.Code, 0); err != nil {
			t.Fatal(err)
		}
		h.Config.Now = func() time.Time { return morning.AddDate(0, 0, masterplan.DeletedDays+1) }
		if err := h.PurgeDeleted(context.Background()); err != nil {
			t.Fatal(err)
		}
		for table, n := range h.rows(t) {
			if n > 0 && !slices.Contains(notOfAProject, table) {
				t.Errorf("%s keeps %d rows of a purged project", table, n)
			}
		}
		rows, err := audit.List(t.Context(), h.db, audit.Filter{Zone: "z", Action: plan.ActDelete})
		if err != nil || len(rows) != 4 || rows[0].Detail["event"] != "plan.event.purged" || rows[0].Detail["Code"] != p.Code {
			t.Errorf("audit %+v, %v", rows, err)
		}
	})
}
