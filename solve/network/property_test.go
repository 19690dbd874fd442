package network_test

import (
	"errors"
	"slices"
	"testing"

	"fugong/solve/network"
	"fugong/solve/worktime"

	"pgregory.net/rapid"
)

var monday = worktime.Date(2020, 2, 17).At(480)

func calendars(t testing.TB) []*worktime.Calendar {
	t.Helper()
	day := []worktime.Span{{Start: 480, End: 720}, {Start: 780, End: 1020}}
	night := []worktime.Span{{Start: 0, End: 360}, {Start: 1320, End: 1440}}
	var out []*worktime.Calendar
	for _, week := range []worktime.Week{
		{nil, day, day, day, day, day, nil},
		{day, day, day, day, day, nil, day},
		{night, night, night, night, night, night, night},
	} {
		c, err := worktime.New(week, []worktime.Exception{{Day: worktime.Date(2020, 2, 26)}, {Day: worktime.Date(2020, 2, 29), Spans: day}})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return append(out, worktime.RoundTheClock())
}

// task is an unstarted activity.
func task(calendar int32, minutes int64) network.Activity {
	none := worktime.None
	return network.Activity{
		Parent: -1, Calendar: calendar, Floats: calendar, Duration: minutes, Remaining: minutes,
		ActualStart: none, ActualFinish: none, Suspend: none, Resume: none, FixedStart: none, FixedFinish: none,
		ExpectedFinish: none, Deadline: none, NotBefore: none, NotAfter: none, FreeUntil: none,
	}
}

func drawProblem(t *rapid.T, cals []*worktime.Calendar, constrained bool) *network.Problem {
	p := &network.Problem{Calendars: cals, Start: monday, DataDate: worktime.None, MustFinish: worktime.None}
	n := rapid.IntRange(1, 14).Draw(t, "activities")
	for range n {
		a := task(rapid.Int32Range(0, int32(len(cals)-1)).Draw(t, "calendar"), rapid.Int64Range(0, 6*480).Draw(t, "minutes"))
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			a.Kind = network.StartMilestone
		case 1:
			a.Kind = network.FinishMilestone
		}
		if constrained && rapid.IntRange(0, 3).Draw(t, "constrained") == 0 {
			a.Primary.Type = rapid.SampledFrom([]network.ConstraintType{
				network.StartNoEarlier, network.StartNoLater, network.FinishNoEarlier, network.FinishNoLater}).Draw(t, "constraint")
			a.Primary.Date = monday + worktime.Time(rapid.IntRange(-3000, 20000).Draw(t, "date"))
		}
		p.Activities = append(p.Activities, a)
	}
	for range rapid.IntRange(0, 2*n).Draw(t, "links") {
		if n < 2 {
			break
		}
		pred := rapid.Int32Range(0, int32(n-2)).Draw(t, "pred")
		p.Links = append(p.Links, network.Link{
			Pred: pred, Succ: rapid.Int32Range(pred+1, int32(n-1)).Draw(t, "succ"),
			Type:        network.LinkType(rapid.IntRange(0, 3).Draw(t, "type")),
			Lag:         rapid.Int64Range(-600, 1500).Draw(t, "lag"),
			LagCalendar: rapid.Int32Range(-1, int32(len(cals)-1)).Draw(t, "lag calendar"),
		})
	}
	shuffle(t, p)
	return p
}

// shuffle renumbers the activities, so that their order says nothing.
func shuffle(t *rapid.T, p *network.Problem) {
	n := len(p.Activities)
	order := rapid.Permutation(indices(n)).Draw(t, "order")
	moved := make([]network.Activity, n)
	for i, a := range p.Activities {
		moved[order[i]] = a
	}
	p.Activities = moved
	for i := range p.Links {
		l := &p.Links[i]
		l.Pred, l.Succ = int32(order[l.Pred]), int32(order[l.Succ])
	}
}

