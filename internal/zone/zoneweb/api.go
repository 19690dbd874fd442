package zoneweb

import (
	"context"
	"net/http"
	"time"

	"fugong/internal/web"
	"fugong/internal/web/api"
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

type byID struct {
	ID string `path:"id"`
}

func (h handlers) api(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/me", "get-me", "Zone", "Who is asking", ""), h.apiMe)
	web.Register(m, api.Op(http.MethodGet, "/organisations", "list-organisations", "Zone", "Organisations of the zone", ""), h.apiOrganisations)
	web.Register(m, api.Op(http.MethodGet, "/organisations/{id}", "get-organisation", "Zone", "An organisation", ""), h.apiOrganisation)
	web.Register(m, api.Op(http.MethodGet, "/tokens", "list-tokens", "Zone", "API tokens", "For people at a browser: a token does not see or make tokens."), h.apiTokens)
	web.Register(m, api.Op(http.MethodDelete, "/tokens/{id}", "revoke-token", "Zone", "Revoke an API token", ""), h.apiRevokeToken)
}

func (h handlers) apiMe(ctx context.Context, _ *struct{}) (*api.Answer[meBody], error) {
	actor, _ := who.From(ctx)
	me := meBody{Account: actor.Account, Token: actor.Token, Zone: actor.Zone, Roles: []roleBody{}}
	for _, m := range actor.Roles {
		me.Roles = append(me.Roles, roleBody{m.Org, m.Role})
	}
	return &api.Answer[meBody]{Body: me}, nil
}

func (h handlers) apiOrganisations(ctx context.Context, in *struct {
	Text string `query:"text" doc:"Part of a name or code"`
	Kind string `query:"kind" enum:"authority,developer,contractor,supervisor,employer,supplier"`
	api.Paging
}) (*api.Answer[api.List[organisationBody]], error) {
	list, err := h.Service.Organisations(ctx, in.Text, zone.OrganisationKind(in.Kind))
	if err != nil {
		return nil, err
	}
	return api.Paged(list, in.Paging, organisationOf), nil
}

func (h handlers) apiOrganisation(ctx context.Context, in *byID) (*api.Answer[organisationBody], error) {
	o, err := h.Service.Organisation(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &api.Answer[organisationBody]{Body: organisationOf(o)}, nil
}

func (h handlers) apiTokens(ctx context.Context, _ *struct{}) (*api.Answer[api.List[tokenBody]], error) {
	list, err := h.Service.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	return api.All(list, tokenOf), nil
}

func (h handlers) apiRevokeToken(ctx context.Context, in *byID) (*struct{}, error) {
	return nil, h.Service.RevokeToken(ctx, in.ID)
}
