// Package app puts the house together: it opens the database and the keys,
// makes every room's service, draws every arrow between rooms (a file for each room),
// and serves. Nothing else knows all rooms.
package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"time"

	"fugong/internal/audit"
	"fugong/internal/civil"
	"fugong/internal/db"
	"fugong/internal/job"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/recovery"
	"fugong/internal/vault"
	"fugong/internal/web"
	"fugong/internal/zone"
	"fugong/internal/zone/zonedemo"
)

// App is the running house.
type App struct {
	Config   Config
	DB       *db.DB
	Vault    *vault.Vault
	Zone     *zone.Service
	Plan     *plan.Service
	Recovery *recovery.Service
	Jobs     *job.Runner
	Log      *slog.Logger

	place   *time.Location
	access  *zone.Access
	rooms   []room            // made once, so that what serves a room finds what opened it
	pages   planview.Base     // what pages of projects share
	signIns []zonedemo.SignIn // shown at the door; the demo's only
}

// Migrations are every room's tables, in the order they are made.
func Migrations() []db.Migrations {
	all := []db.Migrations{vault.Migrations, audit.Migrations, job.Migrations, web.Migrations}
	for _, r := range rooms() {
		all = append(all, r.migrations...)
	}
	return all
}

// Open connects and builds the services; it changes nothing. Migrate comes
// first on a new database. Errors: those of civil.Location, db.Open and
// vault.Open.
func Open(ctx context.Context, c Config) (*App, error) {
	a := &App{Config: c, Log: newLog(c.Log)}
	var err error
	if a.place, err = civil.Location(c.TimeZone); err != nil {
		return nil, err
	}
	if a.DB, err = db.Open(ctx, c.DB); err != nil {
		return nil, err
	}
	if err := a.buildServices(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// Close gives the database back.
func (a *App) Close() error { return a.DB.Close() }

// Now is the time in the zone.
func (a *App) Now() time.Time { return time.Now().In(a.place) }

func newLog(level string) *slog.Logger {
	var l slog.Level
	if l.UnmarshalText([]byte(level)) != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: l}))
}
