package app

import (
	"context"
	"slices"

	"fugong/internal/app/plandemo"
	"fugong/internal/civil"
	"fugong/internal/fault"
	"fugong/internal/id"
	"fugong/internal/job"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/zonedemo"
)

// builders says which organisation of the demo zone owns which projects.
var builders = map[string]string{"auto": "builder", "park": "builder", "solar": "installer", "pharma": "installer", "city": "owner"}

// Demo fills an empty database with the demo zone, or finds it, and returns the
// ways to sign in.
func (a *App) Demo(ctx context.Context) ([]zonedemo.SignIn, error) {
	demo, err := zonedemo.Fill(ctx, a.Zone)
	if err != nil {
		return nil, err
	}
	a.signIns = demo.SignIns
	acting := who.With(ctx, operator(demo.Zone, demo.Organisations["authority"]))
	list, err := a.Plan.Projects(acting, plan.Query{Size: 1})
	if err != nil || list.Total > 0 {
		return a.signIns, err
	}
	orgs := map[string]string{}
	for project, org := range builders {
		orgs[project] = demo.Organisations[org]
	}
	today := civil.Today(a.Now().Add(-plandemo.Morning), a.place)
	err = plandemo.Load(ctx, plandemo.Input{
		Store: plansql.New(a.DB, job.Record), Zone: demo.Zone.ID, Today: today, Location: a.place,
		ID: id.New, Orgs: orgs, Planner: demo.Accounts[who.Planner], Liaison: demo.Accounts[who.Liaison], Dispatcher: demo.Accounts[who.Dispatcher],
	})
	if err != nil {
		return nil, err
	}
	planner := operator(demo.Zone, demo.Organisations["authority"])
	planner.Account = demo.Accounts[who.Planner]
	return a.signIns, plandemo.Conditions(who.With(ctx, planner), a.Plan, a.Recovery, today)
}

// operator is whoever sits at the machine: what the command line does to the
// database is done in the dispatcher's role and audited as "system".
func operator(z zone.Zone, authority string) who.Actor {
	return who.Actor{Account: "system", Zone: z.ID, Roles: []who.Membership{{Org: authority, Role: who.Dispatcher}}}
}

// Operator returns a context that acts for the command line in the one zone of
// the database. Errors: NotFound "app.no_zone", Conflict "app.several_zones".
func (a *App) Operator(ctx context.Context) (context.Context, error) {
	zones, err := a.Zone.Zones(ctx)
	if err != nil {
		return nil, err
	}
	switch len(zones) {
	case 0:
		return nil, fault.New(fault.NotFound, "app.no_zone")
	case 1:
		return who.With(ctx, operator(zones[0], "")), nil
	}
	return nil, fault.New(fault.Conflict, "app.several_zones")
}

// OrganisationByCode is the id of the organisation with a credit code. Error:
// NotFound "app.no_organisation".
func (a *App) OrganisationByCode(ctx context.Context, code string) (string, error) {
	all, err := a.Zone.Organisations(ctx, code, "")
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(all, func(o zone.Organisation) bool { return string(o.Code) == code })
	if i < 0 {
		return "", fault.New(fault.NotFound, "app.no_organisation", "Code", code)
	}
	return all[i].ID, nil
}

// ProjectByCode is the id of the project with a code. Error: NotFound
// "app.no_project".
func (a *App) ProjectByCode(ctx context.Context, code string) (string, error) {
	page, err := a.Plan.Projects(ctx, plan.Query{Text: code})
	if err != nil {
		return "", err
	}
	for _, p := range page.Projects {
		if p.Code == code {
			return p.ID, nil
		}
	}
	return "", fault.New(fault.NotFound, "app.no_project", "Code", code)
}
