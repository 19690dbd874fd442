package zonesql

import (
	"context"
	"strings"

	"fugong/internal/db"
	"fugong/internal/zone"
	"fugong/internal/zone/credential"
	"fugong/internal/zone/identity"
)

type accounts shelf

type accountRow struct {
	Zone          string `db:"zone_id"`
	ID            string `db:"id"`
	Login         []byte `db:"login"`
	Name          []byte `db:"name"`
	Phone         []byte `db:"phone"`
	Language      string `db:"language"`
	Disabled      bool   `db:"disabled"`
	Created       int64  `db:"created_ms"`
	Password      []byte `db:"password"`
	Changed       int64  `db:"password_changed_ms"`
	TOTP          []byte `db:"totp"`
	TOTPConfirmed bool   `db:"totp_confirmed"`
	TOTPStep      int64  `db:"totp_step"`
	Recovery      string `db:"recovery"`
}

const accountColumns = `zone_id, id, login, name, phone, language, disabled, created_ms,
	password, password_changed_ms, totp, totp_confirmed, totp_step, recovery`

func (s accounts) noun(r accountRow) (zone.Account, error) {
	f := shelf(s).row("zone_account", r.ID)
	a := zone.Account{ID: r.ID, Zone: r.Zone, Login: f.openSealed("login", r.Login), Name: f.openSealed("name", r.Name),
		Phone: identity.Phone(f.openSealed("phone", r.Phone)), Language: r.Language, Disabled: r.Disabled, Created: instant(r.Created),
		Password: f.openSealed("password", r.Password), PasswordChanged: instant(r.Changed),
		TOTP:     credential.TOTP{Secret: f.openSealed("totp", r.TOTP), Confirmed: r.TOTPConfirmed, Step: r.TOTPStep},
		Recovery: strings.Fields(r.Recovery)}
	return a, f.err
}

// values are the columns that both insert and update write.
func (s accounts) values(a zone.Account) []any {
	f := shelf(s).row("zone_account", a.ID)
	return []any{f.seal("login", a.Login), shelf(s).index("account.login", a.Login), f.seal("name", a.Name), f.seal("phone", string(a.Phone)),
		a.Language, a.Disabled, f.seal("password", a.Password), millis(a.PasswordChanged),
		f.seal("totp", a.TOTP.Secret), a.TOTP.Confirmed, a.TOTP.Step, strings.Join(a.Recovery, " ")}
}

func (s accounts) Add(ctx context.Context, a zone.Account) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_account (login, login_index, name, phone, language, disabled,
		password, password_changed_ms, totp, totp_confirmed, totp_step, recovery, zone_id, id, created_ms)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, append(s.values(a), a.Zone, a.ID, millis(a.Created))...)
	return err
}

func (s accounts) Save(ctx context.Context, a zone.Account) error {
	return changed(db.Exec(ctx, s.q, `UPDATE zone_account SET login = $1, login_index = $2, name = $3, phone = $4, language = $5, disabled = $6,
		password = $7, password_changed_ms = $8, totp = $9, totp_confirmed = $10, totp_step = $11, recovery = $12
		WHERE zone_id = $13 AND id = $14`, append(s.values(a), a.Zone, a.ID)...))
}

func (s accounts) one(ctx context.Context, where string, arg any) (zone.Account, error) {
	var r accountRow
	if err := db.Get(ctx, s.q, &r, `SELECT `+accountColumns+` FROM zone_account WHERE `+where, arg); err != nil {
		return zone.Account{}, err
	}
	return s.noun(r)
}

func (s accounts) Find(ctx context.Context, id string) (zone.Account, error) {
	return s.one(ctx, `id = $1`, id)
}

func (s accounts) ByLogin(ctx context.Context, login string) (zone.Account, error) {
	return s.one(ctx, `login_index = $1`, shelf(s).index("account.login", login))
}

func (s accounts) List(ctx context.Context, zoneID string) ([]zone.Account, error) {
	var rows []accountRow
	if err := db.Select(ctx, s.q, &rows, `SELECT `+accountColumns+` FROM zone_account WHERE zone_id = $1 ORDER BY id`, zoneID); err != nil {
		return nil, err
	}
	return allOf(rows, s.noun)
}

type memberships shelf

type membershipRow struct {
	Zone    string `db:"zone_id"`
	Account string `db:"account_id"`
	Org     string `db:"org_id"`
	Role    string `db:"role"`
	Since   int64  `db:"since_ms"`
}

func (r membershipRow) noun() (zone.Membership, error) {
	return zone.Membership{Zone: r.Zone, Account: r.Account, Org: r.Org, Role: r.Role, Since: instant(r.Since)}, nil
}

func (s memberships) Add(ctx context.Context, m zone.Membership) error {
	_, err := db.Exec(ctx, s.q, `INSERT INTO zone_membership (zone_id, account_id, org_id, role, since_ms) VALUES ($1, $2, $3, $4, $5)`,
		m.Zone, m.Account, m.Org, m.Role, millis(m.Since))
	return err
}

func (s memberships) Remove(ctx context.Context, m zone.Membership) error {
	return changed(db.Exec(ctx, s.q, `DELETE FROM zone_membership WHERE zone_id = $1 AND account_id = $2 AND org_id = $3 AND role = $4`,
		m.Zone, m.Account, m.Org, m.Role))
}

func (s memberships) list(ctx context.Context, where string, args ...any) ([]zone.Membership, error) {
	var rows []membershipRow
	err := db.Select(ctx, s.q, &rows, `SELECT zone_id, account_id, org_id, role, since_ms FROM zone_membership
		WHERE `+where+` ORDER BY since_ms, org_id, role`, args...)
	if err != nil {
		return nil, err
	}
	return allOf(rows, membershipRow.noun)
}

func (s memberships) Of(ctx context.Context, account string) ([]zone.Membership, error) {
	return s.list(ctx, `account_id = $1`, account)
}

func (s memberships) List(ctx context.Context, zoneID string) ([]zone.Membership, error) {
	return s.list(ctx, `zone_id = $1`, zoneID)
}
