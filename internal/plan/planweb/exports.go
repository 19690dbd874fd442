package planweb

import (
	"cmp"
	"io"
	"net/http"

	"fugong/internal/i18n"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/planfile/spreadsheet"
	"fugong/internal/web"
)

func (h handlers) exportRoutes(m *web.Mux) {
	m.Handle("GET /plan-template.xlsx", sendTemplate)
	m.Handle("GET /projects/{id}/export", h.showExports)
	m.Handle("GET /projects/{id}/export/{format}", h.sendExport)
}

// sendTemplate sends the workbook for those without a planning tool, in the
// reader's language.
func sendTemplate(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	data, err := spreadsheet.Template(i18n.Lang(ctx))
	if err != nil {
		return err
	}
	web.Download(w, i18n.T(ctx, "plan.template.file")+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	_, err = w.Write(data)
	return err
}

// showExports tells what a format cannot hold before the plan is taken home in it.
func (h handlers) showExports(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	format := cmp.Or(r.URL.Query().Get("format"), planview.ExportFormats[0])
	e, err := h.Plans.Export(ctx, r.PathValue("id"), format)
	if err != nil {
		return err
	}
	s, err := h.See(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, exportPage(s, &e, format))
}

// sendExport sends the plan in force. It is written out before anything is sent, so
// that a failure can still be told.
func (h handlers) sendExport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	e, err := h.Plans.Export(ctx, r.PathValue("id"), r.PathValue("format"))
	if err != nil {
		return err
	}
	var out web.Spool
	defer out.Close()
	if err := e.Write(&out); err != nil {
		return err
	}
	web.Download(w, e.Name, e.ContentType)
	_, err = io.Copy(w, out.Content())
	return err
}
