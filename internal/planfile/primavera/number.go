package primavera

import (
	"strconv"

	"fugong/internal/masterplan"
)

// Numbers are the ids that tie the tables of a file together: those of the source
// where it has them, so that they stay the same from export to export.
type Numbers struct {
	Project, Root int64   // Root is the WBS element that is the project itself
	Rows          []int64 // of activities and WBS elements, together
	Calendars     []int64
	Resources     []int64
	Links         []int64
	Assignments   []int64
}

// NumberRows gives every row of p its id.
func NumberRows(p *masterplan.Plan) Numbers {
	n := Numbers{Project: 1}
	if id, err := strconv.ParseInt(p.UID, 10, 64); err == nil && id > 0 && id < maxID {
		n.Project = id
	}
	rows := len(p.Activities)
	all := givenNumbers(rows+1, func(i int) int64 {
		if i == rows {
			return 0
		}
		return p.Activities[i].UID
	})
	n.Rows, n.Root = all[:rows], all[rows]
	n.Calendars = givenNumbers(len(p.Calendars), func(i int) int64 { return p.Calendars[i].UID })
	n.Resources = givenNumbers(len(p.Resources), func(i int) int64 { return p.Resources[i].UID })
	n.Links = givenNumbers(len(p.Links), func(i int) int64 { return p.Links[i].UID })
	n.Assignments = givenNumbers(len(p.Assignments), func(i int) int64 { return p.Assignments[i].UID })
	return n
}

const maxID = 1 << 31

// givenNumbers keeps the wanted numbers that are positive, fit 32 bits and come first,
// and gives the rest new ones above them.
func givenNumbers(n int, want func(int) int64) []int64 {
	out, used, top := make([]int64, n), map[int64]bool{}, int64(0)
	for i := range out {
		if id := want(i); id > 0 && id < maxID && !used[id] {
			out[i], used[id], top = id, true, max(top, id)
		}
	}
	for i := range out {
		if out[i] > 0 {
			continue
		}
		for top = top%(maxID-1) + 1; used[top]; top = top%(maxID-1) + 1 {
		}
		out[i], used[top] = top, true
	}
	return out
}
