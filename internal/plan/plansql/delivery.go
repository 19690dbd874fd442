package plansql

import (
	"context"
	"strings"
	"time"

	"fugong/internal/db"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
)

const deliveryColumns = `id, project_id, item, quantity, unit, supplier, ordered_on, expected, confidence, activities, note, days, updated_at, updated_by`

// saveDelivery adds or overwrites one delivery.
func saveDelivery(ctx context.Context, tx *db.Tx, zone string, d *delivery.Delivery) error {
	if err := removeDelivery(ctx, tx, zone, d.ID); err != nil {
		return err
	}
	activities, err := db.Document(d.Activities)
	if err != nil {
		return err
	}
	return db.Insert(ctx, tx, "plan_delivery", "zone_id, search, "+deliveryColumns, 1, func(args []any, _ int) []any {
		return append(args, zone, strings.ToLower(d.Item+" "+d.Supplier), d.ID, d.Project, d.Item, d.Quantity, d.Unit, d.Supplier,
			int64(d.OrderedOn), int64(d.Expected), int64(d.Confidence), activities, d.Note, d.Days, db.Millis(d.UpdatedAt), d.UpdatedBy)
	})
}

func removeDelivery(ctx context.Context, tx *db.Tx, zone, id string) error {
	_, err := db.Exec(ctx, tx, `DELETE FROM plan_delivery WHERE zone_id = $1 AND id = $2`, zone, id)
	return err
}

// saveDays keeps what each delivery costs.
func saveDays(ctx context.Context, tx *db.Tx, zone string, ds []delivery.Delivery) error {
	for i := range ds {
		if err := tx.Change(ctx, nil, `UPDATE plan_delivery SET days = $1 WHERE zone_id = $2 AND id = $3 AND days <> $1`, ds[i].Days, zone, ds[i].ID); err != nil {
			return err
		}
	}
	return nil
}

func saveArrival(ctx context.Context, tx *db.Tx, zone, owner string, a *delivery.Arrival) error {
	return db.Insert(ctx, tx, "plan_arrival", "zone_id, id, delivery_id, on_day, quantity, installed, note, recorded_at, recorded_by", 1,
		func(args []any, _ int) []any {
			return append(args, zone, a.ID, owner, int64(a.On), a.Quantity, a.Installed, a.Note, db.Millis(a.RecordedAt), a.RecordedBy)
		})
}

// Deliveries lists deliveries with two statements.
func (s *Store) Deliveries(ctx context.Context, q plan.DeliveryQuery) ([]plan.DeliveryRow, error) {
	w := &db.Where{}
	restrictToScope(w, q.Scope, "p.org_id")
	w.Like("d.search", q.Text)
	if q.Project != "" {
		w.And("p.id = ?", q.Project)
	}
	return readDeliveries(ctx, s.read, w)
}

func readDeliveries(ctx context.Context, q db.Querier, w *db.Where) (rows []plan.DeliveryRow, err error) {
	const from = ` FROM plan_project p JOIN plan_delivery d ON d.zone_id = p.zone_id AND d.project_id = p.id`
	columns := "d." + strings.Join(strings.Split(deliveryColumns, ", "), ", d.")
	place := map[string]int{}
	err = db.Each(ctx, q, func(row db.Row) error {
		r, err := scanDelivery(row)
		place[r.ID] = len(rows)
		rows = append(rows, r)
		return err
	}, `SELECT `+columns+`, p.code, p.name, p.org_id`+from+w.SQL()+` ORDER BY d.days DESC, d.expected, d.id`, w.Args...)
	if err != nil || len(rows) == 0 {
		return rows, err
	}
	err = db.Each(ctx, q, func(row db.Row) error {
		var owner string
		var a delivery.Arrival
		var recorded int64
		err := row.Scan(&owner, &a.ID, &a.On, &a.Quantity, &a.Installed, &a.Note, &recorded, &a.RecordedBy)
		a.RecordedAt = time.UnixMilli(recorded).UTC()
		if i, ok := place[owner]; ok {
			rows[i].Arrivals = append(rows[i].Arrivals, a)
		}
		return err
	}, `SELECT a.delivery_id, a.id, a.on_day, a.quantity, a.installed, a.note, a.recorded_at, a.recorded_by`+from+`
		JOIN plan_arrival a ON a.zone_id = d.zone_id AND a.delivery_id = d.id`+w.SQL()+` ORDER BY a.on_day, a.recorded_at, a.id`, w.Args...)
	return rows, err
}

func scanDelivery(row db.Row) (r plan.DeliveryRow, err error) {
	var activities string
	var updated int64
	err = row.Scan(&r.ID, &r.Project, &r.Item, &r.Quantity, &r.Unit, &r.Supplier, &r.OrderedOn, &r.Expected, &r.Confidence,
		&activities, &r.Note, &r.Days, &updated, &r.UpdatedBy, &r.ProjectCode, &r.ProjectName, &r.Org)
	if err != nil {
		return r, err
	}
	r.UpdatedAt = time.UnixMilli(updated).UTC()
	return r, db.ParseDocument(activities, &r.Activities)
}

func loadDeliveries(ctx context.Context, q db.Querier, zone, project string) ([]delivery.Delivery, error) {
	w := &db.Where{}
	w.And("p.zone_id = ?", zone)
	w.And("p.id = ?", project)
	rows, err := readDeliveries(ctx, q, w)
	list := make([]delivery.Delivery, len(rows))
	for i := range rows {
		list[i] = rows[i].Delivery
	}
	return list, err
}
