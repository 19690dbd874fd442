package plan

import (
	"cmp"
	"context"
	"slices"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// StoppageEntry is a stoppage as somebody recorded it. Entries are only ever
// added: a correction names the one it supersedes, and what was recorded by
// mistake is superseded by one that is Withdrawn.
type StoppageEntry struct {
	stoppage.Stoppage
	Zone       string
	Supersedes string
	Withdrawn  bool
	RecordedAt time.Time
	RecordedBy string // account id
}

// StoppageStore keeps stoppages and what was forecast day by day.
type StoppageStore interface {
	// AddStoppage stores an entry with its audit entry and the fact
	// plan.Stopped. Error: Conflict "plan.stoppage.superseded".
	AddStoppage(ctx context.Context, e StoppageEntry) error
	// Stoppages are the entries of a zone, superseded or not, newest first.
	Stoppages(ctx context.Context, zone string) ([]StoppageEntry, error)
	// Adoptions are the recovery plans that a project accepted, newest first.
	Adoptions(ctx context.Context, zone, project string) ([]Adoption, error)
	// Replaced is the plan that an adoption took the place of; NotFound
	// "plan.catchup.not_kept" when it was accepted before such plans were kept.
	Replaced(ctx context.Context, zone, adoption string) (*Replaced, error)
	// Forecasts are the finishes that a project forecast, by day.
	Forecasts(ctx context.Context, zone, project string) ([]stoppage.Observation, error)
}

// InForce are the entries that speak: neither superseded nor withdrawn.
func InForce(entries []StoppageEntry) []stoppage.Stoppage {
	superseded := map[string]bool{}
	for i := range entries {
		superseded[entries[i].Supersedes] = true
	}
	var out []stoppage.Stoppage
	for i := range entries {
		if e := &entries[i]; !e.Withdrawn && !superseded[e.ID] {
			out = append(out, e.Stoppage)
		}
	}
	return stoppage.InOrder(out)
}

// Reaching are the stoppages of list that stop p.
func Reaching(list []stoppage.Stoppage, p *masterplan.Project) []stoppage.Stoppage {
	return slices.DeleteFunc(slices.Clone(list), func(s stoppage.Stoppage) bool { return !s.Stops(p.ID, p.Org) })
}

// Stoppages are all entries of the actor's zone that reach something he or she
// may see, newest first. A stoppage of the zone is seen by everybody.
func (s *Service) Stoppages(ctx context.Context) ([]StoppageEntry, error) {
	scope, err := s.Allow.Scope(ctx, ActView)
	if err != nil {
		return nil, err
	}
	all, err := s.Store.Stoppages(ctx, scope.Zone)
	if err != nil || scope.All {
		return all, err
	}
	own := map[string]bool{}
	projects, err := s.projectsWithin(ctx, scope)
	if err != nil {
		return nil, err
	}
	for i := range projects {
		own[projects[i].ID] = true
	}
	return slices.DeleteFunc(all, func(e StoppageEntry) bool {
		return e.Scope == stoppage.ForOrganisation && !slices.Contains(scope.Orgs, e.Of) || e.Scope == stoppage.ForProject && !own[e.Of]
	}), nil
}

// RecordStoppage books a stoppage of the zone, an organisation or a project.
// With supersedes it corrects an earlier entry. The projects that it stops
// follow when ReachStoppage is called for the fact plan.Stopped.
//
// Errors: Invalid "plan.recovery.stoppage" with fields, NotFound
// "plan.stoppage.unknown", Conflict "plan.stoppage.superseded".
func (s *Service) RecordStoppage(ctx context.Context, st stoppage.Stoppage, supersedes string) (StoppageEntry, error) {
	e, err := s.stoppageEntry(ctx, st, supersedes)
	if err != nil {
		return StoppageEntry{}, err
	}
	if err := stoppage.CheckStoppage(&e.Stoppage); err != nil {
		return StoppageEntry{}, err
	}
	return e, s.Store.AddStoppage(ctx, e)
}

// WithdrawStoppage takes back an entry that was recorded by mistake. Errors:
// NotFound "plan.stoppage.unknown", Conflict "plan.stoppage.superseded".
func (s *Service) WithdrawStoppage(ctx context.Context, id string) (StoppageEntry, error) {
	actor, _ := who.From(ctx)
	old, err := s.entryInForce(ctx, actor.Zone, id)
	if err != nil {
		return StoppageEntry{}, err
	}
	e, err := s.stoppageEntry(ctx, old.Stoppage, id)
	if err != nil {
		return StoppageEntry{}, err
	}
	e.Withdrawn = true
	return e, s.Store.AddStoppage(ctx, e)
}

// stoppageEntry is an entry by the actor, who may make it, and may supersede
// the one that it names.
func (s *Service) stoppageEntry(ctx context.Context, st stoppage.Stoppage, supersedes string) (StoppageEntry, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return StoppageEntry{}, fault.New(fault.Unauthenticated, "auth.required")
	}
	st.ID = s.ID()
	if st.Scope == stoppage.ForZone {
		st.Of = ""
	}
	if err := s.mayStop(ctx, actor.Zone, &st); err != nil {
		return StoppageEntry{}, err
	}
	if st.Scope == stoppage.ForOrganisation {
		if err := s.knowOrganisation(ctx, actor.Zone, st.Of, "of"); err != nil {
			return StoppageEntry{}, err
		}
	}
	if supersedes != "" {
		old, err := s.entryInForce(ctx, actor.Zone, supersedes)
		if err != nil {
			return StoppageEntry{}, err
		}
		if err := s.mayStop(ctx, actor.Zone, &old.Stoppage); err != nil {
			return StoppageEntry{}, err
		}
	}
	return StoppageEntry{Stoppage: st, Zone: actor.Zone, Supersedes: supersedes, RecordedAt: s.Now(), RecordedBy: actor.Account}, nil
}

