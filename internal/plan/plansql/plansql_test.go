package plansql_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

var (
	morning = time.Date(2020, 2, 21, 8, 0, 0, 0, time.UTC)
	today   = worktime.Date(2020, 2, 21)
)

// house is a service over a real store, with what it announced.
type house struct {
	*plan.Service
	db    *db.DB
	mu    sync.Mutex
	facts []plan.Changed
	file  *masterplan.Plan // what the reader finds in any file
	fail  error            // what announcing returns
}

// anyone allows everything but what the actor's organisations do not hold.
type anyone struct{}

func (anyone) Allow(ctx context.Context, action string, r who.Resource) error {
	a, _ := who.From(ctx)
	if len(a.Roles) > 0 && a.Roles[0].Org != r.Org {
		return fault.New(fault.Forbidden, "zone.forbidden")
	}
	return nil
}

func (anyone) Scope(ctx context.Context, _ string) (who.Scope, error) {
	a, _ := who.From(ctx)
	s := who.Scope{Zone: a.Zone, All: len(a.Roles) == 0}
	for _, r := range a.Roles {
		s.Orgs = append(s.Orgs, r.Org)
	}
	return s, nil
}

func as(account string, orgs ...string) context.Context {
	a := who.Actor{Account: account, Zone: "z"}
	for _, o := range orgs {
		a.Roles = append(a.Roles, who.Membership{Org: o, Role: who.Planner})
	}
	return who.With(context.Background(), a)
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	dbtest.Each(t, []db.Migrations{audit.Migrations, plansql.Migrations}, func(t *testing.T, d *db.DB) { f(t, open(d)) })
}

// backwards seals by writing the text the other way round.
type backwards struct{}

func (backwards) Seal(plain, _ string) []byte {
	text := []rune(plain)
	slices.Reverse(text)
	return []byte(string(text))
}

func (b backwards) Unseal(cipher []byte, _ string) (string, error) {
	return string(b.Seal(string(cipher), "")), nil
}

func open(d *db.DB) *house {
	h := &house{db: d}
	store := plansql.New(d, func(_ context.Context, _ *db.Tx, kind string, payload any, _ ...job.Option) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		if changed, ok := payload.(plan.Changed); ok {
			h.facts = append(h.facts, changed)
		}
		return h.fail
	}).Sealed(backwards{})
	h.Service = plan.NewService(plan.Config{
		Store: store, Allow: anyone{}, Now: func() time.Time { return morning }, ID: id.New, Secret: rand.Text,
		Read: func(context.Context, string, io.Reader, plan.Choice) (*masterplan.File, error) {
			return &masterplan.File{Plans: []*masterplan.Plan{h.file}}, nil
		},
		Formats: map[string]plan.Format{"revision": {Extension: ".txt", Prepare: prepareRevision}},
		Photo:   func(_ context.Context, data []byte) ([]byte, string, error) { return data, "image/jpeg", nil },
	})
	return h
}

// prepareRevision makes a file that says the project's revision and nothing else.
func prepareRevision(_ context.Context, _ *masterplan.Plan, _ *masterplan.Dates, revision int64) (*masterplan.Draft, error) {
	return &masterplan.Draft{Write: func(w io.Writer) error {
		_, err := fmt.Fprint(w, revision)
		return err
	}}, nil
}

// grid is a plan of n activities under one heading: a mesh of chains with two
// links to most activities.
func grid(n int) *masterplan.Plan {
	start := worktime.Date(2020, 1, 6).At(480)
	p := &masterplan.Plan{
		Code: "GRID", Name: "网格 Grid", Start: start, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Settings:  masterplan.Settings{MinutesPerDay: 480, MinutesPerWeek: 2400, DaysPerMonth: 20, DefaultStart: 480, DefaultFinish: 1020},
		Calendars: []masterplan.Calendar{{UID: 1, Name: "标准 Standard", Base: -1}},
		Resources: []masterplan.Resource{{UID: 1, Name: "焊工 Welders", MaxUnits: 8, Calendar: -1}},
	}
	p.Activities = append(p.Activities, blank(0, "H", masterplan.Summary, -1, 0))
	for i := 1; i < n; i++ {
		p.Activities = append(p.Activities, blank(i, fmt.Sprintf("A%04d", i), masterplan.Task, 0, 480))
		p.Activities[i].CrewsFor = 480
		for _, back := range []int{10, 17} {
			if i > back {
				p.Links = append(p.Links, masterplan.Link{UID: int64(len(p.Links)), Pred: int32(i - back), Succ: int32(i), Type: masterplan.LinkType(i % 2), Lag: masterplan.Lag{Tenths: 4800, Unit: masterplan.Hours}})
			}
		}
		p.Assignments = append(p.Assignments, masterplan.Assignment{UID: int64(i), Activity: int32(i), Units: 1, Work: 480, Start: worktime.None, Finish: worktime.None,
			Contour: masterplan.Bell, Overtime: 60, LevelingDelay: 4800, Resume: start, Stretch: 960})
	}
	return p
}

