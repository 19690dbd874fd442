package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/masterplan"
	"fugong/internal/photo"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/plan/planweb"
	"fugong/internal/plan/planweb/cardweb"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/planfile"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/internal/recovery/recoverysql"
	"fugong/internal/recovery/recoveryweb"
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/vault"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/zonesql"
	"fugong/internal/zone/zoneweb"
)

// words are the rooms' messages.
func words() []fs.FS {
	return []fs.FS{ownWords, web.Locale, ui.Locale, gantt.Locale, zoneweb.Locale, planweb.Locale, recovery.Locale}
}

// policies are what the rooms say of who may do what.
func policies() []who.Policy { return []who.Policy{zone.Policy, plan.Policy, recovery.Policy} }

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
	people := zonesql.New(a.DB, a.Vault)
	a.Zone, err = zone.New(zone.Config{
		Store: people, Door: people, Access: a.access, Now: a.Now, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	store := plansql.New(a.DB, job.Record).Sealed(a.Vault)
	a.Plan = plan.NewService(plan.Config{
		Store: store, Allow: a.access, Now: a.Now, ID: id.New, Secret: rand.Text, People: a.Zone,
		Read: readPlan, Formats: Formats(), Photo: photo.Clean,
	})
	a.Recovery = recovery.NewService(recovery.Config{
		Store: recoverysql.New(a.DB, job.Record), Accepted: store, Plans: a.Plan, Allow: a.access, Now: a.Now, ID: id.New, Solve: solveRecovery,
	})
	// One solve at a time: it uses every core, and pages are to stay fast.
	a.Jobs = job.NewRunner(a.DB, job.Config{Log: a.Log, Queues: map[string]int{recoverysql.SolveQueue: 1}})
	a.Jobs.Every(time.Hour, "zone.sweep", a.Zone.Sweep)
	a.Jobs.Every(time.Hour, "plan.imports", a.Plan.ExpireImports)
	a.Jobs.Every(time.Hour, "plan.refresh", a.refreshFigures)
	a.Jobs.Every(time.Hour, "plan.purge", a.Plan.PurgeDeleted)
	return nil
}

// readPlan is how the planning office opens files.
func readPlan(ctx context.Context, name string, r io.Reader, c plan.Choice) (*masterplan.File, error) {
	return planfile.Read(ctx, name, r, planfile.Options{Encoding: c.Encoding, AsWritten: c.AsWritten, NoEndMark: c.NoEndMark})
}

// refreshFigures brings every zone's figures to today: what is overdue moves with the
// calendar alone.
func (a *App) refreshFigures(ctx context.Context) error {
	zones, err := a.Zone.Zones(ctx)
	if err != nil {
		return err
	}
	for _, z := range zones {
		if err := a.Plan.Refresh(ctx, z.ID); err != nil {
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
	m.Use(zoneweb.Authenticate(a.Zone))
	m.Use(cardweb.Authenticate(a.Plan))
	zoneweb.Routes(m, zoneweb.Config{Service: a.Zone, Access: a.access, Now: a.Now, URL: a.Config.URL, Names: a.planNames, Demo: a.signIns})
	pages := planview.NewBase(m.Live(), planview.Config{
		Plans: a.Plan, Now: a.Now, Names: a.namesOf, URL: a.Config.URL, Organisations: a.organisations, Officers: a.officers,
		Owners: a.listOwners, Matters: []planview.Source{recoveryweb.Matters(a.Recovery)},
	})
	planweb.Routes(m, pages)
	recoveryweb.Routes(m, pages, a.Recovery)
	a.Jobs.Every(time.Hour, "web.sweep", m.Sweep)
	a.Jobs.On(plan.ChangedKind, func(ctx context.Context, payload json.RawMessage) error {
		var c plan.Changed
		if err := json.Unmarshal(payload, &c); err != nil {
			return err
		}
		m.Live().Publish(ctx, "project", c.Project)
		return nil
	})
	a.Jobs.On(recovery.SolveKind, a.Recovery.Work)
	a.Jobs.On(plan.StoppedKind, func(ctx context.Context, payload json.RawMessage) error {
		var s plan.Stopped
		if err := json.Unmarshal(payload, &s); err != nil {
			return err
		}
		return a.Plan.ReachStoppage(ctx, s.Zone, s.Entry)
	})
	return m, nil
}

// house names the rooms in the top row.
func (a *App) house() *ui.House {
	return &ui.House{Rooms: []ui.Room{
		{Key: "plan.room.today", Icon: "sun", Href: "/", Shown: a.seesPlans},
		{Key: "plan.room.projects", Icon: "timeline", Href: "/projects", Shown: a.seesPlans},
		{Key: "plan.room.deliveries", Icon: "truck-delivery", Href: "/deliveries", Shown: a.seesPlans},
		zoneweb.PeopleRoom(a.access), zoneweb.Room(a.access),
	}}
}

// organisations are what the plan room offers to choose from.
func (a *App) organisations(ctx context.Context) ([]planview.Named, error) {
	all, err := a.Zone.Organisations(ctx, "", "")
	named := make([]planview.Named, len(all))
	for i, o := range all {
		named[i] = planview.Named{ID: o.ID, Name: cmp.Or(o.Short, o.Name)}
	}
	return named, err
}

// officers are the liaison officers whom a project can be given.
func (a *App) officers(ctx context.Context) ([]planview.Named, error) {
	all, err := a.Zone.Holders(ctx, who.Liaison)
	named := make([]planview.Named, len(all))
	for i, h := range all {
		named[i] = planview.Named{ID: h.ID, Name: h.Name}
	}
	return named, err
}

// solveRecovery works out a frontier. It leaves one core to the pages.
func solveRecovery(ctx context.Context, in *recovery.Input, seed uint64, observe func(recovery.Progress)) (*recovery.Frontier, error) {
	return frontier.Solve(ctx, *in, frontier.Options{Seed: seed, Cores: max(1, runtime.NumCPU()-1), Observe: observe})
}

// listOwners are the people to whom a measure of a recovery plan can be given.
func (a *App) listOwners(ctx context.Context) (named []planview.Named, err error) {
	seen := map[string]bool{}
	for _, role := range []string{who.Planner, who.Liaison, who.Dispatcher} {
		all, err := a.Zone.Holders(ctx, role)
		if err != nil {
			return nil, err
		}
		for _, h := range all {
			if !seen[h.ID] {
				seen[h.ID] = true
				named = append(named, planview.Named{ID: h.ID, Name: h.Name})
			}
		}
	}
	return named, nil
}

// namesOf are the people behind accounts, and the foremen behind cards, who are
// marked as such.
func (a *App) namesOf(ctx context.Context, actors ...string) (map[string]string, error) {
	names, err := a.Zone.Names(ctx, actors...)
	if err != nil {
		return nil, err
	}
	actor, _ := who.From(ctx)
	cards, err := a.Plan.CardNames(ctx, actor.Zone, actors)
	for id, name := range cards {
		names[id] = i18n.T(ctx, "plan.card.by", "Name", name)
	}
	return names, err
}

// seesPlans tells whether the actor of ctx has anything to do with plans.
func (a *App) seesPlans(ctx context.Context) bool {
	_, err := a.access.Scope(ctx, plan.ActView)
	return err == nil
}

// everyProject bounds how many projects are named at once.
const everyProject = 5000

// planNames are what the planning office has under some ids: projects and
// foremen.
func (a *App) planNames(ctx context.Context, ids []string) (map[string]string, error) {
	actor, _ := who.From(ctx)
	names, err := a.Plan.CardNames(ctx, actor.Zone, ids)
	if err != nil {
		return nil, err
	}
	for id, name := range names {
		names[id] = i18n.T(ctx, "plan.card.by", "Name", name)
	}
	page, err := a.Plan.Projects(ctx, plan.Query{
		States: []masterplan.State{masterplan.Open, masterplan.Closed, masterplan.Archived, masterplan.Deleted}, Sort: "code", Page: 1, Size: everyProject,
	})
	for _, p := range page.Projects {
		names[p.ID] = p.Name
	}
	return names, err
}
