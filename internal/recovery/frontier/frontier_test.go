package frontier_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/plantest"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/internal/recovery/frontier"
	"fugong/solve/worktime"
)

var monday = worktime.Date(2020, 2, 17)

// sketch is a small plan: tasks of so many days with crews of one trade.
type sketch struct {
	*masterplan.Plan
	at map[string]int32
}

// draw makes a plan of tasks "name days" that follow one another in each row.
func draw(rows ...[]task) *sketch {
	s := &sketch{Plan: plantest.Chain(), at: map[string]int32{}}
	s.DataDate = monday.At(0)
	s.Resources = []masterplan.Resource{{UID: 1, Code: "crew", Name: "Crew", Type: masterplan.WorkResource, MaxUnits: 40, Calendar: -1, Rate: 40}}
	for _, row := range rows {
		for n, t := range row {
			i := s.add(t)
			if n > 0 {
				s.Links = append(s.Links, masterplan.Link{Pred: i - 1, Succ: i})
			}
		}
	}
	return s
}

type task struct {
	name string
	days int64
	crew float64
}

func (s *sketch) add(t task) int32 {
	a := plantest.Chain(t.name).Activities[0]
	a.Duration.Minutes, a.Remaining = t.days*480, t.days*480
	i := int32(len(s.Activities))
	s.Activities = append(s.Activities, a)
	s.at[t.name] = i
	if t.crew > 0 {
		s.Assignments = append(s.Assignments, masterplan.Assignment{UID: int64(i + 1), Activity: i, Units: t.crew, Start: worktime.None, Finish: worktime.None})
	}
	return i
}

func (s *sketch) link(a, b string) {
	s.Links = append(s.Links, masterplan.Link{Pred: s.at[a], Succ: s.at[b]})
}

// ask is a question about s after a stoppage of its first two weeks.
func (s *sketch) ask() recovery.Input {
	return recovery.Input{
		Plan: s.Plan, Keep: worktime.None, Today: recovery.SiteConditions{Day: monday + 14},
		Stoppages: []stoppage.Stoppage{{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: monday, To: monday + 13}},
	}
}

func solve(t testing.TB, in recovery.Input, rounds int) *recovery.Frontier {
	t.Helper()
	f, err := frontier.Solve(t.Context(), in, frontier.Options{Seed: 1, Cores: 2, Rounds: rounds})
	if err != nil {
		t.Fatal(err)
	}
	sane(t, &in, f)
	return f
}

// reporter is a test, of rapid too.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// sane holds what is true of every frontier.
func sane(t reporter, in *recovery.Input, f *recovery.Frontier) {
	t.Helper()
	for i := range f.Points {
		p := &f.Points[i]
		sum := int64(0)
		for _, m := range p.Measures {
			sum += m.Cost
			if m.Cost < 1 || m.Days < 0 {
				t.Errorf("point %d: a measure that is free or costs days: %+v", i, m)
			}
		}
		if sum != p.Cost {
			t.Errorf("point %d: measures cost %d, the point %d", i, sum, p.Cost)
		}
		if i > 0 && (p.Cost <= f.Points[i-1].Cost || p.Finish >= f.Points[i-1].Finish || p.Days <= f.Points[i-1].Days) {
			t.Errorf("point %d is no better than the one before", i)
		}
		if masterplan.EndDay(p.Finish) < masterplan.EndDay(f.LowerBound) {
			t.Errorf("point %d ends %v, before the bound %v", i, p.Finish, f.LowerBound)
		}
		for _, load := range p.Trades {
			for _, d := range load.Days {
				if d.Needed > d.There+d.Brought+1e-9 {
					t.Errorf("point %d: %s needs %v on %v, there are %v and %v", i, load.Trade, d.Needed, d.Day, d.There, d.Brought)
				}
			}
		}
	}
	if f.Points[0].Cost != 0 || f.Points[0].Days != 0 || f.Points[0].Finish != f.WithoutMeasures {
		t.Errorf("the first point is not the one without measures: %+v", f.Points[0])
	}
	if f.KeepAt >= 0 && (masterplan.EndDay(f.Points[f.KeepAt].Finish) > masterplan.EndDay(f.Keep) || f.KeepAt > 0 && masterplan.EndDay(f.Points[f.KeepAt-1].Finish) <= masterplan.EndDay(f.Keep)) {
		t.Errorf("point %d is not the cheapest that keeps %v", f.KeepAt, f.Keep)
	}
}

