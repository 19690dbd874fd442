package evolve

import (
	"context"
	"math/rand/v2"
	"testing"

	"fugong/solve/schedule/compiled"
	"fugong/solve/schedule/scheduletest"
)

func compileProblem(t *testing.T, seed uint64, tasks int, rules scheduletest.Rules) *compiled.Model {
	t.Helper()
	m, err := compiled.Compile(scheduletest.Random(rand.New(rand.NewPCG(seed, 5)), tasks, rules))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Two populations of a size are joined to one of twice the size.
func TestLeagueJoinsEquals(t *testing.T) {
	m := compileProblem(t, 5, 12, scheduletest.Simple)
	p := New(m, 1)
	p.wanted = 20
	p.breed()
	var sizes []int
	for range 3 {
		for level, done := p.level, len(p.done); p.level == level && len(p.done) == done; {
			p.makeMember()
		}
		sizes = append(sizes, p.wanted)
		p.wanted = min(p.wanted, 20<<p.level) // the next new one is as small
		p.breed()
	}
	if sizes[1] != 40 || p.level != 0 || len(p.done) != 1 || p.done[0].level != 1 {
		t.Errorf("sizes %v, level %d, %d done", sizes, p.level, len(p.done))
	}
}

// A population told to last long starts large, and thinning halves it.
func TestExpectSizesThePopulation(t *testing.T) {
	m := compileProblem(t, 5, 12, scheduletest.Simple)
	short, long := New(m, 1), New(m, 1)
	short.Expect(int64(m.N) * 1000)
	long.Expect(int64(m.N) * 100_000)
	if short.wanted != 37 || long.wanted != 377 {
		t.Errorf("%d members wanted for a short search, %d for a long one", short.wanted, long.wanted)
	}
	for len(short.sides[0]) < short.wanted {
		short.makeMember()
	}
	best := short.sides[0][leader(short.sides[0])].score
	if short.keepBetterHalf(); len(short.sides[0]) != 18 || len(short.sides[1]) != 18 {
		t.Errorf("thinned to %d and %d", len(short.sides[0]), len(short.sides[1]))
	}
	if got := short.sides[0][leader(short.sides[0])].score; best.less(got) {
		t.Errorf("the best, %v, was thinned out; left is %v", best, got)
	}
}

// What is injected into a search under way is its best at once and a member only
// when populations are joined.
func TestGuestWaits(t *testing.T) {
	var p, q *Population
	for seed := uint64(0); q == nil || !q.value.Less(p.value); seed++ {
		m := compileProblem(t, seed, 30, scheduletest.Simple)
		p, q = New(m, 1), New(m, 9)
		q.Step(context.Background(), int64(m.N)*2000)
		p.seedFromRule()
	}
	s, v, _ := q.Best()
	if !p.Inject(s) || p.value != v || !p.guest || len(p.sides[0]) != 1 {
		t.Errorf("value %v of %v, guest %v, %d members", p.value, v, p.guest, len(p.sides[0]))
	}
	p.wanted = 2
	p.admit()
	if p.guest || len(p.sides[0]) != 2 {
		t.Errorf("guest %v, %d members", p.guest, len(p.sides[0]))
	}
}
