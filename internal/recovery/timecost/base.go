package timecost

import (
	"fugong/internal/fault"
	"fugong/solve/schedule"
	kernel "fugong/solve/schedule/compiled"
	"fugong/solve/worktime"
)

// placeByLinks places every task by its links alone, as early as they let it.
func (m *Model) placeByLinks() error {
	p := *m.Problem
	p.Horizon = m.Ticks
	k, err := kernel.Compile(&p)
	if err != nil {
		return fault.New(fault.Internal, "plan.recovery.unstated").Because(err)
	}
	if k.Empty >= 0 {
		return fault.New(fault.Invalid, "plan.recovery.never", "Activity", p.Tasks[k.Empty].Name, "Until", m.At(m.Ticks).Day())
	}
	m.Base = schedule.Solution{Start: make([]int, k.N), Mode: make([]int, k.N)}
	for i := range k.Est {
		m.Base.Start[i] = int(k.Est[i])
	}
	return nil
}

// dayAt is the morning of a day.
func dayAt(d int) worktime.Time { return worktime.Day(d).At(0) }

// activityNamed is the index of the activity with an id or, failing that, a code;
// -1: none.
func (m *Model) activityNamed(name string) int32 {
	if m.named == nil {
		m.named = map[string]int32{}
		for i := range m.In.Plan.Activities {
			if a := &m.In.Plan.Activities[i]; a.Code != "" {
				m.named[a.Code] = int32(i)
			}
		}
		for i := range m.In.Plan.Activities {
			if a := &m.In.Plan.Activities[i]; a.ID != "" {
				m.named[a.ID] = int32(i)
			}
		}
	}
	if i, ok := m.named[name]; ok {
		return i
	}
	return -1
}

// waitingFor are the tasks of those named that are still to do.
func (m *Model) waitingFor(names []string) (out []int32) {
	for _, name := range names {
		if i := m.activityNamed(name); i >= 0 && m.byTask[i] >= 0 && m.In.Plan.Activities[i].Worked() {
			out = append(out, i)
		}
	}
	return out
}
