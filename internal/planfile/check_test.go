package planfile

import (
	"errors"
	"strings"
	"testing"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/planfile/primavera/p6"
	"fugong/solve/worktime"
)

// sound is a plan of a heading and two activities that Check accepts.
func sound() *masterplan.Plan {
	p := &masterplan.Plan{Code: "P", Settings: p6.Settings(), Start: 26_375_040, Finish: worktime.None, DataDate: worktime.None, MustFinish: worktime.None}
	p.Calendars = []masterplan.Calendar{{Name: "Week", Base: -1, Week: p6.StandardWeek()}}
	for i, code := range []string{"H", "A", "B"} {
		a := p6.Row(masterplan.Task)
		a.Code, a.Duration.Minutes, a.Remaining = code, 480, 480
		if i == 0 {
			a.Kind = masterplan.Summary
		} else {
			a.Parent, a.Level = 0, 1
		}
		p.Activities = append(p.Activities, a)
	}
	p.Links = []masterplan.Link{{Pred: 1, Succ: 2}}
	return p
}

func TestCheckRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		spoil func(*masterplan.Plan)
		key   string
		arg   string
	}{
		"project calendar":   {func(p *masterplan.Plan) { p.Settings.Calendar = 1 }, "plan.file.reference", "P"},
		"activity calendar":  {func(p *masterplan.Plan) { p.Activities[1].Calendar = 7 }, "plan.file.reference", "A"},
		"parent after child": {func(p *masterplan.Plan) { p.Activities[1].Parent = 2 }, "plan.file.reference", "A"},
		"parent before all":  {func(p *masterplan.Plan) { p.Activities[1].Parent = -2 }, "plan.file.reference", "A"},
		"base calendar":      {func(p *masterplan.Plan) { p.Calendars[0].Base = 3 }, "plan.file.reference", "Week"},
		"link":               {func(p *masterplan.Plan) { p.Links[0].Succ = 3 }, "plan.file.reference", "1"},
		"negative link":      {func(p *masterplan.Plan) { p.Links[0].Pred = -1 }, "plan.file.reference", "1"},
		"external link":      {func(p *masterplan.Plan) { p.External = []masterplan.ExternalLink{{Activity: 9, Other: "X"}} }, "plan.file.reference", "X"},
		"resource calendar":  {func(p *masterplan.Plan) { p.Resources = []masterplan.Resource{{Name: "R", Calendar: 1}} }, "plan.file.reference", "R"},
		"assignment":         {func(p *masterplan.Plan) { p.Assignments = []masterplan.Assignment{{Activity: 1, Resource: 0}} }, "plan.file.reference", "1"},
		"baseline": {func(p *masterplan.Plan) {
			p.Baselines = []masterplan.Baseline{{Name: "B0", Rows: []masterplan.BaselineRow{{Activity: 3}}}}
		}, "plan.file.reference", "B0"},
		"endless duration":     {func(p *masterplan.Plan) { p.Activities[2].Duration.Minutes = maxMinutes + 1 }, "plan.file.absurd_duration", "B"},
		"negative remainder":   {func(p *masterplan.Plan) { p.Activities[2].Remaining = -1 }, "plan.file.absurd_duration", "B"},
		"endless lag":          {func(p *masterplan.Plan) { p.Links[0].Lag.Tenths = -11 * maxMinutes }, "plan.file.absurd_duration", "B"},
		"start before anybody": {func(p *masterplan.Plan) { p.Activities[1].ActualStart = earliest - 1 }, "plan.file.absurd_date", "A"},
		"constraint far ahead": {func(p *masterplan.Plan) { p.Activities[1].Primary.Date = latest + 1 }, "plan.file.absurd_date", "A"},
		"data date":            {func(p *masterplan.Plan) { p.DataDate = 1 << 50 }, "plan.file.absurd_date", "P"},
		"loop":                 {func(p *masterplan.Plan) { p.Links = append(p.Links, masterplan.Link{Pred: 2, Succ: 1}) }, "plan.loop", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := sound()
			tt.spoil(p)
			err := Check(&masterplan.File{Plans: []*masterplan.Plan{p}})
			var e *fault.Error
			if !errors.As(err, &e) || e.Key != tt.key {
				t.Fatalf("error %v, want %s", err, tt.key)
			}
			if e.Args["activity"] != tt.arg {
				t.Errorf("names %q, want %q", e.Args["activity"], tt.arg)
			}
		})
	}
	if err := Check(&masterplan.File{}); err == nil {
		t.Error("a file without a plan was accepted")
	}
}

func TestCheckYears(t *testing.T) {
	for at, want := range map[worktime.Time]string{earliest - 1: "1949", latest + 1: "2151", 0: "1970"} {
		var e *fault.Error
		if err := absurdDate("A", at); !errors.As(err, &e) || e.Args["value"] != want {
			t.Errorf("%d: %v, want %s", at, err, want)
		}
	}
}

func TestCodesBecomeUnique(t *testing.T) {
	p := sound()
	for _, code := range []string{"A", "", "A~2", "H", "A"} {
		a := p6.Row(masterplan.Task)
		a.Code = code
		p.Activities = append(p.Activities, a)
	}
	f := &masterplan.File{Plans: []*masterplan.Plan{p}}
	if err := Check(f); err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, a := range p.Activities {
		codes = append(codes, a.Code)
	}
	if got, want := strings.Join(codes, " "), "H~2 A B A~2 #5 A~2~2 H A~3"; got != want {
		t.Errorf("codes %s, want %s", got, want)
	}
	if len(f.Notes) != 2 || f.Notes[0].Key != "plan.note.code_twice" || f.Notes[0].Count != 3 || f.Notes[1].Key != "plan.note.code_missing" {
		t.Errorf("notes %+v", f.Notes)
	}
}

func TestInformativeDatesAreDropped(t *testing.T) {
	p := sound()
	p.Activities[1].File.LateFinish = latest + 1
	f := &masterplan.File{Plans: []*masterplan.Plan{p}}
	if err := Check(f); err != nil {
		t.Fatal(err)
	}
	if p.Activities[1].File.LateFinish != worktime.None || len(f.Notes) != 1 || f.Notes[0].Code != "A" {
		t.Errorf("late finish %v, notes %+v", p.Activities[1].File.LateFinish, f.Notes)
	}
}

// Thousands of activities of one code take no longer than thousands of codes.
func TestManyOfOneCode(t *testing.T) {
	p := sound()
	for range 100_000 {
		a := p6.Row(masterplan.Task)
		a.Code = "A"
		p.Activities = append(p.Activities, a)
	}
	var notes masterplan.Notes
	uniqueCodes(p, &notes)
	if last := p.Activities[len(p.Activities)-1].Code; last != "A~100001" {
		t.Errorf("last code %s", last)
	}
}
