package web

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"fugong/internal/fault"
	"fugong/internal/text"
	"fugong/internal/who"
)

// Where text comes in, it is looked at once, for every route: the address, the
// headers that are kept, forms and their file names, and JSON. What no database
// stores, nobody sees or is longer than text.Limit is refused, input by input,
// before anything is done with it.

// unsound is a fault that collects what is wrong with texts.
func unsound() *fault.Error { return fault.New(fault.Invalid, "web.text.invalid") }

// complainOf adds to f what is wrong with the value of an input, if anything.
func complainOf(f *fault.Error, name, value string) {
	if len(f.Fields) >= 20 {
		return
	}
	name = shownName(name)
	if flaw := text.FlawOf(value); flaw != text.Sound {
		f.With(name, string(flaw), "Name", name)
		return
	}
	if limit := text.Limit(name); len(value) > limit && utf8.RuneCountInString(value) > limit {
		f.With(name, "web.text.long", "Name", name, "Max", limit)
	}
}

// shownName is the name of an input as an answer may repeat it.
func shownName(name string) string {
	if r := []rune(text.Clean(name)); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text.Clean(name)
}

// orSound is f when it has complaints; its message names the first of them.
func orSound(f *fault.Error) error {
	if len(f.Fields) == 0 {
		return nil
	}
	f.Args = fault.Args("Name", f.Fields[0].Name)
	return f
}

func complainAll(f *fault.Error, values url.Values) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if text.FlawOf(name) != text.Sound {
			complainOf(f, "name", name)
		}
		for _, v := range values[name] {
			complainOf(f, name, v)
		}
	}
}

// checkAddress looks at the path, the query and the idempotency key, and cleans
// the name that the browser gives itself, which is kept with the session.
func checkAddress(r *http.Request) error {
	f := unsound()
	if flaw := text.FlawOf(r.URL.Path); flaw != text.Sound {
		f.With("path", string(flaw), "Name", "path")
	}
	complainAll(f, r.URL.Query())
	if flaw := text.FlawOf(r.Header.Get("Idempotency-Key")); flaw != text.Sound {
		f.With("Idempotency-Key", string(flaw), "Name", "Idempotency-Key")
	}
	if agent := r.UserAgent(); text.FlawOf(agent) != text.Sound {
		r.Header.Set("User-Agent", text.Clean(agent))
	}
	return orSound(f)
}

// checkForm looks at the fields and file names of a form that was read.
func checkForm(r *http.Request) *fault.Error {
	f := unsound()
	complainAll(f, r.PostForm)
	if r.MultipartForm == nil {
		return f
	}
	for _, name := range slices.Sorted(maps.Keys(r.MultipartForm.File)) {
		for _, head := range r.MultipartForm.File[name] {
			if text.FlawOf(head.Filename) != text.Sound || utf8.RuneCountInString(head.Filename) > text.Name {
				f.With(name, "web.text.file", "Name", shownName(name))
			}
		}
	}
	return f
}

// checkJSON looks at every text of a JSON body, and leaves the body to be read
// again. What is no JSON is left to the API to refuse, but for texts: a lone
// surrogate and bytes that are no UTF-8 would silently become other characters.
func checkJSON(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	f := unsound()
	d := jsontext.NewDecoder(bytes.NewReader(body), jsontext.AllowDuplicateNames(true))
	for {
		token, err := d.ReadToken()
		var wrong *jsontext.SyntacticError
		switch {
		case errors.Is(err, io.EOF):
			return orSound(f)
		case errors.As(err, &wrong) && badText(wrong):
			name := fieldName(wrong.JSONPointer)
			f.With(name, string(text.NotUTF8), "Name", name)
			return orSound(f)
		case err != nil:
			return orSound(f) // no JSON: huma says where
		}
		if token.Kind() == '"' {
			complainOf(f, fieldName(d.StackPointer()), token.String())
		}
	}
}

// badText tells a text that cannot be from JSON that cannot be.
func badText(err *jsontext.SyntacticError) bool {
	return err.Err != nil && (strings.Contains(err.Err.Error(), "UTF-8") || strings.Contains(err.Err.Error(), "surrogate"))
}

// fieldName is a JSON pointer as the API names fields: "/steps/2/name" is
// "body.steps[2].name".
func fieldName(p jsontext.Pointer) string {
	name := "body"
	for part := range p.Tokens() {
		if part != "" && strings.Trim(part, "0123456789") == "" {
			name += "[" + part + "]"
			continue
		}
		name += "." + part
	}
	return name
}

// sound refuses requests whose address or body holds bad text. Fields of a form
// are Form's to tell, beside the input; should a handler not ask it, its change
// is refused all the same.
func sound(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := checkAddress(r); err != nil {
			return err
		}
		return next(w, r)
	}
}

// soundForm refuses what a handler did with a form that holds bad text.
func soundForm(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := next(w, r); err != nil {
			return err
		}
		if h, ok := w.(*held); ok && h.Status() < 400 && r.PostForm != nil {
			return orSound(checkForm(r))
		}
		return nil
	}
}

// soundBody refuses a JSON or form body of the API that holds bad text.
func soundBody(next Handler) Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if r.PostForm != nil {
			if err := orSound(checkForm(r)); err != nil {
				return err
			}
		}
		if r.Body != nil && r.Body != http.NoBody && (kind == "" || strings.Contains(kind, "json")) {
			if err := checkJSON(r); err != nil {
				return err
			}
		}
		return next(w, r)
	}
}

// public tells whether nobody is known to be acting.
func public(r *http.Request) bool {
	_, ok := who.From(r.Context())
	return !ok
}
