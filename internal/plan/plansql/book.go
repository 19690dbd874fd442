package plansql

import (
	"context"
	"slices"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/plan"
)

// Load reads all of a project but its dates, as of one moment.
func (s *Store) Load(ctx context.Context, zone, id string) (*plan.Book, error) {
	b := &plan.Book{}
	err := s.db.View(ctx, func(ctx context.Context, q db.Querier) (err error) {
		if b.Project, err = projectRow(ctx, q, zone, id); err != nil {
			return err
		}
		if b.Stored, err = loadPlan(ctx, q, zone, id); err != nil {
			return err
		}
		if b.Entries, err = loadEntries(ctx, q, zone, id); err != nil {
			return err
		}
		if b.Deliveries, err = loadDeliveries(ctx, q, zone, id); err != nil {
			return err
		}
		entries, err := stoppages(ctx, q, zone)
		b.Stoppages = plan.Reaching(plan.InForce(entries), &b.Project)
		return err
	})
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Save stores a change in one transaction.
func (s *Store) Save(ctx context.Context, c *plan.Change) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		// The revision first: it is the lock that makes one of two writers lose.
		if err := saveProject(ctx, tx, &c.Project); err != nil {
			return err
		}
		if err := saveParts(ctx, tx, c); err != nil {
			return err
		}
		if err := saveDays(ctx, tx, c.Project.Zone, c.Deliveries); err != nil {
			return err
		}
		if err := saveForecast(ctx, tx, &c.Project, c.Today); err != nil {
			return err
		}
		if err := recordEvent(ctx, tx, c); err != nil {
			return err
		}
		return s.tell(ctx, tx, c)
	})
}

// saveParts writes what the change holds; nil parts write nothing.
func saveParts(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	zone, project := c.Project.Zone, c.Project.ID
	if c.Plan != nil {
		if err := savePlan(ctx, tx, zone, project, c.Plan); err != nil {
			return err
		}
	}
	if c.Activity != nil {
		if err := saveActivity(ctx, tx, zone, project, c.Activity.Index, &c.Activity.Activity); err != nil {
			return err
		}
	}
	if c.Links != nil {
		if _, err := db.Exec(ctx, tx, `DELETE FROM plan_link WHERE zone_id = $1 AND project_id = $2`, zone, project); err != nil {
			return err
		}
		if err := saveLinks(ctx, tx, zone, project, *c.Links); err != nil {
			return err
		}
	}
	if c.Calendars != nil {
		text, err := db.Document(c.Calendars)
		if err != nil {
			return err
		}
		if _, err := db.Exec(ctx, tx, `UPDATE plan_plan SET calendars = $1 WHERE zone_id = $2 AND project_id = $3`, text, zone, project); err != nil {
			return err
		}
	}
	if c.Baseline != nil {
		if err := saveBaseline(ctx, tx, zone, project, c.Rows, c.Baseline); err != nil {
			return err
		}
	}
	if err := saveBaselineStep(ctx, tx, c); err != nil {
		return err
	}
	return saveReports(ctx, tx, c)
}

// saveBaselineStep removes or renames a baseline and keeps what an undo needs.
func saveBaselineStep(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	zone, project := c.Project.Zone, c.Project.ID
	if c.RemoveBaseline != "" {
		if err := removeBaseline(ctx, tx, zone, project, c.RemoveBaseline); err != nil {
			return err
		}
	}
	if b := c.RenameBaseline; b != nil {
		if _, err := db.Exec(ctx, tx, `UPDATE plan_baseline SET name = $1 WHERE zone_id = $2 AND project_id = $3 AND id = $4`, b.Name, zone, project, b.ID); err != nil {
			return err
		}
	}
	if c.Keep == nil {
		return nil
	}
	packed, err := db.Pack(c.Keep)
	if err != nil {
		return err
	}
	return db.Insert(ctx, tx, "plan_kept", "zone_id, project_id, revision, body", 1, func(args []any, _ int) []any {
		return append(args, zone, project, c.Event.Revision, packed)
	})
}

