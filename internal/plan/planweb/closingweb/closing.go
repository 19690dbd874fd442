// Package closingweb is the pages on which a project is closed, archived,
// deleted, and brought back from each.
package closingweb

import (
	"net/http"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/ui"
	"fugong/internal/web"
)

type handlers struct{ planview.Base }

// Routes registers the pages and the API.
func Routes(m *web.Mux, b planview.Base) {
	h := handlers{b}
	h.apiRoutes(m)
	m.Handle("GET /projects/{id}/closing", h.show)
	m.Handle("POST /projects/{id}/state", h.setState)
	m.Handle("POST /projects/{id}/delete", h.deleteProject)
	m.Handle("POST /projects/{id}/restore", h.restoreProject)
}

// view is a project with what can be done to it as a whole.
type view struct {
	project masterplan.Project
	extent  plan.Extent
	by      string // who brought it to its state
	form    ui.Form
}

func (h handlers) show(w http.ResponseWriter, r *http.Request) error {
	return h.showClosing(w, r, ui.Form{}, nil)
}

func (h handlers) showClosing(w http.ResponseWriter, r *http.Request, f ui.Form, refusal error) error {
	ctx := r.Context()
	p, extent, err := h.Plans.Gone(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := h.Names(ctx, p.UpdatedBy)
	if err != nil {
		return err
	}
	page := closingPage(view{p, extent, names[p.UpdatedBy], f})
	if refusal != nil {
		return web.Refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

func (h handlers) setState(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	to := masterplan.State(r.FormValue("state"))
	p, err := h.Plans.SetState(ctx, id, to, planview.Seen(r))
	if err != nil {
		return h.showClosing(w, r, ui.Form{}.Failed(ctx, h.WithName(ctx, err)), err)
	}
	h.Changed(ctx, id)
	web.Flash(ctx, ui.Good, "plan.state.done."+word(to), "Name", p.Name)
	if to == masterplan.Archived {
		return web.Redirect(w, r, "/projects")
	}
	return web.Redirect(w, r, planview.Href(id, planview.TabPlan))
}

func (h handlers) deleteProject(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	p, err := h.Plans.DeleteProject(ctx, id, f.Text("code"), planview.Seen(r))
	if err != nil {
		return h.showClosing(w, r, f.Failed(ctx, h.WithName(ctx, err)), err)
	}
	h.Changed(ctx, id)
	web.Flash(ctx, ui.Good, "plan.state.done.deleted", "Name", p.Name, "Days", masterplan.DeletedDays)
	return web.Redirect(w, r, "/projects")
}

func (h handlers) restoreProject(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	p, err := h.Plans.RestoreProject(ctx, id)
	if err != nil {
		return h.showClosing(w, r, ui.Form{}.Failed(ctx, err), err)
	}
	h.Changed(ctx, id)
	web.Flash(ctx, ui.Good, "plan.state.done.restored", "Name", p.Name)
	return web.Redirect(w, r, planview.Href(id, planview.TabPlan))
}

// word is a state as keys have it.
func word(s masterplan.State) string {
	if s == masterplan.Open {
		return "open"
	}
	return string(s)
}
