package app

import (
	"io/fs"

	"fugong/internal/db"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
)

// room is what a room brings into the house. What it does not have stays empty. Each
// room stands in a file of its own, and only there do arrows to other rooms begin.
type room struct {
	words      []fs.FS         // its messages
	policy     who.Policy      // who may do what in it
	migrations []db.Migrations // its tables

	// queues are its own queues of jobs, with how many of each run at a time.
	queues map[string]int

	// open makes the room's service; those of the rooms before it are there.
	open func(a *App) error
	// identify finds out who asks, where the room knows ways to tell.
	identify func(a *App) func(web.Handler) web.Handler
	// serve adds pages, API, jobs and what is done at the facts of others. All rooms
	// are open, and those before it serve.
	serve func(a *App, m *web.Mux)
	// entries lead to the room in the top row.
	entries func(a *App) []ui.Room
	// matters are what the room puts on the Today page.
	matters func(a *App) []planview.Source
}

// rooms are all there are, in the order in which they are opened and served. The zone
// comes first: the others ask it who people are.
func rooms() []room { return []room{zoneRoom(), planRoom(), recoveryRoom()} }

// policies are what the rooms say of who may do what.
func policies() (all []who.Policy) {
	for _, r := range rooms() {
		all = append(all, r.policy)
	}
	return all
}

// words are the messages of the house and its rooms.
func words() []fs.FS {
	all := []fs.FS{ownWords, web.Locale, ui.Locale}
	for _, r := range rooms() {
		all = append(all, r.words...)
	}
	return all
}
