package plan

import (
	"context"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
)

// Step says what a line of history is to undo and redo.
type Step string

const (
	NoStep     Step = ""       // recorded; nothing of the plan is undone by it
	EditStep   Step = "edit"   // changed the plan: can be undone
	ImportStep Step = "import" // replaced the whole plan: can be undone while nothing was recorded since
	UndoStep   Step = "undo"   // undid the step Of: can be redone
	RedoStep   Step = "redo"   // redid what the undo Of had undone: can be undone
	AcceptStep Step = "accept" // accepted a recovery plan: its own page takes it back
	BackStep   Step = "back"   // took back the acceptance Of
	AsideStep  Step = "aside"  // touched nothing that an undo puts back
)

// trailSteps bounds how far back undo reaches.
const trailSteps = 2000

// Turn is a step that can be reversed now, or the reason why not.
type Turn struct {
	Event   Event        // its line of history, with details
	Refusal *fault.Error // nil when it can be reversed
}

// Turns are the next steps of a project: what Undo would take back, and what
// Redo would do again. A nil one is not there.
type Turns struct{ Undo, Redo *Turn }

// Turns says what can be undone and redone. Errors as of Project.
func (s *Service) Turns(ctx context.Context, project string) (Turns, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return Turns{}, err
	}
	return s.nextTurns(ctx, &b.Project)
}

func (s *Service) nextTurns(ctx context.Context, p *masterplan.Project) (t Turns, err error) {
	trail, err := s.Store.Trail(ctx, p.Zone, p.ID, trailSteps)
	if err != nil {
		return t, err
	}
	undo, redo := nextSteps(trail)
	if t.Undo, err = s.readTurn(ctx, p, trail, undo); err != nil {
		return t, err
	}
	t.Redo, err = s.readTurn(ctx, p, trail, redo)
	return t, err
}

// nextSteps are the places in a trail, newest first, of the step to undo and of
// the undo to redo; -1 for none. A new step leaves nothing to redo.
func nextSteps(trail []Event) (undo, redo int) {
	var done, undone []int
	for i := len(trail) - 1; i >= 0; i-- {
		switch e := &trail[i]; e.Step {
		case EditStep, ImportStep, AcceptStep:
			done, undone = append(done, i), nil
		case UndoStep:
			done, undone = without(done, trail, e.Of), append(undone, i)
		case RedoStep:
			undone, done = without(undone, trail, e.Of), append(done, i)
		case BackStep:
			done = without(done, trail, e.Of)
		}
	}
	return top(done), top(undone)
}

func without(places []int, trail []Event, revision int64) []int {
	return slices.DeleteFunc(places, func(i int) bool { return trail[i].Revision == revision })
}

func top(places []int) int {
	if len(places) == 0 {
		return -1
	}
	return places[len(places)-1]
}

// readTurn reads the details of a step, and whether it can be reversed.
func (s *Service) readTurn(ctx context.Context, p *masterplan.Project, trail []Event, at int) (*Turn, error) {
	if at < 0 {
		return nil, nil
	}
	rows, err := s.Store.Events(ctx, EventQuery{Zone: p.Zone, Project: p.ID, Before: trail[at].Revision + 1, Limit: 1})
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	t := &Turn{Event: rows[0]}
	switch origin := originOf(trail, at); {
	case origin == AcceptStep:
		t.Refusal = fault.New(fault.Conflict, "plan.undo.accepted")
	case origin == ImportStep:
		t.Refusal = recordedSince(trail[:at])
	}
	return t, nil
}

// originOf is the kind of step that a line does or reverses in the end.
func originOf(trail []Event, at int) Step {
	for trail[at].Step == UndoStep || trail[at].Step == RedoStep {
		next := slices.IndexFunc(trail, func(e Event) bool { return e.Revision == trail[at].Of })
		if next <= at {
			return EditStep
		}
		at = next
	}
	return trail[at].Step
}

// recordedSince refuses to replace a whole plan when something was recorded of
// the one in force: the fault names the first line of it.
func recordedSince(newer []Event) *fault.Error {
	for i := len(newer) - 1; i >= 0; i-- {
		if e := &newer[i]; e.Step == NoStep {
			return fault.New(fault.Conflict, "plan.undo.recorded", "Revision", e.Revision, "By", e.By)
		}
	}
	return nil
}