func kinds(p *recovery.Point) (out []acceleration.Kind) {
	for _, m := range p.Measures {
		if !slices.Contains(out, m.Kind) {
			out = append(out, m.Kind)
		}
	}
	return out
}

func TestSingleChain(t *testing.T) {
	s := draw([]task{{"A", 10, 8}, {"B", 10, 8}, {"C", 10, 8}})
	f := solve(t, s.ask(), 4)
	if masterplan.EndDay(f.WithoutMeasures)-masterplan.EndDay(f.Planned) != 14 || f.Loss.Days != 14 {
		t.Errorf("planned %v, without %v, lost %d", f.Planned, f.WithoutMeasures, f.Loss.Days)
	}
	if f.KeepAt <= 0 {
		t.Errorf("two weeks of a chain of six can be won back: %+v", f.Points[len(f.Points)-1].Finish)
	}
	last := &f.Points[f.SoonestAt]
	if masterplan.EndDay(last.Finish)-masterplan.EndDay(f.LowerBound) > 3 {
		t.Errorf("earliest %v is far from the bound %v %+v", last.Finish, f.LowerBound, last.Measures)
	}
}

// Where two chains are equally long, a day of the finish is paid on both.
func TestTwoParallelChainsPayTwice(t *testing.T) {
	s := draw([]task{{"A", 15, 8}, {"B", 15, 8}}, []task{{"X", 15, 8}, {"Y", 15, 8}}, []task{{"End", 2, 0}})
	s.link("B", "End")
	s.link("Y", "End")
	in := s.ask()
	in.Settings.Hard = []string{"End"}
	f := solve(t, in, 2)
	for i := 1; i < len(f.Points); i++ {
		left, right := false, false
		for _, m := range f.Points[i].Measures {
			left = left || m.Activity == s.at["A"] || m.Activity == s.at["B"]
			right = right || m.Activity == s.at["X"] || m.Activity == s.at["Y"]
		}
		if !left || !right {
			t.Errorf("point %d wins %d days on one chain only: %+v", i, f.Points[i].Days, f.Points[i].Measures)
		}
	}
	if len(f.Points) < 4 {
		t.Errorf("%d points only", len(f.Points))
	}
}

// Once the longer chain is as short as the other, both have to be paid.
func TestCrashMakesANewChainCritical(t *testing.T) {
	s := draw([]task{{"A", 20, 8}}, []task{{"X", 17, 8}}, []task{{"End", 2, 0}})
	s.link("A", "End")
	s.link("X", "End")
	in := s.ask()
	in.Settings.Hard = []string{"End"}
	f := solve(t, in, 2)
	one, both := false, false
	for i := 1; i < len(f.Points); i++ {
		a, x := uses(&f.Points[i], s.at["A"]), uses(&f.Points[i], s.at["X"])
		one = one || a && !x
		both = both || a && x
		if x && !a {
			t.Errorf("point %d pays for the shorter chain only", i)
		}
	}
	if !one || !both {
		t.Errorf("first one chain, then both: %v %v", one, both)
	}
}

func uses(p *recovery.Point, i int32) bool {
	return slices.ContainsFunc(p.Measures, func(m acceleration.Measure) bool { return m.Activity == i })
}

