package evolve

import "math"

// doublingPopulations is the order in which populations are bred. How long a search will
// last is not known, and a population of the wrong size is a waste: a small one
// soon stands still, a large one takes long to become good. So small ones are
// bred first, each from new members; when two of a size are done they are joined
// to one of twice the size, which is bred on, and so forth.
type doublingPopulations struct {
	done   []cohort // by falling size
	level  int      // of the population that is bred now
	wanted int      // members on a side of it
	until  int64    // schedules to be built before it is done
}

// cohort is a population that is done.
type cohort struct {
	sides [2][]member
	level int
}

const (
	leastMembers = 8
	startMembers = 300
	startTasks   = 150     // up to so many tasks a new population has startMembers
	maxMembers   = 3000    // of a first population, however long the search
	mostMembers  = 4 << 20 // tasks of all members of a side
	breeding     = 0.7     // schedules to build for each pair of members
)

// Expect tells about how much work the search may do in all, as far as one
// knows: the first population is then as large as can be bred in it. To be called
// before the first Step.
func (p *Population) Expect(work int64) {
	n := math.Sqrt(float64(work) / float64(p.m.N) / breeding)
	p.wanted = max(leastMembers, min(int(n), maxMembers, mostMembers/p.m.N))
	p.breed()
}

// kickOff starts a new population.
func (p *Population) kickOff() {
	n := startMembers * math.Sqrt(min(1, startTasks/float64(p.m.N)))
	p.level, p.wanted = 0, max(leastMembers, int(n))
	p.sides = [2][]member{}
	p.breed()
}

// breed sets how long the population is bred.
func (p *Population) breed() {
	p.next, p.side = 0, 0
	p.until = p.built + int64(breeding*float64(p.wanted)*float64(p.wanted))
}

// rotatePopulations joins the population that is done with one of its size, or sets it
// aside and starts a new one.
func (p *Population) rotatePopulations() {
	last := len(p.done) - 1
	if last < 0 || p.done[last].level != p.level {
		p.done = append(p.done, cohort{p.sides, p.level})
		p.kickOff()
		return
	}
	for s := range p.sides {
		p.sides[s] = append(p.sides[s], p.done[last].sides[s]...)
	}
	p.done = p.done[:last]
	p.level++
	if p.wanted = len(p.sides[0]); p.wanted*p.m.N > mostMembers {
		p.keepBetterHalf()
	}
	p.admit()
	p.breed()
}

// keepBetterHalf leaves the better of each two members drawn.
func (p *Population) keepBetterHalf() {
	half := p.wanted / 2
	for s, side := range p.sides {
		p.rng.Shuffle(len(side), func(a, b int) { side[a], side[b] = side[b], side[a] })
		for k := 0; k < len(side) && k < half; k++ {
			if other := half + k; other < len(side) && side[other].score.less(side[k].score) {
				side[k] = side[other]
			}
		}
		p.sides[s] = side[:min(half, len(side))]
	}
	p.wanted = half
}
