package compiled

import (
	"math"

	"fugong/solve/schedule"
)

// Bound is a Goal that no solution beats, found in time linear in the problem.
// Of a makespan it is the longest path and, for each resource, the tick by which
// its capacity can have borne what all tasks take of it at the least, between
// the shortest head and the shortest tail. Of the other goals it is the sum of
// what every task costs alone. It is math.MaxInt64 when Empty says that there is
// no solution.
func (m *Model) Bound() int64 {
	if m.Empty >= 0 {
		return math.MaxInt64
	}
	switch m.P.Goal {
	case schedule.Lateness:
		return m.leastLateness()
	case schedule.Cost:
		return m.leastCost()
	}
	var bound int32
	for _, e := range m.Ect {
		bound = max(bound, e)
	}
	tail := m.computeTails()
	for r := range m.Peak {
		bound = max(bound, m.energyBound(int32(r), tail))
	}
	return int64(bound)
}

func (m *Model) leastLateness() (sum int64) {
	for i := range m.P.Tasks {
		if t := &m.P.Tasks[i]; t.Weight > 0 {
			sum += int64(t.Weight) * int64(max(0, int(m.Ect[i])-t.Due))
		}
	}
	return sum
}

func (m *Model) leastCost() (sum int64) {
	for i := range int32(m.N) {
		least := int64(math.MaxInt64)
		for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
			least = min(least, m.Cost[w])
		}
		sum += least
	}
	return sum
}

// computeTails is, by task, how many ticks after its end the project ends at the least:
// along links from finish to start whose lags run on the clock.
func (m *Model) computeTails() []int32 {
	tail := make([]int32, m.N)
	for k := m.N - 1; k >= 0; k-- {
		i := m.Order[k]
		for _, a := range m.Outs(i) {
			arc := &m.Arcs[a]
			if arc.FromEnd == schedule.Finish && arc.ToEnd == schedule.Start && arc.Clk == nil && m.Rank[arc.To] > m.Rank[i] {
				tail[i] = max(tail[i], arc.Lag+m.shortest(arc.To)+tail[arc.To])
			}
		}
	}
	return tail
}

func (m *Model) shortest(i int32) int32 {
	d := int32(math.MaxInt32)
	for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
		d = min(d, m.Dur[w])
	}
	return d
}

// energyBound is when resource r can have borne all that is asked of it, and the
// shortest tail of who asks is over.
func (m *Model) energyBound(r int32, tail []int32) int32 {
	head, shortest, energy := int32(math.MaxInt32), int32(math.MaxInt32), int64(0)
	for i := range int32(m.N) {
		if e := m.leastEnergy(i, r); e > 0 {
			energy += e
			head, shortest = min(head, m.Est[i]), min(shortest, tail[i])
		}
	}
	if energy == 0 {
		return 0
	}
	return m.bornBy(r, head, energy) + shortest
}

// leastEnergy is what task i takes of resource r at the least, in amount × ticks.
func (m *Model) leastEnergy(i, r int32) int64 {
	least := int64(math.MaxInt64)
	for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
		var e int64
		for u := m.UseAt[w]; u < m.UseAt[w+1]; u++ {
			if m.UseOf[u] == r {
				e += int64(m.Use[u]) * int64(m.Dur[w])
			}
		}
		least = min(least, e)
	}
	return least
}

// bornBy is the first tick by which resource r has had so much capacity since a
// tick; that tick if it never has.
func (m *Model) bornBy(r, since int32, energy int64) int32 {
	at := since
	for k := m.CapAt[r]; k < m.CapAt[r+1]; k++ {
		until := int32(Never)
		if k+1 < m.CapAt[r+1] {
			until = m.Caps[k+1].From
		}
		amount := int64(m.Caps[k].Amount)
		if until <= at || amount == 0 {
			at = max(at, until)
			continue
		}
		if ticks := (energy + amount - 1) / amount; ticks <= int64(until-at) {
			return at + int32(ticks)
		}
		energy -= amount * int64(until-at)
		at = until
	}
	return since
}
