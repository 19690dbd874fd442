package exact

import (
	"slices"

	"fugong/solve/schedule/compiled"
)

// block is tasks that are placed as one: a worked cycle structure in the shape it was
// worked in, or a task of no cycle structure.
type block struct {
	tasks []int32
	way   []int32 // by place in tasks
	at    []int32 // start, from that of the first to start
}

// blockOf is the block of a cycle structure whose engine holds a solution; false: a mode it
// chose is of no use in the whole.
func (k *cycleStructure) blockOf(m *compiled.Model) (b block, ok bool) {
	b.tasks = k.tasks
	for n, i := range k.tasks {
		w := m.WayOf(i, int(k.m.Mode[k.chosen(int32(n))]))
		if w < 0 {
			return b, false
		}
		b.at, b.way = append(b.at, int32(k.e.Lower(k.start[n]))), append(b.way, w)
	}
	first := slices.Min(b.at)
	for n := range b.at {
		b.at[n] -= first
	}
	return b, true
}

// assembleBlocks makes a schedule of worked cycle structures: every block as early as it fits
// after those it waits for (Franck, Neumann and Schwindt 2001). Blocks never wait
// for one another in a ring, so what is placed stays; false: some block finds no
// place within the horizon, or more than starts has to be chosen.
func assembleBlocks(m *compiled.Model, worked []block) (start, way []int32, ok bool) {
	if len(m.Clocks) > 0 || len(m.Budget) > 0 {
		return nil, nil, false
	}
	s := &site{m: m, start: make([]int32, m.N), way: make([]int32, m.N), placed: make([]bool, m.N)}
	for r := range m.Peak {
		s.free = append(s.free, capacityByTick(m, int32(r), m.Reach+1))
	}
	for _, b := range orderBlocks(m, worked) {
		if !s.placeBlock(&b) {
			return nil, nil, false
		}
	}
	return s.start, s.way, true
}

// orderBlocks is all tasks in blocks, none before what it waits for.
func orderBlocks(m *compiled.Model, worked []block) (all []block) {
	of := map[int32]*block{}
	for n := range worked {
		for _, i := range worked[n].tasks {
			of[i] = &worked[n]
		}
	}
	rings := findCycleStructures(m)
	slices.Reverse(rings)
	for _, tasks := range rings {
		if b := of[tasks[0]]; b != nil {
			all = append(all, *b)
			continue
		}
		all = append(all, block{tasks: tasks, way: []int32{m.WayAt[tasks[0]]}, at: []int32{0}})
	}
	return all
}

// site is where blocks are placed.
type site struct {
	m          *compiled.Model
	free       [][]int32 // by resource, by tick
	start, way []int32   // by task
	placed     []bool    // by task
}

// placeBlock places b where it fits first; false: nowhere.
func (s *site) placeBlock(b *block) bool {
	for shift, last := s.shiftWindow(b); shift <= last; {
		t := s.lastClash(b, shift)
		switch {
		case t < 0:
			s.take(b, shift)
			return true
		case len(b.tasks) == 1:
			shift = t + 1
		default:
			shift++
		}
	}
	return false
}

// shiftWindow is the shifts of b that links and windows leave.
func (s *site) shiftWindow(b *block) (from, to int32) {
	to = s.m.Reach
	for n, i := range b.tasks {
		from, to = max(from, s.m.Est[i]-b.at[n]), min(to, s.m.Lst[i]-b.at[n])
		for _, a := range s.m.Ins(i) {
			arc := &s.m.Arcs[a]
			if !s.placed[arc.From] {
				continue // of the same block
			}
			begun := s.start[arc.From]
			t := arc.After(compiled.Tick(arc.FromEnd, begun, begun+s.m.Dur[s.way[arc.From]]))
			from = max(from, t-compiled.Tick(arc.ToEnd, b.at[n], b.at[n]+s.m.Dur[b.way[n]]))
		}
	}
	return from, to
}

// lastClash is the last tick at which b, shifted, asks for more than is free; -1: it
// fits.
func (s *site) lastClash(b *block, shift int32) int32 {
	last := int32(-1)
	s.visitUses(b, shift, func(free *int32, amount, t int32) {
		if *free -= amount; *free < 0 {
			last = max(last, t)
		}
	})
	s.visitUses(b, shift, func(free *int32, amount, _ int32) { *free += amount })
	return last
}

func (s *site) take(b *block, shift int32) {
	s.visitUses(b, shift, func(free *int32, amount, _ int32) { *free -= amount })
	for n, i := range b.tasks {
		s.start[i], s.way[i], s.placed[i] = shift+b.at[n], b.way[n], true
	}
}

// visitUses visits what b uses when it is shifted, tick by tick.
func (s *site) visitUses(b *block, shift int32, visit func(free *int32, amount, t int32)) {
	for n, w := range b.way {
		begun := shift + b.at[n]
		for u := s.m.UseAt[w]; u < s.m.UseAt[w+1]; u++ {
			for t := begun; t < begun+s.m.Dur[w]; t++ {
				visit(&s.free[s.m.UseOf[u]][t], s.m.Use[u], t)
			}
		}
	}
}
