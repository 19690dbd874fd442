package masterplan

import (
	"fmt"
	"io"
)

// Draft is a plan made ready for one file format: what the format cannot hold,
// which people are told before they take the file, and the file itself.
type Draft struct {
	Losses []Loss
	Write  func(w io.Writer) error // returns only errors of w
}

// Loss is one kind of thing that a file format cannot hold. Key is a message of
// the catalogue ("plan.loss.…") that reads as a sentence whatever the count; Args
// fill it in.
type Loss struct {
	Effect     Effect
	Key        string
	Args       map[string]string
	Activities []int32 // whose thing it is, in the plan's order, each once; empty for what belongs to none
	Count      int     // how many things, at least len(Activities)
}

// Effect says what a loss does to the plan on the other side.
type Effect uint8

const (
	Restated Effect = iota // said in another way that keeps the dates
	LeftOut                // not in the file; dates stay
	Moved                  // dates differ once the other tool schedules the file
)

var effects = [...]string{"restated", "left_out", "moved"}

func (e Effect) String() string { return effects[e] }

// Losses gathers what a writer cannot say: what has the same effect, key and
// arguments is one Loss. The zero value is ready to use.
type Losses struct {
	list []Loss
	at   map[lossKey]int
}

type lossKey struct {
	effect Effect
	text   string
}

// OfActivity gathers one thing of activity i. Call it in the plan's order.
func (s *Losses) OfActivity(effect Effect, key string, i int, args map[string]string) {
	l := s.lossFor(effect, key, args)
	l.Count++
	if n := len(l.Activities); n == 0 || l.Activities[n-1] != int32(i) {
		l.Activities = append(l.Activities, int32(i))
	}
}

// OfPlan gathers n things that belong to no activity: calendars, baselines,
// options. Nothing for n = 0.
func (s *Losses) OfPlan(effect Effect, key string, n int, args map[string]string) {
	if n > 0 {
		s.lossFor(effect, key, args).Count += n
	}
}

// List is everything gathered, what moves dates first, else in the order first
// seen.
func (s *Losses) List() []Loss {
	out := make([]Loss, 0, len(s.list))
	for _, effect := range []Effect{Moved, LeftOut, Restated} {
		for _, l := range s.list {
			if l.Effect == effect {
				out = append(out, l)
			}
		}
	}
	return out
}

func (s *Losses) lossFor(effect Effect, key string, args map[string]string) *Loss {
	k := lossKey{effect, key + fmt.Sprint(args)} // fmt sorts the names of a map
	i, known := s.at[k]
	if !known {
		if s.at == nil {
			s.at = map[lossKey]int{}
		}
		i = len(s.list)
		s.at[k] = i
		s.list = append(s.list, Loss{Effect: effect, Key: key, Args: args})
	}
	return &s.list[i]
}

// Labels are the codes, or without a code the names, of activities.
func (p *Plan) Labels(activities []int32) []string {
	out := make([]string, len(activities))
	for n, i := range activities {
		out[n] = p.label(int(i))
	}
	return out
}
