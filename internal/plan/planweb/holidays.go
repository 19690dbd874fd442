package planweb

import (
	"context"
	"net/http"
	"slices"

	"fugong/internal/civil"
	"fugong/internal/i18n"
	"fugong/internal/masterplan/holiday"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/solve/worktime"
)

// holidayTrial is what laying the public holidays over a plan would do.
type holidayTrial struct {
	effect *planview.Effect
	done   []holiday.Filled
}

// applyHolidays shows what the public holidays would do to all calendars of a
// plan, or lays them over them.
func (h handlers) applyHolidays(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, project := r.Context(), r.PathValue("id")
	c, err := h.readAlmanac(ctx, r, "")
	if err != nil {
		return err
	}
	if err := c.Must(ctx, plan.ActEdit); err != nil {
		return err
	}
	edit := plan.HolidayEdit{MakeUp: f.Value("make_up") != "", Expected: planview.Seen(r), Name: func(s civil.Special) string { return specialName(ctx, s) }}
	if f.Value("do") == "save" {
		if _, err = h.Plans.ApplyHolidays(ctx, project, edit); err == nil {
			web.Flash(ctx, ui.Good, "plan.holiday.saved")
			h.Changed(ctx, project)
			return web.Redirect(w, r, c.address(c.Index, c.Year))
		}
	} else {
		trial := &holidayTrial{effect: &planview.Effect{}}
		if trial.effect.Before, trial.effect.After, trial.done, err = h.Plans.TryHolidays(ctx, project, edit); err == nil {
			c.holidays = trial
		}
	}
	if err != nil && !web.Refusal(err) {
		return err
	}
	c.form = ui.FormOf("kind", "holiday")
	c.makeUp = f.Failed(ctx, err)
	return web.Render(w, r, web.Status(err), calendarsPage(c))
}

// specialName is what an exception for a holiday or a make-up day is called.
func specialName(ctx context.Context, s civil.Special) string {
	name := i18n.T(ctx, s.Key())
	switch {
	case s.Work:
		return i18n.T(ctx, "plan.holiday.make_up_of", "Name", name)
	case s.Expected:
		return i18n.T(ctx, "plan.holiday.expected_of", "Name", name)
	}
	return name
}

// publicHoliday is a holiday of a year in one line.
type publicHoliday struct {
	name     string
	off      []holiday.Span
	work     []worktime.Day
	expected bool
}

// publicHolidays are those of a year in order; none where nothing is known.
func publicHolidays(ctx context.Context, year int) (list []publicHoliday) {
	days := civil.Specials(year)
	slices.SortFunc(days, func(a, b civil.Special) int { return int(a.Day) - int(b.Day) })
	at := map[string]int{}
	for _, s := range days {
		i, known := at[s.Holiday]
		if !known {
			i = len(list)
			at[s.Holiday] = i
			list = append(list, publicHoliday{name: i18n.T(ctx, s.Key()), expected: s.Expected})
		}
		p := &list[i]
		switch n := len(p.off); {
		case s.Work:
			p.work = append(p.work, s.Day)
		case n > 0 && p.off[n-1].To == s.Day-1:
			p.off[n-1].To = s.Day
		default:
			p.off = append(p.off, holiday.Span{From: s.Day, To: s.Day})
		}
	}
	return list
}

// filledTable says by calendar what the holidays change.
func filledTable(ctx context.Context, c *almanac, list []holiday.Filled) ui.Table[holiday.Filled] {
	t := func(key string) string { return i18n.T(ctx, key) }
	return ui.Table[holiday.Filled]{
		ID: "holidays", Name: t("plan.holiday"), Rows: list,
		Columns: []ui.Column[holiday.Filled]{
			{Key: "name", Label: t("plan.calendar"), Value: func(f holiday.Filled) any {
				if f.Calendar >= len(c.Stored.Calendars) {
					return t("plan.calendar.standard")
				}
				return c.Stored.Calendars[f.Calendar].Name
			}},
			{Key: "off", Label: t("plan.holiday.off"), Value: func(f holiday.Filled) any { return f.Off }},
			{Key: "work", Label: t("plan.holiday.work"), Value: func(f holiday.Filled) any { return f.Work }},
			{Key: "note", Label: t("plan.holiday.note"), Value: func(f holiday.Filled) any { return filledNote(ctx, f) }},
		},
	}
}

func filledNote(ctx context.Context, f holiday.Filled) string {
	switch {
	case f.RoundTheClock:
		return i18n.T(ctx, "plan.holiday.round_the_clock")
	case f.Kept > 0:
		return i18n.N(ctx, "plan.holiday.kept", f.Kept)
	case f.Off+f.Work == 0:
		return i18n.T(ctx, "plan.holiday.has_them")
	}
	return ""
}
