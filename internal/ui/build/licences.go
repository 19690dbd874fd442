package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// bundled are the packages whose code or drawings we send to browsers.
var bundled = []string{"@tabler/core", "@tabler/icons", "echarts", "htmx.org", "idiomorph", "swagger-ui-dist", "tslib", "zrender"}

var banner = regexp.MustCompile(`(?s)/\*!.*?\*/`)

// addLicences gathers the licences and notices that go with their code.
func addLicences(built files, _ vocabulary) error {
	var out bytes.Buffer
	for _, name := range bundled {
		text, err := licenceOf(name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&out, "%s\n\n%s\n\n\n", name, text)
	}
	built["licences.txt"] = out.Bytes()
	return nil
}

// licenceOf reads LICENSE and NOTICE of a package. Tabler's core comes without
// a file: the banner of its style sheet says what the file would.
func licenceOf(name string) ([]byte, error) {
	folder := "node_modules/" + name
	if name == "@tabler/core" {
		sheet, err := os.ReadFile(tabler)
		return banner.Find(sheet), err
	}
	var all [][]byte
	for _, pattern := range []string{"/LICENSE*", "/NOTICE*", "/*es-bundle.js.LICENSE.txt"} {
		found, err := filepath.Glob(folder + pattern)
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			all = append(all, bytes.TrimSpace(text))
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s has no licence", folder)
	}
	return bytes.Join(all, []byte("\n\n")), nil
}
