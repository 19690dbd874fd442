package web

import (
	"net"
	"net/http"
	"os"
	"strings"

	"fugong/internal/fault"
)

// Address is how this site is reached, without a path, for links that people
// carry elsewhere: site when the operator set one (--url), else what the browser
// asked for if that is this machine for certain: the very address and port that
// the connection came in on, or the machine's own name. Any other name may be
// forged, and a link made of it would carry its secret elsewhere. Error: status
// 421 "web.host", which names the setting.
func Address(r *http.Request, site string) (string, error) {
	if site != "" {
		return strings.TrimSuffix(site, "/"), nil
	}
	if !ownHost(r) {
		return "", &statusError{http.StatusMisdirectedRequest, fault.New(fault.Invalid, "web.host")}
	}
	if r.TLS != nil {
		return "https://" + r.Host, nil
	}
	return "http://" + r.Host, nil
}

// ownHost tells whether the request names the address that it came in on.
func ownHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok {
		return false
	}
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		host, port = strings.Trim(r.Host, "[]"), "80"
		if r.TLS != nil {
			port = "443"
		}
	}
	if number, err := net.LookupPort("tcp", port); err != nil || number != local.Port {
		return false
	}
	if ip := net.ParseIP(host); ip != nil {
		return ip.Equal(local.IP)
	}
	own, err := os.Hostname()
	return local.IP.IsLoopback() && strings.EqualFold(host, "localhost") || err == nil && strings.EqualFold(host, own)
}