// mayStop asks whether the actor may record a stoppage of what st names.
func (s *Service) mayStop(ctx context.Context, zone string, st *stoppage.Stoppage) error {
	r := who.Resource{Type: string(st.Scope), ID: cmp.Or(st.Of, zone), Zone: zone}
	switch st.Scope {
	case stoppage.ForOrganisation:
		r.Org = st.Of
	case stoppage.ForProject:
		p, err := s.Store.Project(ctx, zone, st.Of)
		if err != nil {
			return err
		}
		r = resource(&p)
	}
	return s.Allow.Allow(ctx, ActStoppage, r)
}

// entryInForce is one entry that still speaks.
func (s *Service) entryInForce(ctx context.Context, zone, id string) (StoppageEntry, error) {
	all, err := s.Store.Stoppages(ctx, zone)
	if err != nil {
		return StoppageEntry{}, err
	}
	i := slices.IndexFunc(all, func(e StoppageEntry) bool { return e.ID == id })
	if i < 0 {
		return StoppageEntry{}, fault.New(fault.NotFound, "plan.stoppage.unknown")
	}
	if all[i].Withdrawn || slices.ContainsFunc(all, func(e StoppageEntry) bool { return e.Supersedes == id }) {
		return StoppageEntry{}, fault.New(fault.Conflict, "plan.stoppage.superseded")
	}
	return all[i], nil
}

// ReachStoppage brings the projects that an entry stops, or no longer stops, up
// to date, each with a line of its history. Called again it changes nothing
// more. It acts for whoever recorded the entry and asks nobody's permission.
func (s *Service) ReachStoppage(ctx context.Context, zone, entry string) error {
	all, err := s.Store.Stoppages(ctx, zone)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(e StoppageEntry) bool { return e.ID == entry })
	if i < 0 {
		return fault.New(fault.NotFound, "plan.stoppage.unknown")
	}
	e := &all[i]
	touched := []stoppage.Stoppage{e.Stoppage}
	for j := range all {
		if all[j].ID == e.Supersedes {
			touched = append(touched, all[j].Stoppage)
		}
	}
	ctx = who.With(ctx, who.Actor{Account: e.RecordedBy, Zone: zone})
	projects, err := s.projectsWithin(ctx, who.Scope{Zone: zone, All: true})
	if err != nil {
		return err
	}
	for k := range projects {
		if p := &projects[k]; len(Reaching(touched, p)) > 0 {
			if err := s.reachProject(ctx, p, e, InForce(all)); err != nil {
				return err
			}
		}
	}
	return nil
}

// reachProject lays the stoppages in force over one project, unless its history says
// that the entry has reached it.
func (s *Service) reachProject(ctx context.Context, p *masterplan.Project, e *StoppageEntry, inForce []stoppage.Stoppage) error {
	inForce = Reaching(inForce, p)
	told, err := s.Store.Events(ctx, EventQuery{Zone: p.Zone, Project: p.ID, Stoppage: e.ID, Limit: 1})
	if err != nil || len(told) > 0 {
		return err
	}
	_, err = s.updateProject(ctx, ActStoppage, p.ID, 0, s.currentBook, func(b *Book, c *Change) error {
		b.Stoppages = inForce
		key := "plan.event.stoppage"
		switch {
		case e.Withdrawn:
			key = "plan.event.stoppage_withdrawn"
		case e.Supersedes != "":
			key = "plan.event.stoppage_corrected"
		}
		c.Event.Step = AsideStep
		c.Event.Detail = Detail{Key: key, Args: fault.Args("From", e.From, "To", e.To), Stoppage: e.ID}
		return nil
	})
	return err
}

// Tried is what a stoppage would do to one project.
type Tried struct {
	Project       masterplan.Project
	Before, After worktime.Time // forecast finish
	Days          int           // civil days that it moves
}

