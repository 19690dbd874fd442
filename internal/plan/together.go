package plan

import (
	"context"
	"slices"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/unit"
	"fugong/internal/who"
)

// Progress entries of a project that wait at the same time are computed once:
// each is checked and stored by itself, with a revision, a history line and an
// audit entry of its own, and what all of them come to is computed and stored
// before the commit that they share.

// pendingKey is where a project's entries wait for their computation.
type pendingKey struct{ zone, project string }

// bookKey is where a project stands that others of the same transaction changed.
type bookKey struct{ zone, project string }

// pending are a project's entries since its book was computed.
type pending struct {
	base    *Book
	entries []masterplan.Entry
	last    Event // of the newest entry, with the project's revision
}

// recordTogether records an entry in the transaction of the unit that ctx is in. The
// project was opened, as b, before the unit had its turn.
func (s *Service) recordTogether(ctx context.Context, b *Book, asked int64, activity string, r Report, photos []Photo) (e masterplan.Entry, d masterplan.Doubts, err error) {
	key := pendingKey{b.Project.Zone, b.Project.ID}
	p, _ := unit.Kept(ctx, key).(*pending)
	if p == nil {
		base, err := s.standingBook(ctx, b, asked)
		if err != nil {
			return e, d, err
		}
		p = &pending{base: base, last: Event{Revision: base.Project.Revision}}
	}
	if now := &p.base.Project; resource(now) != resource(&b.Project) || now.State != b.Project.State {
		if err := s.mayDo(ctx, ActProgress, now); err != nil {
			return e, d, err
		}
	}
	actor, _ := who.From(ctx)
	c := &Change{Project: p.base.Project, Photos: photos, Event: Event{Project: key.project, Revision: p.last.Revision + 1,
		Action: ActProgress, Activity: activity, By: actor.Account, At: s.Now()}}
	if e, d, err = s.checkReport(ctx, p, activity, r, photos, c); err != nil {
		return e, d, err
	}
	if err := s.Store.Append(ctx, c); err != nil {
		return e, d, err
	}
	unit.Keep(ctx, key, &pending{base: p.base, entries: append(slices.Clip(p.entries), e), last: c.Event})
	s.Store.Before(ctx, key, func(ctx context.Context) error {
		_, err := s.settlePending(ctx, key)
		return err
	})
	return e, d, nil
}

// standingBook is a project that was opened as b, as it is now that the unit of ctx
// has its turn: what others of this process did meanwhile is on the shelf. What
// another process did shows when the entries are settled, by the revision.
func (s *Service) standingBook(ctx context.Context, b *Book, asked int64) (*Book, error) {
	changed, err := s.uncommitted(ctx, b.Project.Zone, b.Project.ID)
	if changed != nil || err != nil {
		return changed, err
	}
	if newer := s.books.getBook(b.Project.Zone, b.Project.ID, b.Project.Revision, asked); newer != nil {
		return newer, nil
	}
	return b, nil
}

// checkReport makes the entry of a report and puts it into the change.
func (s *Service) checkReport(ctx context.Context, p *pending, activity string, r Report, photos []Photo, c *Change) (e masterplan.Entry, d masterplan.Doubts, err error) {
	i, err := p.base.index(activity)
	if err != nil {
		return e, d, err
	}
	e = s.entryOf(ctx, r, activity, photos)
	a, before := &p.base.Plan.Activities[i], p.base.Entry(activity)
	if r.Corrects != "" || slices.ContainsFunc(p.entries, func(o masterplan.Entry) bool { return o.Activity == activity }) {
		earlier, err := s.earlierEntries(ctx, p.base, p.entries, e)
		if err != nil {
			return e, d, err
		}
		if err := checkCorrection(r.Corrects, earlier); err != nil {
			return e, d, err
		}
		a, before = p.now(i, earlier)
	}
	if d, err = masterplan.Check(e, a, before, s.today()); err != nil {
		return e, d, err
	}
	e = masterplan.Complete(e, a, p.base.Plan.Settings)
	c.Entry, c.Event.Detail = &e, progressDetail(a, e)
	return e, d, nil
}

// now is an activity, and the entry in force for it, after all its entries.
func (p *pending) now(i int, entries []masterplan.Entry) (*masterplan.Activity, *masterplan.Entry) {
	laid := *stoppage.LayOver(p.base.Stored, p.base.Stoppages)
	laid.Activities = laid.Activities[i : i+1]
	a := &masterplan.Fold(&laid, entries).Activities[0]
	if e, ok := masterplan.InForce(entries)[a.ID]; ok {
		return a, &e
	}
	return a, nil
}

