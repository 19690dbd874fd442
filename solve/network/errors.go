package network

import (
	"fmt"
	"slices"
)

// LoopError is a network in which activities wait for one another in a ring.
type LoopError struct {
	Activities []int // indices along the ring; the last links back to the first
}

func (e *LoopError) Error() string {
	return fmt.Sprintf("network: a loop through activities %v", e.Activities)
}

// InputError is a Problem that makes no sense: an index that points nowhere or
// a duration below zero.
type InputError struct {
	What  string // "activity" or "link"
	Index int
	Field string
	Value int64
}

func (e *InputError) Error() string {
	return fmt.Sprintf("network: %s %d: %s is %d", e.What, e.Index, e.Field, e.Value)
}

func (p *Problem) checkProblem() error {
	for i := range p.Activities {
		if err := p.checkActivity(i); err != nil {
			return err
		}
	}
	n := int32(len(p.Activities))
	for i, l := range p.Links {
		switch {
		case l.Pred < 0 || l.Pred >= n:
			return &InputError{"link", i, "Pred", int64(l.Pred)}
		case l.Succ < 0 || l.Succ >= n:
			return &InputError{"link", i, "Succ", int64(l.Succ)}
		case l.Type > SF:
			return &InputError{"link", i, "Type", int64(l.Type)}
		case l.LagCalendar < -1 || int(l.LagCalendar) >= len(p.Calendars):
			return &InputError{"link", i, "LagCalendar", int64(l.LagCalendar)}
		}
	}
	return nil
}

func (p *Problem) checkActivity(i int) error {
	a := &p.Activities[i]
	switch {
	case a.Duration < 0:
		return &InputError{"activity", i, "Duration", a.Duration}
	case a.Remaining < 0:
		return &InputError{"activity", i, "Remaining", a.Remaining}
	case a.Calendar < 0 || int(a.Calendar) >= len(p.Calendars) || p.Calendars[a.Calendar] == nil:
		return &InputError{"activity", i, "Calendar", int64(a.Calendar)}
	case slices.ContainsFunc(a.Crews, func(w Crew) bool {
		return w.Calendar < 0 || int(w.Calendar) >= len(p.Calendars) || p.Calendars[w.Calendar] == nil || w.Work < 0 || w.Wait < 0 || w.Delay < 0
	}):
		return &InputError{"activity", i, "Crews", int64(len(a.Crews))}
	case a.Floats < 0 || int(a.Floats) >= len(p.Calendars) || p.Calendars[a.Floats] == nil:
		return &InputError{"activity", i, "Floats", int64(a.Floats)}
	case a.Kind > Summary:
		return &InputError{"activity", i, "Kind", int64(a.Kind)}
	case a.Primary.Type > MandatoryFinish:
		return &InputError{"activity", i, "Primary", int64(a.Primary.Type)}
	case a.Secondary.Type > MandatoryFinish:
		return &InputError{"activity", i, "Secondary", int64(a.Secondary.Type)}
	}
	return p.checkParent(i)
}

// checkParent walks up from i. A ring of parents is found by Floyd's two
// walkers, so that it needs no memory.
func (p *Problem) checkParent(i int) error {
	parent := p.Activities[i].Parent
	if parent < -1 || int(parent) >= len(p.Activities) {
		return &InputError{"activity", i, "Parent", int64(parent)}
	}
	if parent >= 0 && p.Activities[parent].Kind != Summary {
		return &InputError{"activity", i, "Parent", int64(parent)}
	}
	if p.Activities[i].Kind != Summary {
		return nil
	}
	slow, fast := int32(i), p.up(int32(i))
	for fast >= 0 {
		if slow == fast {
			return &InputError{"activity", i, "Parent", int64(parent)}
		}
		slow, fast = p.up(slow), p.up(p.up(fast))
	}
	return nil
}

func (p *Problem) up(i int32) int32 {
	if i < 0 || int(i) >= len(p.Activities) {
		return -1
	}
	return p.Activities[i].Parent
}
