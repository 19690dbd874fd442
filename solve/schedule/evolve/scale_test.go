package evolve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"fugong/solve/schedule"
	"fugong/solve/schedule/compiled"
)

// zone is so many projects of 120 tasks that share four crews.
func zone(projects int) *schedule.Problem {
	const size = 120
	rng := rand.New(rand.NewPCG(uint64(projects), 9))
	p := &schedule.Problem{Name: "zone"}
	crew := max(10, 8*projects/3)
	for r := range 4 {
		p.Resources = append(p.Resources, schedule.Resource{Name: fmt.Sprint("crew ", r), Capacity: schedule.Constant(crew)})
	}
	for k := range projects {
		for i := range size {
			mode := schedule.Mode{Duration: 1 + rng.IntN(10)}
			for r := range 4 {
				if rng.IntN(2) == 0 {
					mode.Demands = append(mode.Demands, schedule.Use{Of: r, Amount: 1 + rng.IntN(10)})
				}
			}
			p.Tasks = append(p.Tasks, schedule.Task{Project: k, Modes: []schedule.Mode{mode}})
			for range 2 {
				if back := 1 + rng.IntN(20); back <= i {
					p.Links = append(p.Links, schedule.Link{From: k*size + i - back, To: k*size + i, FromEnd: schedule.Finish})
				}
			}
		}
	}
	return p
}

// first compiles and takes the first schedule there is.
func first(tb testing.TB, p *schedule.Problem) *Population {
	m, err := compiled.Compile(p)
	if err != nil {
		tb.Fatal(err)
	}
	s := New(m, 1)
	s.Step(context.Background(), 1)
	return s
}

// BenchmarkFirstSchedule is compiling and the first schedule of projects that
// share crews, with the memory kept per task.
func BenchmarkFirstSchedule(b *testing.B) {
	for _, projects := range []int{8, 83, 833} {
		p := zone(projects)
		b.Run(fmt.Sprint(len(p.Tasks)), func(b *testing.B) {
			var s *Population
			for b.Loop() {
				s = first(b, p)
			}
			runtime.GC()
			var kept runtime.MemStats
			runtime.ReadMemStats(&kept)
			b.ReportMetric(float64(kept.HeapAlloc)/float64(len(p.Tasks)), "B/task")
			b.ReportMetric(float64(s.value.Goal), "makespan")
		})
	}
}

func TestFirstScheduleOfAZone(t *testing.T) {
	p := zone(83)
	begun := first(t, p)
	s, v, ok := begun.Best()
	if !ok || begun.Schedules() != 1 {
		t.Fatalf("a schedule: %v, after %d were built", ok, begun.Schedules())
	}
	if got, err := schedule.Check(p, &s); err != nil || got != v {
		t.Errorf("worth %v, said to be %v: %v", got, v, err)
	}
	begun.Step(context.Background(), int64(len(p.Tasks)))
	if len(begun.sides[0]) != 1 || begun.guest {
		t.Errorf("%d members, guest %v", len(begun.sides[0]), begun.guest)
	}
}
