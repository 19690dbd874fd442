package cardweb

import (
	"context"
	"net/http"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/web"
	"fugong/internal/web/api"
)

func (h handlers) apiRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/projects/{project}/cards", "list-cards", planview.TagProgress, "Cards of foremen", "Newest first, with those that were revoked or have expired. For whoever may issue them."), h.apiListCards)
	web.Register(m, api.Op(http.MethodPost, "/projects/{project}/cards", "issue-card", planview.TagProgress, "Issue a card to a foreman",
		"Its holder reports of the activities in scope without an account, and sees nothing else. The secret is answered this once and kept nowhere: a repeated request is told that it was done, without it."), h.apiIssueCard)
	web.Register(m, api.Op(http.MethodDelete, "/projects/{project}/cards/{card}", "revoke-card", planview.TagProgress, "Revoke a card", "It stops working at once; what was reported stays."), h.apiRevokeCard)
}

// cardScope is what a card reports of; everything when nothing is named.
type cardScope struct {
	Heading    string   `json:"heading,omitempty" doc:"Id of a heading: the activities under it"`
	Crew       string   `json:"crew,omitempty" doc:"Name or group of a resource: the activities it is assigned to"`
	Activities []string `json:"activities,omitempty" maxItems:"2000" doc:"Ids"`
}

// CardBody is a card without its secret.
type CardBody struct {
	ID        string    `json:"id"`
	Name      string    `json:"name" doc:"Of the foreman"`
	Scope     cardScope `json:"scope"`
	IssuedAt  string    `json:"issued_at"`
	IssuedBy  string    `json:"issued_by" doc:"Account"`
	ExpiresAt string    `json:"expires_at"`
	RevokedAt string    `json:"revoked_at,omitempty"`
	SeenAt    string    `json:"last_used_at,omitempty"`
	Good      bool      `json:"good" doc:"Neither revoked nor expired"`
}

type issuedBody struct {
	CardBody
	Secret string `json:"secret" doc:"What the foreman types, or what stands behind /card# in the QR code"`
}

// issued is an answer that nobody may keep: it holds a secret.
type issued struct {
	Cache string `header:"Cache-Control"`
	Body  issuedBody
}

func (h handlers) apiListCards(ctx context.Context, in *struct {
	planview.InProject
	api.Paging
}) (*api.Answer[api.List[CardBody]], error) {
	list, err := h.Plans.Cards(ctx, in.Project)
	if err != nil {
		return nil, err
	}
	return api.Paged(list, in.Paging, h.apiCardOf), nil
}

func (h handlers) apiCardOf(c plan.Card) CardBody {
	out := CardBody{
		ID: c.ID, Name: c.Name, Scope: cardScope(c.Scope), IssuedAt: api.Instant(c.IssuedAt), IssuedBy: c.IssuedBy,
		ExpiresAt: api.Instant(c.ExpiresAt), Good: c.Good(h.Now()),
	}
	if !c.RevokedAt.IsZero() {
		out.RevokedAt = api.Instant(c.RevokedAt)
	}
	if !c.SeenAt.IsZero() {
		out.SeenAt = api.Instant(c.SeenAt)
	}
	return out
}

func (h handlers) apiIssueCard(ctx context.Context, in *struct {
	planview.InProject
	Body struct {
		Name  string    `json:"name" minLength:"1" maxLength:"60" doc:"Of the foreman"`
		Days  int       `json:"days" minimum:"1" maximum:"180" doc:"That it holds, today included" example:"30"`
		Scope cardScope `json:"scope,omitempty"`
	}
}) (*issued, error) {
	n := plan.NewCard{Name: in.Body.Name, Days: in.Body.Days, Scope: plan.CardScope(in.Body.Scope)}
	if err := h.apiCheckScope(ctx, in.Project, &n.Scope); err != nil {
		return nil, err
	}
	c, secret, err := h.Plans.IssueCard(ctx, in.Project, n)
	if err != nil {
		return nil, err
	}
	web.Unkept(ctx, "plan.card.once.done")
	return &issued{Cache: "no-store", Body: issuedBody{h.apiCardOf(c), secret}}, nil
}

// known refuses a scope with activities that the plan does not have.
func (h handlers) apiCheckScope(ctx context.Context, project string, s *plan.CardScope) error {
	b, err := h.Plans.Project(ctx, project)
	if err != nil {
		return err
	}
	for _, id := range s.Activities {
		if b.Plan.ByID(id) < 0 {
			return fault.New(fault.Invalid, "plan.card.invalid").With("scope.activities", "plan.card.no_code", "Code", id)
		}
	}
	if i := b.Plan.ByID(s.Heading); s.Heading != "" && (i < 0 || b.Plan.Activities[i].Kind != masterplan.Summary) {
		return fault.New(fault.Invalid, "plan.card.invalid").With("scope.heading", "plan.card.no_code", "Code", s.Heading)
	}
	return nil
}

func (h handlers) apiRevokeCard(ctx context.Context, in *struct {
	planview.InProject
	Card string `path:"card" doc:"Id of the card"`
}) (*api.Empty, error) {
	return api.Done(h.Plans.RevokeCard(ctx, in.Project, in.Card))
}
