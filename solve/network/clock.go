package network

import (
	"math"

	"fugong/solve/worktime"
)

// clock is an activity's working time; round the clock when c is nil. Where crews
// work by their own, they say when work begins and ends.
type clock struct {
	c     worktime.InParts
	crews []crew
}

type crew struct {
	*Crew
	c    worktime.InParts
	work int64 // as much of Crew.Work as Remaining asks for
}

// start is when the crew begins where the activity may begin at t.
func (w crew) start(t worktime.Time) worktime.Time {
	t = w.c.NextStart(max(t, w.From))
	if w.Wait > 0 {
		t = w.c.NextStart(t + worktime.Time(w.Wait))
	}
	if w.Delay > 0 {
		t = w.c.NextStart(w.c.Add(t, w.Delay))
	}
	return t
}

// finish is when work that begins at start ends, with the last of the crews.
func (k clock) finish(start worktime.Time, work int64) worktime.Time {
	if len(k.crews) == 0 {
		return k.add(start, work)
	}
	last := start
	for _, w := range k.crews {
		last = max(last, w.c.Add(w.start(start), w.work))
	}
	return last
}

// begin is when work must begin to end at finish, with the crew that takes longest.
func (k clock) begin(finish worktime.Time, work int64) worktime.Time {
	if len(k.crews) == 0 {
		return k.sub(finish, work)
	}
	first := finish
	for _, w := range k.crews {
		first = min(first, w.c.Add(w.c.PrevFinish(finish), -w.work-w.Delay)-worktime.Time(w.Wait))
	}
	return first
}

func (k clock) add(t worktime.Time, minutes int64) worktime.Time {
	if k.c.Calendar == nil {
		return t + worktime.Time(minutes)
	}
	return k.c.Add(t, minutes)
}

func (k clock) sub(t worktime.Time, minutes int64) worktime.Time { return k.add(t, -minutes) }

func (k clock) between(a, b worktime.Time) int64 {
	if k.c.Calendar == nil {
		return int64(b - a)
	}
	return k.c.Between(a, b)
}

func (k clock) nextStart(t worktime.Time) worktime.Time {
	switch {
	case len(k.crews) > 0:
		first := far
		for _, w := range k.crews {
			first = min(first, w.c.NextStart(max(t, w.From)))
		}
		return first
	case k.c.Calendar == nil:
		return t
	}
	return k.c.NextStart(t)
}

func (k clock) prevFinish(t worktime.Time) worktime.Time {
	switch {
	case len(k.crews) > 0:
		last := worktime.None
		for _, w := range k.crews {
			last = max(last, w.c.PrevFinish(t))
		}
		return last
	case k.c.Calendar == nil:
		return t
	}
	return k.c.PrevFinish(t)
}

// hours is the clock of a calendar of the problem.
func (s *solver) hours(calendar int32) clock {
	return clock{c: worktime.InParts{Calendar: s.p.Calendars[calendar], Parts: s.p.Parts}}
}

func (s *solver) clock(a *Activity) clock {
	if a.Elapsed {
		return clock{}
	}
	k := s.hours(a.Calendar)
	if !a.finished() {
		for i := range a.Crews {
			w := &a.Crews[i]
			k.crews = append(k.crews, crew{w, s.hours(w.Calendar).c, ShareOf(w.Work, a.Remaining, a.CrewsFor)})
		}
	}
	return k
}

// ShareOf is how much of a crew's work is left when remaining is no longer the span
// that the crew was given for; 0 for that span: all of it, whatever remains.
func ShareOf(work, remaining, given int64) int64 {
	if given <= 0 || remaining == given {
		return work
	}
	return int64(math.Round(float64(work) * float64(remaining) / float64(given)))
}