// TryStoppage says what a stoppage would do to each project that it stops and
// that the actor may see; nothing is stored. Errors as of RecordStoppage.
func (s *Service) TryStoppage(ctx context.Context, st stoppage.Stoppage, supersedes string) ([]Tried, error) {
	e, err := s.stoppageEntry(ctx, st, supersedes)
	if err != nil {
		return nil, err
	}
	if err := stoppage.CheckStoppage(&e.Stoppage); err != nil {
		return nil, err
	}
	all, err := s.Store.Stoppages(ctx, e.Zone)
	if err != nil {
		return nil, err
	}
	inForce := InForce(append([]StoppageEntry{e}, all...))
	scope, err := s.Allow.Scope(ctx, ActView)
	if err != nil {
		return nil, err
	}
	projects, err := s.projectsWithin(ctx, scope)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(projects, func(a, b masterplan.Project) int { return cmp.Compare(a.Code, b.Code) })
	var out []Tried
	for k := range projects {
		p := &projects[k]
		if !e.Stops(p.ID, p.Org) || p.Figures.Activities == 0 {
			continue
		}
		t, err := s.tryOnProject(ctx, p, inForce)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (s *Service) tryOnProject(ctx context.Context, p *masterplan.Project, inForce []stoppage.Stoppage) (Tried, error) {
	b, err := s.bookAt(ctx, p.Zone, p.ID, p.Revision, s.books.moment())
	if err != nil {
		return Tried{}, err
	}
	t := Tried{Project: *p, Before: b.Dates.Finish}
	if t.After, err = b.finishUnder(Reaching(inForce, p)); err != nil {
		return Tried{}, err
	}
	t.Days = int(masterplan.EndDay(t.After) - masterplan.EndDay(t.Before))
	return t, nil
}

// Losses is a project's account of lost days.
type Losses struct {
	Book     *Book
	Loss     stoppage.Loss // of the stoppages in force
	Planned  worktime.Time // the finish that the account starts from
	Days     []stoppage.LedgerDay
	Stoppage []StoppageEntry // that reach the project, superseded or not, newest first
}

// Losses is what stoppages cost a project, and day by day what was lost, won
// back and is still to win. Errors are those of package recovery.
func (s *Service) Losses(ctx context.Context, project string) (*Losses, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return nil, err
	}
	l := &Losses{Book: b}
	all, err := s.Store.Stoppages(ctx, b.Project.Zone)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Stops(b.Project.ID, b.Project.Org) {
			l.Stoppage = append(l.Stoppage, all[i])
		}
	}
	seen, err := s.Store.Forecasts(ctx, b.Project.Zone, project)
	if err != nil {
		return nil, err
	}
	if len(b.Plan.Activities) > 0 {
		if l.Loss, err = s.lossOf(ctx, b); err != nil {
			return nil, err
		}
	}
	l.Planned = plannedFinish(b, seen)
	if l.Planned != worktime.None {
		l.Days = stoppage.Ledger(l.Planned, fillDays(seen, s.today()))
	}
	return l, nil
}

// lossOf is what stoppages cost b, whatever was won back since.
func (s *Service) lossOf(ctx context.Context, b *Book) (stoppage.Loss, error) {
	all, err := s.Store.Adoptions(ctx, b.Project.Zone, b.Project.ID)
	if err != nil {
		return stoppage.Loss{}, err
	}
	if i := Adopted(all); i >= 0 && all[i].Promise.Lost.Loss.Days > 0 {
		return b.lossSince(all[i].Promise.Lost, all[i].Promise.Day)
	}
	return stoppage.Assess(masterplan.Fold(b.Stored, b.Entries), b.Stoppages)
}

// plannedFinish is the finish that lost days are counted from: that of the last
// baseline taken before the first stoppage, else what was forecast first.
func plannedFinish(b *Book, seen []stoppage.Observation) worktime.Time {
	limit := worktime.Time(1 << 60)
	if len(b.Stoppages) > 0 {
		limit = b.Stoppages[0].From.At(0)
	}
	best := worktime.None
	last := worktime.None
	for i := range b.Stored.Baselines {
		base := &b.Stored.Baselines[i]
		if base.Taken != worktime.None && base.Taken < limit && base.Taken >= last && base.Finish() != worktime.None {
			best, last = base.Finish(), base.Taken
		}
	}
	if best == worktime.None && len(seen) > 0 {
		best = seen[0].Finish
	}
	return best
}

// fillDays fills the days without an observation up to today.
func fillDays(seen []stoppage.Observation, today worktime.Day) (out []stoppage.Observation) {
	for i, o := range seen {
		next := today + 1
		if i+1 < len(seen) {
			next = seen[i+1].Day
		}
		out = append(out, o)
		for d := o.Day + 1; d < next; d++ {
			out = append(out, stoppage.Observation{Day: d, Finish: worktime.None})
		}
	}
	return out
}
