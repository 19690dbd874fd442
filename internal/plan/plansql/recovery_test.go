package plansql_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/recovery"
	"fugong/internal/recovery/recoverysql"
	"fugong/internal/recovery/recoverytest"
	"fugong/solve/worktime"
)

// desk is a house with somebody to win days back in it.
type desk struct {
	*house
	*recovery.Service
	project masterplan.Project
}

func newDesk(t testing.TB, h *house, solve recovery.Solver) *desk {
	t.Helper()
	file := grid(60)
	file.DataDate = worktime.Date(2020, 1, 8).At(0)
	d := &desk{house: h, project: h.imported(t, file)}
	quiet := func(context.Context, *db.Tx, string, any, ...job.Option) error { return nil }
	d.Service = recovery.NewService(recovery.Config{
		Store: recoverysql.New(h.db, quiet), Accepted: plansql.New(h.db, quiet),
		Plans: h.Service, Allow: anyone{}, Now: func() time.Time { return morning }, ID: id.New, Solve: solve,
	})
	return d
}

func orderClause(v recovery.Solve) json.RawMessage {
	data, _ := json.Marshal(recovery.Ordered{Zone: v.Zone, Solve: v.ID})
	return data
}

// solved asks and works, and gives the solve as it ended.
func (d *desk) solved(t *testing.T, want recovery.State) recovery.Solve {
	t.Helper()
	v, err := d.Ask(as("anna"), d.project.ID, recovery.Request{Seconds: 5, Keep: worktime.None})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Work(t.Context(), orderClause(v)); err != nil {
		t.Fatal(err)
	}
	if v, err = d.Solve(as("anna"), d.project.ID, v.ID); err != nil {
		t.Fatal(err)
	}
	if v.State != want {
		t.Fatalf("the solve is %s (%s), want %s", v.State, v.Reason.Key, want)
	}
	return v
}

func TestAcceptedPointBecomesThePlanInForce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		stood := ofZone(today-46, today-45) // before the data date: catchuptest.Cut knows no stoppages
		stood.Restart = nil
		entry, err := h.RecordStoppage(as("anna"), stood, "")
		if err == nil {
			err = h.ReachStoppage(t.Context(), "z", entry.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
		losses, err := h.Losses(as("anna"), d.project.ID)
		if err != nil {
			t.Fatal(err)
		}
		v := d.solved(t, recovery.Done)
		f := v.Answer.Frontier
		if f == nil || len(f.Points) < 2 || f.Points[len(f.Points)-1].Days < 1 {
			t.Fatalf("frontier %+v", f)
		}
		n := len(f.Points) - 1
		draft, err := d.Preview(as("anna"), d.project.ID, v.ID, n)
		if err != nil {
			t.Fatal(err)
		}
		if masterplan.EndDay(draft.After) != masterplan.EndDay(f.Points[n].Finish) || len(draft.Moves) == 0 {
			t.Errorf("drafted to %s with %d moves, the point finishes %s", draft.After, len(draft.Moves), f.Points[n].Finish)
		}
		before, _ := h.Project(as("anna"), d.project.ID)
		if before.Project.Revision != 2 || before.Dates.Finish != draft.InForce {
			t.Errorf("a preview changed the project: revision %d", before.Project.Revision)
		}
		done, err := d.Accept(as("anna"), d.project.ID, recovery.Acceptance{Solve: v.ID, Point: n, Baseline: "旧计划", Owners: []string{"bert"}})
		if err != nil {
			t.Fatal(err)
		}
		after, err := h.again().Project(as("anna"), d.project.ID)
		if err != nil {
			t.Fatal(err)
		}
		if after.Dates.Finish != draft.After || after.Project.Revision != 3 {
			t.Errorf("in force is %s at revision %d, the preview said %s", after.Dates.Finish, after.Project.Revision, draft.After)
		}
		if kept := after.Baseline(); kept == nil || kept.Finish() != before.Dates.Finish {
			t.Errorf("the old plan is not kept: %+v", kept)
		}
		if l, err := h.again().Losses(as("anna"), d.project.ID); err != nil || l.Loss.Days != losses.Loss.Days || losses.Loss.Days == 0 || len(l.Loss.Slips) == 0 {
			t.Errorf("a loss of %d days is one of %d once a plan is accepted: %v", losses.Loss.Days, l.Loss.Days, err)
		}
		track, earlier, err := d.Tracking(as("anna"), d.project.ID)
		if err != nil || track == nil || len(earlier) != 0 || len(track.Tracks) != len(f.Points[n].Measures) {
			t.Fatalf("tracking %+v, %v", track, err)
		}
		if track.Tracks[0].Owner != "bert" || track.Tracks[1].Owner != "anna" || track.ID != done.ID || track.Delivered != 0 {
			t.Errorf("tracks %+v", track.Tracks[0])
		}
		if err := d.Give(as("anna"), d.project.ID, track.Tracks[1].ID, "carl"); err != nil {
			t.Error(err)
		}
		if err := d.Give(as("anna"), d.project.ID, "nobody", "carl"); key(err) != "plan.catchup.task" {
			t.Errorf("giving what is not there: %v", err)
		}
	})
}

