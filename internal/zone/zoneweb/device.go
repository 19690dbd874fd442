package zoneweb

import (
	"net/http"
	"strings"

	"fugong/internal/zone/credential"
)

// deviceCookie keeps the device tokens of a browser: for which accounts somebody
// signed in from it. It opens nothing, and outlives the session.
const deviceCookie = "fugong_device"

// devices are the device tokens that the browser keeps.
func devices(r *http.Request) string {
	if c, err := r.Cookie(deviceCookie); err == nil {
		return c.Value
	}
	return ""
}

// knowBrowser lets the browser keep a device token for an account that somebody
// has just signed in to.
func (h handlers) knowBrowser(w http.ResponseWriter, r *http.Request, account string) error {
	tokens, err := h.Service.KnowBrowser(devices(r), account)
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: deviceCookie, Value: tokens, Path: "/", MaxAge: int(credential.DeviceLife.Seconds()),
		HttpOnly: true, Secure: strings.HasPrefix(h.URL, "https:"), SameSite: http.SameSiteLaxMode,
	})
	return nil
}
