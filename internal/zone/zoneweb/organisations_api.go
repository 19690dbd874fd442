package zoneweb

import (
	"context"
	"net/http"

	"fugong/internal/web"
	"fugong/internal/web/api"
	"fugong/internal/zone"
)

func (h handlers) apiOrganisationRoutes(m *web.Mux) {
	web.Register(m, api.Op(http.MethodGet, "/organisations", "list-organisations", "Zone", "Organisations of the zone", ""), h.apiListOrganisations)
	web.Register(m, api.Op(http.MethodGet, "/organisations/{id}", "get-organisation", "Zone", "An organisation", ""), h.apiGetOrganisation)
}

type byID struct {
	ID string `path:"id"`
}

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

func (h handlers) apiListOrganisations(ctx context.Context, in *struct {
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

func (h handlers) apiGetOrganisation(ctx context.Context, in *byID) (*api.Answer[organisationBody], error) {
	o, err := h.Service.Organisation(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &api.Answer[organisationBody]{Body: organisationOf(o)}, nil
}
