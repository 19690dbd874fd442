package zoneweb

import (
	"context"
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

const peopleAt = "/administration/people"

func (h handlers) peopleRoutes(m *web.Mux) {
	m.Handle("GET /administration/people", h.listPeople)
	// What is searched for is personal, so it is sent and not put in an address.
	m.Handle("POST /administration/people/search", h.searchPeople)
	m.Handle("GET /administration/people/new", h.newPerson)
	m.Handle("POST /administration/people", h.addPerson)
	m.Handle("GET /administration/people/{id}", h.showPerson)
	m.Handle("GET /administration/people/{id}/edit", h.changePerson)
	m.Handle("POST /administration/people/{id}", h.editPerson)
	m.Handle("POST /administration/people/{id}/reveal/{field}", h.revealField)
}

func (h handlers) listPeople(w http.ResponseWriter, r *http.Request) error {
	return h.renderPeople(w, r, "", r.URL.Query().Get("after"))
}

func (h handlers) searchPeople(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	return h.renderPeople(w, r, f.Text("text"), "")
}

func (h handlers) renderPeople(w http.ResponseWriter, r *http.Request, text, after string) error {
	ctx := r.Context()
	list, more, err := h.Service.People(ctx, text, after)
	if err != nil {
		return err
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	meta := h.pageMeta(ctx, "zone.people", "")
	if _, err := h.Access.Scope(ctx, "person.edit"); err == nil {
		meta.Actions = primaryLink(peopleAt+"/new", i18n.T(ctx, "zone.person.add"))
	}
	next := ""
	if more && text == "" {
		next = peopleAt + "?after=" + list[len(list)-1].ID
	}
	return web.OK(w, r, peoplePage(meta, peopleTable(ctx, list, titles, text != ""), text, next))
}

func peopleTable(ctx context.Context, list []zone.MaskedPerson, titles map[string]string, searched bool) templ.Component {
	empty := ui.Nothing{Icon: "users", Title: i18n.T(ctx, "zone.people.none"), Text: i18n.T(ctx, "zone.people.none.text")}
	if searched {
		empty = ui.Nothing{Icon: "user-search", Title: i18n.T(ctx, "zone.people.notfound"), Text: i18n.T(ctx, "zone.people.whole")}
	}
	return ui.Table[zone.MaskedPerson]{
		ID: "people", Name: i18n.T(ctx, "zone.people"), Rows: list, Empty: empty,
		Href: func(p zone.MaskedPerson) string { return peopleAt + "/" + p.ID },
		Columns: []ui.Column[zone.MaskedPerson]{
			{Key: "name", Label: i18n.T(ctx, "zone.name"), Value: func(p zone.MaskedPerson) any { return p.Name }},
			{Key: "paper", Label: i18n.T(ctx, "zone.paper"), Value: func(p zone.MaskedPerson) any { return i18n.T(ctx, "zone.paper.kind."+string(p.PaperKind)) }},
			{Key: "number", Label: i18n.T(ctx, "zone.paper.number"), Value: func(p zone.MaskedPerson) any { return p.Number }},
			{Key: "phone", Label: i18n.T(ctx, "zone.phone"), Value: func(p zone.MaskedPerson) any { return p.Phone }},
			{Key: "organisation", Label: i18n.T(ctx, "zone.person.employer"), Value: func(p zone.MaskedPerson) any { return titles[p.Org] }},
		},
	}.View(ctx)
}

func (h handlers) newPerson(w http.ResponseWriter, r *http.Request) error {
	return h.renderPerson(w, r, "", nil, ui.FormOf("paper_kind", string(identity.IDCard)))
}

// changePerson shows the form empty: full values are revealed one by one, not
// all at once for a correction, so the new ones are typed in full.
func (h handlers) changePerson(w http.ResponseWriter, r *http.Request) error {
	p, err := h.Service.Person(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return h.renderPerson(w, r, p.ID, nil, ui.FormOf("paper_kind", string(p.PaperKind), "organisation", p.Org))
}

func (h handlers) renderPerson(w http.ResponseWriter, r *http.Request, id string, refusal error, f ui.Form) error {
	ctx := r.Context()
	organisations, _, err := h.offeredRoles(ctx, "person.edit", nil)
	if err != nil {
		return err
	}
	if own := slices.DeleteFunc(slices.Clone(organisations), func(c ui.Choice) bool { return c.Value == "" }); len(own) == 1 {
		organisations = own // nothing to choose, and nothing to forget
	}
	title, action := i18n.T(ctx, "zone.person.add"), peopleAt
	if id != "" {
		title, action = i18n.T(ctx, "zone.person.edit"), peopleAt+"/"+id
	}
	page := personPage(h.pageMeta(ctx, "zone.people", title), action, id != "", f, organisations)
	if refusal != nil {
		return h.refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

func personInput(f *web.Form) zone.PersonInput {
	return zone.PersonInput{Org: f.Text("organisation"), Name: f.Text("name"), PaperKind: f.Text("paper_kind"),
		Number: f.Text("number"), Phone: f.Text("phone"), Email: f.Text("email")}
}

func (h handlers) addPerson(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	p, err := h.Service.AddPerson(ctx, personInput(f))
	if err != nil {
		return h.renderPerson(w, r, "", err, f.Failed(ctx, err))
	}
	web.Flash(ctx, ui.Good, "zone.person.added")
	return web.Redirect(w, r, peopleAt+"/"+p.ID)
}

func (h handlers) editPerson(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, id := r.Context(), r.PathValue("id")
	if _, err := h.Service.EditPerson(ctx, id, personInput(f)); err != nil {
		return h.renderPerson(w, r, id, err, f.Failed(ctx, err))
	}
	web.Flash(ctx, ui.Good, "zone.saved")
	return web.Redirect(w, r, peopleAt+"/"+id)
}

func (h handlers) showPerson(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	p, err := h.Service.Person(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	_, titles, err := h.organisationChoices(ctx)
	if err != nil {
		return err
	}
	actor, _ := who.From(ctx)
	may := func(action string) bool {
		return h.Access.Allow(ctx, action, who.Resource{Type: "person", ID: p.ID, Zone: actor.Zone, Org: p.Org}) == nil
	}
	meta := h.pageMeta(ctx, "zone.people", p.Name)
	if may("person.edit") {
		meta.Actions = primaryLink(peopleAt+"/"+p.ID+"/edit", i18n.T(ctx, "zone.person.edit"))
	}
	return web.OK(w, r, showPersonPage(meta, personFacts(ctx, p, titles[p.Org], may("person.reveal"))))
}

func personFacts(ctx context.Context, p zone.MaskedPerson, employer string, reveal bool) []ui.Fact {
	masked := func(field zone.PersonField, label, value string) ui.Fact {
		if value == "" || !reveal {
			return ui.Fact{Label: label, Text: value}
		}
		return ui.Fact{Label: label, View: maskedField(p.ID, field, label, value)}
	}
	return []ui.Fact{
		masked(zone.FieldName, i18n.T(ctx, "zone.name"), p.Name),
		{Label: i18n.T(ctx, "zone.paper"), Text: i18n.T(ctx, "zone.paper.kind."+string(p.PaperKind))},
		masked(zone.FieldNumber, i18n.T(ctx, "zone.paper.number"), p.Number),
		masked(zone.FieldPhone, i18n.T(ctx, "zone.phone"), p.Phone),
		masked(zone.FieldEmail, i18n.T(ctx, "zone.email"), p.Email),
		{Label: i18n.T(ctx, "zone.person.employer"), Text: employer},
	}
}

// revealField answers with one full value, in the place of the masked one.
func (h handlers) revealField(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	field := r.PathValue("field")
	value, err := h.Service.Reveal(r.Context(), r.PathValue("id"), zone.PersonField(field), f.Text("reason"))
	if err != nil {
		return err
	}
	web.Secret(w, r, "zone.done.reveal")
	return web.OK(w, r, ui.Revealed("reveal-"+field, value))
}

func revealAddress(person string, field zone.PersonField) string {
	return peopleAt + "/" + person + "/reveal/" + string(field)
}
