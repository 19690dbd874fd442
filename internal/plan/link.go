package plan

import (
	"context"
	"errors"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
)

// LinkKey names a link: the ids of its ends, and its type.
type LinkKey struct {
	Pred, Succ string
	Type       masterplan.LinkType
}

// LinkEdit adds a link, changes the type and the wait of one, or takes one away.
type LinkEdit struct {
	Old      *LinkKey       // nil adds New
	New      *LinkKey       // nil takes Old away; with Old, its ends stay
	Lag      masterplan.Lag // of New
	Expected int64          // revision the person saw
}

// maxLag bounds a wait, in tenths of a minute: ten years.
const maxLag = 10 * 10 * 366 * 24 * 60

// EditLink changes the logic of a plan. Errors: Invalid "plan.link.invalid" with
// fields, "plan.link.loop" (args activities, count, outline) when the links would come
// round, with a *network.LoopError as cause; NotFound "plan.link.unknown",
// "plan.activity.unknown"; Conflict.
func (s *Service) EditLink(ctx context.Context, project string, e LinkEdit) (*Book, error) {
	b, err := s.mutateProject(ctx, ActEdit, project, e.Expected, e.applyEdit)
	return b, ringed(err)
}

// TryLink is the project as it would stand after an edit of a link; nothing is
// stored. Errors as of EditLink.
func (s *Service) TryLink(ctx context.Context, project string, e LinkEdit) (before, after *Book, err error) {
	before, after, err = s.rehearseChange(ctx, project, e.Expected, e.applyEdit)
	return before, after, ringed(err)
}

// ringed says of a loop that it was made by hand: the way out of one that came with
// a file does not help here.
func ringed(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Key == "plan.loop" {
		return fault.New(fault.Invalid, "plan.link.loop", "activities", f.Args["activities"], "count", f.Args["count"], "outline", f.Args["outline"]).Because(err)
	}
	return err
}

func (e LinkEdit) applyEdit(b *Book, c *Change) error {
	links := slices.Clone(b.Stored.Links)
	at, err := e.findLink(b.Stored)
	if err != nil {
		return err
	}
	before := LinkBefore{}
	if at < len(links) {
		old := links[at]
		before.Was = &old
	}
	key, shown := "plan.event.link_remove", before.Was
	if e.New == nil {
		links = slices.Delete(links, at, at+1)
	} else {
		l, err := e.editedLink(b.Stored, at)
		if err != nil {
			return err
		}
		before.Stands, key, shown = true, "plan.event.link_change", &l
		if before.Was == nil {
			key, links = "plan.event.link_add", append(links, l)
		} else {
			links[at] = l
		}
	}
	b.putLinks(c, links)
	pred, succ := &b.Stored.Activities[shown.Pred], &b.Stored.Activities[shown.Succ]
	c.Event.Activity = succ.ID
	c.Event.Detail = Detail{Key: key, Args: fault.Args("Pred", pred.Label(), "Succ", succ.Label(), "Link", shown.Type.String()+shown.Lag.String()),
		Before: &Before{Link: &before, Index: at}}
	return nil
}

// findLink is the index of the link to edit; one past the last for a new one.
func (e LinkEdit) findLink(p *masterplan.Plan) (int, error) {
	if e.Old == nil {
		return len(p.Links), nil
	}
	pred, succ := p.ByID(e.Old.Pred), p.ByID(e.Old.Succ)
	at := slices.IndexFunc(p.Links, func(l masterplan.Link) bool {
		return int(l.Pred) == pred && int(l.Succ) == succ && l.Type == e.Old.Type
	})
	if at < 0 {
		return 0, fault.New(fault.NotFound, "plan.link.unknown")
	}
	return at, nil
}

// editedLink is the link at index at as it shall be.
func (e LinkEdit) editedLink(p *masterplan.Plan, at int) (masterplan.Link, error) {
	var l masterplan.Link
	if at < len(p.Links) {
		l = p.Links[at]
	} else {
		pred, succ := p.ByID(e.New.Pred), p.ByID(e.New.Succ)
		if pred < 0 || succ < 0 {
			return l, fault.New(fault.NotFound, "plan.activity.unknown")
		}
		l.Pred, l.Succ = int32(pred), int32(succ)
	}
	l.Type, l.Lag = e.New.Type, e.Lag
	return l, checkLink(p, &l, at)
}

// checkLink refuses a link that no tool would take.
func checkLink(p *masterplan.Plan, l *masterplan.Link, at int) error {
	bad := fault.New(fault.Invalid, "plan.link.invalid")
	heading := func(i int32) bool {
		return p.Activities[i].Kind == masterplan.Summary && p.Settings.Dialect != masterplan.MicrosoftProject
	}
	switch {
	case l.Pred == l.Succ:
		bad.With("other", "plan.link.itself")
	case heading(l.Pred) || heading(l.Succ):
		bad.With("other", "plan.link.heading")
	}
	for i, other := range p.Links {
		if i != at && other.Pred == l.Pred && other.Succ == l.Succ && other.Type == l.Type {
			bad.With("type", "plan.link.twice")
			break
		}
	}
	if l.Lag.Tenths > maxLag || l.Lag.Tenths < -maxLag || l.Lag.Percent > 1000 || l.Lag.Percent < -1000 {
		bad.With("lag", "plan.link.lag")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (b *Book) putLinks(c *Change, links []masterplan.Link) {
	p := *b.Stored
	p.Links = links
	b.Stored, c.Links = &p, &links
}

// undoLinks puts the links back, and is itself what takes that back.
func (was *LinkBefore) undoLinks(b *Book, c *Change, at int) *Before {
	links := slices.Clone(b.Stored.Links)
	now := LinkBefore{Stands: was.Was != nil}
	if was.Stands {
		l := links[at]
		now.Was = &l
		links = slices.Delete(links, at, at+1)
	}
	if was.Was != nil {
		links = slices.Insert(links, at, *was.Was)
	}
	b.putLinks(c, links)
	return &Before{Link: &now, Index: at}
}
