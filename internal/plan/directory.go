package plan

import (
	"context"
	"slices"
	"sync"

	"fugong/internal/masterplan"
	"fugong/internal/who"
)

// ListStamp tells whether a zone's list of projects still stands.
type ListStamp struct {
	Projects int
	Written  int64 // how often their rows were written
	Updated  int64 // the last change, Unix milliseconds
}

// directory keeps the open projects of each zone as last read: lists, Today and the
// trial of a stoppage look at all of them on every request.
type directory struct {
	mu    sync.Mutex
	zones map[string]listed
}

type listed struct {
	stamp    ListStamp
	projects []masterplan.Project
}

func newDirectory() *directory { return &directory{zones: map[string]listed{}} }

// openProjects are the open projects of a zone, worst lamp first, shared by all who ask: treat
// them as read-only.
func (d *directory) openProjects(ctx context.Context, store ListStore, zone string) ([]masterplan.Project, error) {
	stamp, err := store.ListStamp(ctx, zone)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	known, ok := d.zones[zone]
	d.mu.Unlock()
	if ok && known.stamp == stamp {
		return known.projects, nil
	}
	page, err := store.List(ctx, Query{Scope: who.Scope{Zone: zone, All: true}, Page: 1, Size: everything})
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	d.zones[zone] = listed{stamp, page.Projects}
	d.mu.Unlock()
	return page.Projects, nil
}

// everything is a page that holds a whole list.
const everything = 1 << 20

// AllProjects are all projects of some states that the actor may see, worst lamp
// first; the open ones when none is named. The slice is the caller's own.
func (s *Service) AllProjects(ctx context.Context, states ...masterplan.State) ([]masterplan.Project, error) {
	scope, err := s.Allow.Scope(ctx, ActView)
	if err != nil {
		return nil, err
	}
	if len(states) > 0 {
		page, err := s.Store.List(ctx, Query{Scope: scope, States: states, Page: 1, Size: everything})
		return page.Projects, err
	}
	return s.projectsWithin(ctx, scope)
}

// projectsWithin are the open projects of a scope.
func (s *Service) projectsWithin(ctx context.Context, scope who.Scope) ([]masterplan.Project, error) {
	all, err := s.directory.openProjects(ctx, s.Store, scope.Zone)
	if err != nil {
		return nil, err
	}
	if scope.All {
		return slices.Clone(all), nil
	}
	own := []masterplan.Project{}
	for i := range all {
		if slices.Contains(scope.Orgs, all[i].Org) {
			own = append(own, all[i])
		}
	}
	return own, nil
}
