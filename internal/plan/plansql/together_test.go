package plansql_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"fugong/internal/audit"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/solve/worktime"
)

// said is a report on an activity of a grid.
type said struct {
	activity int
	report   plan.Report
}

// reports are random: often on the same few activities, some refused.
func reports(r *rand.Rand, n int) (list []said) {
	for i := range n {
		s := said{activity: 1 + r.IntN(4), report: plan.Report{
			AsOf: today - worktime.Day(r.IntN(3)), Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: float64(r.IntN(12) * 10)},
			ActualStart: worktime.None, ActualFinish: worktime.None, Note: fmt.Sprint(i), Confirmed: true,
		}}
		if r.IntN(3) == 0 {
			s.activity = 1 + r.IntN(25)
		}
		list = append(list, s)
	}
	return list
}

// Entries that arrive together come to the same as one by one: the same book,
// history, audit log and figures, and the same ones are refused.
func TestTogetherIsAsOneByOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for seed := range uint64(4) {
			list := reports(rand.New(rand.NewPCG(seed, 7)), 40)
			crowd, line := grid(30), grid(30)
			crowd.Code, line.Code = fmt.Sprint("CROWD", seed), fmt.Sprint("LINE", seed)
			a, b := h.imported(t, crowd), h.imported(t, line)
			facts := len(h.facts)
			refused := h.crowd(t, a.ID, list)
			if told := len(h.facts) - facts; told >= len(list)-refused {
				t.Errorf("%d facts for %d entries: nothing was computed together", told, len(list)-refused)
			}
			var turned int
			for _, s := range h.inOrder(t, a.ID, list) {
				if err := h.say(as("anna"), b.ID, s); err != nil {
					turned++
				}
			}
			if turned != refused {
				t.Errorf("seed %d: %d refused together, %d one by one", seed, refused, turned)
			}
			h.same(t, a.ID, b.ID)
		}
		if _, err := audit.Verify(t.Context(), h.db); err != nil {
			t.Error(err)
		}
	})
}

func (h *house) say(ctx context.Context, project string, s said) error {
	b, err := h.Project(ctx, project)
	if err != nil {
		return err
	}
	_, _, err = h.RecordProgress(ctx, project, b.Plan.Activities[s.activity].ID, s.report)
	return err
}

// crowd says everything at once, each as a unit of work, and counts the refused.
func (h *house) crowd(t *testing.T, project string, list []said) (refused int) {
	t.Helper()
	var mu sync.Mutex
	var group sync.WaitGroup
	for _, s := range list {
		group.Go(func() {
			err := h.db.Unit(as("anna"), func(ctx context.Context) error { return h.say(ctx, project, s) })
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				refused++
				if key(err) != "plan.progress.invalid" {
					t.Errorf("%+v: %v", s, err)
				}
			}
		})
	}
	group.Wait()
	return refused
}

// inOrder are the reports in the order in which they were recorded, then the others.
func (h *house) inOrder(t *testing.T, project string, list []said) (ordered []said) {
	t.Helper()
	_, entries, err := h.Progress(as("anna"), project)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(entries, func(a, b masterplan.Entry) int { return strings.Compare(a.ID, b.ID) })
	place := map[string]int{}
	for i, e := range entries {
		place[e.Note] = i + 1
	}
	ordered = slices.Clone(list)
	slices.SortStableFunc(ordered, func(a, b said) int {
		return cmp.Compare(cmp.Or(place[a.report.Note], 1000), cmp.Or(place[b.report.Note], 1000))
	})
	return ordered
}

// same compares all that is known of two projects, but ids.
func (h *house) same(t *testing.T, a, b string) {
	t.Helper()
	x, y := h.all(t, a), h.all(t, b)
	for i := range x {
		if !reflect.DeepEqual(x[i], y[i]) {
			t.Errorf("together %+v\none by one %+v", x[i], y[i])
		}
	}
}

func (h *house) all(t *testing.T, project string) []any {
	t.Helper()
	live, err := h.Project(as("anna"), project)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := h.again().Project(as("anna"), project)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(live.Dates, stored.Dates) || !reflect.DeepEqual(live.Project, stored.Project) {
		t.Errorf("in memory stands %+v, stored is %+v", live.Project, stored.Project)
	}
	var entries []string
	for _, e := range stored.Entries {
		entries = append(entries, e.Note+" "+fmt.Sprint(e.AsOf, e.Measure, e.ActualStart, e.ActualFinish))
	}
	slices.Sort(entries)
	events, err := h.Events(as("anna"), project, 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	var history []string
	for _, e := range events {
		history = append(history, fmt.Sprint(e.Revision, e.Action, e.By, e.At, e.Detail.Key, e.Detail.Args, e.Detail.Fields))
	}
	rows, err := audit.List(t.Context(), h.db, audit.Filter{Zone: "z", Object: "project/" + project, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	var log []string
	for _, r := range rows {
		delete(r.Detail, "activity")
		log = append(log, fmt.Sprint(r.Actor, r.Action, r.At, r.Detail))
	}
	return []any{stored.Dates, stored.Project.Figures, stored.Project.Revision, entries, history, log}
}
