package evolve

// Projects that share crews are bred as wholes now and then: a child takes the
// keys of some projects from its father, and seeds let some projects go first.

// numberProjects sets project: the projects of the problem numbered from 0.
func (p *Population) numberProjects() {
	seen := map[int]int32{}
	p.project = make([]int32, p.m.N)
	for i := range p.m.P.Tasks {
		of := p.m.P.Tasks[i].Project
		if _, known := seen[of]; !known {
			seen[of] = int32(len(seen))
		}
		p.project[i] = seen[of]
	}
	p.picked = make([]int32, len(seen))
}

// severalProjects reports whether there is more than one.
func (p *Population) severalProjects() bool { return len(p.picked) > 1 }

// crossProjects sets child to the keys of the mother, but for some projects to
// those of the father, and the ways of plan alike.
func (p *Population) crossProjects(mother, father *member) {
	share := 1 + p.rng.IntN(len(p.picked)/2+1)
	for k := range p.picked {
		p.picked[k] = 0
		if p.rng.IntN(len(p.picked)) < share {
			p.picked[k] = 1
		}
	}
	for i := range p.child {
		from := mother
		if p.picked[p.project[i]] == 1 {
			from = father
		}
		p.child[i] = from.key[i]
		if p.many {
			p.plan.Way[i] = from.way[i]
		}
	}
	p.behindPredecessors(p.child)
	if p.many {
		p.redraw(p.plan.Way)
		p.repairBudgets(p.plan.Way)
	}
}

// stagger moves the keys of whole projects, up to span.
func (p *Population) stagger(span float64) {
	for k := range p.picked {
		p.picked[k] = int32(p.rng.Float64() * span)
	}
	for i := range p.child {
		p.child[i] += p.picked[p.project[i]]
	}
}