// settlePending computes what the pending entries of a project come to, and stores it.
// It returns nil when there are none.
func (s *Service) settlePending(ctx context.Context, key pendingKey) (*Book, error) {
	p, _ := unit.Kept(ctx, key).(*pending)
	if p == nil {
		return nil, nil
	}
	next := *p.base
	if err := s.foldEntries(ctx, &next, p.entries); err != nil {
		return nil, err
	}
	if err := next.refigure(s.today()); err != nil {
		return nil, err
	}
	next.Project.Revision, next.Project.UpdatedAt, next.Project.UpdatedBy = p.last.Revision, p.last.At, p.last.By
	c := &Change{Project: next.Project, Today: s.today(), Deliveries: next.Deliveries, Event: p.last}
	if err := s.Store.Settle(ctx, c, p.base.Project.Revision); err != nil {
		return nil, err
	}
	unit.Keep(ctx, key, (*pending)(nil))
	s.shelve(ctx, &next)
	return &next, nil
}

// foldEntries brings the entries in force up to date.
func (s *Service) foldEntries(ctx context.Context, b *Book, entries []masterplan.Entry) error {
	speaks, last := make(map[string]masterplan.Entry, len(entries)), make(map[string]int, len(entries))
	for i, e := range entries {
		last[e.Activity] = i
	}
	for i, e := range entries {
		if last[e.Activity] != i {
			continue
		}
		earlier, err := s.earlierEntries(ctx, b, entries, e)
		if err != nil {
			return err
		}
		speaks[e.Activity] = masterplan.InForce(append(slices.Clone(earlier), e))[e.Activity]
	}
	b.Entries = slices.DeleteFunc(slices.Clone(b.Entries), func(o masterplan.Entry) bool { _, anew := speaks[o.Activity]; return anew })
	for i, e := range entries {
		if last[e.Activity] == i {
			b.Entries = append(b.Entries, speaks[e.Activity])
		}
	}
	return nil
}

// earlierEntries are the entries of e's activity that may speak instead of it.
func (s *Service) earlierEntries(ctx context.Context, b *Book, entries []masterplan.Entry, e masterplan.Entry) ([]masterplan.Entry, error) {
	takes := func(o masterplan.Entry) bool { return o.Activity == e.Activity && o.Supersedes != "" }
	if takes(e) || slices.ContainsFunc(entries, takes) { // what it takes the place of is in the store alone
		return s.Store.Entries(ctx, b.Project.Zone, b.Project.ID, e.Activity)
	}
	var list []masterplan.Entry
	if in := b.Entry(e.Activity); in != nil {
		list = append(list, *in)
	}
	for i := range entries {
		if entries[i].Activity == e.Activity && entries[i].ID != e.ID {
			list = append(list, entries[i])
		}
	}
	return list, nil
}

// shelve keeps a book for the units of the same transaction, and for everybody
// once that is committed.
func (s *Service) shelve(ctx context.Context, b *Book) {
	unit.Keep(ctx, bookKey{b.Project.Zone, b.Project.ID}, b)
	unit.AfterCommit(ctx, func() { s.books.putBook(b) })
	if unit.Begun(ctx) {
		unit.Finally(ctx, s.books.expectBook(b))
	}
}

// uncommitted is the project as the transaction of ctx has it; nil when nobody
// in it changed the project.
func (s *Service) uncommitted(ctx context.Context, zone, project string) (*Book, error) {
	if b, err := s.settlePending(ctx, pendingKey{zone, project}); b != nil || err != nil {
		return b, err
	}
	b, _ := unit.Kept(ctx, bookKey{zone, project}).(*Book)
	return b, nil
}

// refuseOvertaken begins the transaction of the unit that ctx is in, and refuses when
// a unit that shares it has changed the project since p was read. Error: Conflict
// "plan.conflict".
func (s *Service) refuseOvertaken(ctx context.Context, p *masterplan.Project) error {
	if joined, err := s.Store.Join(ctx); !joined || err != nil {
		return err
	}
	b, err := s.uncommitted(ctx, p.Zone, p.ID)
	if err == nil && b != nil && b.Project.Revision != p.Revision {
		return Stale(&b.Project)
	}
	return err
}
