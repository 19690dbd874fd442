package plansql

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

const projectColumns = `zone_id, id, org_id, code, name, site, liaison, target, baseline_id, revision, activities, critical,
	data_date, start_at, finish_at, float_days, percent, delivery_days, lamp, reasons, search, updated_at, updated_by, state, state_at`

func projectValues(p *masterplan.Project) ([]any, error) {
	f := &p.Figures
	reasons, err := db.Document(f.Reasons)
	return []any{
		p.Zone, p.ID, p.Org, p.Code, p.Name, p.Site, p.Liaison, moment(p.Target), p.Baseline, p.Revision, f.Activities, f.Critical,
		moment(f.DataDate), moment(f.Start), moment(f.Finish), f.FloatDays, f.Percent, f.DeliveryDays, int64(f.Lamp), reasons,
		strings.ToLower(p.Code + " " + p.Name + " " + p.Site), db.Millis(p.UpdatedAt), p.UpdatedBy, string(p.State), since(p.StateAt),
	}, err
}

// since stores an instant: NULL for the zero time.
func since(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return db.Millis(t)
}

// scanProject reads a row of projectColumns.
func scanProject(row db.Row) (p masterplan.Project, err error) {
	var reasons, search string
	var updated int64
	var state *int64
	f := &p.Figures
	err = row.Scan(&p.Zone, &p.ID, &p.Org, &p.Code, &p.Name, &p.Site, &p.Liaison, at(&p.Target), &p.Baseline, &p.Revision, &f.Activities, &f.Critical,
		at(&f.DataDate), at(&f.Start), at(&f.Finish), &f.FloatDays, &f.Percent, &f.DeliveryDays, &f.Lamp, &reasons, &search, &updated, &p.UpdatedBy, &p.State, &state)
	if err != nil {
		return p, db.Kind(err)
	}
	p.UpdatedAt = time.UnixMilli(updated).UTC()
	if state != nil {
		p.StateAt = time.UnixMilli(*state).UTC()
	}
	return p, db.ParseDocument(reasons, &f.Reasons)
}

// Project reads one row.
func (s *Store) Project(ctx context.Context, zone, id string) (masterplan.Project, error) {
	p, found, err := s.projects.Get(ctx, projectKey{zone, id})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "plan.project.unknown")
	}
	return p, err
}

// Revision reads the revision of one row.
func (s *Store) Revision(ctx context.Context, zone, id string) (int64, error) {
	n, found, err := s.revisions.Get(ctx, projectKey{zone, id})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "plan.project.unknown")
	}
	return n, err
}

type projectKey struct{ zone, id string }

// revisionRows reads the revisions of some projects.
func revisionRows(ctx context.Context, q db.Querier, keys []projectKey) (map[projectKey]int64, error) {
	found := make(map[projectKey]int64, len(keys))
	return found, eachProject(ctx, q, keys, `zone_id, id, revision`, func(row db.Row) error {
		var k projectKey
		var n int64
		err := row.Scan(&k.zone, &k.id, &n)
		found[k] = n
		return err
	})
}

// projectRows reads some projects.
func projectRows(ctx context.Context, q db.Querier, keys []projectKey) (map[projectKey]masterplan.Project, error) {
	found := make(map[projectKey]masterplan.Project, len(keys))
	return found, eachProject(ctx, q, keys, projectColumns, func(row db.Row) error {
		p, err := scanProject(row)
		found[projectKey{p.Zone, p.ID}] = p
		return err
	})
}

