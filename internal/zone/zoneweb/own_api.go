package zoneweb

import (
	"context"
	"net/http"

	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/internal/who"
)

func (h handlers) apiOwnRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/me", "get-me", "Zone", "Who is asking", ""), h.apiGetMe)
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

func (h handlers) apiGetMe(ctx context.Context, _ *struct{}) (*api.Answer[meBody], error) {
	actor, _ := who.From(ctx)
	me := meBody{Account: actor.Account, Token: actor.Token, Zone: actor.Zone, Roles: []roleBody{}}
	for _, m := range actor.Roles {
		me.Roles = append(me.Roles, roleBody{m.Org, m.Role})
	}
	return &api.Answer[meBody]{Body: me}, nil
}
