package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
)

var svg = regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)

// addIcons puts the icons that the sources name into one file of symbols, and
// the icon of the window beside it.
func addIcons(built files, w vocabulary) error {
	var out bytes.Buffer
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range slices.Sorted(maps.Keys(w.icons)) {
		if err := addIcon(&out, name); err != nil {
			return fmt.Errorf("%s: %w", w.icons[name], err)
		}
	}
	out.WriteString(`</svg>`)
	built["icons.svg"] = out.Bytes()
	mark, err := os.ReadFile(source + "/icon.svg")
	built["icon.svg"] = mark
	return err
}

func addIcon(out *bytes.Buffer, name string) error {
	file, look := "outline/"+name, `fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"`
	if base, filled := strings.CutSuffix(name, "-filled"); filled {
		file, look = "filled/"+base, `fill="currentColor"`
	}
	data, err := os.ReadFile("node_modules/@tabler/icons/icons/" + file + ".svg")
	if err != nil {
		return fmt.Errorf("no icon %q", name)
	}
	body := svg.FindSubmatch(data)
	if body == nil {
		return fmt.Errorf("icon %q is not an svg", name)
	}
	fmt.Fprintf(out, `<symbol id="%s" viewBox="0 0 24 24" %s>%s</symbol>`, name, look, strings.Join(strings.Fields(string(body[1])), " "))
	return nil
}
