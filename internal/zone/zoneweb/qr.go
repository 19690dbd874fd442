package zoneweb

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"

	"fugong/internal/zone"
)

// quiet is the empty border that readers need around a QR code, in modules.
const quiet = 4

// qrCode draws text as a QR code in SVG, black on white in every theme, 5
// pixels a module.
func qrCode(text string) (string, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return "", err
	}
	size := code.Bounds().Dx() + 2*quiet
	var path strings.Builder
	for y := range code.Bounds().Dy() {
		for x := range code.Bounds().Dx() {
			if grey, _ := color.GrayModel.Convert(code.At(x, y)).(color.Gray); grey.Y < 128 {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return fmt.Sprintf(`<svg role="img" aria-label="QR" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<rect width="100%%" height="100%%" fill="#fff"/><path d="%s" fill="#000"/></svg>`, 5*size, 5*size, size, size, path.String()), nil
}

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

// browser is a User-Agent in the words that people use: "Chrome, Windows".
func browser(agent string) string {
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
