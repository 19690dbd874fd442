package zoneweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/zone"
)

func lang(ctx context.Context) string { return i18n.Lang(ctx) }

func invitationTitle(ctx context.Context, in zone.Invited) string {
	return i18n.T(ctx, "zone.invitation.title", "Zone", in.Zone.Title(lang(ctx)))
}

// ownRoutes are the pages of one's own account.
func (h handlers) ownRoutes(m *web.Mux) {
	m.Handle("GET /account", h.account)
	m.Handle("POST /account/profile", h.changeProfile)
	m.Handle("POST /account/password", h.changePassword)
	m.Handle("POST /account/language", h.setLanguage)
	m.Handle("POST /account/second-step", h.beginTOTP)
	m.Handle("POST /account/second-step/confirm", h.confirmTOTP)
	m.Handle("POST /account/second-step/stop", h.stopTOTP)
	m.Handle("POST /account/sessions/end", h.endSessions)
	m.Handle("POST /account/sessions/{id}/end", h.endSession)
}

// ownForms are the forms of the account page; at most one was refused.
type ownForms struct{ profile, password, begin, stop ui.Form }

func (h handlers) account(w http.ResponseWriter, r *http.Request) error {
	return h.showAccount(w, r, nil, ownForms{})
}

func (h handlers) showAccount(w http.ResponseWriter, r *http.Request, refusal error, f ownForms) error {
	me, err := h.Service.Me(r.Context())
	if err != nil {
		return err
	}
	if f.profile.Values == nil {
		f.profile = ui.FormOf("name", me.Account.Name)
	}
	page := accountPage(me, sessionTable(r.Context(), me), f)
	if refusal != nil {
		return h.refuse(w, r, refusal, page)
	}
	return web.OK(w, r, page)
}

func sessionTable(ctx context.Context, me zone.Own) templ.Component {
	return ui.Table[zone.Session]{
		ID: "sessions", Name: i18n.T(ctx, "zone.sessions"), Rows: me.Sessions,
		Columns: []ui.Column[zone.Session]{
			{Key: "agent", Label: i18n.T(ctx, "zone.session.agent"), Value: func(s zone.Session) any { return browserName(s.Agent) }},
			{Key: "address", Label: i18n.T(ctx, "zone.session.address"), Value: func(s zone.Session) any { return s.Address }},
			{Key: "created", Label: i18n.T(ctx, "zone.session.created"), Value: func(s zone.Session) any { return s.Created }},
			{Key: "seen", Label: i18n.T(ctx, "zone.session.seen"), Value: func(s zone.Session) any { return s.Seen }},
			{Key: "end", Label: i18n.T(ctx, "zone.session.end"), Value: func(zone.Session) any { return "" }, Cell: sessionEnd},
		},
	}.View(ctx)
}

func (h handlers) changeProfile(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := h.Service.ChangeProfile(ctx, f.Text("name"), f.Text("phone")); err != nil {
		return h.showAccount(w, r, err, ownForms{profile: f.Failed(ctx, err)})
	}
	web.Flash(ctx, ui.Good, "zone.own.profile.changed")
	return web.Redirect(w, r, "/account")
}

func (h handlers) changePassword(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if f.Value("fresh") != f.Value("again") {
		f.Wrong("again", "zone.password.differ")
	}
	if err = f.Fault(); err == nil {
		err = h.Service.ChangePassword(ctx, f.Value("password"), f.Value("fresh"), currentSession(ctx))
	}
	if err != nil {
		return h.showAccount(w, r, err, ownForms{password: f.Failed(ctx, err)})
	}
	web.Flash(ctx, ui.Good, "zone.own.password.changed")
	return web.Redirect(w, r, "/account")
}

func (h handlers) setLanguage(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	wish := f.Text("language")
	if err := h.Service.SetLanguage(r.Context(), wish); err != nil {
		return err
	}
	return web.Redirect(w, r, "/account?lang="+wish)
}

func (h handlers) beginTOTP(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	secret, link, err := h.Service.BeginTOTP(r.Context(), f.Value("password"))
	if err != nil {
		return h.showAccount(w, r, err, ownForms{begin: f.Failed(r.Context(), err)})
	}
	return showEnrolment(w, r, http.StatusOK, secret, link, ui.Form{})
}

func showEnrolment(w http.ResponseWriter, r *http.Request, status int, secret, link string, f ui.Form) error {
	drawing, err := ui.QRCode(link)
	if err != nil {
		return err
	}
	web.Secret(w, r, "zone.done.totp")
	return web.Render(w, r, status, enrolPage(drawing, secret, link, f))
}

func (h handlers) confirmTOTP(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	codes, err := h.Service.ConfirmTOTP(ctx, f.Need("code"))
	if fault.Of(err) == fault.Invalid && err != nil {
		return showEnrolment(w, r, web.Status(err), f.Value("secret"), f.Value("link"), f.Failed(ctx, err))
	}
	if err != nil {
		return err
	}
	web.Secret(w, r, "zone.done.codes")
	return web.OK(w, r, recoveryPage(codes))
}

func (h handlers) stopTOTP(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	if err := h.Service.StopTOTP(ctx, f.Value("password")); err != nil {
		return h.showAccount(w, r, err, ownForms{stop: f.Failed(ctx, err)})
	}
	web.Flash(ctx, ui.Warn, "zone.totp.stopped")
	return web.Redirect(w, r, "/account")
}

func (h handlers) endSession(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.EndSession(r.Context(), r.PathValue("id")); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "zone.session.ended")
	return web.Redirect(w, r, "/account")
}

// endSessions signs out everywhere, here too.
func (h handlers) endSessions(w http.ResponseWriter, r *http.Request) error {
	if err := h.Service.EndSession(r.Context(), ""); err != nil {
		return err
	}
	return h.signOut(w, r)
}

// presentPhone says which phone stays when none is typed; nothing when there is
// none.
func presentPhone(ctx context.Context, me zone.Own) string {
	if me.Account.Phone == "" {
		return ""
	}
	return i18n.T(ctx, "zone.own.phone.hint", "Phone", me.Account.Phone.Masked())
}
