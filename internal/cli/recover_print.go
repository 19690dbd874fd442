package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/recovery"
	"fugong/solve/worktime"
)

// recovered is the answer of a recovery, to be printed.
type recovered struct {
	ctx       context.Context // speaks the reader's language
	in        *recovery.Input
	f         *recovery.Frontier
	seconds   float64
	schedules int64
	full      bool
	most      int // measures printed of a point
}

// The JSON of a recovery: stable keys, dates YYYY-MM-DD; a finish is the day on
// which the last work ends.
type recoverBody struct {
	Project               string             `json:"project"`
	DataDate              string             `json:"data_date"`
	LostDays              int                `json:"lost_days"`
	LostByCause           stoppage.CauseDays `json:"lost_by_cause"`
	PlannedFinish         string             `json:"planned_finish"`
	FinishWithoutMeasures string             `json:"finish_without_measures"`
	KeepFinish            string             `json:"keep_finish"`
	Frontier              []pointBody        `json:"frontier"`
	KeepAt                int                `json:"keep_at"` // index of the cheapest point that keeps keep_finish, -1: none does
	SoonestAt             int                `json:"soonest_at"`
	BestAt                int                `json:"best_at"`
	LowerBoundFinish      string             `json:"lower_bound_finish"`
	Conflicts             []conflictBody     `json:"conflicts"`
	Seconds               float64            `json:"seconds"`
	Schedules             int64              `json:"schedules"`
	Checked               bool               `json:"checked"`
}

type pointBody struct {
	Finish     string         `json:"finish"`
	DaysWon    int            `json:"days_won"`
	Cost       int64          `json:"cost"`
	NetCost    int64          `json:"net_cost"`
	CostBound  int64          `json:"cost_bound"`
	Proven     bool           `json:"proven"`
	P50        string         `json:"p50_finish,omitempty"`
	P80        string         `json:"p80_finish,omitempty"`
	Chance     float64        `json:"chance,omitempty"`
	Measures   []measureBody  `json:"measures"`
	Activities []activityBody `json:"activities,omitempty"`
}

type measureBody struct {
	Kind     string  `json:"kind"`
	Activity string  `json:"activity,omitempty"`
	Before   string  `json:"predecessor,omitempty"`
	Name     string  `json:"name,omitempty"`
	Subject  string  `json:"subject,omitempty"`
	Trade    string  `json:"trade,omitempty"`
	Hands    int     `json:"hands,omitempty"`
	From     string  `json:"from"`
	To       string  `json:"to"`
	Days     float64 `json:"days"`
	Cost     int64   `json:"cost"`
}

type activityBody struct {
	Activity string `json:"activity"`
	Start    string `json:"start"`
	Finish   string `json:"finish"`
}

type conflictBody struct {
	Kind       string   `json:"kind"`
	Subject    string   `json:"subject,omitempty"`
	Activities []string `json:"activities"`
	From       string   `json:"from,omitempty"`
	To         string   `json:"to,omitempty"`
	Days       int      `json:"days"`
	Price      *int64   `json:"price,omitempty"`
	Reason     string   `json:"reason"`
}

// ends is the day on which something ends; empty when it never does.
func ends(t worktime.Time) string {
	if t == worktime.None {
		return ""
	}
	return masterplan.EndDay(t).String()
}

func (r *recovered) code(i int32) string {
	if i < 0 {
		return ""
	}
	return r.in.Plan.Activities[i].Code
}

func (r *recovered) lost() int {
	return int(masterplan.EndDay(r.f.WithoutMeasures) - masterplan.EndDay(r.f.Planned))
}

func (r *recovered) jsonBody() *recoverBody {
	f := r.f
	out := &recoverBody{
		Project: r.in.Plan.Code, DataDate: r.in.Today.Day.String(), LostDays: r.lost(), LostByCause: f.Loss.ByCause,
		PlannedFinish: ends(f.Planned), FinishWithoutMeasures: ends(f.WithoutMeasures), KeepFinish: ends(f.Keep),
		KeepAt: f.KeepAt, SoonestAt: f.SoonestAt, BestAt: f.BestAt, LowerBoundFinish: ends(f.LowerBound),
		Conflicts: []conflictBody{}, Seconds: r.seconds, Schedules: r.schedules, Checked: true,
	}
	for i := range f.Points {
		out.Frontier = append(out.Frontier, r.pointBodyOf(&f.Points[i]))
	}
	for i := range f.Conflicts {
		out.Conflicts = append(out.Conflicts, r.conflictBodyOf(&f.Conflicts[i]))
	}
	return out
}

func (r *recovered) pointBodyOf(p *recovery.Point) pointBody {
	out := pointBody{
		Finish: ends(p.Finish), DaysWon: p.Days, Cost: p.Cost, NetCost: p.Net, CostBound: p.Bound, Proven: p.Proven, Measures: []measureBody{},
	}
	if p.Risk.Runs > 0 {
		out.P50, out.P80, out.Chance = ends(p.Risk.P50), ends(p.Risk.P80), p.Risk.Chance
	}
	for _, m := range p.Measures {
		x := measureBody{
			Kind: string(m.Kind), Activity: r.code(m.Activity), Before: r.code(m.Before), Subject: m.Subject, Trade: m.Trade, Hands: m.Hands,
			From: m.From.Day().String(), To: ends(m.To), Days: m.Days, Cost: m.Cost,
		}
		if m.Activity >= 0 {
			x.Name = r.in.Plan.Activities[m.Activity].Name
		}
		out.Measures = append(out.Measures, x)
	}
	if r.full {
		for i, row := range p.Rows {
			if row.Start != worktime.None {
				out.Activities = append(out.Activities, activityBody{r.code(int32(i)), row.Start.String(), row.Finish.String()})
			}
		}
	}
	return out
}