// Where the plan's own calendars come to another finish than the point, the days
// that were chosen are still those promised, and those that are tracked.
func TestPromiseIsOfThePoint(t *testing.T) {
	hopeful := func(ctx context.Context, in *recovery.Input, seed uint64, observe func(recovery.Progress)) (*recovery.Frontier, error) {
		f, err := recoverytest.Cut(ctx, in, seed, func(recovery.Progress) {})
		if err == nil {
			p := &f.Points[len(f.Points)-1]
			p.Finish, p.Days = p.Finish-2*worktime.MinutesPerDay, p.Days+2
		}
		return f, err
	}
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, hopeful)
		v := d.solved(t, recovery.Done)
		n := len(v.Answer.Frontier.Points) - 1
		p := &v.Answer.Frontier.Points[n]
		done, err := d.Accept(as("anna"), d.project.ID, recovery.Acceptance{Solve: v.ID, Point: n, Baseline: "旧计划"})
		if err != nil {
			t.Fatal(err)
		}
		track, _, err := d.Tracking(as("anna"), d.project.ID)
		if err != nil || done.Promise.Days != p.Days || done.Promise.Finish != p.Finish || track.Bought != float64(p.Days) {
			t.Errorf("%d days to %s are promised and %.1f tracked; the point wins %d to %s; %v",
				done.Promise.Days, done.Promise.Finish, track.Bought, p.Days, p.Finish, err)
		}
		if track.Forecast <= p.Finish {
			t.Errorf("the plan in force finishes %s, no later than the point", track.Forecast)
		}
	})
}

// What somebody changed meanwhile is not overrun.
func TestPointOfAnOlderRevisionIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		v := d.solved(t, recovery.Done)
		name := "改名"
		if _, err := h.EditProject(as("bert"), d.project.ID, plan.ProjectEdit{Name: &name}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Preview(as("anna"), d.project.ID, v.ID, 1); key(err) != "plan.catchup.moved" {
			t.Errorf("preview: %v", err)
		}
		_, err := d.Accept(as("anna"), d.project.ID, recovery.Acceptance{Solve: v.ID, Point: 1, Baseline: "旧计划"})
		if key(err) != "plan.conflict" {
			t.Errorf("accept: %v", err)
		}
		if _, err := d.Preview(as("anna"), d.project.ID, v.ID, 99); key(err) != "plan.recovery.no_points" {
			t.Errorf("no such point: %v", err)
		}
	})
}

// A solve that fails, is stopped or is killed says so, keeps what it found, and
// leaves the plan in force alone.
func TestHowASolveEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		began := make(chan struct{}, 1)
		until := func(ctx context.Context, in *recovery.Input, seed uint64, observe func(recovery.Progress)) (*recovery.Frontier, error) {
			f, err := recoverytest.Cut(ctx, in, seed, observe)
			if err != nil {
				return nil, err
			}
			began <- struct{}{}
			<-ctx.Done()
			return f, ctx.Err()
		}
		d := newDesk(t, h, until)
		ask := func() recovery.Solve {
			t.Helper()
			v, err := d.Ask(as("anna"), d.project.ID, recovery.Request{Seconds: 60, Keep: worktime.None})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		ended := func(v recovery.Solve, want recovery.State) {
			t.Helper()
			v, err := d.Solve(as("anna"), d.project.ID, v.ID)
			if err != nil || v.State != want || v.Answer.Frontier == nil {
				t.Errorf("%s (%s) with %v, want %s; %v", v.State, v.Reason.Key, v.Answer.Frontier, want, err)
			}
		}
		v := ask()
		if _, err := d.Ask(as("anna"), d.project.ID, recovery.Request{Keep: worktime.None}); key(err) != "plan.catchup.busy" {
			t.Errorf("a second question: %v", err)
		}
		worked := make(chan error, 1)
		go func() { worked <- d.Work(t.Context(), orderClause(v)) }()
		<-began
		if err := d.Stop(as("anna"), d.project.ID, v.ID); err != nil {
			t.Error(err)
		}
		if err := <-worked; err != nil {
			t.Error(err)
		}
		ended(v, recovery.Stopped)

		v = ask()
		go func() { worked <- d.Work(t.Context(), orderClause(v)) }()
		<-began
		d.Halt()
		<-worked
		ended(v, recovery.Lost)

		// A row from after now, which a clock that was set back left, is as dead.
		v = ask()
		ahead := v
		ahead.State, ahead.StartedAt, ahead.SeenAt = recovery.Running, morning.Add(time.Hour), morning.Add(time.Hour)
		if err := recoverysql.New(h.db, nil).Begin(t.Context(), ahead); err != nil {
			t.Fatal(err)
		}
		if v, _ = d.Solve(as("anna"), d.project.ID, v.ID); v.State != recovery.Lost {
			t.Errorf("seen in an hour from now it is %s", v.State)
		}

		// A process that is killed leaves the row running; the next one finds the job again.
		v = ask()
		store := recoverysql.New(h.db, nil)
		running := v
		running.State, running.StartedAt, running.SeenAt = recovery.Running, morning, morning
		if err := store.Begin(t.Context(), running); err != nil {
			t.Fatal(err)
		}
		if err := d.Work(t.Context(), orderClause(v)); err != nil {
			t.Error(err)
		}
		if v, _ = d.Solve(as("anna"), d.project.ID, v.ID); v.State != recovery.Lost {
			t.Errorf("after a kill it is %s", v.State)
		}
		if b, err := h.again().Project(as("anna"), d.project.ID); err != nil || b.Project.Revision != 1 {
			t.Errorf("the project was touched: %v", err)
		}
	})
}

func TestFailedSolveSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		fails := []error{fault.New(fault.Invalid, "plan.recovery.nothing_left", "Today", "2020-02-21"), errors.New("secret"), nil}
		d := newDesk(t, h, func(context.Context, *recovery.Input, uint64, func(recovery.Progress)) (*recovery.Frontier, error) {
			err := fails[0]
			if fails = fails[1:]; err == nil {
				panic("broken")
			}
			return nil, err
		})
		for _, want := range []string{"plan.recovery.nothing_left", "plan.catchup.failed", "plan.catchup.failed"} {
			if v := d.solved(t, recovery.Failed); v.Reason.Key != want {
				t.Errorf("says %q, want %q", v.Reason.Key, want)
			}
		}
	})
}

func TestConditionsAndMeasuresAreKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		d := newDesk(t, h, recoverytest.Cut)
		a := d.book(t).Plan.Activities[20].ID
		want := recovery.Conditions{
			Hands:  []recovery.Headcount{{Trade: "焊工 Welders", From: worktime.NoDay, Count: 4, OvertimeUsed: 12}},
			People: 120, Night: recovery.Night{Sensitive: true, From: worktime.NoDay, To: worktime.NoDay},
			Blocks: []recovery.Block{{ID: "b", Name: "材料验收", Activities: []string{a}, Release: today + 3}},
		}
		if _, err := d.SetConditions(as("anna"), d.project.ID, want); err != nil {
			t.Fatal(err)
		}
		got, err := d.Conditions(as("anna"), d.project.ID)
		if err != nil || len(got.Hands) != 1 || got.Hands[0] != want.Hands[0] || got.Night.To != worktime.NoDay || got.Blocks[0].Release != today+3 || got.UpdatedBy != "anna" {
			t.Errorf("got %+v, %v", got, err)
		}
		want.Blocks[0].Activities = []string{"nowhere"}
		if _, err := d.SetConditions(as("anna"), d.project.ID, want); key(err) != "plan.activity.unknown" {
			t.Errorf("an unknown activity: %v", err)
		}
		s := recovery.Settings{Off: []acceleration.Kind{acceleration.Borrow}, Values: map[recovery.Key]float64{recovery.DayWage: 420, recovery.Rework: 8}}
		if _, err := d.SetMeasures(as("anna"), s); err != nil {
			t.Fatal(err)
		}
		m, err := d.Measures(as("anna"))
		if err != nil || m.Value(recovery.DayWage) != 420 || m.Uses(acceleration.Borrow) || len(m.Values) != 1 {
			t.Errorf("got %+v, %v", m, err)
		}
		if _, err := d.SetMeasures(as("anna"), recovery.Settings{Values: map[recovery.Key]float64{recovery.Rework: 900}}); key(err) != "plan.recovery.settings" {
			t.Errorf("a figure out of reach: %v", err)
		}
		if _, err := d.SetMeasures(as("anna"), recovery.Settings{}); err != nil {
			t.Fatal(err)
		}
		if m, _ := d.Measures(as("anna")); m.Value(recovery.DayWage) != 300 || !m.Uses(acceleration.Borrow) {
			t.Errorf("after a reset %+v", m)
		}
	})
}

func (d *desk) book(t testing.TB) *plan.Book {
	t.Helper()
	b, err := d.house.Project(as("anna"), d.project.ID)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