// eachProject reads columns of some projects, with a statement for each zone.
func eachProject(ctx context.Context, q db.Querier, keys []projectKey, columns string, scan func(db.Row) error) error {
	of := map[string][]string{}
	for _, k := range keys {
		of[k.zone] = append(of[k.zone], k.id)
	}
	for zone, ids := range of {
		list, args := db.In(ids)
		err := db.Each(ctx, q, scan, `SELECT `+columns+` FROM plan_project WHERE id IN (`+list+`) AND zone_id = `+placeholder(len(args)+1), append(args, zone)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func projectRow(ctx context.Context, q db.Querier, zone, id string) (masterplan.Project, error) {
	key := projectKey{zone, id}
	rows, err := projectRows(ctx, q, []projectKey{key})
	p, found := rows[key]
	if err == nil && !found {
		err = fault.New(fault.NotFound, "plan.project.unknown")
	}
	return p, err
}

// sorts are the ORDER BY of each column that a list can be sorted by, ascending.
// Projects without a finish come first.
var sorts = map[string]string{
	"name": "name", "code": "code", "finish": "COALESCE(finish_at, -9000000000)", "float": "float_days",
	"percent": "percent", "lamp": "lamp", "critical": "critical", "updated": "updated_at",
}

const pageSize = 50

// List answers a query.
func (s *Store) List(ctx context.Context, q plan.Query) (plan.Page, error) {
	page := plan.Page{Lamps: map[masterplan.Lamp]int{}}
	w := &db.Where{}
	restrictToScope(w, q.Scope, "org_id")
	w.In("state", statesOf(q))
	w.Like("search", q.Text)
	if q.Org != "" {
		w.And("org_id = ?", q.Org)
	}
	if q.Liaison != "" {
		w.And("liaison = ?", q.Liaison)
	}
	err := db.Each(ctx, s.read, func(row db.Row) error {
		var lamp masterplan.Lamp
		var n int
		if err := row.Scan(&lamp, &n); err != nil {
			return err
		}
		page.Lamps[lamp] = n
		if len(q.Lamps) == 0 || slices.Contains(q.Lamps, lamp) {
			page.Total += n
		}
		return nil
	}, `SELECT lamp, COUNT(*) FROM plan_project`+w.SQL()+` GROUP BY lamp`, w.Args...)
	if err != nil || page.Total == 0 {
		return page, err
	}
	if len(q.Lamps) > 0 {
		lamps := make([]any, len(q.Lamps))
		for i, l := range q.Lamps {
			lamps[i] = int64(l)
		}
		w.And("lamp IN (?"+strings.Repeat(",?", len(lamps)-1)+")", lamps...)
	}
	err = db.Each(ctx, s.read, func(row db.Row) error {
		p, err := scanProject(row)
		page.Projects = append(page.Projects, p)
		return err
	}, `SELECT `+projectColumns+` FROM plan_project`+w.SQL()+orderClause(q), w.Args...)
	return page, err
}

// ListStamp counts the rows of a zone and how often they were written.
func (s *Store) ListStamp(ctx context.Context, zone string) (stamp plan.ListStamp, err error) {
	err = db.Each(ctx, s.read, func(row db.Row) error {
		return row.Scan(&stamp.Projects, &stamp.Written, &stamp.Updated)
	}, `SELECT COUNT(*), COALESCE(SUM(written), 0), COALESCE(MAX(updated_at), 0) FROM plan_project WHERE zone_id = $1`, zone)
	return stamp, err
}

func statesOf(q plan.Query) []string {
	if len(q.States) == 0 {
		return []string{string(masterplan.Open)}
	}
	states := make([]string, len(q.States))
	for i, s := range q.States {
		states[i] = string(s)
	}
	return states
}

func orderClause(q plan.Query) string {
	by, direction := "lamp DESC, float_days", ""
	if column, ok := sorts[q.Sort]; ok {
		by = column
		if q.Descending {
			direction = " DESC"
		}
	}
	size := q.Size
	if size <= 0 {
		size = pageSize
	}
	return fmt.Sprintf(" ORDER BY %s%s, code LIMIT %d OFFSET %d", by, direction, size, min(max(q.Page-1, 0), 1_000_000)*size)
}

// restrictToScope keeps a list to what the actor may see.
func restrictToScope(w *db.Where, scope who.Scope, org string) {
	zone := "zone_id"
	if i := strings.IndexByte(org, '.'); i >= 0 {
		zone = org[:i+1] + zone
	}
	w.And(zone+" = ?", scope.Zone)
	if !scope.All {
		w.In(org, scope.Orgs)
	}
}

// saveProject writes the project's row, when its stored revision is the one
// before.
func saveProject(ctx context.Context, tx *db.Tx, p *masterplan.Project) error {
	values, err := projectValues(p)
	if err != nil {
		return err
	}
	if p.Revision == 1 {
		err := db.Insert(ctx, tx, "plan_project", projectColumns, 1, func(args []any, _ int) []any { return append(args, values...) })
		if fault.Of(err) == fault.Conflict {
			return fault.New(fault.Conflict, "plan.project.code", "Code", p.Code).Because(err).With("code", "plan.project.code", "Code", p.Code)
		}
		return err
	}
	n, err := updateProject(ctx, tx, values, p.Revision-1)
	if err != nil || n == 1 {
		return err
	}
	now, err := projectRow(ctx, tx, p.Zone, p.ID)
	if err != nil {
		return err
	}
	return plan.Stale(&now)
}

// updateProject overwrites the row when it is of a revision.
func updateProject(ctx context.Context, q db.Querier, values []any, revision int64) (int64, error) {
	return db.Exec(ctx, q, updateText, append(values, revision)...)
}

var updateText = func() string {
	columns := strings.FieldsFunc(projectColumns, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' || r == '\t' })
	set := make([]string, 0, len(columns))
	for i, c := range columns[2:] {
		set = append(set, fmt.Sprintf("%s = $%d", c, i+3))
	}
	return fmt.Sprintf(`UPDATE plan_project SET %s, written = written + 1 WHERE zone_id = $1 AND id = $2 AND revision = $%d`, strings.Join(set, ", "), len(columns)+1)
}()

// Refigure stores what moved with the calendar alone.
func (s *Store) Refigure(ctx context.Context, p masterplan.Project, ds []delivery.Delivery, today worktime.Day) error {
	values, err := projectValues(&p)
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		n, err := updateProject(ctx, tx, slices.Clone(values), p.Revision)
		if err != nil || n == 0 {
			return err
		}
		if err := saveDays(ctx, tx, p.Zone, ds); err != nil {
			return err
		}
		return saveForecast(ctx, tx, &p, today)
	})
}
