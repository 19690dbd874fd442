package coherence

import (
	"fugong/internal/masterplan"
)

// Fields are the fields of Report.Consistent in its order.
var Fields = [6]string{masterplan.EarlyStart, masterplan.EarlyFinish, masterplan.LateStart, masterplan.LateFinish, masterplan.TotalFloat, masterplan.FreeFloat}

// Report is what is contradictory in a file and how many of the other values agree
// with ours.
type Report struct {
	Contradictions []Contradiction   `json:"contradictions"`
	Consistent     masterplan.Counts `json:"consistent"`
}

// Add adds plan p of the file, dated d.
func (r *Report) Add(p *masterplan.Plan, d *masterplan.Dates) {
	found := Find(p, d)
	r.Contradictions = append(r.Contradictions, found...)
	if r.Contradictions == nil {
		r.Contradictions = []Contradiction{}
	}
	n := Count(p, d, found)
	for field, count := range n.All() {
		sum := r.Consistent.All()[field]
		sum.Agree, sum.Of = sum.Agree+count.Agree, sum.Of+count.Of
	}
}

// First is r with so many of its contradictions at most; nil where it has none.
func (r *Report) First(most int) *Report {
	if len(r.Contradictions) == 0 {
		return nil
	}
	return &Report{r.Contradictions[:min(len(r.Contradictions), most)], r.Consistent}
}

// Count counts the values of p's file that agree with d, leaving out what depends on a
// contradiction: the floats of an activity whose float contradicts its dates; late dates
// and floats of everything linked with an activity whose late dates do, directly or
// through headings, early dates as well where those do; and of headings the same as of
// what is below them.
func Count(p *masterplan.Plan, d *masterplan.Dates, found []Contradiction) masterplan.Counts {
	left := dependentParts(p, found)
	var out masterplan.Counts
	for field, n := range masterplan.TallyWhere(p, d, func(i, field int) bool { return !left[i].holds(field) }) {
		*out.All()[field] = n
	}
	return out
}

// left says which values of an activity are left out.
type left struct{ early, late, floats bool }

func (l left) holds(field int) bool {
	switch field {
	case 0, 1:
		return l.early
	case 2, 3:
		return l.late
	}
	return l.floats
}

func (l *left) join(other left) {
	l.early, l.late, l.floats = l.early || other.early, l.late || other.late, l.floats || other.floats
}

func dependentParts(p *masterplan.Plan, found []Contradiction) []left {
	parts := partsOf(p)
	byPart := make([]left, len(p.Activities))
	own := make([]left, len(p.Activities))
	for _, c := range found {
		switch c.reach {
		case ownFloats:
			own[c.at].floats = true
		case everyLate:
			for i := range byPart {
				byPart[i].join(left{late: true, floats: true})
			}
		default:
			byPart[parts.root(int32(c.at))].join(left{early: c.reach == allDates, late: true, floats: true})
		}
	}
	for i := range p.Activities {
		own[i].join(byPart[parts.root(int32(i))])
	}
	out := append([]left(nil), own...)
	for i := range p.Activities {
		if own[i].late {
			for up := p.Activities[i].Parent; up >= 0; up = p.Activities[up].Parent {
				out[up].join(own[i])
			}
		}
	}
	return out
}

// parts are the connected parts of a plan: activities joined by links, those of a
// heading with everything below it.
type parts []int32

func partsOf(p *masterplan.Plan) parts {
	s := make(parts, len(p.Activities))
	for i := range s {
		s[i] = int32(i)
	}
	linked := make([]bool, len(s))
	for _, l := range p.Links {
		s.join(l.Pred, l.Succ)
		linked[l.Pred], linked[l.Succ] = true, true
	}
	for i := range p.Activities {
		for up := p.Activities[i].Parent; up >= 0; up = p.Activities[up].Parent {
			if linked[up] {
				s.join(int32(i), up)
			}
		}
	}
	return s
}

func (s parts) root(i int32) int32 {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

func (s parts) join(a, b int32) { s[s.root(a)] = s.root(b) }
