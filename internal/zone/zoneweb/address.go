package zoneweb

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// thisMachine is who is believed when no proxies are named.
var thisMachine = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

// clientAddress is where the request came from. Behind proxies that are believed it
// is the last address of X-Forwarded-For that is not one of theirs: whatever
// stands before it could have been made up.
func (h handlers) clientAddress(r *http.Request) string {
	believed := h.Proxies
	if believed == nil {
		believed = thisMachine
	}
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	at := from.Addr().Unmap()
	for _, hop := range slices.Backward(hops) {
		ours := slices.ContainsFunc(believed, func(p netip.Prefix) bool { return p.Contains(at) })
		before, err := netip.ParseAddr(strings.TrimSpace(hop))
		if !ours || err != nil {
			break
		}
		at = before.Unmap()
	}
	return at.String()
}
