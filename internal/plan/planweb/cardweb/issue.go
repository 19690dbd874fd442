package cardweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
)

// cardDays is for how long a form offers a card at first.
const cardDays = "30"

func (h handlers) cards(w http.ResponseWriter, r *http.Request) error {
	return h.cardsPage(w, r, ui.FormOf("reach", "all", "days", cardDays), nil)
}

// cardsView is a project's cards as their page shows them.
type cardsView struct {
	*planview.Sight
	list   []plan.Card
	issuer map[string]string // names by account
	now    time.Time
	form   ui.Form
}

func (h handlers) cardsPage(w http.ResponseWriter, r *http.Request, f ui.Form, refusal error) error {
	ctx := r.Context()
	list, err := h.Plans.Cards(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	v := cardsView{list: list, form: f, now: h.Now()}
	if v.Sight, err = h.See(ctx, r.PathValue("id")); err != nil {
		return err
	}
	var accounts []string
	for _, c := range list {
		accounts = append(accounts, c.IssuedBy)
	}
	if v.issuer, err = h.Names(ctx, planview.Distinct(accounts)...); err != nil {
		return err
	}
	if refusal != nil {
		return web.Refuse(w, r, refusal, cardsPage(v))
	}
	return web.OK(w, r, cardsPage(v))
}

func (h handlers) issueCard(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	s, err := h.See(ctx, id)
	if err != nil {
		return err
	}
	n := plan.NewCard{Name: f.Need("name"), Days: f.Int("days"), Scope: readScope(f, s.Plan)}
	var card plan.Card
	var secret string
	if err = f.Fault(); err == nil {
		card, secret, err = h.Plans.IssueCard(ctx, id, n)
	}
	if err != nil {
		return h.cardsPage(w, r, f.Failed(ctx, err), err)
	}
	address, err := web.Address(r, h.URL)
	if err != nil {
		return err
	}
	drawing, err := ui.QRCode(address + "/card#" + secret)
	if err != nil {
		return err
	}
	web.Secret(w, r, "plan.card.once.done")
	return web.OK(w, r, printedPage(s, card, drawing, address+"/card", spaced(secret)))
}

// readScope reads what a card is to reach.
func readScope(f *web.Form, p *masterplan.Plan) (scope plan.CardScope) {
	switch f.One("reach", "all", "heading", "crew", "codes") {
	case "heading":
		scope.Heading = f.Need("heading")
	case "crew":
		scope.Crew = f.Need("crew")
	case "codes":
		for _, code := range strings.FieldsFunc(f.Need("codes"), func(r rune) bool { return strings.ContainsRune(" ,;，；、\n\r\t", r) }) {
			i := slices.IndexFunc(p.Activities, func(a masterplan.Activity) bool { return a.Code == code })
			if i < 0 {
				f.Wrong("codes", "plan.card.no_code", "Code", code)
				continue
			}
			scope.Activities = append(scope.Activities, p.Activities[i].ID)
		}
	}
	return scope
}

func (h handlers) revoke(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if err := h.Plans.RevokeCard(ctx, id, r.PathValue("card")); err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "plan.card.revoked.done")
	return web.Redirect(w, r, planview.Href(id, "cards"))
}

// spaced writes a secret in groups of four, as people type it.
func spaced(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

// headings are the headings of the plan with work under them, indented.
func headings(ctx context.Context, p *masterplan.Plan) []ui.Choice {
	list := []ui.Choice{{Text: i18n.T(ctx, "plan.choose")}}
	for i := range p.Activities {
		if a := &p.Activities[i]; a.Kind == masterplan.Summary {
			list = append(list, ui.Choice{Value: a.ID, Text: strings.Repeat("　", max(0, int(a.Level)-1)) + a.Name})
		}
	}
	return list
}

// crewChoices are the crews that the plan assigns.
func crewChoices(ctx context.Context, p *masterplan.Plan) []ui.Choice {
	list := []ui.Choice{{Text: i18n.T(ctx, "plan.choose")}}
	seen := map[string]bool{}
	for i := range p.Resources {
		r := &p.Resources[i]
		if name := cmp.Or(r.Group, r.Name); r.Type == masterplan.WorkResource && name != "" && !seen[name] {
			seen[name] = true
			list = append(list, ui.Choice{Value: name, Text: name})
		}
	}
	return list
}

// scopeText says what a card reports of.
func scopeText(ctx context.Context, p *masterplan.Plan, s *plan.CardScope) string {
	switch {
	case s.Heading != "":
		if i := p.ByID(s.Heading); i >= 0 {
			return p.Activities[i].Name
		}
		return i18n.T(ctx, "plan.card.scope.gone")
	case s.Crew != "":
		return s.Crew
	case len(s.Activities) > 0:
		var names []string
		for _, id := range s.Activities {
			if i := p.ByID(id); i >= 0 {
				names = append(names, p.Activities[i].Label())
			}
		}
		return cmp.Or(strings.Join(names, i18n.T(ctx, "plan.event.next")), i18n.T(ctx, "plan.card.scope.gone"))
	}
	return i18n.T(ctx, "plan.card.scope.all")
}

// stateOf is whether a card can be used.
func stateOf(ctx context.Context, c *plan.Card, good bool) ui.Lamp {
	switch {
	case !c.RevokedAt.IsZero():
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "plan.card.state.revoked")}
	case !good:
		return ui.Lamp{Colour: ui.Grey, Word: i18n.T(ctx, "plan.card.state.expired")}
	}
	return ui.Lamp{Colour: ui.Green, Word: i18n.T(ctx, "plan.card.state.good")}
}