func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func solve(t rapid.TB, p *network.Problem) *network.Result {
	t.Helper()
	r, err := network.Schedule(p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAgreesWithTheReference(t *testing.T) {
	cals := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, true)
		if rapid.Bool().Draw(t, "must finish") {
			p.MustFinish = monday + worktime.Time(rapid.IntRange(0, 20000).Draw(t, "by"))
		}
		got, want := solve(t, p), refer(p)
		for i := range p.Activities {
			g := got.Rows[i]
			if g.EarlyStart != want.es[i] || g.EarlyFinish != want.ef[i] {
				t.Fatalf("activity %d: early %s–%s, reference %s–%s", i, g.EarlyStart, g.EarlyFinish, want.es[i], want.ef[i])
			}
			if g.LateStart != want.ls[i] || g.LateFinish != want.lf[i] {
				t.Fatalf("activity %d: late %s–%s, reference %s–%s", i, g.LateStart, g.LateFinish, want.ls[i], want.lf[i])
			}
		}
	})
}

func TestLinksAreKept(t *testing.T) {
	cals := calendars(t)[3:]
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, false)
		r := solve(t, p)
		for i, l := range p.Links {
			a, b := r.Rows[l.Pred], r.Rows[l.Succ]
			from := map[network.LinkType]worktime.Time{network.FS: a.EarlyFinish, network.FF: a.EarlyFinish, network.SS: a.EarlyStart, network.SF: a.EarlyStart}[l.Type]
			to := map[network.LinkType]worktime.Time{network.FS: b.EarlyStart, network.SS: b.EarlyStart, network.FF: b.EarlyFinish, network.SF: b.EarlyFinish}[l.Type]
			gap := int64(to-from) - l.Lag
			if gap < 0 || r.Links[i].Slack != gap {
				t.Fatalf("link %d %+v: gap %d, slack %d", i, l, gap, r.Links[i].Slack)
			}
		}
	})
}

// More work on an activity that a finish link holds starts it earlier, and with
// it what waits for its start; so the property is one of start links.
func TestMoreWorkNeverFinishesEarlier(t *testing.T) {
	cals := calendars(t)[:1]
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, false)
		for i := range p.Links {
			p.Links[i].Type %= 2
		}
		before := solve(t, p)
		i := rapid.IntRange(0, len(p.Activities)-1).Draw(t, "which")
		p.Activities[i].Remaining += rapid.Int64Range(1, 2000).Draw(t, "more")
		p.Activities[i].Duration = p.Activities[i].Remaining
		if after := solve(t, p); after.Finish < before.Finish {
			t.Fatalf("more work on %d finishes %s instead of %s", i, after.Finish, before.Finish)
		}
	})
}

func TestFloatsAreConsistent(t *testing.T) {
	cals := calendars(t)[:1]
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, false)
		for i := range p.Links {
			p.Links[i].LagCalendar = 0 // a lag round the clock may end where no work is
		}
		r := solve(t, p)
		critical := 0
		for i, row := range r.Rows {
			if got := cals[0].Between(row.EarlyFinish, row.LateFinish); got != row.TotalFloat {
				t.Fatalf("activity %d: float %d, its dates are %d apart", i, row.TotalFloat, got)
			}
			if row.TotalFloat < 0 || row.FreeFloat < 0 || row.FreeFloat > row.TotalFloat {
				t.Fatalf("activity %d: total %d, free %d", i, row.TotalFloat, row.FreeFloat)
			}
			if row.Critical {
				critical++
			}
		}
		if critical == 0 || critical != r.Critical {
			t.Fatalf("%d critical activities, %d counted", critical, r.Critical)
		}
	})
}

// TestBackwardsIsForwardsInAMirror schedules the reversed network back from a
// finish: its late dates are the early dates seen in a mirror.
func TestBackwardsIsForwardsInAMirror(t *testing.T) {
	cals := calendars(t)[3:]
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, false)
		forward := solve(t, p)
		q := *p
		q.Options.FromFinish, q.MustFinish, q.Links = true, p.Start, nil
		for _, l := range p.Links {
			mirrored := map[network.LinkType]network.LinkType{network.FS: network.FS, network.SS: network.FF, network.FF: network.SS, network.SF: network.SF}
			q.Links = append(q.Links, network.Link{Pred: l.Succ, Succ: l.Pred, Type: mirrored[l.Type], Lag: l.Lag, LagCalendar: l.LagCalendar})
		}
		backward := solve(t, &q)
		for i := range p.Activities {
			f, b := forward.Rows[i], backward.Rows[i]
			if b.Finish != 2*p.Start-f.EarlyStart || b.Start != 2*p.Start-f.EarlyFinish {
				t.Fatalf("activity %d: %s–%s forwards, %s–%s backwards", i, f.EarlyStart, f.EarlyFinish, b.Start, b.Finish)
			}
		}
	})
}

