package web_test

import (
	"net/http"
	"strings"
	"testing"

	"fugong/internal/db/dbtest"
	"fugong/internal/web"
)

func TestLinksNameThisMachineOnly(t *testing.T) {
	for _, site := range []string{"", "https://zone.example"} {
		s := newSite(t, dbtest.SQLite(t, lines...), func(m *web.Mux) {
			m.Handle("GET /link", func(w http.ResponseWriter, r *http.Request) error {
				address, err := web.Address(r, site)
				w.Header().Set("X-Link", address)
				return err
			}, web.Public)
		})
		port := s.URL[strings.LastIndex(s.URL, ":"):]
		for host, good := range map[string]bool{
			"127.0.0.1" + port: true, "localhost" + port: true, "LOCALHOST" + port: true,
			"evil.example": false, "evil.example" + port: false, "127.0.0.1": false, "127.0.0.1:1": false, "127.0.0.2" + port: false,
			"10.0.0.1" + port: false, "localhost.evil.example" + port: false,
		} {
			r, _ := http.NewRequest(http.MethodGet, s.URL+"/link", nil)
			r.Host = host
			answer, err := s.browser.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			want, status := "http://"+host, 200
			if site != "" {
				want = site
			} else if !good {
				want, status = "", 421
			}
			if got := answer.Header.Get("X-Link"); got != want || answer.StatusCode != status {
				t.Errorf("--url %q, Host %s: %d %q, want %d %q", site, host, answer.StatusCode, got, status, want)
			}
		}
	}
}