func blank(i int, code string, kind masterplan.Kind, parent int32, minutes int64) masterplan.Activity {
	none := worktime.None
	return masterplan.Activity{
		UID: int64(i), Code: code, WBS: "1", Name: "工序 Step " + code, Parent: parent, Level: int16(parent + 1), Kind: kind, Calendar: -1,
		Duration: masterplan.Duration{Minutes: minutes, Unit: masterplan.Days}, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, ExpectedFinish: none, Deadline: none, ManualStart: none, ManualFinish: none,
		Primary: masterplan.Constraint{Date: none}, Secondary: masterplan.Constraint{Date: none},
		File: masterplan.FileDates{Start: none, Finish: none, EarlyStart: none, EarlyFinish: none, LateStart: none, LateFinish: none},
	}
}

// imported stores a plan as a new project of organisation "o".
func (h *house) imported(t testing.TB, p *masterplan.Plan) masterplan.Project {
	t.Helper()
	h.file = p
	pre, err := h.Import(as("anna"), plan.Upload{Org: "o", Name: "grid.xer", Content: strings.NewReader("…"), Choice: plan.Choice{Plan: -1}})
	if err != nil {
		t.Fatal(err)
	}
	project, err := h.ConfirmImport(as("anna"), pre.ID, plan.Confirmation{
		Choice: plan.Choice{Plan: -1},
		New:    &plan.NewProject{Code: p.Code, Name: p.Name, Target: worktime.Date(2021, 1, 1).At(0)},
	})
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func key(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return fmt.Sprint(err)
}

// again is a fresh service over the same database: nothing in memory.
func (h *house) again() *house { return open(h.db) }

func TestImportStoresAllAndComesBackTheSame(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		file := grid(60)
		a := &file.Activities[5]
		a.Deadline, a.Notes, a.Priority = file.Start+99, "备注", 700
		a.Primary = masterplan.Constraint{Type: masterplan.StartNoEarlier, Date: file.Start + 480}
		a.File.EarlyStart, a.File.HasTotal, a.File.TotalFloat = file.Start, true, 0
		a.Splits = []masterplan.Split{{Start: 1, Finish: 2}}
		file.External = []masterplan.ExternalLink{{Activity: 3, Other: "X.1"}}
		file.Calendars[0].Exceptions = []masterplan.Exception{{Name: "停工 Stoppage", From: today - 28, To: today - 1}}
		file.Baselines = []masterplan.Baseline{{Number: 0, Name: "B0", Taken: worktime.None, Rows: []masterplan.BaselineRow{
			{Activity: 2, Start: file.Start, Finish: file.Start + 480}, {Activity: 2, Start: 1, Finish: 2}, {Activity: 7, Start: worktime.None, Finish: worktime.None}}}}
		p := h.imported(t, file)
		first, err := h.Project(as("anna"), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		second, err := h.again().Project(as("anna"), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		first.Stored.Baselines[0].Rows = append(first.Stored.Baselines[0].Rows[:1:1], first.Stored.Baselines[0].Rows[2])
		compare(t, second.Stored, first.Stored)
		if p.Baseline != second.Stored.Baselines[0].ID || second.Project.Figures.Activities != 59 {
			t.Errorf("got %+v", second.Project)
		}
		if second.Stored.Activities[5].ID == "" || len(h.facts) != 1 || h.facts[0].Revision != 1 {
			t.Errorf("facts %+v", h.facts)
		}
	})
}

func compare(t *testing.T, got, want *masterplan.Plan) {
	t.Helper()
	g, w := reflect.ValueOf(*got), reflect.ValueOf(*want)
	for i := range g.NumField() {
		if a, b := g.Field(i), w.Field(i); !reflect.DeepEqual(a.Interface(), b.Interface()) {
			t.Errorf("%s:\n got %.600v\nwant %.600v", g.Type().Field(i).Name, a, b)
		}
	}
}

func TestLargePlanIsQuick(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		start := time.Now()
		p := h.imported(t, grid(4000))
		stored := time.Since(start)
		start = time.Now()
		b, err := h.again().Project(as("anna"), p.ID)
		loaded := time.Since(start)
		if err != nil || len(b.Plan.Activities) != 4000 || len(b.Plan.Links) != 2*4000-2-27 {
			t.Fatalf("%v, %d links", err, len(b.Plan.Links))
		}
		t.Logf("stored in %v, loaded and computed in %v", stored, loaded)
		if stored > 8*time.Second || loaded > 2*time.Second {
			t.Errorf("stored in %v, loaded in %v", stored, loaded)
		}
	})
}

