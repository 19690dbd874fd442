package zoneweb

import (
	"strings"

	"fugong/internal/zone"
)

// spaced writes a secret in groups of four, as people type it.
func spaced(s string) string {
	var groups []string
	for len(s) > 4 {
		groups, s = append(groups, s[:4]), s[4:]
	}
	return strings.Join(append(groups, s), " ")
}

// browsers are what people know of the names that browsers give themselves, the
// more special first: each claims to be the next as well.
var browsers = []struct{ mark, name string }{
	{"MicroMessenger/", "WeChat"}, {"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
}

var systems = []struct{ mark, name string }{
	{"HarmonyOS", "HarmonyOS"}, {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
}

// browserName is a User-Agent in the words that people use: "Chrome, Windows".
func browserName(agent string) string {
	var parts []string
	for _, list := range [][]struct{ mark, name string }{browsers, systems} {
		for _, b := range list {
			if strings.Contains(agent, b.mark) {
				parts = append(parts, b.name)
				break
			}
		}
	}
	if len(parts) == 0 {
		return agent
	}
	return strings.Join(parts, ", ")
}

func organisationTitle(me zone.Own, org string) string { return me.Organisations[org].Title() }