func TestNightPermit(t *testing.T) {
	s := draw([]task{{"A", 20, 8}})
	in := s.ask()
	in.Settings.Off = []acceleration.Kind{acceleration.MoreHands, acceleration.NewHands, acceleration.Overtime50, acceleration.Overtime60}
	quiet := solve(t, in, 0+1)
	if !slices.Contains(kinds(&quiet.Points[quiet.SoonestAt]), acceleration.NightShift) {
		t.Fatalf("nobody is disturbed, so nights may be worked: %v", quiet.Points)
	}
	in.Today.Night.Sensitive = true
	in.Keep = quiet.Points[quiet.SoonestAt].Finish
	without := solve(t, in, 1)
	if len(without.Points) != 1 {
		t.Errorf("night work without its permit: %+v", without.Points)
	}
	if !slices.ContainsFunc(without.Conflicts, func(c recovery.Conflict) bool { return c.Kind == recovery.NightConflict && c.Days > 0 }) {
		t.Errorf("the missing permit is not named: %+v", without.Conflicts)
	}
	in.Today.Night.Permitted = true
	if with := solve(t, in, 1); with.KeepAt < 0 {
		t.Error("with the permit the finish can be kept")
	}
}

func TestHeadcountCap(t *testing.T) {
	s := draw([]task{{"A", 10, 8}, {"B", 10, 8}}, []task{{"X", 20, 8}})
	in := s.ask()
	in.Today.People = 18
	f := solve(t, in, 2)
	for i := range f.Points {
		for _, load := range f.Points[i].Trades {
			for _, d := range load.Days {
				if load.Trade == "people" && d.Needed > 18 {
					t.Errorf("point %d: %v people on %v", i, d.Needed, d.Day)
				}
			}
		}
	}
	in.Today.People = 8 // the two rows one after the other
	in.Keep = (monday + 40).At(0)
	f = solve(t, in, 1)
	if masterplan.EndDay(f.WithoutMeasures)-masterplan.EndDay(f.Planned) < 40 {
		t.Errorf("eight people cannot do both rows at once: %v", f.WithoutMeasures)
	}
	if !slices.ContainsFunc(f.Conflicts, func(c recovery.Conflict) bool { return c.Kind == recovery.PeopleConflict && c.Days > 0 }) {
		t.Errorf("the limit of people is not named: %+v", f.Conflicts)
	}
}

func TestShortOfHands(t *testing.T) {
	s := draw([]task{{"A", 10, 8}}, []task{{"X", 10, 8}})
	in := s.ask()
	in.Today.Hands = []recovery.Headcount{{Trade: "crew", From: worktime.NoDay, Count: 6}, {Trade: "CREW", From: monday + 21, Count: 12}}
	in.Keep = (monday + 20).At(0)
	f := solve(t, in, 1)
	if !slices.ContainsFunc(f.Conflicts, func(c recovery.Conflict) bool {
		return c.Kind == recovery.HandsConflict && c.Days > 0 && c.Priced && c.Price > 0
	}) {
		t.Errorf("the missing hands are not named and priced: %+v", f.Conflicts)
	}
	in.Today.Hands = []recovery.Headcount{{Trade: "crew", From: worktime.NoDay, Count: 0}}
	if _, err := frontier.Solve(t.Context(), in, frontier.Options{Rounds: 1}); err == nil {
		t.Error("a trade without any hands is not refused")
	}
}

func TestTargetInfeasible(t *testing.T) {
	s := draw([]task{{"A", 10, 8}, {"B", 10, 8}})
	in := s.ask()
	in.Keep = (monday + 17).At(0)
	f := solve(t, in, 2)
	if f.KeepAt >= 0 || len(f.Conflicts) == 0 || f.Conflicts[0].Kind != recovery.ChainConflict || len(f.Conflicts[0].Activities) != 2 {
		t.Errorf("keep at %d, conflicts %+v", f.KeepAt, f.Conflicts)
	}
	if masterplan.EndDay(f.LowerBound) <= masterplan.EndDay(f.Keep) {
		t.Errorf("the bound %v does not show that %v cannot be kept", f.LowerBound, f.Keep)
	}
}

