package network_test

import (
	"fmt"
	"runtime"
	"testing"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// synthetic is n activities in layers, two links to each from nearby ones, all
// types and calendars mixed; the same for the same n.
func synthetic(t testing.TB, n int) *network.Problem {
	p := &network.Problem{Calendars: calendars(t), Start: monday, DataDate: worktime.None, MustFinish: worktime.None}
	seed := uint32(20200221)
	next := func(below int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % below
	}
	for i := range n {
		p.Activities = append(p.Activities, task(int32(next(3)), int64(60+next(2400))))
		for range min(i, 2) {
			l := network.Link{Pred: int32(max(0, i-1-next(200))), Succ: int32(i), LagCalendar: 0}
			if next(3) == 0 {
				l.Type, l.Lag = network.LinkType(next(4)), int64(next(960))
			}
			p.Links = append(p.Links, l)
		}
	}
	return p
}

func BenchmarkSchedule(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		p := synthetic(b, n)
		items := float64(len(p.Activities) + len(p.Links))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := network.Schedule(p); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/items, "ns/item")
		})
	}
}

// TestBudget holds the memory that the product promises: 400 bytes for every
// activity and link of 100,000. How long they take is measured by the benchmark.
func TestBudget(t *testing.T) {
	p := synthetic(t, 100_000)
	items := uint64(len(p.Activities) + len(p.Links))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	solve(t, p)
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / items; each > 400 {
		t.Errorf("%d bytes an item", each)
	}
}
