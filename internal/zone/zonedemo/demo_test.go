package zonedemo

import (
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db/dbtest"
	"fugong/internal/vault"
	"fugong/internal/zone"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/zonesql"
)

func TestFillTwice(t *testing.T) {
	v, err := vault.Open(filepath.Join(t.TempDir(), "keys"))
	if err != nil {
		t.Fatal(err)
	}
	access, err := zone.NewAccess(zone.Policy)
	if err != nil {
		t.Fatal(err)
	}
	store := zonesql.New(dbtest.SQLite(t, audit.Migrations, zonesql.Migrations), v)
	s, err := zone.New(zone.Config{Store: store, Door: store, Access: access,
		Now: time.Now, Random: rand.Reader, Hashing: credential.Hashing{MemoryKiB: 64, Passes: 1}})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	first, err := Fill(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Organisations) != 6 || len(first.Accounts) != len(zone.Roles) || len(first.SignIns) != len(zone.Roles) {
		t.Errorf("%d organisations, %d accounts, %d sign-ins", len(first.Organisations), len(first.Accounts), len(first.SignIns))
	}
	for _, in := range first.SignIns {
		if _, err := s.SignIn(ctx, zone.Credentials{Login: in.Login, Password: in.Password}); err != nil {
			t.Errorf("%s cannot sign in: %v", in.Login, err)
		}
	}
	again, err := Fill(ctx, s)
	if err != nil || again.Zone.ID != first.Zone.ID || len(again.SignIns) != len(first.SignIns) {
		t.Errorf("the second time %+v, %v", again.Zone, err)
	}
}
