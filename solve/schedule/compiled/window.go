package compiled

import "fugong/solve/schedule"

// maxRounds bounds the passes over a problem with back arcs. A loop that only
// calendars close would go on to the horizon one tick a pass.
const maxRounds = 10_000

// setWindows sets est, ect, lst and lct of every task.
func (m *Model) setWindows() {
	m.Est, m.Ect = make([]int32, m.N), make([]int32, m.N)
	m.Lst, m.Lct = make([]int32, m.N), make([]int32, m.N)
	m.until(m.earlyPass)
	m.until(m.latePass)
	for _, i := range m.Order {
		if m.Est[i] > m.Lst[i] || m.Ect[i] > m.Lct[i] {
			m.Empty = i
			return
		}
	}
}

// until repeats a pass until it changes nothing. One pass is enough when all
// arcs run forward.
func (m *Model) until(pass func(first bool) (changed bool)) {
	for round := range min(m.N+2, maxRounds) {
		if !pass(round == 0) || m.Back == 0 || m.Empty >= 0 {
			return
		}
	}
	m.Empty = m.Order[0]
}

func (m *Model) earlyPass(first bool) (changed bool) {
	for _, i := range m.Order {
		start, end := m.earlyBounds(i, first)
		s, e := int32(Never), int32(Never)
		for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
			at := m.Earliest(w, start, end)
			s, e = min(s, at), min(e, m.End(w, at))
		}
		if p := m.P.Tasks[i].Pin; p != nil {
			if s > int32(p.Start) {
				m.Empty = i
			}
			s = int32(p.Start)
			e = m.End(m.WayAt[i], s)
		}
		changed = changed || first || s > m.Est[i] || e > m.Ect[i]
		m.Est[i], m.Ect[i] = min(s, Never), min(e, Never)
		if e >= Never {
			m.Empty = i
		}
	}
	return changed
}

// earlyBounds is what release and arcs leave: the earliest start and end. In
// the first pass back arcs start from what is not known yet.
func (m *Model) earlyBounds(i int32, first bool) (start, end int32) {
	start = int32(m.P.Tasks[i].Release)
	for _, a := range m.Ins(i) {
		arc := &m.Arcs[a]
		if first && !m.Forward(arc) {
			continue
		}
		at := arc.After(Tick(arc.FromEnd, m.Est[arc.From], m.Ect[arc.From]))
		if arc.ToEnd == schedule.Start {
			start = max(start, at)
		} else {
			end = max(end, at)
		}
	}
	return start, end
}

func (m *Model) latePass(first bool) (changed bool) {
	for n := m.N - 1; n >= 0; n-- {
		i := m.Order[n]
		start, end := m.lateBounds(i, first)
		s, e := int32(-1), int32(-1)
		for w := m.WayAt[i]; w < m.WayAt[i+1]; w++ {
			at := m.Latest(w, start, end)
			s = max(s, at)
			if at >= 0 {
				e = max(e, m.End(w, at))
			}
		}
		if p := m.P.Tasks[i].Pin; p != nil {
			if s < int32(p.Start) {
				m.Empty = i
			}
			s = int32(p.Start)
			e = m.End(m.WayAt[i], s)
		}
		changed = changed || first || s < m.Lst[i] || e < m.Lct[i]
		m.Lst[i], m.Lct[i] = s, e
		if s < 0 {
			m.Empty = i
		}
	}
	return changed
}

// lateBounds is what horizon, deadline and arcs leave: the latest start and end.
func (m *Model) lateBounds(i int32, first bool) (start, end int32) {
	start, end = m.Horizon, m.Horizon
	if d := m.P.Tasks[i].Deadline; d > 0 {
		end = min(end, int32(d))
	}
	for _, a := range m.Outs(i) {
		arc := &m.Arcs[a]
		if first && !m.Forward(arc) {
			continue
		}
		at := arc.Before(Tick(arc.ToEnd, m.Lst[arc.To], m.Lct[arc.To]))
		if arc.FromEnd == schedule.Start {
			start = min(start, at)
		} else {
			end = min(end, at)
		}
	}
	return start, end
}
