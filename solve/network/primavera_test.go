package network_test

import (
	"testing"

	"fugong/solve/network"
)

// primavera is three office tasks of a day each, chained, dated by Primavera's rules
// on Tuesday 18 February 2020.
func primavera(t testing.TB) *network.Problem {
	p := chain(t, 3)
	p.DataDate = at(t, "2020-02-18T00:00")
	p.Options = network.Options{FreeByLinks: true, LagFromEarlyStart: true, UseExpectedFinish: true}
	return p
}

// The dates that Primavera's own files show in these cases.
func TestPrimaveraDates(t *testing.T) {
	begun := func(p *network.Problem, start string) {
		p.Activities[0].ActualStart = at(t, start)
	}
	for name, x := range map[string]struct {
		change func(p *network.Problem)
		row    int
		want   [4]string
	}{
		"a start recorded after the data date does not hold what remains": {func(p *network.Problem) { begun(p, "2020-02-20T08:00") }, 0,
			[4]string{"2020-02-18T08:00", "2020-02-18T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"it holds where the tool waits for it": {func(p *network.Problem) { begun(p, "2020-02-20T08:00"); p.Options.AwaitActualStart = true }, 0,
			[4]string{"2020-02-20T08:00", "2020-02-20T17:00", "2020-02-20T08:00", "2020-02-20T17:00"}},
		"an expected finish sets the remainder": {func(p *network.Problem) { p.Activities[1].ExpectedFinish = at(t, "2020-02-21T17:00") }, 1,
			[4]string{"2020-02-19T08:00", "2020-02-21T17:00", "2020-02-19T08:00", "2020-02-21T17:00"}},
		"an expected finish in the past is passed over": {func(p *network.Problem) { p.Activities[1].ExpectedFinish = at(t, "2020-02-17T17:00") }, 1,
			[4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-19T08:00", "2020-02-19T17:00"}},
		"an expected finish before the work can begin is passed over": {func(p *network.Problem) { p.Activities[1].ExpectedFinish = at(t, "2020-02-18T17:00") }, 1,
			[4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-19T08:00", "2020-02-19T17:00"}},
		"a mandatory finish pulls nothing before the data date": {func(p *network.Problem) {
			p.Activities[1].Primary = network.Constraint{Type: network.MandatoryFinish, Date: at(t, "2020-02-14T17:00")}
		}, 1, [4]string{"2020-02-18T08:00", "2020-02-18T17:00", "2020-02-14T08:00", "2020-02-14T17:00"}},
		"a mandatory finish overrules the link": {func(p *network.Problem) {
			p.Activities[1].Primary = network.Constraint{Type: network.MandatoryFinish, Date: at(t, "2020-02-18T17:00")}
		}, 1, [4]string{"2020-02-18T08:00", "2020-02-18T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
		"overridden logic binds the late finish to what started": {func(p *network.Problem) {
			p.Options.Progress = network.ProgressOverride
			p.Links[1].Type = network.FF
			p.Activities[2].ActualStart = at(t, "2020-02-17T08:00")
			p.Activities[2].Primary = network.Constraint{Type: network.FinishNoLater, Date: at(t, "2020-02-18T17:00")}
		}, 1, [4]string{"2020-02-19T08:00", "2020-02-19T17:00", "2020-02-18T08:00", "2020-02-18T17:00"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := primavera(t)
			x.change(p)
			r := solve(t, p).Rows[x.row]
			if got := [4]string{r.EarlyStart.String(), r.EarlyFinish.String(), r.LateStart.String(), r.LateFinish.String()}; got != x.want {
				t.Errorf("got %v, want %v", got, x.want)
			}
		})
	}
}

// Free floats as Primavera's own files show them, in hours.
func TestPrimaveraFreeFloat(t *testing.T) {
	apart := func(p *network.Problem) { // the third task follows nothing, and the second starts on Friday
		p.Links = p.Links[:1]
		p.Activities[1].Primary = network.Constraint{Type: network.StartNoEarlier, Date: at(t, "2020-02-21T08:00")}
	}
	for name, x := range map[string]struct {
		change      func(p *network.Problem)
		row         int
		total, free int64
	}{
		"the gap to the successor":                        {apart, 0, 16, 16},
		"beyond the total float":                          {func(p *network.Problem) { apart(p); p.MustFinish = at(t, "2020-02-19T17:00") }, 0, 0, 16},
		"not below zero":                                  {func(p *network.Problem) { p.MustFinish = at(t, "2020-02-17T17:00") }, 0, -24, 0},
		"an open end is counted to the last early finish": {func(p *network.Problem) { apart(p); p.MustFinish = at(t, "2020-02-25T17:00") }, 2, 40, 24},
		"without what is to be kept":                      {apart, 2, 24, 24},
		"an expected finish leaves none":                  {func(p *network.Problem) { apart(p); p.Activities[0].ExpectedFinish = at(t, "2020-02-18T17:00") }, 0, 16, 0},
		"a level of effort holds what it follows": {func(p *network.Problem) {
			apart(p)
			p.Activities = append(p.Activities, task(0, 480))
			p.Activities[3].Kind = network.LevelOfEffort
			p.Links = append(p.Links, network.Link{Pred: 2, Succ: 3, Type: network.FF}, network.Link{Pred: 0, Succ: 3, Type: network.SS})
		}, 2, 24, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := primavera(t)
			x.change(p)
			r := solve(t, p).Rows[x.row]
			if r.TotalFloat != 60*x.total || r.FreeFloat != 60*x.free {
				t.Errorf("total %d h, free %d h, want %d and %d", r.TotalFloat/60, r.FreeFloat/60, x.total, x.free)
			}
		})
	}
}

// A level of effort that has not begun is shown from its early start.
func TestLevelOfEffortStartsInWorkingTime(t *testing.T) {
	p := primavera(t)
	p.Activities[2].Kind = network.LevelOfEffort
	r := solve(t, p).Rows[2]
	if want := at(t, "2020-02-20T08:00"); r.Start != want || r.EarlyStart != want {
		t.Errorf("starts %s, early start %s, want %s", r.Start, r.EarlyStart, want)
	}
	p.Activities[1].ActualStart, p.Activities[1].ActualFinish = at(t, "2020-02-17T08:00"), at(t, "2020-02-17T17:00")
	p.DataDate = at(t, "2020-02-19T00:00")
	if r := solve(t, p).Rows[2]; r.Start != at(t, "2020-02-17T17:00") {
		t.Errorf("after what happened it starts %s", r.Start)
	}
}