// saveReports writes progress, deliveries, and the end of an import.
func saveReports(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	zone, project := c.Project.Zone, c.Project.ID
	if c.Entry != nil {
		if err := saveEntry(ctx, tx, zone, project, c.Entry); err != nil {
			return err
		}
	}
	if err := savePhotos(ctx, tx, zone, c.Photos); err != nil {
		return err
	}
	if c.Delivery != nil {
		if err := saveDelivery(ctx, tx, zone, c.Delivery); err != nil {
			return err
		}
	}
	if c.RemoveDelivery != "" {
		if err := removeDelivery(ctx, tx, zone, c.RemoveDelivery); err != nil {
			return err
		}
	}
	if c.Arrival != nil {
		if err := saveArrival(ctx, tx, zone, c.Delivery.ID, c.Arrival); err != nil {
			return err
		}
	}
	if c.Adoption != nil {
		if err := saveAdoption(ctx, tx, zone, c.Adoption, c.Replaced); err != nil {
			return err
		}
	}
	if c.TakenBack != "" {
		if err := takeBack(ctx, tx, c); err != nil {
			return err
		}
	}
	if c.Import != "" {
		return applied(ctx, tx, zone, c.Import)
	}
	return nil
}

// recordEvent writes history and audit.
func recordEvent(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	e := &c.Event
	detail, err := db.Document(e.Detail)
	if err != nil {
		return err
	}
	zone := c.Project.Zone
	err = tx.Add(ctx, "plan_event", "zone_id, project_id, revision, action, activity_id, by_account, at, detail, step, of_revision",
		zone, c.Project.ID, e.Revision, e.Action, e.Activity, e.By, db.Millis(e.At), detail, string(e.Step), e.Of)
	if err != nil {
		return err
	}
	told := map[string]string{"event": e.Detail.Key, "activity": e.Activity}
	if e.Detail.What != "" {
		told["what"] = e.Detail.What
	}
	for k, v := range e.Detail.Args {
		told[k] = v
	}
	return audit.Record(ctx, tx, audit.Entry{Zone: zone, Actor: e.By, Action: e.Action, Object: "project/" + c.Project.ID, Detail: told, At: e.At})
}

// tell records the fact that the project changed.
func (s *Store) tell(ctx context.Context, tx *db.Tx, c *plan.Change) error {
	e := &c.Event
	return s.announce(ctx, tx, plan.ChangedKind, plan.Changed{Zone: c.Project.Zone, Project: c.Project.ID, Revision: e.Revision, Action: e.Action, By: e.By})
}

// Join begins the transaction of the unit that ctx is in.
func (s *Store) Join(ctx context.Context) (bool, error) { return s.db.Begin(ctx) }

// Append stores an entry without what it comes to.
func (s *Store) Append(ctx context.Context, c *plan.Change) error {
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := saveReports(ctx, tx, c); err != nil {
			return err
		}
		return recordEvent(ctx, tx, c)
	})
}

// Settle stores what entries come to.
func (s *Store) Settle(ctx context.Context, c *plan.Change, from int64) error {
	values, err := projectValues(&c.Project)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Change(ctx, plan.Stale(&c.Project), updateText, append(slices.Clip(values), from)...); err != nil {
			return err
		}
		if err := saveDays(ctx, tx, c.Project.Zone, c.Deliveries); err != nil {
			return err
		}
		if err := saveForecast(ctx, tx, &c.Project, c.Today); err != nil {
			return err
		}
		return s.tell(ctx, tx, c)
	})
}

// Before runs f before the commit of the unit that ctx is in.
func (s *Store) Before(ctx context.Context, key any, f func(ctx context.Context) error) {
	db.BeforeCommit(ctx, key, func(ctx context.Context, _ *db.Tx) error { return f(ctx) })
}

// Events lists what was done to a project, newest first.
func (s *Store) Events(ctx context.Context, q plan.EventQuery) (list []plan.Event, err error) {
	w := &db.Where{}
	w.And("zone_id = ?", q.Zone)
	w.And("project_id = ?", q.Project)
	if q.Activity != "" {
		w.And("activity_id = ?", q.Activity)
	}
	if q.Stoppage != "" {
		w.And("detail LIKE ?", `%"stoppage":"`+q.Stoppage+`"%`) // ids have no wildcards
	}
	if q.Before > 0 {
		w.And("revision < ?", q.Before)
	}
	limit := q.Limit
	if limit <= 0 {
		limit = pageSize
	}
	w.Args = append(w.Args, limit)
	err = db.Each(ctx, s.read, func(row db.Row) error {
		e, detail, at := plan.Event{Project: q.Project}, "", int64(0)
		if err := row.Scan(&e.Revision, &e.Action, &e.Activity, &e.By, &at, &detail, &e.Step, &e.Of); err != nil {
			return err
		}
		e.At = time.UnixMilli(at).UTC()
		err := db.ParseDocument(detail, &e.Detail)
		list = append(list, e)
		return err
	}, `SELECT revision, action, activity_id, by_account, at, detail, step, of_revision FROM plan_event`+w.SQL()+
		` ORDER BY revision DESC LIMIT `+placeholder(len(w.Args)), w.Args...)
	return list, err
}
