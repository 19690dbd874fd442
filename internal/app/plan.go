package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"io/fs"
	"time"

	"fugong/internal/db"
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
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/web"
	"fugong/internal/who"
)

// planRoom is projects with their master plans, progress, deliveries and stoppages.
func planRoom() room {
	return room{
		words:      []fs.FS{gantt.Locale, planweb.Locale},
		policy:     plan.Policy,
		migrations: []db.Migrations{plansql.Migrations},
		open:       (*App).openPlan,
		identify:   func(a *App) func(web.Handler) web.Handler { return cardweb.Authenticate(a.Plan) },
		serve:      (*App).servePlan,
		entries: func(a *App) []ui.Room {
			return []ui.Room{
				{Key: "plan.room.today", Icon: "sun", Href: "/", Shown: a.seesPlans},
				{Key: "plan.room.projects", Icon: "timeline", Href: "/projects", Shown: a.seesPlans},
				{Key: "plan.room.deliveries", Icon: "truck-delivery", Href: "/deliveries", Shown: a.seesPlans},
			}
		},
	}
}

func (a *App) openPlan() error {
	a.Plan = plan.NewService(plan.Config{
		Store: plansql.New(a.DB, job.Record).Sealed(a.Vault), Allow: a.access, Now: a.Now, ID: id.New, Secret: rand.Text, People: a.Zone,
		Read: readPlan, Formats: Formats(), Photo: photo.Clean,
	})
	a.Jobs.Every(time.Hour, "plan.imports", a.Plan.ExpireImports)
	a.Jobs.Every(time.Hour, "plan.refresh", a.refreshFigures)
	a.Jobs.Every(time.Hour, "plan.purge", a.Plan.PurgeDeleted)
	return nil
}

func (a *App) servePlan(m *web.Mux) {
	a.pages = a.planPages(m)
	planweb.Routes(m, a.pages)
	a.Jobs.On(plan.ChangedKind, func(ctx context.Context, payload json.RawMessage) error {
		var c plan.Changed
		if err := json.Unmarshal(payload, &c); err != nil {
			return err
		}
		m.Live().Publish(ctx, "project", c.Project)
		return nil
	})
	a.Jobs.On(plan.StoppedKind, func(ctx context.Context, payload json.RawMessage) error {
		var s plan.Stopped
		if err := json.Unmarshal(payload, &s); err != nil {
			return err
		}
		return a.Plan.ReachStoppage(ctx, s.Zone, s.Entry)
	})
}

// planPages is what pages of projects share, those of recovery among them.
func (a *App) planPages(m *web.Mux) planview.Base {
	var matters []planview.Source
	for _, r := range a.rooms {
		if r.matters != nil {
			matters = append(matters, r.matters(a)...)
		}
	}
	return planview.NewBase(m.Live(), planview.Config{
		Plans: a.Plan, Now: a.Now, Names: a.namesOf, URL: a.Config.URL, Organisations: a.organisations, Officers: a.officers,
		Owners: a.listOwners, Matters: matters,
	})
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
