package zoneweb

import (
	"context"
	"net/http"
	"time"

	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/internal/zone"
)

func (h handlers) apiTokenRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/tokens", "list-tokens", "Zone", "API tokens", "For people at a browser: a token does not see or make tokens."), h.apiListTokens)
	web.Register(m, api.Op(http.MethodDelete, "/tokens/{id}", "revoke-token", "Zone", "Revoke an API token", ""), h.apiRevokeToken)
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

func (h handlers) apiListTokens(ctx context.Context, _ *struct{}) (*api.Answer[api.List[tokenBody]], error) {
	list, err := h.Service.Tokens(ctx)
	if err != nil {
		return nil, err
	}
	return api.All(list, tokenOf), nil
}

func (h handlers) apiRevokeToken(ctx context.Context, in *byID) (*struct{}, error) {
	return nil, h.Service.RevokeToken(ctx, in.ID)
}
