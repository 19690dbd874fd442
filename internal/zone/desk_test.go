package zone_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/db/dbtest"
	"fugong/internal/fault"
	"fugong/internal/vault"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
	"fugong/internal/zone/zonesql"
)

const goodPassword = "seven crows on a wire"

// desk is a zone with its administrator, on a real database, whose clock the
// test turns.
type desk struct {
	t     *testing.T
	s     *zone.Service
	db    *db.DB
	vault *vault.Vault
	keys  string
	now   time.Time
	log   *bytes.Buffer

	zone      zone.Zone
	authority string          // id of the zone's own organisation
	admin     context.Context // acts for the first administrator
}

// each runs f on both engines.
func each(t *testing.T, f func(d *desk)) {
	dbtest.Each(t, []db.Migrations{vault.Migrations, audit.Migrations, zonesql.Migrations}, func(t *testing.T, d *db.DB) {
		f(newDesk(t, d))
	})
}

func newDesk(t *testing.T, d *db.DB) *desk {
	k := &desk{t: t, db: d, keys: filepath.Join(t.TempDir(), "keys"), now: time.Date(2020, 2, 21, 1, 0, 0, 0, time.UTC), log: &bytes.Buffer{}}
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(k.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	var err error
	k.vault, err = vault.Open(k.keys)
	k.must(err)
	access, err := zone.NewAccess(zone.Policy)
	k.must(err)
	store := zonesql.New(d, k.vault)
	k.s, err = zone.New(zone.Config{Store: store, Door: store, Access: access, Now: func() time.Time { return k.now },
		Random: rand.Reader, Hashing: credential.Hashing{MemoryKiB: 64, Passes: 1}})
	k.must(err)
	k.zone, k.authority, k.admin = k.found("XEDZ", "914403001922038216", "li.admin")
	return k
}

// found makes a zone and its administrator.
func (k *desk) found(code, credit, login string) (zone.Zone, string, context.Context) {
	k.t.Helper()
	z, secret, err := k.s.Found(context.Background(), zone.Zone{Code: code, Name: "开发区", TimeZone: "Asia/Shanghai"},
		zone.Organisation{Code: identity.CreditCode(credit), Name: "管理委员会"}, "李管理")
	k.must(err)
	_, err = k.s.Accept(context.Background(), zone.Acceptance{Secret: secret, Login: login, Password: goodPassword, Language: "zh"})
	k.must(err)
	ctx := k.signIn(login)
	orgs, err := k.s.Organisations(ctx, "", zone.Authority)
	k.must(err)
	return z, orgs[0].ID, ctx
}

// organisation registers a contractor.
func (k *desk) organisation(credit, name string) zone.Organisation {
	k.t.Helper()
	o, err := k.s.AddOrganisation(k.admin, zone.OrganisationInput{Code: credit, Name: name, Kind: "contractor"})
	k.must(err)
	return o
}

// member invites somebody, who accepts and signs in.
func (k *desk) member(org, role, login, name string) context.Context {
	k.t.Helper()
	_, secret, err := k.s.Invite(k.admin, zone.InvitationInput{Org: org, Role: role, Name: name})
	k.must(err)
	_, err = k.s.Accept(context.Background(), zone.Acceptance{Secret: secret, Login: login, Password: goodPassword, Language: "zh"})
	k.must(err)
	return k.signIn(login)
}

// signIn signs in with the good password.
func (k *desk) signIn(login string) context.Context {
	k.t.Helper()
	in, err := k.s.SignIn(context.Background(), zone.Credentials{Login: login, Password: goodPassword, Address: "192.0.2.1"})
	k.must(err)
	return k.as(in.Secret)
}

// as acts for whoever a session's secret belongs to.
func (k *desk) as(secret string) context.Context {
	k.t.Helper()
	i, err := k.s.Authenticate(context.Background(), secret)
	k.must(err)
	return who.With(context.Background(), i.Actor)
}

func (k *desk) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// refused wants err to be a fault of kind and key.
func (k *desk) refused(err error, kind fault.Kind, key string) {
	k.t.Helper()
	f, ok := err.(*fault.Error)
	if !ok || f.Kind != kind || f.Key != key {
		k.t.Errorf("got %v, want %v %s", err, kind, key)
	}
}

// wrongInput wants err to complain about one input.
func (k *desk) wrongInput(err error, name, key string) {
	k.t.Helper()
	f, ok := err.(*fault.Error)
	if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != name || f.Fields[0].Key != key {
		k.t.Errorf("got %+v, want input %s: %s", err, name, key)
	}
}

// audited wants the newest audit line to be of action, and returns it.
func (k *desk) audited(action string) zone.Event {
	k.t.Helper()
	events, _, err := k.s.Audit(k.admin, zone.AuditQuery{})
	k.must(err)
	if len(events) == 0 || events[0].Action != action {
		k.t.Fatalf("the newest audit line is %+v, want %s", events[:min(1, len(events))], action)
	}
	return events[0]
}

func accountOf(ctx context.Context) string {
	a, _ := who.From(ctx)
	return a.Account
}