func TestProgressIsNeverOverwritten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		b, _ := h.Project(as("anna"), p.ID)
		activity := b.Plan.Activities[1].ID
		beds := plan.Report{AsOf: today, Measure: masterplan.Measure{Done: 6, Total: 10, Unit: "台"}, ActualStart: today.At(480), ActualFinish: worktime.None, Photos: [][]byte{{1, 2}}}
		first, _, err := h.RecordProgress(as("anna"), p.ID, activity, beds)
		if err != nil {
			t.Fatal(err)
		}
		beds.Measure.Done, beds.Corrects, beds.Photos = 5, first.ID, nil
		second, _, err := h.RecordProgress(as("bert"), p.ID, activity, beds)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.RecordProgress(as("bert"), p.ID, activity, beds); key(err) != "plan.progress.superseded" {
			t.Errorf("a second correction of one entry: %v", err)
		}
		page, err := h.again().Activity(as("anna"), p.ID, activity)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Entries) != 2 || page.Entries[0].ID != second.ID || page.Entries[1].Measure.Done != 6 || page.Entries[1].RecordedBy != "anna" {
			t.Errorf("history: %+v", page.Entries)
		}
		if got := page.Book.Plan.Activities[1]; got.Percent != 50 || got.Remaining != 240 || page.Book.Stored.Activities[1].Percent != 0 {
			t.Errorf("folded: %v %% %d left; stored %v %%", got.Percent, got.Remaining, page.Book.Stored.Activities[1].Percent)
		}
		if len(page.Events) != 2 || page.Events[0].Detail.Key != "plan.event.corrected" {
			t.Errorf("events: %+v", page.Events)
		}
		photo, err := h.Photo(as("anna"), p.ID, first.Photos[0])
		if err != nil || len(photo.Data) != 2 || photo.ContentType != "image/jpeg" {
			t.Errorf("photo %+v, %v", photo, err)
		}
	})
}

func TestConcurrentEditsOneWins(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		b, _ := h.Project(as("anna"), p.ID)
		var wg sync.WaitGroup
		results := make([]error, 4)
		for i := range results {
			wg.Go(func() {
				minutes := int64(960 + i)
				_, results[i] = h.EditActivity(as(fmt.Sprint("p", i)), p.ID, b.Plan.Activities[3].ID, plan.ActivityEdit{Duration: &minutes, Expected: p.Revision})
			})
		}
		wg.Wait()
		winner := -1
		for i, err := range results {
			if err == nil {
				if winner >= 0 {
					t.Fatalf("both %d and %d won", winner, i)
				}
				winner = i
			}
		}
		after, err := h.again().Project(as("anna"), p.ID)
		if err != nil || winner < 0 || after.Stored.Activities[3].Duration.Minutes != int64(960+winner) || after.Project.Revision != 2 {
			t.Fatalf("%d won, revision %d, %v", winner, after.Project.Revision, err)
		}
		for i, err := range results {
			var e *fault.Error
			if i != winner && (!errors.As(err, &e) || e.Kind != fault.Conflict || e.Args["By"] != fmt.Sprint("p", winner)) {
				t.Errorf("the loser got %v", err)
			}
		}
	})
}

