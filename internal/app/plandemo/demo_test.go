package plandemo_test

import (
	"context"
	"testing"
	"time"

	"fugong/internal/app/plandemo"
	"fugong/internal/audit"
	"fugong/internal/civil"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// load makes the demo as of a day and lists its projects by code.
func load(t *testing.T, d *db.DB, zone string, today worktime.Day) (*plansql.Store, map[string]masterplan.Project) {
	t.Helper()
	store := plansql.New(d, func(context.Context, *db.Tx, string, any, ...job.Option) error { return nil })
	orgs := map[string]string{}
	for _, o := range plandemo.Organisations {
		orgs[o.Key] = "org-" + o.Key
	}
	in := plandemo.Input{Store: store, Zone: zone, Today: today, Location: time.UTC, ID: id.New, Orgs: orgs, Planner: "planner", Liaison: "liaison", Dispatcher: "dispatcher"}
	if err := plandemo.Load(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	page, err := store.List(t.Context(), plan.Query{Scope: who.Scope{Zone: zone, All: true}})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]masterplan.Project{}
	for _, p := range page.Projects {
		all[p.Code] = p
		t.Logf("%-12s %-7v finish %v target %v float %d days, %.0f %%, %d activities, %d critical, deliveries %d days, %v",
			p.Code, p.Figures.Lamp, p.Figures.Finish, p.Target, p.Figures.FloatDays, p.Figures.Percent, p.Figures.Activities, p.Figures.Critical, p.Figures.DeliveryDays, p.Figures.Reasons)
	}
	return store, all
}

func TestDemoLooksAliveOnAnyDay(t *testing.T) {
	dbtest.Each(t, []db.Migrations{audit.Migrations, plansql.Migrations}, func(t *testing.T, d *db.DB) {
		for n, today := range []worktime.Day{worktime.Date(2020, 2, 21), worktime.Date(2026, 11, 23), worktime.Date(2026, 11, 25)} {
			zone := string(rune('a' + n))
			store, all := load(t, d, zone, today)
			lamps := map[masterplan.Lamp]int{}
			for _, p := range all {
				lamps[p.Figures.Lamp]++
			}
			for _, l := range []masterplan.Lamp{masterplan.Unlit, masterplan.Green, masterplan.Yellow, masterplan.Orange, masterplan.Red} {
				if lamps[l] == 0 {
					t.Errorf("%v: no project is %v", today, l)
				}
			}
			checkPlant(t, store, all["EV-2019-01"], today)
		}
	})
}

// checkPlant holds the plant to what the newspaper page says of it.
func checkPlant(t *testing.T, store *plansql.Store, p masterplan.Project, today worktime.Day) {
	t.Helper()
	if p.Figures.DataDate != today.At(0) || p.Figures.Lamp != masterplan.Red || p.Figures.Activities < 150 {
		t.Errorf("%v: the plant is %+v", today, p.Figures)
	}
	b, err := store.Load(t.Context(), p.Zone, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	latest := today.At(int(plandemo.Morning.Minutes()))
	for _, e := range b.Entries {
		if at := civil.In(e.RecordedAt, time.UTC); at > latest {
			t.Errorf("%v: progress is recorded at %v, after the demo's morning", today, at)
		}
	}
	folded := masterplan.Fold(b.Stored, b.Entries)
	share := map[string]float64{}
	for i := range folded.Activities {
		share[folded.Activities[i].Code] = folded.Activities[i].Share()
	}
	want := map[string]float64{"S510": 1, "S520": 1, "P520": 0.6, "W510": 0.6, "G500": 146.0 / 240}
	for code, w := range want {
		if share[code] != w {
			t.Errorf("%v: %s is %.2f done, not %.2f", today, code, share[code], w)
		}
	}
	states := map[delivery.State]int{}
	for i := range b.Deliveries {
		states[b.Deliveries[i].State(today)]++
	}
	if states[delivery.Late] == 0 || states[delivery.Missing] == 0 || states[delivery.Doubtful] == 0 || states[delivery.Installed] < 2 {
		t.Errorf("%v: deliveries %v", today, states)
	}
}
