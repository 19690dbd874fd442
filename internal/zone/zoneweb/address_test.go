package zoneweb

import (
	"net/http"
	"net/netip"
	"testing"
)

func TestAddress(t *testing.T) {
	office := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}
	for _, c := range []struct {
		proxies              []netip.Prefix
		remote, header, want string
	}{
		{nil, "192.0.2.1:5000", "", "192.0.2.1"},
		{nil, "[2001:db8::1]:5000", "", "2001:db8::1"},
		{nil, "192.0.2.1:5000", "198.51.100.7", "192.0.2.1"}, // a stranger says what it likes
		{nil, "127.0.0.1:5000", "198.51.100.7", "198.51.100.7"},
		{nil, "127.0.0.1:5000", "1.2.3.4, 198.51.100.7", "198.51.100.7"}, // the first was made up
		{nil, "127.0.0.1:5000", "nonsense", "127.0.0.1"},
		{office, "10.0.0.2:5000", "198.51.100.7, 10.0.0.1", "198.51.100.7"},
		{office, "127.0.0.1:5000", "198.51.100.7", "127.0.0.1"},
		{nil, "[::ffff:127.0.0.1]:5000", "198.51.100.7", "198.51.100.7"},
		{nil, "pipe", "", "pipe"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{}}
		if c.header != "" {
			r.Header.Set("X-Forwarded-For", c.header)
		}
		if got := (handlers{Config{Proxies: c.proxies}}).clientAddress(r); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.remote, c.header, got, c.want)
		}
	}
}
