package plandemo

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// stoppedDays is how many days the zone stood still, up to yesterday.
const stoppedDays = 28

// Morning is how long after midnight the last deed of the demo's day is done: in
// the hours before, the demo's day is still yesterday.
const Morning = 8 * time.Hour

// Input says where the demo goes and whose names it acts in.
type Input struct {
	Store      plan.Store
	Zone       string
	Today      worktime.Day
	Location   *time.Location
	ID         func() string
	Orgs       map[string]string // ids by Organisation.Key
	Planner    string            // account ids
	Liaison    string
	Dispatcher string
}

// Load makes the demo's projects. Errors are those of the use cases.
func Load(ctx context.Context, in Input) error {
	l := &loader{Input: in}
	l.office = plan.NewService(plan.Config{
		Store: in.Store, Allow: everybody{in.Zone}, Now: func() time.Time { return l.now }, ID: in.ID,
		Read: func(_ context.Context, name string, _ io.Reader, _ plan.Choice) (*masterplan.File, error) {
			return &masterplan.File{Source: l.file.Source, Plans: []*masterplan.Plan{l.file}}, nil
		},
	})
	steps := l.stoppageSteps()
	for i := range projects {
		steps = append(steps, l.projectSteps(&projects[i])...)
	}
	if err := l.walk(ctx, steps); err != nil {
		return err
	}
	return l.office.Refresh(l.at(ctx, l.Today, int(Morning.Minutes()), l.Liaison), l.Zone)
}

// everybody lets the loader act before anyone can sign in.
type everybody struct{ zone string }

func (everybody) Allow(context.Context, string, who.Resource) error { return nil }

func (e everybody) Scope(context.Context, string) (who.Scope, error) {
	return who.Scope{Zone: e.zone, All: true}, nil
}

type loader struct {
	Input
	office *plan.Service
	now    time.Time
	file   *masterplan.Plan // what the next import reads
}

// at sets the clock to a minute of a day and returns a context that acts for
// account.
func (l *loader) at(ctx context.Context, d worktime.Day, minute int, account string) context.Context {
	y, m, day := d.Civil()
	l.now = time.Date(y, time.Month(m), day, 0, minute, 0, 0, l.Location)
	return who.With(ctx, who.Actor{Account: account, Zone: l.Zone})
}

// step is something that somebody did, at a minute of a day.
type step struct {
	day    worktime.Day
	minute int
	who    string
	do     func(ctx context.Context) error
}

// walk does everything in the order of its days.
func (l *loader) walk(ctx context.Context, steps []step) error {
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.minute, b.minute)) })
	for _, s := range steps {
		if err := s.do(l.at(ctx, s.day, s.minute, s.who)); err != nil {
			return fmt.Errorf("demo, day %s: %w", s.day, err)
		}
	}
	return nil
}

// stoppageSteps is the stoppage of the zone: recorded when it began, for two weeks,
// and corrected when it went on.
func (l *loader) stoppageSteps() []step {
	cut, first := l.Today-stoppedDays, ""
	st := stoppage.Stoppage{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: cut, To: cut + 13, Restart: stoppage.DefaultRestart(), Note: "疫情停工 Epidemic stoppage"}
	record := func(ctx context.Context, supersedes string) (string, error) {
		e, err := l.office.RecordStoppage(ctx, st, supersedes)
		if err != nil {
			return "", err
		}
		return e.ID, l.office.ReachStoppage(ctx, l.Zone, e.ID)
	}
	return []step{
		{cut, 500, l.Dispatcher, func(ctx context.Context) (err error) {
			first, err = record(ctx, "")
			return err
		}},
		{cut + 12, 520, l.Dispatcher, func(ctx context.Context) error {
			st.To = l.Today - 1
			_, err := record(ctx, first)
			return err
		}},
	}
}

