package app

import (
	"maps"
	"slices"
	"strings"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/job"
	"fugong/internal/ui"
	"fugong/internal/vault"
	"fugong/internal/web"
	"fugong/internal/zone"
	"fugong/internal/zone/zoneweb"
)

// Catalogue is every message of the house.
func Catalogue() (*i18n.Catalogue, error) { return i18n.Load(words()...) }

// buildServices makes the services on the open database.
func (a *App) buildServices() (err error) {
	if a.Vault, err = vault.Open(a.Config.Keys); err != nil {
		return err
	}
	if a.access, err = zone.NewAccess(policies()...); err != nil {
		return err
	}
	a.rooms = rooms()
	queues := map[string]int{}
	for _, r := range a.rooms {
		maps.Copy(queues, r.queues)
	}
	a.Jobs = job.NewRunner(a.DB, job.Config{Log: a.Log, Queues: queues})
	for _, r := range a.rooms {
		if err := r.open(a); err != nil {
			return err
		}
	}
	return nil
}

// buildSite is everything that is served. Register its jobs before they start.
func (a *App) buildSite() (*web.Mux, error) {
	catalogue, err := Catalogue()
	if err != nil {
		return nil, err
	}
	m, err := web.New(web.Config{
		DB: a.DB, Catalogue: catalogue, House: a.house(), Log: a.Log, Place: a.place, Now: a.Now, Seal: a.Vault, Access: a.access, Again: zoneweb.Again(a.Zone),
		Secure: strings.HasPrefix(a.Config.URL, "https:"), Dev: a.Config.Dev, Version: Version(),
	})
	if err != nil {
		return nil, err
	}
	for _, r := range a.rooms {
		if r.identify != nil {
			m.Use(r.identify(a))
		}
	}
	for _, r := range a.rooms {
		r.serve(a, m)
	}
	a.Jobs.Every(time.Hour, "web.sweep", m.Sweep)
	return m, nil
}

// house names the rooms in the top row: people and the administration, which are the
// zone's, come last.
func (a *App) house() *ui.House {
	h := &ui.House{}
	for _, r := range slices.Concat(a.rooms[1:], a.rooms[:1]) {
		if r.entries != nil {
			h.Rooms = append(h.Rooms, r.entries(a)...)
		}
	}
	return h
}
