package zoneweb

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

// The JSON API of this room: the same nouns as the pages.

type organisationBody struct {
	ID    string `json:"id" readOnly:"true"`
	Code  string `json:"code" doc:"Unified social credit code, GB 32100"`
	Name  string `json:"name"`
	Short string `json:"short,omitempty"`
	Kind  string `json:"kind" enum:"authority,developer,contractor,supervisor,employer,supplier"`
}

func organisationOf(o zone.Organisation) organisationBody {
	return organisationBody{o.ID, string(o.Code), o.Name, o.Short, string(o.Kind)}
}

type roleBody struct {
	Organisation string `json:"organisation"`
	Role         string `json:"role"`
}

type meBody struct {
	Account string     `json:"account" doc:"For a token, the account that made it"`
	Token   string     `json:"token,omitempty"`
	Zone    string     `json:"zone"`
	Roles   []roleBody `json:"roles"`
}

type tokenBody struct {
	ID           string     `json:"id"`
	Organisation string     `json:"organisation"`
	Role         string     `json:"role"`
	Name         string     `json:"name"`
	Prefix       string     `json:"prefix"`
	Created      time.Time  `json:"created"`
	Expires      time.Time  `json:"expires"`
	LastUsed     *time.Time `json:"last_used,omitempty"`
	Revoked      bool       `json:"revoked"`
}

func tokenOf(t zone.Token) tokenBody {
	b := tokenBody{t.ID, t.Org, t.Role, t.Name, t.Prefix, t.Created, t.Expires, nil, t.Revoked}
	if !t.LastUsed.IsZero() {
		b.LastUsed = &t.LastUsed
	}
	return b
}

// answer is a body; page is a list of them.
type answer[T any] struct{ Body T }

type page[T any] struct {
	Items []T `json:"items"`
}

func items[N, B any](nouns []N, body func(N) B) *answer[page[B]] {
	out := &answer[page[B]]{page[B]{Items: make([]B, 0, len(nouns))}}
	for _, n := range nouns {
		out.Body.Items = append(out.Body.Items, body(n))
	}
	return out
}

type byID struct {
	ID string `path:"id"`
}

func (h handlers) api(m *web.Mux) {
	web.Register(m, huma.Operation{Method: http.MethodGet, Path: "/api/v1/me", OperationID: "get-me", Summary: "Who is asking", Tags: []string{"Zone"}}, h.apiMe)
	web.Register(m, huma.Operation{Method: http.MethodGet, Path: "/api/v1/organisations", OperationID: "list-organisations", Summary: "Organisations of the zone", Tags: []string{"Zone"}}, h.apiOrganisations)
	web.Register(m, huma.Operation{Method: http.MethodGet, Path: "/api/v1/organisations/{id}", OperationID: "get-organisation", Summary: "An organisation", Tags: []string{"Zone"}}, h.apiOrganisation)
	web.Register(m, huma.Operation{Method: http.MethodGet, Path: "/api/v1/tokens", OperationID: "list-tokens", Summary: "API tokens", Description: "For people at a browser: a token does not see or make tokens.", Tags: []string{"Zone"}}, h.apiTokens)
	web.Register(m, huma.Operation{Method: http.MethodDelete, Path: "/api/v1/tokens/{id}", OperationID: "revoke-token", Summary: "Revoke an API token", DefaultStatus: http.StatusNoContent, Tags: []string{"Zone"}}, h.apiRevokeToken)
}

func (h handlers) apiMe(ctx context.Context, _ *struct{}) (*answer[meBody], error) {
	actor, _ := who.From(ctx)
	me := meBody{Account: actor.Account, Token: actor.Token, Zone: actor.Zone, Roles: []roleBody{}}
	for _, m := range actor.Roles {
		me.Roles = append(me.Roles, roleBody{m.Org, m.Role})
	}
	return &answer[meBody]{me}, nil
}

func (h handlers) apiOrganisations(ctx context.Context, in *struct {
	Text string `query:"text" doc:"Part of a name or code"`
	Kind string `query:"kind" enum:"authority,developer,contractor,supervisor,employer,supplier"`
}) (*answer[page[organisationBody]], error) {
	list, err := h.Service.Organisations(ctx, in.Text, zone.OrganisationKind(in.Kind))
	if err != nil {
		return nil, err
	}
	return items(list, organisationOf), nil
}

func (h handlers) apiOrganisation(ctx context.Context, in *byID) (*answer[organisationBody], error) {
	o, err := h.Service.Organisation(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &answer[organisationBody]{organisationOf(o)}, nil
}

func (h handlers) apiTokens(ctx context.Context, _ *struct{}) (*answer[page[tokenBody]], error) {
	list, err := h.Service.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	return items(list, tokenOf), nil
}

func (h handlers) apiRevokeToken(ctx context.Context, in *byID) (*struct{}, error) {
	return nil, h.Service.RevokeToken(ctx, in.ID)
}
