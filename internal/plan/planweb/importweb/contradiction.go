package importweb

import (
	"context"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/masterplan/coherence"
	"fugong/internal/ui"
)

// contradictions are the values of the file that cannot both hold, as far as they are
// kept.
func (r *report) contradictions() []coherence.Contradiction {
	if r.Own == nil {
		return nil
	}
	return r.Own.Contradictions
}

func contradictionTable(ctx context.Context, rows []coherence.Contradiction) ui.Table[coherence.Contradiction] {
	fields := map[string]bool{}
	for i := range rows {
		fields[rows[i].Field] = true
	}
	var choices []ui.Choice
	for _, f := range coherence.Fields {
		if fields[f] {
			choices = append(choices, ui.Choice{Value: f, Text: i18n.T(ctx, "plan.compare."+f)})
		}
	}
	return ui.Table[coherence.Contradiction]{
		ID: "contradictions", Name: i18n.T(ctx, "plan.contradicts.pairs"), Rows: rows,
		Columns: []ui.Column[coherence.Contradiction]{
			{Key: "code", Label: i18n.T(ctx, "plan.code"), Value: func(c coherence.Contradiction) any { return c.ID }},
			{Key: "value", Label: i18n.T(ctx, "plan.contradicts.value"), Value: func(c coherence.Contradiction) any { return valued(ctx, "", c.Field, c.Value) }},
			{Key: "other", Label: i18n.T(ctx, "plan.contradicts.other"), Value: func(c coherence.Contradiction) any { return valued(ctx, c.OtherID, c.OtherField, c.Other) }},
			{Key: "why", Label: i18n.T(ctx, "plan.contradicts.why"), Value: func(c coherence.Contradiction) any { return told(ctx, c.Why.Key, c.Why.Args) }, Cell: func(c coherence.Contradiction) templ.Component { return reasonCell(c.Why) }},
			{Key: "do", Label: i18n.T(ctx, "plan.contradicts.do"), Value: func(c coherence.Contradiction) any { return i18n.T(ctx, c.Advice()) }, Cell: func(c coherence.Contradiction) templ.Component { return adviceCell(c.Advice()) }},
		},
		Filters: []ui.Filter[coherence.Contradiction]{{
			Key: "field", Label: i18n.T(ctx, "plan.diff.field"), Options: choices,
			Match: func(c coherence.Contradiction, v string) bool { return c.Field == v },
		}},
		Empty: ui.Nothing{Icon: "circle-check", Title: i18n.T(ctx, "plan.contradicts.none")},
	}
}

// valued is one of two values: whose it is when it is another activity's, what, and how
// much.
func valued(ctx context.Context, whose, field, value string) string {
	text := i18n.T(ctx, "plan.contradicts.valued", "Field", i18n.T(ctx, "plan.compare."+field), "Value", fileValue(ctx, field, value))
	if whose != "" {
		text = whose + " · " + text
	}
	return text
}