func TestNoOvertimeLeft(t *testing.T) {
	s := draw([]task{{"A", 10, 8}})
	in := s.ask()
	in.Settings.Off = []acceleration.Kind{acceleration.MoreHands, acceleration.NewHands, acceleration.NightShift}
	if f := solve(t, in, 1); !slices.Contains(kinds(&f.Points[f.SoonestAt]), acceleration.Overtime60) {
		t.Errorf("overtime is not used: %+v", f.Points)
	}
	in.Today.Hands = []recovery.Headcount{{Trade: "crew", From: worktime.NoDay, Count: 40, OvertimeUsed: 36}}
	if f := solve(t, in, 1); len(f.Points) != 1 {
		t.Errorf("hours that are used up are worked again: %+v", f.Points)
	}
}

func TestDeliveryHurried(t *testing.T) {
	s := draw([]task{{"A", 5, 8}, {"B", 5, 8}})
	in := s.ask()
	in.Today.Deliveries = []recovery.Awaited{{
		ID: "d", Item: "Lifts", Activities: []string{"id-B"}, Expected: monday + 30, Confidence: delivery.Uncertain,
		Offers: []recovery.Offer{{On: monday + 23, Price: 5000, By: "Air freight"}},
	}}
	f := solve(t, in, 2)
	found := false
	for i := range f.Points {
		for _, m := range f.Points[i].Measures {
			found = found || m.Kind == acceleration.Expedite && m.Cost == 5000 && m.Subject == "Lifts"
		}
	}
	if !found {
		t.Errorf("the offer is not taken: %+v", f.Points)
	}
	in.Today.Deliveries[0].Offers = nil
	in.Keep = (monday + 25).At(0)
	f = solve(t, in, 1)
	if !slices.ContainsFunc(f.Conflicts, func(c recovery.Conflict) bool {
		return c.Kind == recovery.DeliveryConflict && c.ID == "d" && c.Days > 0
	}) {
		t.Errorf("the delivery is not named: %+v", f.Conflicts)
	}
	in.Today.Deliveries[0].Expected = worktime.NoDay
	f = solve(t, in, 1)
	if !slices.ContainsFunc(f.Conflicts, func(c recovery.Conflict) bool { return c.Kind == recovery.UndatedConflict }) {
		t.Errorf("the delivery that nobody dates is not named: %+v", f.Conflicts)
	}
}

// Two thirds of the goods are there, so two thirds of the work need not wait.
func TestSplitByDelivery(t *testing.T) {
	s := draw([]task{{"A", 9, 8}})
	in := s.ask()
	in.Settings.Off = []acceleration.Kind{acceleration.MoreHands, acceleration.NewHands, acceleration.NightShift, acceleration.Overtime50, acceleration.Overtime60}
	in.Today.Deliveries = []recovery.Awaited{{ID: "d", Item: "Beds", Activities: []string{"id-A"}, Expected: monday + 24, Confidence: delivery.Confirmed, Arrived: 0.67}}
	f := solve(t, in, 1)
	if len(f.Points) != 2 || !slices.Contains(kinds(&f.Points[1]), acceleration.Split) {
		t.Fatalf("not split: %+v", f.Points)
	}
	if f.Points[1].Days < 6 {
		t.Errorf("the split wins %d days", f.Points[1].Days)
	}
}

func TestLoan(t *testing.T) {
	s := draw([]task{{"A", 20, 8}})
	s.Resources[0].MaxUnits = 8
	in := s.ask()
	in.Settings.Off = []acceleration.Kind{acceleration.NewHands, acceleration.NightShift, acceleration.Overtime50, acceleration.Overtime60}
	in.Today.Loans = []recovery.Loan{{Trade: "crew", Count: 8, From: monday + 14, To: monday + 60, Lender: "p2", Name: "Hall", PerDay: 100, Float: 12}}
	f := solve(t, in, 1)
	if last := &f.Points[f.SoonestAt]; !slices.ContainsFunc(last.Measures, func(m acceleration.Measure) bool {
		return m.Kind == acceleration.Borrow && m.ID == "p2" && m.Subject == "Hall" && m.Hands > 0
	}) {
		t.Errorf("nothing is borrowed: %+v", f.Points)
	}
}

