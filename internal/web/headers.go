package web

import (
	"net/http"
	"strings"

	"fugong/internal/i18n"
	"fugong/internal/ui"
)

// policy lets a page load from this server alone and run no inline script.
// Style attributes are allowed: charts and bars need them and they cannot load.
var policy = strings.Join([]string{
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"style-src-attr 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"font-src 'self'",
	"connect-src 'self'",
	"manifest-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
}, "; ")

func (m *Mux) withHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "geolocation=(), payment=(), usb=()")
		h.Set("Cache-Control", "private, no-cache")
		if m.c.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

const (
	langCookie  = "fugong_lang"
	themeCookie = "fugong_theme"
)

// withLanguage chooses the language: ?lang= (kept in a cookie), the cookie,
// then what the browser asks for.
func (m *Mux) withLanguage(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wish := r.URL.Query().Get("lang"); wish == i18n.Chinese || wish == i18n.English {
			m.keep(w, langCookie, wish)
		}
		w.Header().Add("Vary", "Accept-Language, Cookie")
		next.ServeHTTP(w, m.withLanguageOf(r))
	})
}

// withLanguageOf puts the catalogue and the visit into the request.
func (m *Mux) withLanguageOf(r *http.Request) *http.Request {
	lang := i18n.Match(r.Header.Get("Accept-Language"), r.URL.Query().Get("lang"), cookie(r, langCookie))
	visit := &ui.Visit{
		Path: r.URL.Path, Query: r.URL.Query(), House: m.c.House,
		Theme: cookie(r, themeCookie), Request: RequestID(r.Context()), Key: newKey,
	}
	if r.Header.Get("HX-Request") != "" {
		visit.Fragment = r.Header.Get("HX-Target")
	}
	return r.WithContext(ui.With(m.c.Catalogue.In(r.Context(), lang, m.c.Place), visit))
}

// withVisit lets the page take the messages that wait in the session.
func (m *Mux) withVisit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := withSessions(r.Context(), m)
		ui.From(ctx).Toasts = func() []ui.Toast { return takeToasts(ctx) }
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func cookie(r *http.Request, name string) string {
	if c, err := r.Cookie(name); err == nil {
		return c.Value
	}
	return ""
}

func (m *Mux) keep(w http.ResponseWriter, name, value string) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: m.c.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// setPreferences keeps the language or the theme and goes back to the page.
func (m *Mux) setPreferences(w http.ResponseWriter, r *http.Request) error {
	if lang := r.PostFormValue("lang"); lang == i18n.Chinese || lang == i18n.English {
		m.keep(w, langCookie, lang)
	}
	switch theme := r.PostFormValue("theme"); theme {
	case "light", "dark", "system":
		m.keep(w, themeCookie, strings.TrimPrefix(theme, "system"))
	}
	return Redirect(w, r, ReturnTo(r))
}
