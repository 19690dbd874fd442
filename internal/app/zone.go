package app

import (
	"crypto/rand"
	"io/fs"
	"time"

	"fugong/internal/db"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/zone"
	"fugong/internal/zone/zonesql"
	"fugong/internal/zone/zoneweb"
)

// zoneRoom is who people are and what they may do.
func zoneRoom() room {
	return room{
		words:      []fs.FS{zoneweb.Locale},
		policy:     zone.Policy,
		migrations: []db.Migrations{zonesql.Migrations},
		open:       (*App).openZone,
		identify:   func(a *App) func(web.Handler) web.Handler { return zoneweb.Authenticate(a.Zone) },
		serve: func(a *App, m *web.Mux) {
			zoneweb.Routes(m, zoneweb.Config{Service: a.Zone, Access: a.access, Now: a.Now, URL: a.Config.URL, Names: a.planNames, Demo: a.signIns})
		},
		entries: func(a *App) []ui.Room { return []ui.Room{zoneweb.PeopleRoom(a.access), zoneweb.Room(a.access)} },
	}
}

func (a *App) openZone() (err error) {
	people := zonesql.New(a.DB, a.Vault)
	if a.Zone, err = zone.New(zone.Config{
		Store: people, Door: people, Access: a.access, Now: a.Now, Random: rand.Reader,
	}); err != nil {
		return err
	}
	a.Jobs.Every(time.Hour, "zone.sweep", a.Zone.Sweep)
	return nil
}