// Undo takes back the last step of a project that was not undone yet: an edit of
// its facts, an activity, a link, a calendar or a baseline, or an import. Errors:
// Invalid "plan.undo.nothing"; Conflict "plan.undo.accepted" when an accepted
// recovery plan is in the way, "plan.undo.recorded" when an import cannot be
// undone since something was recorded, "plan.conflict"; NotFound
// "plan.undo.not_kept".
func (s *Service) Undo(ctx context.Context, project string, expected int64) (*Book, error) {
	return s.reverseStep(ctx, project, expected, UndoStep)
}

// Redo does again what was undone last. Errors as of Undo, and Invalid
// "plan.redo.nothing".
func (s *Service) Redo(ctx context.Context, project string, expected int64) (*Book, error) {
	return s.reverseStep(ctx, project, expected, RedoStep)
}

func (s *Service) reverseStep(ctx context.Context, project string, expected int64, step Step) (*Book, error) {
	return s.mutateProject(ctx, ActEdit, project, expected, func(b *Book, c *Change) error {
		turns, err := s.nextTurns(ctx, &b.Project)
		if err != nil {
			return err
		}
		turn, nothing, key := turns.Undo, "plan.undo.nothing", "plan.event.undone"
		if step == RedoStep {
			turn, nothing, key = turns.Redo, "plan.redo.nothing", "plan.event.redone"
		}
		if turn == nil {
			return fault.New(fault.Invalid, nothing)
		}
		if turn.Refusal != nil {
			return turn.Refusal
		}
		e := &turn.Event
		if err := s.Allow.Allow(ctx, e.Action, resource(&b.Project)); err != nil {
			return err
		}
		c.Event.Action, c.Event.Step, c.Event.Of = e.Action, step, e.Revision
		c.Event.Detail = Detail{Key: key, Args: e.Detail.Args, What: e.Detail.named()}
		return s.putBack(ctx, b, c, e)
	})
}

// named is the key of what a line is about in the end.
func (d *Detail) named() string {
	if d.What != "" {
		return d.What
	}
	return d.Key
}

// putBack lays what stood before an event over b and c, and notes in c what
// takes that back again.
func (s *Service) putBack(ctx context.Context, b *Book, c *Change, e *Event) error {
	before := e.Detail.Before
	if before == nil {
		return s.putPlanBack(ctx, b, c, e.Revision)
	}
	switch {
	case before.Link != nil:
		c.Event.Activity = e.Activity
		c.Event.Detail.Before = before.Link.undoLinks(b, c, before.Index)
	case before.Hours != nil:
		c.Event.Detail.Before = &Before{Hours: &HoursBefore{Calendars: b.Stored.Calendars, Own: b.Stored.Settings.Calendar}}
		b.putHours(c, before.Hours)
	case before.Calendar != nil:
		c.Event.Detail.Before = &Before{Calendar: &b.Stored.Calendars[before.Index], Index: before.Index}
		b.putCalendar(c, before.Index, *before.Calendar)
	case before.Project != nil:
		now := b.Project
		before.Project.putOn(&b.Project)
		c.Event.Detail.Before = &Before{Project: factsOf(&now)}
		c.Event.Detail.Fields = plandiff.ProjectChanges(&now, &b.Project)
	case before.Baseline != nil:
		return s.putBaselineBack(ctx, b, c, e)
	case before.Activity != nil:
		now := b.Stored.Activities[before.Index]
		c.Event.Detail.Fields = plandiff.ActivityChanges(b.Stored, &now, before.Activity)
		c.Event.Detail.Before = &Before{Activity: &now, Index: before.Index}
		b.putActivity(c, before.Index, *before.Activity)
	}
	return nil
}

// putPlanBack puts back the plan that an import replaced.
func (s *Service) putPlanBack(ctx context.Context, b *Book, c *Change, revision int64) error {
	kept, err := s.Store.Kept(ctx, b.Project.Zone, b.Project.ID, revision)
	if err != nil {
		return err
	}
	c.Keep = keptOf(b)
	b.Stored, c.Plan = kept.Plan, kept.Plan
	b.Project.Baseline, b.Project.Target = kept.InForce, kept.Target
	return nil
}

// keptOf is what an import, or the undoing of one, replaces.
func keptOf(b *Book) *Kept {
	return &Kept{Plan: b.Stored, InForce: b.Project.Baseline, Target: b.Project.Target}
}

func factsOf(p *masterplan.Project) *ProjectBefore {
	return &ProjectBefore{Name: p.Name, Site: p.Site, Liaison: p.Liaison, Target: p.Target}
}

func (f *ProjectBefore) putOn(p *masterplan.Project) {
	p.Name, p.Site, p.Liaison, p.Target = f.Name, f.Site, f.Liaison, f.Target
}
