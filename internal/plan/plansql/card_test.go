package plansql_test

import (
	"strings"
	"testing"
	"time"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

func percent(n float64) plan.Report {
	return plan.Report{AsOf: today, Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: n}, ActualStart: worktime.None, ActualFinish: worktime.None}
}

func TestACardReportsOfWhatItNames(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		b, _ := h.Project(as("anna"), p.ID)
		own, other := b.Plan.Activities[2].ID, b.Plan.Activities[3].ID
		for _, bad := range []plan.NewCard{
			{Name: " ", Days: 30}, {Name: "王", Days: 0}, {Name: "王", Days: plan.MaxCardDays + 1},
			{Name: "王", Days: 30, Scope: plan.CardScope{Crew: "nobody"}}, {Name: "王", Days: 30, Scope: plan.CardScope{Activities: []string{"none"}}},
		} {
			if _, _, err := h.IssueCard(as("anna"), p.ID, bad); key(err) != "plan.card.invalid" {
				t.Errorf("%+v: %v", bad, err)
			}
		}
		card, secret, err := h.IssueCard(as("anna"), p.ID, plan.NewCard{Name: "王师傅", Days: 30, Scope: plan.CardScope{Activities: []string{own}}})
		if err != nil {
			t.Fatal(err)
		}
		opened, actor, err := h.again().OpenCard(t.Context(), strings.ToLower(secret[:4])+" "+secret[4:])
		if err != nil || opened.Name != "王师傅" || opened.ID != card.ID {
			t.Fatalf("%+v, %v", opened, err)
		}
		ctx := who.With(t.Context(), actor)
		if _, jobs, err := h.Jobs(ctx, opened); err != nil || len(jobs) != 1 || jobs[0].Activity.ID != own {
			t.Errorf("jobs %+v, %v", jobs, err)
		}
		if _, _, err := h.ReportByCard(ctx, opened, other, percent(10)); key(err) != "plan.activity.unknown" {
			t.Errorf("reporting of what the card does not name: %v", err)
		}
		if _, _, err := h.ReportByCard(ctx, opened, own, percent(10)); err != nil {
			t.Fatal(err)
		}
		_, list, _ := h.Progress(as("anna"), p.ID)
		names, err := h.CardNames(ctx, "z", []string{list[0].RecordedBy})
		if err != nil || names[list[0].RecordedBy] != "王师傅" {
			t.Errorf("recorded by %q, %v, %v", list[0].RecordedBy, names, err)
		}
		if n := h.column(t, `SELECT hash FROM plan_card`); n == secret || strings.Contains(n, secret) {
			t.Error("the secret is stored")
		}
		var name []byte
		if err := h.db.QueryRowContext(t.Context(), `SELECT name FROM plan_card`).Scan(&name); err != nil || strings.Contains(string(name), "王师傅") {
			t.Errorf("the name is stored in clear: %v", err)
		}
		if err := h.RevokeCard(as("anna"), p.ID, card.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.OpenCard(t.Context(), secret); key(err) != "plan.card.revoked" {
			t.Errorf("a revoked card: %v", err)
		}
		if names, _ := h.CardNames(ctx, "z", []string{list[0].RecordedBy}); len(names) != 1 {
			t.Error("a revoked card has lost the name on its reports")
		}
	})
}

func (h *house) column(t *testing.T, query string) (text string) {
	t.Helper()
	if err := h.db.QueryRowContext(t.Context(), query).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func TestACardEndsByItself(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		b, _ := h.Project(as("anna"), p.ID)
		_, secret, err := h.IssueCard(as("anna"), p.ID, plan.NewCard{Name: "王师傅", Days: 3})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.OpenCard(t.Context(), "WRONG"); key(err) != "plan.card.unknown" {
			t.Errorf("a wrong card: %v", err)
		}
		card, actor, err := h.OpenCard(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		ctx := who.With(t.Context(), actor)
		for i := range 60 {
			if _, _, err := h.ReportByCard(ctx, card, b.Plan.Activities[1].ID, percent(float64(i)/2)); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := h.ReportByCard(ctx, card, b.Plan.Activities[1].ID, percent(50)); key(err) != "plan.card.often" {
			t.Errorf("the 61st report of an hour: %v", err)
		}
		h.Config.Now = func() time.Time { return morning.Add(-2 * time.Hour) } // a clock that was set back
		if _, _, err := h.ReportByCard(ctx, card, b.Plan.Activities[1].ID, percent(29)); key(err) == "plan.card.often" {
			t.Errorf("after the clock was set back: %v", err)
		}
		h.Config.Now = func() time.Time { return morning }
		if _, err := h.SetState(as("anna"), p.ID, masterplan.Closed, 0); err != nil {
			t.Fatal(err)
		}
		if _, _, err := h.OpenCard(t.Context(), secret); key(err) != "plan.card.closed" {
			t.Errorf("a card of a closed project: %v", err)
		}
		h.Config.Now = func() time.Time { return morning.AddDate(0, 0, 3) }
		if _, _, err := h.OpenCard(t.Context(), secret); key(err) != "plan.card.expired" {
			t.Errorf("a card after its days: %v", err)
		}
	})
}
