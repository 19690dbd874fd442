package zonesql

import (
	"context"
	"strings"

	"fugong/internal/db"
	"fugong/internal/fault"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

type zones shelf

type zoneRow struct {
	ID       string `db:"zone_id"`
	Code     string `db:"code"`
	Name     string `db:"name"`
	NameEN   string `db:"name_en"`
	TimeZone string `db:"time_zone"`
	Created  int64  `db:"created_ms"`
}

func (r zoneRow) noun() (zone.Zone, error) {
	return zone.Zone{ID: r.ID, Code: r.Code, Name: r.Name, NameEN: r.NameEN, TimeZone: r.TimeZone, Created: instant(r.Created)}, nil
}

const zoneColumns = `zone_id, code, name, name_en, time_zone, created_ms`

func (s zones) Add(ctx context.Context, z zone.Zone) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_zone (`+zoneColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		z.ID, z.Code, z.Name, z.NameEN, z.TimeZone, millis(z.Created))
	return err
}

func (s zones) Find(ctx context.Context, id string) (zone.Zone, error) {
	var r zoneRow
	if err := db.Get(ctx, s.q, &r, `SELECT `+zoneColumns+` FROM zone_zone WHERE zone_id = $1`, id); err != nil {
		return zone.Zone{}, err
	}
	return r.noun()
}

func (s zones) List(ctx context.Context) ([]zone.Zone, error) {
	var rows []zoneRow
	if err := db.Select(ctx, s.q, &rows, `SELECT `+zoneColumns+` FROM zone_zone ORDER BY code`); err != nil {
		return nil, err
	}
	return allOf(rows, zoneRow.noun)
}

type organisations shelf

type organisationRow struct {
	Zone    string `db:"zone_id"`
	ID      string `db:"id"`
	Code    string `db:"code"`
	Name    string `db:"name"`
	Short   string `db:"short"`
	Kind    string `db:"kind"`
	Created int64  `db:"created_ms"`
}

func (r organisationRow) noun() (zone.Organisation, error) {
	return zone.Organisation{ID: r.ID, Zone: r.Zone, Code: identity.CreditCode(r.Code), Name: r.Name, Short: r.Short,
		Kind: zone.OrganisationKind(r.Kind), Created: instant(r.Created)}, nil
}

const organisationColumns = `zone_id, id, code, name, short, kind, created_ms`

func (s organisations) Add(ctx context.Context, o zone.Organisation) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_organisation (`+organisationColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		o.Zone, o.ID, string(o.Code), o.Name, o.Short, string(o.Kind), millis(o.Created))
	return err
}

func (s organisations) Save(ctx context.Context, o zone.Organisation) error {
	return changed(db.Exec(ctx, s.q, `UPDATE zone_organisation SET code = $1, name = $2, short = $3, kind = $4 WHERE zone_id = $5 AND id = $6`,
		string(o.Code), o.Name, o.Short, string(o.Kind), o.Zone, o.ID))
}

func (s organisations) Find(ctx context.Context, zoneID, id string) (zone.Organisation, error) {
	var r organisationRow
	err := db.Get(ctx, s.q, &r, `SELECT `+organisationColumns+` FROM zone_organisation WHERE zone_id = $1 AND id = $2`, zoneID, id)
	if err != nil {
		return zone.Organisation{}, err
	}
	return r.noun()
}

func (s organisations) List(ctx context.Context, q zone.OrganisationQuery) ([]zone.Organisation, error) {
	var rows []organisationRow
	err := db.Select(ctx, s.q, &rows, `SELECT `+organisationColumns+` FROM zone_organisation
		WHERE zone_id = $1 AND ($2 = '' OR kind = $2)
		AND (LOWER(name) LIKE $3 ESCAPE '\' OR LOWER(short) LIKE $3 ESCAPE '\' OR LOWER(code) LIKE $3 ESCAPE '\') ORDER BY name, id`,
		q.Zone, string(q.Kind), part(q.Text))
	if err != nil {
		return nil, err
	}
	return allOf(rows, organisationRow.noun)
}

// part is a LIKE pattern for what contains text.
func part(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(strings.TrimSpace(text)))
	return "%" + text + "%"
}

// changed is NotFound when an update or delete met no row.
func changed(rows int64, err error) error {
	if err == nil && rows == 0 {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	return err
}