func (l *loader) projectSteps(p *project) []step {
	id := ""
	n := plan.NewProject{Org: l.Orgs[p.org], Code: p.code, Name: p.name, Site: p.site, Liaison: l.Liaison, Target: (l.Today + worktime.Day(p.target)).At(1020)}
	if p.table == "" {
		return []step{{l.Today - 3, 600, l.Planner, func(ctx context.Context) error {
			_, err := l.office.CreateProject(ctx, n)
			return err
		}}}
	}
	start, cut := l.Today+worktime.Day(p.start), l.Today-stoppedDays
	steps := []step{
		{start - 20, 560, l.Planner, func(ctx context.Context) error {
			fresh, _ := p.firstPlan(l.Today)
			made, err := l.importPlan(ctx, p, fresh, "", &n)
			id = made.ID
			return err
		}},
		{start - 10, 630, l.Planner, func(ctx context.Context) error {
			_, err := l.office.TakeBaseline(ctx, id, "批准的总控计划 Approved master plan", 0)
			return err
		}},
	}
	for _, d := range p.deliveries {
		steps = append(steps, l.deliverySteps(&id, d, start-8)...)
	}
	if p.fromFinish {
		return steps
	}
	return append(steps,
		step{cut - 1, 1050, l.Planner, func(ctx context.Context) error { return l.update(ctx, p, id, cut) }},
		step{l.Today, 445, l.Liaison, func(ctx context.Context) error { return l.reportUnderWay(ctx, p, id) }},
	)
}

// firstPlan is the project's plan before anything happened.
func (p *project) firstPlan(today worktime.Day) (*masterplan.Plan, measures) {
	pl, amounts := buildPlan(p.table, today+worktime.Day(p.start))
	pl.Code, pl.Name = p.code, p.name
	if p.fromFinish {
		pl.Settings.FromFinish = true
		pl.MustFinish = (today + worktime.Day(p.target)).At(1020)
	}
	for i := range pl.Activities {
		if days, ok := p.deadline[pl.Activities[i].Code]; ok {
			pl.Activities[i].Deadline = (today + worktime.Day(days)).At(1020)
		}
	}
	return pl, amounts
}

func (l *loader) importPlan(ctx context.Context, p *project, pl *masterplan.Plan, into string, n *plan.NewProject) (masterplan.Project, error) {
	l.file = pl
	name := fmt.Sprintf("%s %s.xlsx", p.code, masterplan.Civil(l.now).Day())
	pl.Source.File = name
	pre, err := l.office.Import(ctx, plan.Upload{Project: into, Org: l.Orgs[p.org], Name: name, Content: strings.NewReader(name)})
	if err != nil {
		return masterplan.Project{}, err
	}
	return l.office.ConfirmImport(ctx, pre.ID, plan.Confirmation{Expected: pre.Revision, New: n})
}

// update imports the last version before the stoppage.
func (l *loader) update(ctx context.Context, p *project, id string, cut worktime.Day) error {
	update, _ := p.firstPlan(l.Today)
	if err := workUpTo(update, p, cut); err != nil {
		return err
	}
	_, err := l.importPlan(ctx, p, update, id, nil)
	return err
}

// reportUnderWay reports everything that is under way.
func (l *loader) reportUnderWay(ctx context.Context, p *project, id string) error {
	b, err := l.office.Project(ctx, id)
	if err != nil {
		return err
	}
	_, amounts := p.firstPlan(l.Today)
	for i := range b.Plan.Activities {
		if a := &b.Plan.Activities[i]; a.Worked() && a.ActualStart != worktime.None && a.ActualFinish == worktime.None {
			if err := l.reportFound(ctx, p, id, a, amounts); err != nil {
				return err
			}
			l.now = l.now.Add(time.Minute)
		}
	}
	return nil
}

// workUpTo does what was planned up to cut, as the rain allowed.
func workUpTo(pl *masterplan.Plan, p *project, cut worktime.Day) error {
	for c := range pl.Calendars {
		for r := range p.rain {
			day := cut - worktime.Day(60-20*r)
			if c != curing {
				pl.Calendars[c].Exceptions = append(pl.Calendars[c].Exceptions, masterplan.Exception{Name: "雨雪停工 Rain and snow", From: day, To: day})
			}
		}
	}
	dates, err := masterplan.Compute(pl)
	if err != nil {
		return err
	}
	pl.DataDate = cut.At(0)
	for i := range pl.Activities {
		a, row := &pl.Activities[i], &dates.Rows[i]
		if !a.Worked() || row.Start >= pl.DataDate {
			continue
		}
		a.ActualStart = row.Start
		if row.Finish <= pl.DataDate {
			a.ActualFinish, a.Percent, a.Remaining = row.Finish, 100, 0
			continue
		}
		share := 1 - float64(dates.Hours(i).Between(pl.DataDate, row.Finish))/float64(a.Duration.Minutes)
		a.Percent = math.Round(100 * share)
		a.Remaining = int64(float64(a.Duration.Minutes) * (1 - share))
	}
	return nil
}