func TestConcurrentReportsAllHold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		b, _ := h.Project(as("anna"), p.ID)
		var wg sync.WaitGroup
		for i := 1; i <= 5; i++ {
			wg.Go(func() {
				r := plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 40}, ActualStart: worktime.None, ActualFinish: worktime.None}
				if _, _, err := h.RecordProgress(as("anna"), p.ID, b.Plan.Activities[i].ID, r); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		after, err := h.again().Project(as("anna"), p.ID)
		if err != nil || len(after.Entries) != 5 || after.Project.Revision != 6 || after.Plan.DataDate != (today+1).At(0) {
			t.Errorf("%d entries, revision %d, data date %v, %v", len(after.Entries), after.Project.Revision, after.Plan.DataDate, err)
		}
	})
}

func TestRollbackLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		h.fail = errors.New("no more facts")
		b, _ := h.Project(as("anna"), p.ID)
		r := plan.Report{AsOf: today, Measure: masterplan.Measure{Done: 1, Total: 2}, ActualStart: worktime.None, ActualFinish: worktime.None}
		if _, _, err := h.RecordProgress(as("anna"), p.ID, b.Plan.Activities[1].ID, r); !errors.Is(err, h.fail) {
			t.Fatal(err)
		}
		h.file = grid(10)
		pre, err := h.Import(as("anna"), plan.Upload{Project: p.ID, Name: "b.xer", Content: strings.NewReader("…")})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmImport(as("anna"), pre.ID, plan.Confirmation{Expected: pre.Revision}); !errors.Is(err, h.fail) {
			t.Fatal(err)
		}
		after, err := h.again().Project(as("anna"), p.ID)
		if err != nil || after.Project.Revision != 1 || len(after.Entries) != 0 || len(after.Plan.Activities) != 30 {
			t.Errorf("revision %d, %d entries, %d activities, %v", after.Project.Revision, len(after.Entries), len(after.Plan.Activities), err)
		}
		if events, err := h.Events(as("anna"), p.ID, 0, 0); err != nil || len(events) != 1 {
			t.Errorf("%d events, %v", len(events), err)
		}
		if n, err := audit.Verify(t.Context(), h.db); n != 1 || err != nil {
			t.Errorf("audit %d, %v", n, err)
		}
	})
}

func TestNewerFileKeepsWhoIsWho(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		before, _ := h.Project(as("anna"), p.ID)
		if _, err := h.TakeBaseline(as("anna"), p.ID, "复工前 Before", p.Revision); err != nil {
			t.Fatal(err)
		}
		newer := grid(31)
		newer.Activities[4].Duration.Minutes, newer.Activities[4].Remaining = 960, 960
		newer.Activities[9].Code, newer.Activities[9].Name = "NEW", "新增 New"
		h.file = newer
		pre, err := h.Import(as("anna"), plan.Upload{Project: p.ID, Name: "b.xer", Content: strings.NewReader("…")})
		if err != nil {
			t.Fatal(err)
		}
		if pre.Diff == nil || len(pre.Diff.Added) != 2 || len(pre.Diff.Removed) != 1 || pre.Diff.Fields["duration"] != 1 {
			t.Fatalf("diff %+v", pre.Diff)
		}
		if b, _ := h.Project(as("anna"), p.ID); b.Project.Revision != 2 || len(b.Plan.Activities) != 30 {
			t.Fatal("a preview changed the plan")
		}
		if _, err := h.ConfirmImport(as("bert"), pre.ID, plan.Confirmation{Expected: 1}); key(err) != "plan.conflict" {
			t.Fatalf("confirming against an older revision: %v", err)
		}
		if _, err := h.ConfirmImport(as("bert"), pre.ID, plan.Confirmation{Expected: pre.Revision}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmImport(as("bert"), pre.ID, plan.Confirmation{Expected: 3}); key(err) != "plan.import.gone" {
			t.Errorf("confirming twice: %v", err)
		}
		after, _ := h.again().Project(as("anna"), p.ID)
		if after.Plan.Activities[4].ID != before.Plan.Activities[4].ID || after.Plan.Activities[9].ID == before.Plan.Activities[9].ID {
			t.Error("ids did not follow the codes")
		}
		if b := after.Baseline(); b == nil || len(b.Rows) != 29 || b.Name != "复工前 Before" {
			t.Errorf("the baseline taken here became %+v", b)
		}
		events, _ := h.Events(as("anna"), p.ID, 0, 1)
		if len(events) != 1 || events[0].Detail.Diff == nil || len(events[0].Detail.Diff.Added) != 2 {
			t.Errorf("history %+v", events)
		}
	})
}
