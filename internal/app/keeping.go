package app

import (
	"context"

	"fugong/internal/audit"
	"fugong/internal/db"
	"fugong/internal/plan/plansql"
	"fugong/internal/vault"
	"fugong/internal/zone/zonesql"
)

// Migrate brings every table up to this program, and makes sure that the keys
// belong to the database.
func (a *App) Migrate(ctx context.Context) error {
	if err := db.Migrate(ctx, a.DB, Migrations()...); err != nil {
		return err
	}
	return a.Vault.Match(ctx, a.DB)
}

// Versions says how far each room's tables have come.
func (a *App) Versions(ctx context.Context) ([]db.Version, error) {
	return db.Versions(ctx, a.DB, Migrations()...)
}

// Backup writes everything but the keys into one archive.
func (a *App) Backup(ctx context.Context, path string) (db.Summary, error) {
	return db.BackupFile(ctx, a.DB, path, a.Now(), Migrations()...)
}

// Restore fills the database from an archive; replace gives up what it holds.
// An archive that the keys do not open is refused, and nothing is changed.
func (a *App) Restore(ctx context.Context, path string, replace bool) (db.Summary, error) {
	return db.RestoreFile(ctx, a.DB, path, db.RestoreOptions{Replace: replace, Check: a.Vault.Match}, Migrations()...)
}

// Whole is what Verify found in order.
type Whole struct {
	db.Summary
	AuditEntries int `json:"audit_entries"`
}

// Verify proves the database whole, every sealed field readable with the keys,
// and the audit chains unbroken. Its fault names the first thing that is not.
func (a *App) Verify(ctx context.Context) (w Whole, err error) {
	if w.Summary, err = db.Verify(ctx, a.DB, Migrations()...); err != nil {
		return w, err
	}
	if err = a.Vault.Match(ctx, a.DB); err != nil {
		return w, err
	}
	for _, c := range zonesql.Sealed {
		if err = a.Vault.VerifyColumn(ctx, a.DB, c); err != nil {
			return w, err
		}
	}
	w.AuditEntries, err = audit.Verify(ctx, a.DB)
	return w, err
}

// RotateKeys makes a new key for private fields, records it in the database and
// puts every field under it. It may be stopped and run again, and beside others; old
// keys stay readable, since older backups need them. Errors: those of vault.Match.
func (a *App) RotateKeys(ctx context.Context) (resealed int, err error) {
	if err := a.Vault.Match(ctx, a.DB); err != nil {
		return 0, err
	}
	if err := vault.Rotate(a.Config.Keys); err != nil {
		return 0, err
	}
	if a.Vault, err = vault.Open(a.Config.Keys); err != nil {
		return 0, err
	}
	if err := a.Vault.Match(ctx, a.DB); err != nil {
		return 0, err
	}
	people, err := zonesql.Reseal(ctx, a.DB, a.Vault)
	if err != nil {
		return people, err
	}
	cards, err := plansql.ResealCards(ctx, a.DB, a.Vault)
	return people + cards, err
}
