package lcg

// Term is a weighted variable.
type Term struct {
	Weight int64
	Var    Var
}

// sum keeps a weighted sum of sides at most most.
type sum struct {
	id     int32
	sides  []int32
	weight []int64 // positive
	most   int64
	part   []int32 // by side: its index + 1, or 0
}

// Limit is the greatest value of a sum, which may be lowered.
type Limit struct {
	prop int32
	most *int64
}

// AddSum keeps the weighted sum of the terms at most most. Each variable may
// appear once.
func (e *Engine) AddSum(terms []Term, most int64) Limit {
	s := &sum{most: most, part: make([]int32, len(e.bound))}
	for _, t := range terms {
		if t.Weight == 0 {
			continue
		}
		side, w := int32(2*t.Var), t.Weight
		if w < 0 {
			side, w = side^1, -w
		}
		s.sides = append(s.sides, side)
		s.weight = append(s.weight, w)
		s.part[side] = int32(len(s.sides))
	}
	s.id = e.addPropagator(s, 0, 1)
	for _, side := range s.sides {
		e.wakeOn(side, s.id, 0)
	}
	return Limit{s.id, &s.most}
}

// LowerLimit makes a limit most, which must not be above what it was.
func (e *Engine) LowerLimit(l Limit, most int64) {
	e.backTo(0)
	*l.most = most
	e.enqueue(l.prop)
}

func (s *sum) undone(*Engine, *inbox) {}

func (s *sum) propagate(e *Engine, in *inbox) bool {
	in.clear()
	slack := s.most
	for k, side := range s.sides {
		slack -= s.weight[k] * int64(e.bound[side])
	}
	e.work += int64(len(s.sides)) / 8
	if slack < 0 {
		e.why = e.why[:0]
		s.blame(e, -1, -slack-1)
		e.conflict = append(e.conflict[:0], e.why...)
		return false
	}
	for k, side := range s.sides {
		span := int64(-e.bound[side^1]) - int64(e.bound[side])
		if span*s.weight[k] <= slack {
			continue
		}
		top := int64(e.bound[side]) + slack/s.weight[k]
		if !e.set(Lit{side ^ 1, int32(-top)}, reason{ref: s.id<<2 | byPropagator}) {
			return false
		}
	}
	return true
}

// explain: the others' bounds leave side l.Side^1 at most -l.Val.
func (s *sum) explain(e *Engine, l Lit, _, _ int32) {
	k := s.part[l.Side^1] - 1
	spare := s.weight[k]*int64(1-l.Val) - s.most - 1
	for j, side := range s.sides {
		if int32(j) != k {
			spare += s.weight[j] * int64(e.at(side))
		}
	}
	s.blame(e, k, spare)
}

// blame appends the bounds of the terms other than not, each as weak as spare
// allows.
func (s *sum) blame(e *Engine, not int32, spare int64) {
	for j, side := range s.sides {
		b := e.at(side)
		if int32(j) == not || b <= e.root[side] || e.need[side] >= b {
			continue
		}
		give := min(spare/s.weight[j], int64(b)-int64(e.root[side]))
		spare -= give * s.weight[j]
		b -= int32(give)
		if b > e.root[side] {
			e.why = append(e.why, Lit{side, b})
		}
	}
	for _, side := range s.sides {
		if b := e.at(side); side != s.sideOf(not) && b > e.root[side] && e.need[side] >= b {
			e.why = append(e.why, Lit{side, b})
		}
	}
}

func (s *sum) sideOf(k int32) int32 {
	if k < 0 {
		return -1
	}
	return s.sides[k]
}
