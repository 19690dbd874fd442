package cardweb

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

// door is where a card leads: its script takes the secret from behind the # and
// sends it; without a script, or with a torn card, the secret is typed.
func (h handlers) door(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, doorPage(ui.Form{}))
}

func (h handlers) enterByCard(w http.ResponseWriter, r *http.Request) error {
	ctx, address := r.Context(), addressOf(r)
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	secret := f.Need("key")
	err = f.Fault()
	if err == nil && !h.tries.countWrong(address, 0) {
		err = fault.New(fault.TooMany, "plan.card.tries")
	}
	if err == nil {
		_, _, err = h.Plans.OpenCard(ctx, secret)
	}
	if err != nil {
		if fault.Of(err) == fault.Unauthenticated {
			h.tries.countWrong(address, 1)
		}
		f.Values.Del("key")
		return web.Refuse(w, r, err, doorPage(f.Failed(ctx, err)))
	}
	web.Remember(ctx, rememberCard, secret)
	return web.Redirect(w, r, "/card/work")
}

func addressOf(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (h handlers) leave(w http.ResponseWriter, r *http.Request) error {
	web.Remember(r.Context(), rememberCard, "")
	return web.Redirect(w, r, "/card")
}

// lost asks for the card again: it was revoked, has expired, or the session ended.
func lost(w http.ResponseWriter, r *http.Request) error {
	f := ui.Form{}.Failed(r.Context(), fault.New(fault.Unauthenticated, "plan.card.again"))
	return web.Render(w, r, http.StatusUnauthorized, doorPage(f))
}

// workView is a card's jobs as the phone shows them.
type workView struct {
	card    plan.Card
	project masterplan.Project
	today   worktime.Day
	jobs    []plan.Job
	all     bool
}

func (h handlers) showWork(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	card, ok := cardOf(ctx)
	if !ok {
		return lost(w, r)
	}
	b, jobs, err := h.Plans.Jobs(ctx, card)
	if err != nil {
		return err
	}
	v := workView{card: card, project: b.Project, today: h.Today(), all: r.URL.Query().Get("all") != ""}
	for _, j := range jobs {
		if v.all || j.Now {
			v.jobs = append(v.jobs, j)
		}
	}
	return web.OK(w, r, workPage(v))
}

// jobView is one job with the form that reports of it.
type jobView struct {
	card    plan.Card
	project masterplan.Project
	today   worktime.Day
	job     plan.Job
	form    ui.Form
}

func (h handlers) jobView(ctx context.Context, card plan.Card, activity string) (*jobView, error) {
	b, j, err := h.Plans.CardJob(ctx, card, activity)
	if err != nil {
		return nil, err
	}
	return &jobView{card: card, project: b.Project, today: h.Today(), job: j}, nil
}

// counted tells whether the job is reported by quantity.
func (v *jobView) counted() bool {
	return v.job.Counted()
}

func (v *jobView) filled() ui.Form {
	f := ui.FormOf("percent", strconv.Itoa(int(100*v.job.Activity.Share()+0.5)))
	if v.counted() {
		f.Values.Set("done", strconv.FormatFloat(v.job.Entry.Measure.Done, 'f', -1, 64))
	}
	return f
}

func (h handlers) showJob(w http.ResponseWriter, r *http.Request) error {
	card, ok := cardOf(r.Context())
	if !ok {
		return lost(w, r)
	}
	v, err := h.jobView(r.Context(), card, r.PathValue("activity"))
	if err != nil {
		return err
	}
	v.form = v.filled()
	return web.OK(w, r, jobPage(v))
}

func (h handlers) reportJob(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	card, ok := cardOf(ctx)
	if !ok {
		return lost(w, r)
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	v, err := h.jobView(ctx, card, r.PathValue("activity"))
	if err != nil {
		return err
	}
	report, err := readReport(f, r, v)
	if err == nil {
		_, _, err = h.Plans.ReportByCard(ctx, card, v.job.Activity.ID, report)
	}
	if err != nil {
		v.form = f.Failed(ctx, err)
		if e := (*fault.Error)(nil); errors.As(err, &e) && e.Key == "plan.progress.confirm" {
			v.form.Values.Set("doubted", "on")
		}
		return web.Refuse(w, r, err, jobPage(v))
	}
	h.Changed(ctx, v.project.ID)
	web.Flash(ctx, ui.Good, "plan.card.reported", "Name", v.job.Activity.Name)
	return web.Redirect(w, r, "/card/work")
}

// readReport reads what a foreman says: how far, as of today, with photos and a
// note. A quantity keeps the total and the unit that the planner set.
func readReport(f *web.Form, r *http.Request, v *jobView) (plan.Report, error) {
	report := plan.Report{
		AsOf: v.today, ActualStart: worktime.None, ActualFinish: worktime.None, Note: f.Text("note"), Confirmed: f.Checked("confirmed"),
	}
	if v.counted() {
		was := v.job.Entry.Measure
		f.Need("done")
		report.Measure = masterplan.Measure{Basis: masterplan.ByQuantity, Done: f.Decimal("done"), Total: was.Total, Unit: was.Unit}
	} else {
		f.Need("percent")
		report.Measure = masterplan.Measure{Basis: masterplan.ByPercent, Percent: f.Decimal("percent")}
	}
	if err := f.Fault(); err != nil {
		return report, err
	}
	var err error
	report.Photos, err = planview.UploadedPhotos(r)
	return report, err
}

// whenText says in plain words when a job is to be done.
func whenText(ctx context.Context, j *plan.Job, today worktime.Day) string {
	start, finish := j.Start.Day(), masterplan.EndDay(j.Finish)
	switch {
	case j.Activity.ActualFinish != worktime.None:
		return i18n.T(ctx, "plan.card.when.done")
	case j.Activity.ActualStart != worktime.None && finish <= today:
		return i18n.T(ctx, "plan.card.when.due", "Date", i18n.Date(ctx, finish))
	case j.Activity.ActualStart != worktime.None:
		return i18n.T(ctx, "plan.card.when.until", "Date", i18n.Date(ctx, finish))
	case start <= today:
		return i18n.T(ctx, "plan.card.when.begin", "Date", i18n.Date(ctx, finish))
	}
	return i18n.T(ctx, "plan.card.when.later", "Start", i18n.Date(ctx, start), "Date", i18n.Date(ctx, finish))
}

// doneText says how far a job is.
func doneText(ctx context.Context, j *plan.Job) string {
	if e := j.Entry; j.Counted() {
		return i18n.T(ctx, "plan.card.done.quantity", "Done", i18n.Decimal(ctx, e.Measure.Done, 2), "Total", i18n.Decimal(ctx, e.Measure.Total, 2), "Unit", e.Measure.Unit)
	}
	return i18n.T(ctx, "plan.card.done.percent", "Share", i18n.Percent(ctx, j.Activity.Share()))
}