func TestOverlap(t *testing.T) {
	s := draw([]task{{"A", 20, 8}, {"B", 20, 8}})
	in := s.ask()
	in.Settings.Off = []acceleration.Kind{acceleration.MoreHands, acceleration.NewHands, acceleration.NightShift, acceleration.Overtime50, acceleration.Overtime60}
	f := solve(t, in, 1)
	if len(f.Points) != 2 || !reflect.DeepEqual(kinds(&f.Points[1]), []acceleration.Kind{acceleration.Overlap}) || f.Points[1].Days < 6 {
		t.Fatalf("not overlapped: %+v", f.Points)
	}
	if m := f.Points[1].Measures[0]; m.Activity != s.at["B"] || m.Before != s.at["A"] {
		t.Errorf("overlap of %+v", m)
	}
	s.Activities[0].Name = "Concrete curing 养护"
	if f := solve(t, in, 1); len(f.Points) != 1 {
		t.Errorf("curing is overlapped: %+v", f.Points)
	}
}

// The same seed and rounds give the same answer on one core and on two.
func TestCoresDoNotMatter(t *testing.T) {
	rows := make([][]task, 4)
	for r := range rows {
		for n := range 5 {
			rows[r] = append(rows[r], task{fmt.Sprintf("%c%d", 'A'+r, n), int64(4 + (3*r+5*n)%9), 8})
		}
	}
	in := draw(rows...).ask()
	in.Today.Hands = []recovery.Headcount{{Trade: "crew", From: worktime.NoDay, Count: 20}}
	var answers [2]*recovery.Frontier
	for n := range answers {
		f, err := frontier.Solve(t.Context(), in, frontier.Options{Seed: 7, Cores: n + 1, Rounds: 6})
		if err != nil {
			t.Fatal(err)
		}
		answers[n] = f
	}
	if !reflect.DeepEqual(answers[0], answers[1]) {
		t.Error("one core and two disagree")
	}
	sane(t, &in, answers[0])
}

func TestCancelled(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := frontier.Solve(ctx, draw([]task{{"A", 10, 8}}).ask(), frontier.Options{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// An observer sees the first frontier, and that it only gets better.
func TestWatched(t *testing.T) {
	var seen []recovery.Progress
	var copies []recovery.Frontier // as they were when handed over
	in := draw([]task{{"A", 10, 8}, {"B", 12, 8}}, []task{{"X", 15, 8}, {"Y", 6, 8}}).ask()
	_, err := frontier.Solve(t.Context(), in, frontier.Options{Seed: 1, Cores: 2, Rounds: 5, Observe: func(p recovery.Progress) {
		seen = append(seen, p)
		copied := recovery.Frontier{}
		if p.Frontier != nil {
			copied = *p.Frontier
			copied.Points = slices.Clone(p.Frontier.Points)
		}
		copies = append(copies, copied)
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range seen {
		if p.Frontier != nil && !reflect.DeepEqual(*p.Frontier, copies[i]) {
			t.Errorf("frontier %d was changed after it was handed over", i)
		}
	}
	var before *recovery.Frontier
	for _, p := range seen {
		if p.Frontier == nil {
			if before != nil {
				t.Error("a frontier was taken away")
			}
			continue
		}
		if before != nil {
			for _, a := range before.Points {
				if !slices.ContainsFunc(p.Frontier.Points, func(b recovery.Point) bool { return b.Finish.Day() <= a.Finish.Day() && b.Cost <= a.Cost }) {
					t.Errorf("the point at %v for %d was lost", a.Finish, a.Cost)
				}
			}
		}
		before = p.Frontier
	}
	if last := seen[len(seen)-1]; last.Stage != recovery.StageDone || last.Share != 1 {
		t.Errorf("the last word: %+v", last)
	}
}
