package zoneweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/zone"
)

const organisationsAt = "/administration/organisations"

func (h handlers) organisations(m *web.Mux) {
	m.Handle("GET /administration/organisations", h.listOrganisations)
	m.Handle("GET /administration/organisations/new", h.newOrganisation)
	m.Handle("POST /administration/organisations", h.addOrganisation)
	m.Handle("GET /administration/organisations/{id}", h.showOrganisation)
	m.Handle("POST /administration/organisations/{id}", h.editOrganisation)
}

func (h handlers) listOrganisations(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if _, err := h.Access.Scope(ctx, "zone.administer"); err != nil {
		return err
	}
	list, err := h.Service.Organisations(ctx, "", "")
	if err != nil {
		return err
	}
	return h.organisationTable(ctx, list).Serve(w, r, func(table templ.Component) templ.Component {
		return listPage(h.listMeta(ctx, "zone.organisations", organisationsAt+"/new", "zone.organisation.add"), table)
	})
}

func (h handlers) organisationTable(ctx context.Context, list []zone.Organisation) ui.Table[zone.Organisation] {
	kind := func(o zone.Organisation) any { return i18n.T(ctx, "zone.organisation.kind."+string(o.Kind)) }
	return ui.Table[zone.Organisation]{
		ID: "organisations", Name: i18n.T(ctx, "zone.organisations"), Rows: list, Sort: "name",
		Href: func(o zone.Organisation) string { return organisationsAt + "/" + o.ID },
		Columns: []ui.Column[zone.Organisation]{
			{Key: "name", Label: i18n.T(ctx, "zone.organisation.name"), Value: func(o zone.Organisation) any { return o.Name }},
			{Key: "short", Label: i18n.T(ctx, "zone.organisation.short"), Value: func(o zone.Organisation) any { return o.Short }},
			{Key: "kind", Label: i18n.T(ctx, "zone.organisation.kind"), Value: kind},
			{Key: "code", Label: i18n.T(ctx, "zone.organisation.code"), Value: func(o zone.Organisation) any { return string(o.Code) }},
		},
		Filters: []ui.Filter[zone.Organisation]{{Key: "kind", Label: i18n.T(ctx, "zone.organisation.kind"),
			Options: choices(ctx, "zone.organisation.kind.", zone.OrganisationKinds)[1:],
			Match:   func(o zone.Organisation, v string) bool { return string(o.Kind) == v }}},
		Empty: ui.Nothing{Icon: "building", Title: i18n.T(ctx, "zone.organisations.none")},
	}
}

func (h handlers) newOrganisation(w http.ResponseWriter, r *http.Request) error {
	if _, err := h.Access.Scope(r.Context(), "zone.administer"); err != nil {
		return err
	}
	return web.OK(w, r, h.organisationForm(r.Context(), "", ui.Form{}))
}

func (h handlers) organisationForm(ctx context.Context, id string, f ui.Form) templ.Component {
	title, action := i18n.T(ctx, "zone.organisation.add"), organisationsAt
	if id != "" {
		title, action = i18n.T(ctx, "zone.organisation.edit"), organisationsAt+"/"+id
	}
	return organisationPage(h.pageMeta(ctx, "zone.organisations", title), action, f)
}

func organisationInput(f *web.Form) zone.OrganisationInput {
	return zone.OrganisationInput{Code: f.Text("code"), Name: f.Text("name"), Short: f.Text("short"), Kind: f.Text("kind")}
}

func (h handlers) addOrganisation(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if _, err := h.Service.AddOrganisation(ctx, organisationInput(f)); err != nil {
		return h.refuse(w, r, err, h.organisationForm(ctx, "", f.Failed(ctx, err)))
	}
	web.Flash(ctx, ui.Good, "zone.organisation.added")
	return web.Redirect(w, r, organisationsAt)
}

func (h handlers) showOrganisation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if _, err := h.Access.Scope(ctx, "zone.administer"); err != nil {
		return err
	}
	o, err := h.Service.Organisation(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.OK(w, r, h.organisationForm(ctx, o.ID, ui.FormOf("code", string(o.Code), "name", o.Name, "short", o.Short, "kind", string(o.Kind))))
}

func (h handlers) editOrganisation(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	if _, err := h.Service.EditOrganisation(ctx, id, organisationInput(f)); err != nil {
		return h.refuse(w, r, err, h.organisationForm(ctx, id, f.Failed(ctx, err)))
	}
	web.Flash(ctx, ui.Good, "zone.saved")
	return web.Redirect(w, r, organisationsAt)
}

// listMeta is the page of a list with the button that adds to it.
func (h handlers) listMeta(ctx context.Context, view, href, word string) ui.Meta {
	m := h.pageMeta(ctx, view, "")
	if href != "" {
		m.Actions = primaryLink(href, i18n.T(ctx, word))
	}
	return m
}
