package plansql

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// counter counts the statements that read.
type counter struct {
	db.Querier
	n int
}

func (c *counter) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	c.n++
	return c.Querier.QueryContext(ctx, query, args...)
}

// add stores a project with two deliveries that have arrivals.
func add(t *testing.T, s *Store, i int) {
	t.Helper()
	id, at := fmt.Sprint("p", i), time.UnixMilli(0)
	none := worktime.None
	p := masterplan.Project{Zone: "z", ID: id, Code: id, Name: "x", Target: none, Revision: 1, Figures: masterplan.Figures{DataDate: none, Start: none, Finish: none}}
	empty := &masterplan.Plan{Start: none, Finish: none, DataDate: none, MustFinish: none}
	if err := s.Save(t.Context(), &plan.Change{Project: p, Plan: empty, Event: plan.Event{Revision: 1, At: at}}); err != nil {
		t.Fatal(err)
	}
	for n := range 2 {
		p.Revision++
		d := delivery.Delivery{ID: fmt.Sprint(id, "d", n), Project: id, Item: "x", Quantity: 1, UpdatedAt: at}
		a := delivery.Arrival{ID: fmt.Sprint(id, "a", n), Quantity: 1, RecordedAt: at}
		if err := s.Save(t.Context(), &plan.Change{Project: p, Delivery: &d, Arrival: &a, Event: plan.Event{Revision: p.Revision, At: at}}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestListsTakeTwoStatementsHoweverLong(t *testing.T) {
	dbtest.Each(t, []db.Migrations{audit.Migrations, Migrations}, func(t *testing.T, d *db.DB) {
		s := New(d, func(context.Context, *db.Tx, string, any, ...job.Option) error { return nil })
		for i := range 6 {
			add(t, s, i)
		}
		scope := who.Scope{Zone: "z", All: true}
		c := &counter{Querier: d}
		s.read = c
		if page, err := s.List(t.Context(), plan.Query{Scope: scope}); err != nil || len(page.Projects) != 6 || c.n != 2 {
			t.Errorf("%d projects with %d statements, %v", len(page.Projects), c.n, err)
		}
		c.n = 0
		rows, err := s.Deliveries(t.Context(), plan.DeliveryQuery{Scope: scope})
		if err != nil || len(rows) != 12 || rows[7].Arrived() != 1 || c.n != 2 {
			t.Errorf("%d deliveries with %d statements, %v", len(rows), c.n, err)
		}
	})
}
