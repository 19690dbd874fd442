package zoneweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"fugong/internal/fault"
	"fugong/internal/ui"
	"fugong/internal/web"
	"fugong/internal/who"
	"fugong/internal/zone"
)

// doors are the pages by which people come in and go out.
func (h handlers) doors(m *web.Mux) {
	m.Handle("GET /sign-in", h.showSignIn, web.Public)
	m.Handle("POST /sign-in", h.signIn, web.Public)
	m.Handle("GET /sign-in/code", h.showCode, web.Public)
	m.Handle("POST /sign-in/code", h.secondStep, web.Public)
	m.Handle("POST /sign-out", h.signOut, web.Public)
	m.Handle("GET /invitation", h.showInvitation, web.Public)
	m.Handle("POST /invitation", h.acceptInvitation, web.Public)
}

func (h handlers) showSignIn(w http.ResponseWriter, r *http.Request) error {
	if _, ok := who.From(r.Context()); ok {
		return web.Redirect(w, r, web.ReturnTo(r))
	}
	return web.OK(w, r, signInPage(ui.FormOf("return", web.ReturnTo(r)), h.Demo, false))
}

func (h handlers) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	in, err := h.Service.SignIn(ctx, zone.Credentials{Login: f.Need("login"), Password: f.Value("password"), Code: f.Text("code"),
		Address: h.clientAddress(r), Agent: r.UserAgent(), Device: devices(r)})
	if err != nil {
		return h.refuse(w, r, err, signInPage(f.Failed(ctx, err), h.Demo, fault.Of(err) == fault.TooMany || f.Text("code") != ""))
	}
	if in.Pending {
		web.Remember(ctx, rememberPending, in.Secret)
		return web.Redirect(w, r, "/sign-in/code?"+url.Values{"return": {web.Local(f.Text("return"))}}.Encode())
	}
	return h.enterSession(w, r, in, f.Text("return"))
}

// refuse shows a form again; what is no fault of the person stays an error.
func (h handlers) refuse(w http.ResponseWriter, r *http.Request, err error, page templ.Component) error {
	switch fault.Of(err) {
	case fault.Internal, fault.Unavailable, fault.NotFound, fault.Forbidden:
		return err
	}
	return web.Render(w, r, web.Status(err), page)
}

// enterSession binds the browser's session, under a new token, to the account.
func (h handlers) enterSession(w http.ResponseWriter, r *http.Request, in zone.SignedIn, back string) error {
	ctx := r.Context()
	if err := web.SignIn(ctx, in.Zone, in.Account); err != nil {
		return err
	}
	if err := h.knowBrowser(w, r, in.Account); err != nil {
		return err
	}
	web.Remember(ctx, rememberPending, "")
	web.Remember(ctx, rememberSession, in.Secret)
	return web.Redirect(w, r, inSpokenLanguage(r, back, in.Language))
}

// inSpokenLanguage is the address back, in the language that the account chose when this
// browser chose none.
func inSpokenLanguage(r *http.Request, back, language string) string {
	u, err := url.Parse(web.Local(back))
	if _, absent := r.Cookie("fugong_lang"); err != nil || absent == nil || language == "" {
		return back
	}
	q := u.Query()
	q.Set("lang", language)
	u.RawQuery = q.Encode()
	return u.String()
}

func (h handlers) showCode(w http.ResponseWriter, r *http.Request) error {
	if web.Recall(r.Context(), rememberPending) == "" {
		return web.Redirect(w, r, "/sign-in")
	}
	return web.OK(w, r, codePage(ui.FormOf("return", web.ReturnTo(r))))
}

func (h handlers) secondStep(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	in, err := h.Service.SecondStep(ctx, zone.Codes{Secret: web.Recall(ctx, rememberPending), Code: f.Need("code"), Address: h.clientAddress(r), Agent: r.UserAgent(), Device: devices(r)})
	if err != nil {
		return h.refuse(w, r, err, codePage(f.Failed(ctx, err)))
	}
	return h.enterSession(w, r, in, f.Text("return"))
}

func (h handlers) signOut(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if secret := web.Recall(ctx, rememberSession); secret != "" {
		if err := h.Service.SignOut(ctx, secret); err != nil {
			return err
		}
	}
	if err := web.SignOut(ctx); err != nil {
		return err
	}
	return web.Redirect(w, r, "/sign-in")
}

func (h handlers) showInvitation(w http.ResponseWriter, r *http.Request) error {
	invited, err := h.Service.OpenInvitation(r.Context(), r.URL.Query().Get("key"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.OK(w, r, invitationPage(invited, ui.FormOf("key", r.URL.Query().Get("key"))))
}

func (h handlers) acceptInvitation(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx, key := r.Context(), f.Value("key")
	invited, err := h.Service.OpenInvitation(ctx, key)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	if f.Value("password") != f.Value("again") {
		f.Wrong("again", "zone.password.differ")
	}
	var made zone.Account
	if err = f.Fault(); err == nil {
		made, err = h.Service.Accept(ctx, zone.Acceptance{Secret: key, Login: f.Text("login"), Password: f.Value("password"), Language: lang(ctx)})
	}
	if err != nil {
		return h.refuse(w, r, err, invitationPage(invited, f.Failed(ctx, err)))
	}
	login := invited.Login
	if login == "" {
		login = f.Text("login")
	}
	device, err := h.Service.KnowBrowser(devices(r), made.ID) // strangers may have locked this address
	if err != nil {
		return err
	}
	in, err := h.Service.SignIn(ctx, zone.Credentials{Login: login, Password: f.Value("password"), Address: h.clientAddress(r), Agent: r.UserAgent(), Device: device})
	if err != nil {
		return err
	}
	web.Flash(ctx, ui.Good, "zone.invitation.welcome")
	return h.enterSession(w, r, in, "/")
}
