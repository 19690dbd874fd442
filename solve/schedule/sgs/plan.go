package sgs

import (
	"slices"

	"fugong/solve/schedule/compiled"
)

// Plan is a schedule: by task its start, its end and its way.
type Plan struct {
	Start, End, Way []int32
	Late            int64 // ticks by which tasks stand behind their windows; 0: every rule but budgets is kept
}

// NewPlan is a plan of m with the first way of every task, not yet placed.
func NewPlan(m *compiled.Model) *Plan {
	p := &Plan{Start: make([]int32, m.N), End: make([]int32, m.N), Way: make([]int32, m.N)}
	copy(p.Way, m.WayAt)
	return p
}

// Copy makes p equal to q.
func (p *Plan) Copy(q *Plan) {
	copy(p.Start, q.Start)
	copy(p.End, q.End)
	copy(p.Way, q.Way)
	p.Late = q.Late
}

// Last is the last end.
func (p *Plan) Last() int32 {
	if len(p.End) == 0 {
		return 0
	}
	return slices.Max(p.End)
}

// First is the first start.
func (p *Plan) First() int32 {
	if len(p.Start) == 0 {
		return 0
	}
	return slices.Min(p.Start)
}

// sorter sorts tasks by keys of a small range, equal ones along a base order.
type sorter struct {
	base  []int32
	count []int32
	order []int32
}

// newSorter sorts by counting where keys span no more ticks than wide.
func newSorter(base []int32, span int) sorter {
	wide := min(span, 64*len(base)+1024)
	return sorter{base: base, count: make([]int32, wide+2), order: make([]int32, len(base))}
}

// Order is the tasks by increasing key, equal ones along the model's Order. It is
// valid until the next call.
func (d *Decoder) Order(key []int32) []int32 { return d.sorter.sort(key) }

func (s *sorter) sort(key []int32) []int32 {
	if len(key) == 0 {
		return s.order
	}
	lo, hi := slices.Min(key), slices.Max(key)
	if int(hi)-int(lo) >= len(s.count)-1 {
		return s.compare(key)
	}
	count := s.count[:hi-lo+2]
	clear(count)
	for _, k := range key {
		count[k-lo+1]++
	}
	for k := 1; k < len(count); k++ {
		count[k] += count[k-1]
	}
	for _, i := range s.base {
		at := &count[key[i]-lo]
		s.order[*at] = i
		*at++
	}
	return s.order
}

// compare sorts keys of a wide range.
func (s *sorter) compare(key []int32) []int32 {
	copy(s.order, s.base)
	slices.SortStableFunc(s.order, func(a, b int32) int { return int(key[a]) - int(key[b]) })
	return s.order
}
