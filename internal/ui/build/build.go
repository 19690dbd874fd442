package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "internal/ui/assets"
	target = "internal/ui/static/dist"
)

type size struct {
	name           string
	plain, gzipped int
}

// files are what was built, by plain name.
type files map[string][]byte

func buildAssets() ([]size, error) {
	if _, err := os.Stat("node_modules/@tabler/core"); err != nil {
		return nil, errors.New("the npm packages are missing: run npm ci --ignore-scripts at the root of the repository")
	}
	words, err := wordsOf("internal")
	if err != nil {
		return nil, err
	}
	built := files{}
	for _, step := range []func(files, vocabulary) error{addScripts, addStyles, addIcons, addLicences} {
		if err := step(built, words); err != nil {
			return nil, err
		}
	}
	return writeFiles(built)
}

// addScripts bundles each entry for browsers of the last three years. boot.ts
// runs before the page is drawn, so it is no module.
func addScripts(built files, _ vocabulary) error {
	entries, err := scriptEntries()
	if err != nil {
		return err
	}
	for name, entry := range entries {
		options := commonOptions(entry)
		options.Format = api.FormatESModule
		if name == "boot" {
			options.Format = api.FormatIIFE
		}
		if err := bundleScript(built, name, options); err != nil {
			return err
		}
	}
	return nil
}

func scriptEntries() (map[string]string, error) {
	entries := map[string]string{}
	flat, err := filepath.Glob(source + "/src/*.ts")
	if err != nil {
		return nil, err
	}
	for _, f := range flat {
		if !strings.HasSuffix(f, ".test.ts") && !strings.HasSuffix(f, ".d.ts") {
			entries[strings.TrimSuffix(filepath.Base(f), ".ts")] = f
		}
	}
	folders, err := filepath.Glob(source + "/src/*/index.ts")
	for _, f := range folders {
		entries[filepath.Base(filepath.Dir(f))] = f
	}
	return entries, err
}

// tabler is the base of our look. Of it only the rules that our pages can use
// are sent, before our own.
const tabler = "node_modules/@tabler/core/dist/css/tabler.min.css"

// addStyles bundles each style sheet.
func addStyles(built files, w vocabulary) error {
	sheets, err := filepath.Glob(source + "/css/*.css")
	if err != nil {
		return err
	}
	for _, f := range sheets {
		name := strings.TrimSuffix(filepath.Base(f), ".css")
		if err := bundleScript(built, name, commonOptions(f)); err != nil {
			return err
		}
	}
	if err := bundleScript(built, "tabler", commonOptions(tabler)); err != nil {
		return err
	}
	built["app.css"] = append(trim(built["tabler.css"], w), built["app.css"]...)
	delete(built, "tabler.css")
	return nil
}

func commonOptions(entry string) api.BuildOptions {
	return api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Write: false, Outdir: "out",
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
		Target: api.ES2022, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
		Loader:      map[string]api.Loader{".svg": api.LoaderDataURL, ".woff2": api.LoaderEmpty, ".png": api.LoaderDataURL},
		Define:      map[string]string{"process.env.NODE_ENV": `"production"`},
		TsconfigRaw: "{}", // tsconfig.json is what tsc checks by, not what browsers get
	}
}

func bundleScript(built files, name string, options api.BuildOptions) error {
	result := api.Build(options)
	if len(result.Errors) > 0 {
		return errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage}), "\n"))
	}
	for _, f := range result.OutputFiles {
		built[name+filepath.Ext(f.Path)] = f.Contents
	}
	return nil
}

// writeFiles puts the files into target, which it empties first. The manifest comes
// last: with it the assets are whole.
func writeFiles(built files) ([]size, error) {
	if err := os.RemoveAll(target); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(target, 0o755); err != nil {
		return nil, err
	}
	manifest, sizes := map[string]string{}, []size{}
	for name, data := range built {
		hashed := hashedName(name, data)
		small, err := gzipped(data)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(put(hashed, data), put(hashed+".gz", small)); err != nil {
			return nil, err
		}
		manifest[name] = hashed
		sizes = append(sizes, size{name, len(data), len(small)})
	}
	slices.SortFunc(sizes, func(a, b size) int { return strings.Compare(a.name, b.name) })
	data, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return nil, err
	}
	return sizes, put("manifest.json", data)
}

func put(name string, data []byte) error {
	return os.WriteFile(filepath.Join(target, name), data, 0o644)
}

func hashedName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s-%s%s", strings.TrimSuffix(name, ext), strings.ToLower(base32.StdEncoding.EncodeToString(sum[:5])), ext)
}

func gzipped(data []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}