func (r *recovered) conflictBodyOf(c *recovery.Conflict) conflictBody {
	out := conflictBody{Kind: string(c.Kind), Subject: c.Subject, Activities: []string{}, From: ends(c.From), To: ends(c.To), Days: c.Days, Reason: i18n.Message(r.ctx, c.Why.Key, c.Why.Args)}
	if c.From != worktime.None {
		out.From = c.From.Day().String()
	}
	if c.Priced {
		out.Price = &c.Price
	}
	for _, i := range c.Activities {
		out.Activities = append(out.Activities, r.code(i))
	}
	return out
}

// shownPoints is how many points a table for people has at most.
const shownPoints = 16

func (r *recovered) printTable(cmd *cobra.Command) error {
	ctx, out, f := cmd.Context(), cmd.OutOrStdout(), r.f
	fmt.Fprintln(out, i18n.T(ctx, "app.recover.summary", "Planned", ends(f.Planned), "Without", ends(f.WithoutMeasures), "Days", r.lost()))
	fmt.Fprintln(out, i18n.T(ctx, "app.recover.bound", "Date", ends(f.LowerBound)))
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", i18n.T(ctx, "app.recover.finish"), i18n.T(ctx, "app.recover.won"), i18n.T(ctx, "app.recover.cost"), "P80", i18n.T(ctx, "app.recover.measures"))
	for _, i := range r.shownPoints() {
		p := &f.Points[i]
		p80 := ""
		if p.Risk.Runs > 0 {
			p80 = ends(p.Risk.P80)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%d\t%s\n", ends(p.Finish), p.Days, p.Cost, p80, len(p.Measures), strings.Join(r.pointNames(cmd, i), ", "))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := r.printMeasures(cmd); err != nil {
		return err
	}
	if f.KeepAt < 0 {
		fmt.Fprintln(out, "\n"+i18n.T(ctx, "app.recover.cannot", "Keep", ends(f.Keep), "Soonest", ends(f.Points[f.SoonestAt].Finish)))
	}
	for i := range f.Conflicts {
		fmt.Fprintln(out, "- "+i18n.Message(ctx, f.Conflicts[i].Why.Key, f.Conflicts[i].Why.Args))
	}
	return nil
}

// shownPoints are the points of the table: those with a name, and evenly some others.
func (r *recovered) shownPoints() (out []int) {
	n := len(r.f.Points)
	step := max(1, (n+shownPoints-1)/shownPoints)
	for i := range n {
		if i%step == 0 || i == r.f.KeepAt || i == r.f.BestAt || i == r.f.SoonestAt {
			out = append(out, i)
		}
	}
	return out
}

func (r *recovered) pointNames(cmd *cobra.Command, i int) (out []string) {
	for _, n := range []struct {
		at  int
		key string
	}{{0, "app.recover.without"}, {r.f.KeepAt, "app.recover.keep"}, {r.f.BestAt, "app.recover.best"}, {r.f.SoonestAt, "app.recover.soonest"}} {
		if n.at == i {
			out = append(out, i18n.T(cmd.Context(), n.key))
		}
	}
	return out
}

// printMeasures lists the measures of the points that have a name: the one that
// keeps the finish, the one of best value and the earliest.
func (r *recovered) printMeasures(cmd *cobra.Command) error {
	named := []int{r.f.KeepAt, r.f.BestAt, r.f.SoonestAt}
	slices.Sort(named)
	for _, i := range slices.Compact(named) {
		if i <= 0 || len(r.f.Points[i].Measures) == 0 {
			continue
		}
		p := &r.f.Points[i]
		fmt.Fprintln(cmd.OutOrStdout(), "\n"+i18n.T(r.ctx, "app.recover.point", "Finish", ends(p.Finish), "Names", strings.Join(r.pointNames(cmd, i), ", "), "Days", p.Days, "Count", len(p.Measures)))
		if err := r.measureTable(cmd.OutOrStdout(), p.Measures); err != nil {
			return err
		}
	}
	return nil
}

// measureTable writes the first measures of a list, the earliest first.
func (r *recovered) measureTable(out io.Writer, list []acceleration.Measure) error {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b acceleration.Measure) int { return int(a.From - b.From) })
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	t := func(key string) string { return i18n.T(r.ctx, "plan.catchup."+key) }
	fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\t%s\t%s\n", t("measure.from"), t("measure.to"), t("measure"), t("measure.of"), t("measure.hands"), t("measure.days"), t("cost"))
	for i := range list {
		if r.most > 0 && i == r.most {
			fmt.Fprintf(w, "  %s\n", i18n.T(r.ctx, "app.recover.more", "Count", len(list)-i))
			break
		}
		m := &list[i]
		fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\t%s\t%d\n", m.From.Day(), ends(m.To), i18n.T(r.ctx, "plan.recovery.measure."+string(m.Kind)), r.measureSubject(m), handsText(m), i18n.Decimal(r.ctx, m.Days, 1), m.Cost)
	}
	return w.Flush()
}

// measureSubject is what a measure is about: the activity, for an overlap after its
// predecessor, or the delivery, permit or lender.
func (r *recovered) measureSubject(m *acceleration.Measure) string {
	if m.Activity < 0 {
		return m.Subject
	}
	text := r.in.Plan.Activities[m.Activity].Label()
	if m.Before >= 0 {
		text = r.code(m.Before) + " → " + text
	}
	return text
}

func handsText(m *acceleration.Measure) string {
	if m.Hands > 0 {
		return strings.TrimSpace(fmt.Sprintf("%s +%d", m.Trade, m.Hands))
	}
	return m.Trade
}