// reportFound reports what stands on the site this morning, as of last night.
func (l *loader) reportFound(ctx context.Context, p *project, id string, a *masterplan.Activity, amounts measures) error {
	r := plan.Report{AsOf: l.Today - 1, ActualStart: a.ActualStart, ActualFinish: worktime.None, Note: "复工首日清点 Counted on the first day back"}
	m, counted := amounts[a.Code]
	switch {
	case a.Calendar == curing:
		m = masterplan.Measure{Basis: masterplan.ByPercent, Percent: 100}
		r.ActualFinish = a.ActualStart + worktime.Time(a.Duration.Minutes)
	case counted:
		done, known := p.done[a.Code]
		if !known {
			done = math.Round(m.Total * wholeDays(a))
		}
		m.Done = done
	default:
		m = masterplan.Measure{Basis: masterplan.ByPercent, Percent: min(90, 5*math.Round(20*wholeDays(a)))}
		r.Left = masterplan.Left{Rule: masterplan.Stated, Minutes: int64(math.Round((1 - wholeDays(a)) * float64(a.Duration.Minutes)))}
	}
	r.Measure = m
	if a.Code == p.corrected {
		r.Measure.Done++
	}
	e, _, err := l.office.RecordProgress(ctx, id, a.ID, r)
	if err != nil || a.Code != p.corrected {
		return err
	}
	l.now = l.now.Add(time.Minute)
	r.Measure, r.Corrects, r.Note = m, e.ID, "复核：一台尚未调平 Checked again: one is not levelled yet"
	_, _, err = l.office.RecordProgress(ctx, id, a.ID, r)
	return err
}

// wholeDays is the share done when what remains is rounded to whole days.
func wholeDays(a *masterplan.Activity) float64 {
	day := float64(minutesPerDay[a.Calendar])
	left := max(1, math.Round(float64(a.Remaining)/day))
	return max(0, 1-left*day/float64(a.Duration.Minutes))
}

// deliverySteps orders, and reports what has come, once the project is there.
func (l *loader) deliverySteps(id *string, d order, earliest worktime.Day) []step {
	made := delivery.Delivery{
		Item: d.item, Quantity: d.quantity, Unit: d.unit, Supplier: d.supplier,
		OrderedOn: max(l.Today+worktime.Day(d.ordered), earliest), Expected: worktime.NoDay, Confidence: d.confidence,
	}
	if d.expected != never {
		made.Expected = l.Today + worktime.Day(d.expected)
	}
	steps := []step{{made.OrderedOn, 600, l.Planner, func(ctx context.Context) error {
		b, err := l.office.Project(ctx, *id)
		if err != nil {
			return err
		}
		made.Activities = activitiesOf(b.Plan, d.activities)
		made, err = l.office.AddDelivery(ctx, *id, made)
		return err
	}}}
	came := min(l.Today+worktime.Day(min(d.expected, 0)), l.Today-stoppedDays-4)
	for _, a := range []delivery.Arrival{{On: came, Quantity: d.arrived}, {On: came + 2, Quantity: d.installed, Installed: true}} {
		if a.Quantity > 0 {
			steps = append(steps, step{a.On, 640, l.Liaison, func(ctx context.Context) error {
				_, err := l.office.RecordArrival(ctx, *id, made.ID, a)
				return err
			}})
		}
	}
	return steps
}

// activitiesOf are the ids behind a list of codes.
func activitiesOf(p *masterplan.Plan, codes string) (ids []string) {
	for code := range strings.SplitSeq(codes, ", ") {
		i := slices.IndexFunc(p.Activities, func(a masterplan.Activity) bool { return a.Code == code })
		if i < 0 {
			panic("plandemo: no activity " + code)
		}
		ids = append(ids, p.Activities[i].ID)
	}
	return ids
}
