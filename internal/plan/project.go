package plan

import (
	"context"
	"reflect"
	"strings"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Projects lists the projects the actor may see.
func (s *Service) Projects(ctx context.Context, q Query) (Page, error) {
	scope, err := s.Allow.Scope(ctx, ActView)
	if err != nil {
		return Page{}, err
	}
	q.Scope = scope
	return s.Store.List(ctx, q)
}

// Project is one project with its plan, dates and deliveries.
func (s *Service) Project(ctx context.Context, id string) (*Book, error) {
	return s.open(ctx, ActView, id)
}

// NewProject is what a person says of a project when it is registered.
type NewProject struct {
	Org, Code, Name, Site string
	Liaison               string
	Target                worktime.Time
}

// CreateProject registers a project that has no plan yet. Errors: Invalid
// "plan.project.invalid" with fields, Conflict "plan.project.code".
func (s *Service) CreateProject(ctx context.Context, n NewProject) (masterplan.Project, error) {
	p, err := s.newProject(ctx, n, ActEdit)
	if err != nil {
		return masterplan.Project{}, err
	}
	b := &Book{Project: p, Stored: emptyPlan(p)}
	c := &Change{Plan: b.Stored, Event: Event{Action: ActEdit, Detail: Detail{Key: "plan.event.created"}}}
	return s.createBook(ctx, b, c)
}

// newProject checks n and that the actor may add it to its organisation.
func (s *Service) newProject(ctx context.Context, n NewProject, action string) (masterplan.Project, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return masterplan.Project{}, fault.New(fault.Unauthenticated, "auth.required")
	}
	p := masterplan.Project{
		Zone: actor.Zone, ID: s.ID(), Org: n.Org, Liaison: n.Liaison, Target: n.Target,
		Code: strings.TrimSpace(n.Code), Name: strings.TrimSpace(n.Name), Site: strings.TrimSpace(n.Site),
	}
	if err := s.Allow.Allow(ctx, action, resource(&p)); err != nil {
		return masterplan.Project{}, err
	}
	if err := checkProject(&p); err != nil {
		return masterplan.Project{}, err
	}
	if err := s.knowOrganisation(ctx, p.Zone, p.Org, "org"); err != nil {
		return masterplan.Project{}, err
	}
	return p, s.knowLiaison(ctx, p.Zone, p.Liaison)
}

func checkProject(p *masterplan.Project) error {
	bad := fault.New(fault.Invalid, "plan.project.invalid")
	if p.Code == "" {
		bad.With("code", "plan.project.no_code")
	}
	if p.Name == "" {
		bad.With("name", "plan.project.no_name")
	}
	if p.Org == "" {
		bad.With("org", "plan.project.no_org")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// createBook stores a book for the first time.
func (s *Service) createBook(ctx context.Context, b *Book, c *Change) (masterplan.Project, error) {
	actor, _ := who.From(ctx)
	if err := b.refigure(s.today()); err != nil {
		return masterplan.Project{}, err
	}
	b.Project.Revision, b.Project.UpdatedAt, b.Project.UpdatedBy = 1, s.Now(), actor.Account
	c.Project, c.Deliveries, c.Today = b.Project, b.Deliveries, s.today()
	c.Event.Project, c.Event.Revision = b.Project.ID, 1
	c.Event.By, c.Event.At = actor.Account, b.Project.UpdatedAt
	if err := s.Store.Save(ctx, c); err != nil {
		return masterplan.Project{}, err
	}
	s.shelve(ctx, b)
	return b.Project, nil
}

// emptyPlan is the plan of a project before its first import: eight hours a day,
// five days a week.
func emptyPlan(p masterplan.Project) *masterplan.Plan {
	return &masterplan.Plan{
		ID: p.ID, Code: p.Code, Name: p.Name,
		Start: worktime.None, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None,
		Settings: masterplan.Settings{Calendar: -1, MinutesPerDay: 480, MinutesPerWeek: 2400, DaysPerMonth: 20, DefaultStart: 480, DefaultFinish: 1020},
	}
}

// ProjectEdit changes what is not nil.
type ProjectEdit struct {
	Name, Site, Liaison *string
	Target              *worktime.Time // None takes the target away
	Expected            int64          // revision the person saw
}

// EditProject changes a project's own facts. Errors: Invalid
// "plan.project.invalid", Conflict "plan.conflict".
func (s *Service) EditProject(ctx context.Context, id string, e ProjectEdit) (masterplan.Project, error) {
	b, err := s.mutateProject(ctx, ActEdit, id, e.Expected, func(b *Book, c *Change) error {
		before := b.Project
		set(&b.Project.Name, e.Name)
		set(&b.Project.Site, e.Site)
		set(&b.Project.Liaison, e.Liaison)
		set(&b.Project.Target, e.Target)
		if b.Project.Liaison != before.Liaison {
			if err := s.knowLiaison(ctx, b.Project.Zone, b.Project.Liaison); err != nil {
				return err
			}
		}
		c.Event.Detail = Detail{Key: "plan.event.edited", Fields: plandiff.ProjectChanges(&before, &b.Project), Before: &Before{Project: factsOf(&before)}}
		return checkProject(&b.Project)
	})
	if err != nil {
		return masterplan.Project{}, err
	}
	return b.Project, nil
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// Events is a project's history, newest first.
func (s *Service) Events(ctx context.Context, project string, before int64, limit int) ([]Event, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return nil, err
	}
	return s.Store.Events(ctx, EventQuery{Zone: b.Project.Zone, Project: project, Before: before, Limit: limit})
}

// Refresh brings the figures of a zone's projects to today: what is overdue and
// what it costs moves with the calendar. The app calls it after midnight; it
// asks nobody's permission and changes no revision.
func (s *Service) Refresh(ctx context.Context, zone string) error {
	for page := 1; ; page++ {
		got, err := s.Store.List(ctx, Query{Scope: who.Scope{Zone: zone, All: true}, Sort: "code", Page: page})
		if err != nil {
			return err
		}
		for _, p := range got.Projects {
			if err := s.refreshProject(ctx, p); err != nil {
				return err
			}
		}
		if len(got.Projects) == 0 {
			return nil
		}
	}
}

func (s *Service) refreshProject(ctx context.Context, p masterplan.Project) error {
	b, err := s.currentBook(ctx, p.Zone, p.ID)
	if err != nil {
		return err
	}
	next := *b
	if err := next.refigure(s.today()); err != nil {
		return err
	}
	if reflect.DeepEqual(next.Project.Figures, b.Project.Figures) && reflect.DeepEqual(next.Deliveries, b.Deliveries) {
		return nil
	}
	if err := s.Store.Refigure(ctx, next.Project, next.Deliveries, s.today()); err != nil {
		return err
	}
	s.shelve(ctx, &next)
	return nil
}
