package zonesql

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/vault"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

var now = time.Date(2020, 2, 21, 8, 0, 0, 0, time.UTC)

// each opens a store with zone "z" on both engines.
func each(t *testing.T, f func(t *testing.T, s *Store)) {
	dbtest.Each(t, []db.Migrations{audit.Migrations, Migrations}, func(t *testing.T, d *db.DB) {
		v, err := vault.Open(filepath.Join(t.TempDir(), "keys"))
		if err != nil {
			t.Fatal(err)
		}
		s := New(d, v)
		change(t, s, func(ctx context.Context, r zone.Records) error {
			return r.Zones.Add(ctx, zone.Zone{ID: "z", Code: "Z1", Name: "区", TimeZone: "UTC", Created: now})
		})
		f(t, s)
	})
}

func change(t *testing.T, s *Store, f func(ctx context.Context, r zone.Records) error) {
	t.Helper()
	if err := s.Change(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func person(id, name, number string) zone.Person {
	return zone.Person{ID: id, Zone: "z", Name: name, Paper: identity.Paper{Kind: identity.Passport, Number: number}, Created: now}
}

// A ciphertext that is copied into another row, or another column, opens there
// as little as anywhere else.
func TestSealedFieldsStayInTheirPlace(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		change(t, s, func(ctx context.Context, r zone.Records) error {
			if err := r.People.Add(ctx, person("a", "张三", "E11111111")); err != nil {
				return err
			}
			return r.People.Add(ctx, person("b", "李四", "E22222222"))
		})
		for _, move := range []string{
			`UPDATE zone_person SET name = (SELECT name FROM zone_person WHERE id = 'b') WHERE id = 'a'`,
			`UPDATE zone_person SET phone = number WHERE id = 'b'`,
		} {
			if _, err := db.Exec(t.Context(), s.db, move); err != nil {
				t.Fatal(err)
			}
		}
		for _, id := range []string{"a", "b"} {
			if p, err := s.View().People.Find(t.Context(), "z", id); err == nil {
				t.Errorf("a moved field opens: %+v", p)
			}
		}
	})
}

func TestPeopleRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		want := person("a", "𠮷田 太郎", "E11111111")
		want.Org, want.Phone, want.Email = "o", "+8613812345678", "a@example.com"
		change(t, s, func(ctx context.Context, r zone.Records) error { return r.People.Add(ctx, want) })
		if got, err := s.View().People.Find(t.Context(), "z", "a"); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
		if _, err := s.View().People.Find(t.Context(), "other", "a"); fault.Of(err) != fault.NotFound {
			t.Errorf("found in another zone: %v", err)
		}
		other := want
		other.Zone = "other"
		err := s.Change(t.Context(), func(ctx context.Context, r zone.Records) error { return r.People.Save(ctx, other) })
		if fault.Of(err) != fault.NotFound {
			t.Errorf("saved from another zone: %v", err)
		}
		err = s.Change(t.Context(), func(ctx context.Context, r zone.Records) error {
			return r.People.Add(ctx, person("c", "别人", "E11111111"))
		})
		if fault.Of(err) != fault.Conflict {
			t.Errorf("one passport twice: %v", err)
		}
	})
}

func TestNothingIsAuditedOutsideAChange(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		if err := s.View().Journal.Record(t.Context(), zone.Event{Zone: "z", Action: "x", At: now}); fault.Of(err) != fault.Internal || err == nil {
			t.Errorf("recorded: %v", err)
		}
	})
}

// A change that fails leaves neither its rows nor its audit line.
func TestChangeIsAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		stop := fault.New(fault.Invalid, "stop")
		err := s.Change(t.Context(), func(ctx context.Context, r zone.Records) error {
			if err := r.People.Add(ctx, person("a", "张三", "E11111111")); err != nil {
				return err
			}
			if err := r.Journal.Record(ctx, zone.Event{Zone: "z", Action: "x", At: now}); err != nil {
				return err
			}
			return stop
		})
		if err != stop {
			t.Errorf("%v", err)
		}
		if people, err := s.View().People.List(t.Context(), zone.PeopleQuery{Zone: "z", All: true, Limit: 9}); err != nil || len(people) != 0 {
			t.Errorf("%v, %v", people, err)
		}
		if lines, err := s.View().Journal.List(t.Context(), zone.AuditQuery{Zone: "z"}); err != nil || len(lines) != 0 {
			t.Errorf("%v, %v", lines, err)
		}
	})
}
