package compiled

import "fugong/solve/schedule"

// orderTasks sorts the tasks along as many arcs as it can: along all but those that
// only bound from above, else along those that let no task start before its
// predecessor, else along those that make it start later. The last always works,
// since Validate refused loops.
func (m *Model) orderTasks() {
	for _, along := range []func(*Arc) bool{
		func(a *Arc) bool { return !m.P.Links[a.Link].Max || m.leastPush(a) >= 0 },
		func(a *Arc) bool { return m.leastPush(a) >= 0 },
		func(a *Arc) bool { return m.leastPush(a) > 0 },
	} {
		if m.sortAlong(along); len(m.Order) == m.N {
			break
		}
	}
	m.Rank = make([]int32, m.N)
	for n, i := range m.Order {
		m.Rank[i] = int32(n)
	}
	for a := range m.Arcs {
		arc := &m.Arcs[a]
		arc.back = m.Rank[arc.From] >= m.Rank[arc.To] || m.P.Links[arc.Link].Max && m.leastPush(arc) < 0
		if arc.back {
			m.Back++
		}
	}
}

// Forward reports whether a runs along Order and makes its To wait for its From.
func (m *Model) Forward(a *Arc) bool { return !a.back }

// leastPush is how much later than its From the To of an arc surely starts.
func (m *Model) leastPush(a *Arc) int64 {
	n := int64(a.Lag)
	if a.FromEnd == schedule.Finish {
		short, _ := m.startToEndRange(a.From)
		n += int64(short)
	}
	if a.ToEnd == schedule.Finish {
		_, long := m.startToEndRange(a.To)
		n -= int64(long)
	}
	return n
}

// startToEndRange is the least and the most that the end of task i comes after its start.
func (m *Model) startToEndRange(i int32) (short, long int32) {
	short = Never
	for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
		short = min(short, m.Dur[w])
		if m.Clk[w] != nil {
			long = Never
		}
		long = max(long, m.Dur[w])
	}
	return short, long
}

// sortAlong sets Order to the tasks sorted along the arcs chosen, as far as it goes.
func (m *Model) sortAlong(along func(*Arc) bool) {
	in := make([]int32, m.N)
	for a := range m.Arcs {
		if along(&m.Arcs[a]) {
			in[m.Arcs[a].To]++
		}
	}
	m.Order = make([]int32, 0, m.N)
	for i := range in {
		if in[i] == 0 {
			m.Order = append(m.Order, int32(i))
		}
	}
	for head := 0; head < len(m.Order); head++ {
		for _, a := range m.Outs(m.Order[head]) {
			if arc := &m.Arcs[a]; along(arc) {
				if in[arc.To]--; in[arc.To] == 0 {
					m.Order = append(m.Order, arc.To)
				}
			}
		}
	}
}
