package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"fugong/internal/i18n"
	"fugong/internal/plan"
	"fugong/internal/plan/recovery"
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
}

// The JSON of a recovery: stable keys, dates YYYY-MM-DD; a finish is the day on
// which the last work ends.
type recoverBody struct {
	Project               string             `json:"project"`
	DataDate              string             `json:"data_date"`
	LostDays              int                `json:"lost_days"`
	LostByCause           recovery.CauseDays `json:"lost_by_cause"`
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
	return plan.EndDay(t).String()
}

func (r *recovered) code(i int32) string {
	if i < 0 {
		return ""
	}
	return r.in.Plan.Activities[i].Code
}

func (r *recovered) lost() int {
	return int(plan.EndDay(r.f.WithoutMeasures) - plan.EndDay(r.f.Planned))
}

func (r *recovered) body() *recoverBody {
	f := r.f
	out := &recoverBody{
		Project: r.in.Plan.Code, DataDate: r.in.Today.Day.String(), LostDays: r.lost(), LostByCause: f.Loss.ByCause,
		PlannedFinish: ends(f.Planned), FinishWithoutMeasures: ends(f.WithoutMeasures), KeepFinish: ends(f.Keep),
		KeepAt: f.KeepAt, SoonestAt: f.SoonestAt, BestAt: f.BestAt, LowerBoundFinish: ends(f.LowerBound),
		Conflicts: []conflictBody{}, Seconds: r.seconds, Schedules: r.schedules, Checked: true,
	}
	for i := range f.Points {
		out.Frontier = append(out.Frontier, r.point(&f.Points[i]))
	}
	for i := range f.Conflicts {
		out.Conflicts = append(out.Conflicts, r.conflict(&f.Conflicts[i]))
	}
	return out
}

func (r *recovered) point(p *recovery.Point) pointBody {
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

func (r *recovered) conflict(c *recovery.Conflict) conflictBody {
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

func (r *recovered) print(cmd *cobra.Command) error {
	ctx, out, f := cmd.Context(), cmd.OutOrStdout(), r.f
	fmt.Fprintln(out, i18n.T(ctx, "app.recover.summary", "Planned", ends(f.Planned), "Without", ends(f.WithoutMeasures), "Days", r.lost()))
	fmt.Fprintln(out, i18n.T(ctx, "app.recover.bound", "Date", ends(f.LowerBound)))
	fmt.Fprintln(out)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", i18n.T(ctx, "app.recover.finish"), i18n.T(ctx, "app.recover.won"), i18n.T(ctx, "app.recover.cost"), "P80", i18n.T(ctx, "app.recover.measures"))
	for _, i := range r.shown() {
		p := &f.Points[i]
		p80 := ""
		if p.Risk.Runs > 0 {
			p80 = ends(p.Risk.P80)
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%d\t%s\n", ends(p.Finish), p.Days, p.Cost, p80, len(p.Measures), strings.Join(r.names(cmd, i), ", "))
	}
	if err := w.Flush(); err != nil {
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

// shown are the points of the table: those with a name, and evenly some others.
func (r *recovered) shown() (out []int) {
	n := len(r.f.Points)
	step := max(1, (n+shownPoints-1)/shownPoints)
	for i := range n {
		if i%step == 0 || i == r.f.KeepAt || i == r.f.BestAt || i == r.f.SoonestAt {
			out = append(out, i)
		}
	}
	return out
}

func (r *recovered) names(cmd *cobra.Command, i int) (out []string) {
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

// watch shows progress on a terminal, on one line of standard error.
type watch struct {
	cmd       *cobra.Command
	start     time.Time
	allowed   time.Duration
	line      io.Writer // nil: nobody looks
	last      time.Time
	schedules int64
}

func newWatch(cmd *cobra.Command, start time.Time, allowed time.Duration) *watch {
	w := &watch{cmd: cmd, start: start, allowed: allowed}
	if f, ok := cmd.ErrOrStderr().(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			w.line = f
		}
	}
	return w
}

// glance is how often the line is written anew.
const glance = 100 * time.Millisecond

func (w *watch) observe(p recovery.Progress) {
	w.schedules = p.Schedules
	if w.line == nil || time.Since(w.last) < glance {
		return
	}
	w.last = time.Now()
	text := i18n.T(w.cmd.Context(), "plan.recovery.stage."+string(p.Stage))
	if p.Frontier != nil && len(p.Frontier.Points) > 0 {
		last := &p.Frontier.Points[len(p.Frontier.Points)-1]
		text += " · " + i18n.T(w.cmd.Context(), "app.recover.progress", "Points", len(p.Frontier.Points), "Days", last.Days, "Improved", p.Improved)
	}
	done := min(1, time.Since(w.start).Seconds()/w.allowed.Seconds())
	bar := strings.Repeat("█", int(done*20)) + strings.Repeat("░", 20-int(done*20))
	fmt.Fprintf(w.line, "\r\x1b[K%s %s s  %s", bar, strconv.Itoa(int(time.Since(w.start).Seconds())), text)
}

// end takes the line away.
func (w *watch) end() {
	if w.line != nil {
		fmt.Fprint(w.line, "\r\x1b[K")
	}
}
