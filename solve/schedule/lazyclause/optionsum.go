package lazyclause

import (
	"cmp"
	"slices"
)

// Term is a weighted variable.
type Term struct {
	Weight int64
	Var    Var
}

// Limit is the greatest value of a sum, which may be lowered.
type Limit struct {
	prop int32
	most *int64
}

// Option is a cost that is paid if On, a variable of 0 or 1, is 1.
type Option struct {
	Cost int64
	On   Var
}

// optionSum keeps the cost of the options chosen, one of each group, and a weighted
// sum at most most. Knowing that one of each group is chosen, it counts the
// cheapest that is left.
type optionSum struct {
	id     int32
	groups [][]Option // by Cost
	first  []int32    // by group: the cheapest option left
	rest   []Term     // positive weights of sides
	sides  []int32
	most   int64
}

// AddBill keeps the cost of the options chosen and the weighted sum of rest at
// most most. That exactly one of each group is on is for clauses to say.
func (e *Engine) AddBill(groups [][]Option, rest []Term, most int64) Limit {
	b := &optionSum{groups: groups, first: make([]int32, len(groups)), most: most}
	for _, t := range rest {
		side, w := int32(2*t.Var), t.Weight
		if w < 0 {
			side, w = side^1, -w
		}
		if w != 0 {
			b.rest, b.sides = append(b.rest, Term{Weight: w, Var: t.Var}), append(b.sides, side)
		}
	}
	b.id = e.addPropagator(b, 0, 1)
	for _, g := range groups {
		slices.SortStableFunc(g, func(x, y Option) int { return cmp.Compare(x.Cost, y.Cost) })
		for _, o := range g {
			e.wakeOn(int32(2*o.On+1), b.id, 0)
		}
	}
	for _, s := range b.sides {
		e.wakeOn(s, b.id, 0)
	}
	return Limit{b.id, &b.most}
}

// AddSum keeps the weighted sum of the terms at most most. Each variable may
// appear once.
func (e *Engine) AddSum(terms []Term, most int64) Limit { return e.AddBill(nil, terms, most) }

// LowerLimit makes a limit most, which must not be above what it was.
func (e *Engine) LowerLimit(l Limit, most int64) {
	e.backTo(0)
	*l.most = most
	e.enqueue(l.prop)
}

func (b *optionSum) undone(*Engine, *inbox) {}

func (b *optionSum) propagate(e *Engine, in *inbox) bool {
	in.clear()
	slack := b.most
	for g, options := range b.groups {
		k := 0
		for k < len(options) && e.bound[2*options[k].On+1] == 0 {
			k++
		}
		if k == len(options) {
			return true // the clause over the group fails
		}
		b.first[g] = int32(k)
		slack -= options[k].Cost
	}
	for k, s := range b.sides {
		slack -= b.rest[k].Weight * int64(e.bound[s])
	}
	e.work += int64(len(b.groups)+len(b.sides)) / 8
	if slack < 0 {
		e.why = e.why[:0]
		b.explainOption(e, -1, -1, -slack-1)
		e.conflict = append(e.conflict[:0], e.why...)
		return false
	}
	return b.strikeOptions(e, slack) && b.lowerRest(e, slack)
}

// strikeOptions rules out options that cost more than the slack above the cheapest.
func (b *optionSum) strikeOptions(e *Engine, slack int64) bool {
	for g, options := range b.groups {
		most := options[b.first[g]].Cost + slack
		for k := len(options) - 1; k > int(b.first[g]) && options[k].Cost > most; k-- {
			if !e.setLiteral(options[k].On.AtMost(0), reason{b.id<<2 | byPropagator, int32(g), int32(k)}) {
				return false
			}
		}
	}
	return true
}

// lowerRest lowers what the slack leaves of the rest.
func (b *optionSum) lowerRest(e *Engine, slack int64) bool {
	for k, s := range b.sides {
		w := b.rest[k].Weight
		if span := int64(-e.bound[s^1]) - int64(e.bound[s]); span*w <= slack {
			continue
		}
		top := int64(e.bound[s]) + slack/w
		if !e.setLiteral(Lit{s ^ 1, int32(-top)}, reason{b.id<<2 | byPropagator, -1, int32(k)}) {
			return false
		}
	}
	return true
}

// explain: option aux of group data, or with data negative term aux, is too much
// beside the others.
func (b *optionSum) explain(e *Engine, l Lit, data, aux int32) {
	spare := -b.most - 1
	if data >= 0 {
		spare += b.groups[data][aux].Cost
	} else {
		spare += b.rest[aux].Weight * int64(1-l.Val)
	}
	for g, options := range b.groups {
		if int32(g) != data {
			spare += options[b.cheapest(e, options)].Cost
		}
	}
	for k, s := range b.sides {
		if data >= 0 || int32(k) != aux {
			spare += b.rest[k].Weight * int64(e.at(s))
		}
	}
	b.explainOption(e, data, aux, spare)
}

func (b *optionSum) cheapest(e *Engine, options []Option) int {
	k := 0
	for e.at(int32(2*options[k].On+1)) == 0 {
		k++
	}
	return k
}

// explainOption appends the options off, and the bounds of the rest, of all but group
// not (or, with not negative, term term), leaving out what spare allows.
func (b *optionSum) explainOption(e *Engine, not, term int32, spare int64) {
	for g, options := range b.groups {
		if int32(g) == not {
			continue
		}
		spare -= b.blameGroup(e, options, spare)
	}
	for k, s := range b.sides {
		at, root := e.at(s), e.root[s]
		if not < 0 && int32(k) == term || at <= root {
			continue
		}
		give := min(spare/b.rest[k].Weight, int64(at)-int64(root))
		spare -= give * b.rest[k].Weight
		if at -= int32(give); at > root {
			e.why = append(e.why, Lit{s, at})
		}
	}
}

// blameGroup appends the cheapest options that are off, so many that the
// cheapest other one costs at most spare less than what is really left, and
// returns how much less.
func (b *optionSum) blameGroup(e *Engine, options []Option, spare int64) int64 {
	left := options[b.cheapest(e, options)].Cost
	for k := range options {
		off := options[k].On.AtMost(0)
		if e.holdsAtRoot(off) {
			continue
		}
		if give := left - options[k].Cost; give <= spare {
			return max(give, 0)
		}
		e.why = append(e.why, off)
	}
	return 0
}
