package sgs

import (
	"slices"

	"fugong/solve/schedule/compiled"
)

// layout says in which lane of which word the free capacity of a resource is.
type layout struct {
	top    []uint64 // by word: the top bit of every lane
	bits   []uint   // by word: width of its lanes
	word   []int32  // by resource; -1: it can never run short
	shift  []uint   // by resource
	needAt []int32  // by way, plus one
	needs  []need   // of way w: needs[needAt[w]:needAt[w+1]]
}

// need is what a way takes of one word.
type need struct {
	word int32
	dem  uint64
}

// widths are the lanes that a word is cut into. One bit of each is the guard.
var widths = [...]uint{8, 16, 32}

func newLayout(m *compiled.Model) *layout {
	l := &layout{word: make([]int32, len(m.Peak)), shift: make([]uint, len(m.Peak))}
	scarce := scarceResources(m)
	for _, bits := range widths {
		lane := uint(64)
		for r := range m.Peak {
			if !scarce[r] || widthOf(m.Peak[r]) != bits {
				l.skip(r, scarce[r])
				continue
			}
			if lane+bits > 64 {
				l.top, l.bits = append(l.top, topBits(bits)), append(l.bits, bits)
				lane = 0
			}
			l.word[r], l.shift[r] = int32(len(l.top)-1), lane
			lane += bits
		}
	}
	l.packResources(m)
	return l
}

func (l *layout) skip(r int, scarce bool) {
	if !scarce {
		l.word[r] = -1
	}
}

func widthOf(peak int32) uint {
	for _, bits := range widths {
		if int64(peak) < 1<<(bits-1) {
			return bits
		}
	}
	return widths[len(widths)-1]
}

func topBits(bits uint) uint64 {
	var t uint64
	for lane := uint(0); lane < 64; lane += bits {
		t |= 1 << (lane + bits - 1)
	}
	return t
}

// scarceResources are those that could run short: whose capacity varies, or is
// less than all tasks together could ask for.
func scarceResources(m *compiled.Model) []bool {
	all, most := make([]int64, len(m.Peak)), make([]int64, len(m.Peak))
	for i := range int32(m.N) {
		clear(most)
		for u := m.UseAt[m.WayAt[i]]; u < m.UseAt[m.WayAt[i+1]]; u++ {
			most[m.UseOf[u]] = max(most[m.UseOf[u]], int64(m.Use[u]))
		}
		for r := range all {
			all[r] += most[r]
		}
	}
	scarce := make([]bool, len(m.Peak))
	for r := range scarce {
		scarce[r] = all[r] > 0 && (m.CapAt[r+1]-m.CapAt[r] > 1 || all[r] > int64(m.Peak[r]))
	}
	return scarce
}

func (l *layout) packResources(m *compiled.Model) {
	for w := range m.Dur {
		at := len(l.needs)
		l.needAt = append(l.needAt, int32(at))
		for u := m.UseAt[w]; u < m.UseAt[w+1]; u++ {
			r := m.UseOf[u]
			if l.word[r] < 0 {
				continue
			}
			dem := uint64(m.Use[u]) << l.shift[r]
			k := slices.IndexFunc(l.needs[at:], func(n need) bool { return n.word == l.word[r] })
			if k < 0 {
				l.needs = append(l.needs, need{l.word[r], dem})
			} else {
				l.needs[at+k].dem += dem
			}
		}
	}
	l.needAt = append(l.needAt, int32(len(l.needs)))
}

// fillCapacities writes the capacities of a model over ticks 0 up to n.
func (l *layout) fillCapacities(m *compiled.Model, n int32) [][]uint64 {
	free := make([][]uint64, len(l.top))
	for w := range free {
		free[w] = make([]uint64, n)
		for t := range free[w] {
			free[w][t] = l.top[w]
		}
	}
	for r := range m.Peak {
		w := l.word[r]
		if w < 0 {
			continue
		}
		steps := m.Caps[m.CapAt[r]:m.CapAt[r+1]]
		for k, s := range steps {
			to := n
			if k+1 < len(steps) {
				to = min(n, steps[k+1].From)
			}
			for t := s.From; t < to; t++ {
				free[w][t] |= uint64(s.Amount) << l.shift[r]
			}
		}
	}
	return free
}
