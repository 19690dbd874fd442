package zonesql

import (
	"context"
	"fmt"
	"strings"

	"fugong/internal/db"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

type people shelf

type personRow struct {
	Zone      string `db:"zone_id"`
	ID        string `db:"id"`
	Org       string `db:"org_id"`
	PaperKind string `db:"paper_kind"`
	Name      []byte `db:"name"`
	Number    []byte `db:"number"`
	Phone     []byte `db:"phone"`
	Email     []byte `db:"email"`
	Created   int64  `db:"created_ms"`
}

const personColumns = `zone_id, id, org_id, paper_kind, name, number, phone, email, created_ms`

func (s people) noun(r personRow) (zone.Person, error) {
	f := shelf(s).row("zone_person", r.ID)
	p := zone.Person{ID: r.ID, Zone: r.Zone, Org: r.Org, Name: f.openSealed("name", r.Name),
		Paper: identity.Paper{Kind: identity.PaperKind(r.PaperKind), Number: f.openSealed("number", r.Number)},
		Phone: identity.Phone(f.openSealed("phone", r.Phone)), Email: identity.Email(f.openSealed("email", r.Email)), Created: instant(r.Created)}
	return p, f.err
}

// values are the columns that both insert and update write.
func (s people) values(p zone.Person) []any {
	f, c := shelf(s).row("zone_person", p.ID), shelf(s)
	return []any{p.Org, string(p.Paper.Kind), f.seal("name", p.Name), f.seal("number", p.Paper.Number),
		f.seal("phone", string(p.Phone)), f.seal("email", string(p.Email)),
		c.index("person.name", p.Name), c.index("person.number", p.Paper.Number), c.index("person.phone", string(p.Phone))}
}

func (s people) Add(ctx context.Context, p zone.Person) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_person
		(org_id, paper_kind, name, number, phone, email, name_index, number_index, phone_index, zone_id, id, created_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, append(s.values(p), p.Zone, p.ID, millis(p.Created))...)
	return err
}

func (s people) Save(ctx context.Context, p zone.Person) error {
	return changed(db.Exec(ctx, s.q, `UPDATE zone_person SET org_id = $1, paper_kind = $2, name = $3, number = $4, phone = $5, email = $6,
		name_index = $7, number_index = $8, phone_index = $9 WHERE zone_id = $10 AND id = $11`, append(s.values(p), p.Zone, p.ID)...))
}

func (s people) Find(ctx context.Context, zoneID, id string) (zone.Person, error) {
	var r personRow
	err := db.Get(ctx, s.q, &r, `SELECT `+personColumns+` FROM zone_person WHERE zone_id = $1 AND id = $2`, zoneID, id)
	if err != nil {
		return zone.Person{}, err
	}
	return s.noun(r)
}

func (s people) List(ctx context.Context, q zone.PeopleQuery) ([]zone.Person, error) {
	where, args := []string{"zone_id = $1", "id > $2"}, []any{q.Zone, q.After}
	add := func(value any) string {
		args = append(args, value)
		return fmt.Sprintf("$%d", len(args))
	}
	if !q.All {
		places := []string{"''"}
		for _, org := range q.Orgs {
			places = append(places, add(org))
		}
		where = append(where, "org_id <> ''", "org_id IN ("+strings.Join(places, ", ")+")")
	}
	var match []string
	for _, m := range []struct{ column, purpose, value string }{
		{"name_index", "person.name", q.Name}, {"number_index", "person.number", q.Number}, {"phone_index", "person.phone", string(q.Phone)},
	} {
		if m.value != "" {
			match = append(match, m.column+" = "+add(shelf(s).index(m.purpose, m.value)))
		}
	}
	if len(match) > 0 {
		where = append(where, "("+strings.Join(match, " OR ")+")")
	}
	var rows []personRow
	err := db.Select(ctx, s.q, &rows, `SELECT `+personColumns+` FROM zone_person WHERE `+strings.Join(where, " AND ")+
		` ORDER BY id LIMIT `+add(q.Limit), args...)
	if err != nil {
		return nil, err
	}
	return allOf(rows, s.noun)
}