func TestFollowReturnsOurOwnDates(t *testing.T) {
	cals := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, true)
		r := solve(t, p)
		rows, err := network.Follow(p, r.Rows)
		if err != nil {
			t.Fatal(err)
		}
		for i := range rows {
			g, w := rows[i], r.Rows[i]
			if g.EarlyStart != w.EarlyStart || g.EarlyFinish != w.EarlyFinish || g.LateStart != w.LateStart || g.LateFinish != w.LateFinish {
				t.Fatalf("activity %d does not follow from its neighbours: %+v, %+v", i, g, w)
			}
		}
	})
}

// FuzzSchedule feeds any network: it must be refused with a typed error or give
// every activity dates in order.
func FuzzSchedule(f *testing.F) {
	f.Add([]byte{0, 10, 0, 3, 20, 1, 1, 5, 2}, []byte{0, 1, 0, 4, 1, 2, 3, 9})
	f.Add([]byte{5, 1, 0, 0, 9, 0}, []byte{1, 0, 0, 0})
	cals := calendars(f)
	f.Fuzz(func(t *testing.T, activities, links []byte) {
		p := &network.Problem{Calendars: cals, Start: monday, DataDate: worktime.None, MustFinish: worktime.None}
		for i := 0; i+2 < len(activities) && i < 120; i += 3 {
			a := task(int32(activities[i]>>4)%5-1, int64(activities[i+1])*30-100)
			a.Kind = network.Kind(activities[i] % 6)
			a.Parent = int32(activities[i+2]%16) - 1
			if activities[i+2] >= 128 {
				a.ActualStart, p.DataDate = monday, monday+600
			}
			p.Activities = append(p.Activities, a)
		}
		for i := 0; i+3 < len(links) && i < 200; i += 4 {
			p.Links = append(p.Links, network.Link{Pred: int32(links[i]), Succ: int32(links[i+1]), Type: network.LinkType(links[i+2] % 5), Lag: int64(links[i+3]) * 10, LagCalendar: -1})
		}
		r, err := network.Schedule(p)
		var loop *network.LoopError
		var input *network.InputError
		switch {
		case errors.As(err, &loop):
			if len(loop.Activities) == 0 {
				t.Fatal("a loop of nothing")
			}
		case errors.As(err, &input):
		case err != nil:
			t.Fatalf("untyped error %v", err)
		default:
			for i, row := range r.Rows {
				if row.EarlyStart > row.EarlyFinish {
					t.Fatalf("activity %d ends before it starts: %+v", i, row)
				}
			}
		}
	})
}

// TestPartsOfAMinute schedules whole minutes in tenths: every date and float is ten
// times the one in minutes.
func TestPartsOfAMinute(t *testing.T) {
	cals := calendars(t)
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t, cals, true)
		p.Options.FromFinish = rapid.IntRange(0, 4).Draw(t, "from finish") == 0
		p.Options.MilestonesStay = rapid.Bool().Draw(t, "as Microsoft")
		fine := inTenths(p)
		want, got := solve(t, p), solve(t, fine)
		for i := range want.Rows {
			w, g := want.Rows[i], got.Rows[i]
			for _, at := range []*worktime.Time{&w.EarlyStart, &w.EarlyFinish, &w.LateStart, &w.LateFinish, &w.Start, &w.Finish} {
				*at *= 10
			}
			w.TotalFloat, w.FreeFloat = 10*w.TotalFloat, 10*w.FreeFloat
			if w != g {
				t.Fatalf("activity %d:\n%+v in minutes × 10\n%+v in tenths", i, w, g)
			}
		}
	})
}

func inTenths(p *network.Problem) *network.Problem {
	out := *p
	out.Parts, out.Start = 10, 10*p.Start
	out.Activities, out.Links = slices.Clone(p.Activities), slices.Clone(p.Links)
	for i := range out.Activities {
		a := &out.Activities[i]
		a.Duration, a.Remaining, a.Primary.Date = 10*a.Duration, 10*a.Remaining, 10*a.Primary.Date
	}
	for i := range out.Links {
		out.Links[i].Lag *= 10
	}
	return &out
}
