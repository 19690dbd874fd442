package i18n

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"text/template"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The languages.
const (
	Chinese = "zh"
	English = "en"
)

// Languages are all languages, the default first.
var Languages = []string{Chinese, English}

var (
	tags    = []language.Tag{language.Chinese, language.English}
	matcher = language.NewMatcher(tags)
)

// Catalogue is every message of every room in every language.
type Catalogue struct {
	bundle     *goi18n.Bundle
	localizers map[string]*goi18n.Localizer
	plain      map[string]map[string]string // language, key: messages without arguments
	forms      map[string]map[string]Forms
}

// Forms are the plural forms of one message; a message that does not count has
// "other" alone.
type Forms map[string]string

// Load merges the files locale/zh.json and locale/en.json of the given rooms
// with this package's own.
// A key that two rooms declare, or a file that is absent or malformed, is an
// error.
func Load(rooms ...fs.FS) (*Catalogue, error) {
	c := &Catalogue{
		bundle:     goi18n.NewBundle(language.Chinese),
		localizers: map[string]*goi18n.Localizer{},
		plain:      map[string]map[string]string{},
		forms:      map[string]map[string]Forms{},
	}
	for i, lang := range Languages {
		c.plain[lang], c.forms[lang] = map[string]string{}, map[string]Forms{}
		for _, room := range append([]fs.FS{Locale}, rooms...) {
			if err := c.addMessages(room, lang, tags[i]); err != nil {
				return nil, err
			}
		}
		c.localizers[lang] = goi18n.NewLocalizer(c.bundle, lang)
	}
	return c, nil
}

func (c *Catalogue) addMessages(room fs.FS, lang string, tag language.Tag) error {
	messages, err := Read(room, lang)
	if err != nil {
		return err
	}
	for key, forms := range messages {
		if _, twice := c.forms[lang][key]; twice {
			return fmt.Errorf("i18n: %q is declared twice in %s", key, lang)
		}
		c.forms[lang][key] = forms
		if len(forms) == 1 && !strings.Contains(forms["other"], "{{") {
			c.plain[lang][key] = forms["other"]
		}
		if err := c.bundle.AddMessages(tag, message(key, forms)); err != nil {
			return fmt.Errorf("i18n: %s %q: %w", lang, key, err)
		}
	}
	return nil
}

func message(key string, f Forms) *goi18n.Message {
	return &goi18n.Message{ID: key, Zero: f["zero"], One: f["one"], Two: f["two"], Few: f["few"], Many: f["many"], Other: f["other"]}
}

// Read parses one room's file of one language: flat, a string or plural forms
// under each key.
func Read(room fs.FS, lang string) (map[string]Forms, error) {
	data, err := fs.ReadFile(room, "locale/"+lang+".json")
	if err != nil {
		return nil, fmt.Errorf("i18n: %w", err)
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, fmt.Errorf("i18n: locale/%s.json: %w", lang, err)
	}
	messages := make(map[string]Forms, len(raw))
	for key, value := range raw {
		forms, err := parseForms(value)
		if err != nil {
			return nil, fmt.Errorf("i18n: locale/%s.json: %q: %w", lang, key, err)
		}
		messages[key] = forms
	}
	return messages, nil
}

func parseForms(value json.RawMessage) (Forms, error) {
	var text string
	if json.Unmarshal(value, &text) == nil {
		forms := Forms{"other": text}
		return forms, forms.check()
	}
	var forms Forms
	if err := json.Unmarshal(value, &forms); err != nil {
		return nil, err
	}
	if forms["other"] == "" {
		return nil, fmt.Errorf(`no form "other"`)
	}
	return forms, forms.check()
}

func (f Forms) check() error {
	for _, text := range f {
		if _, err := template.New("").Parse(text); err != nil {
			return err
		}
	}
	return nil
}

// Keys are all keys of a language, sorted.
func (c *Catalogue) Keys(lang string) []string {
	return slices.Sorted(maps.Keys(c.forms[lang]))
}

// Forms are a message's forms; false when the language has no such message.
func (c *Catalogue) Forms(lang, key string) (Forms, bool) {
	f, ok := c.forms[lang][key]
	return f, ok
}

// Match chooses the language: the first of the wishes that is written as one
// of ours ("zh", "en-GB"), else what the Accept-Language header likes best,
// else Chinese.
func Match(accept string, wishes ...string) string {
	for _, wish := range wishes {
		if base, _, _ := strings.Cut(wish, "-"); slices.Contains(Languages, base) {
			return base
		}
	}
	wanted, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(wanted) == 0 {
		return Chinese
	}
	_, i, confidence := matcher.Match(wanted...)
	if confidence == language.No {
		return English
	}
	return Languages[i]
}

type key struct{}

type speaker struct {
	catalogue *Catalogue
	lang      string
	place     *time.Location
}

// In returns a context that speaks lang and tells instants in the time of
// place (nil: UTC).
func (c *Catalogue) In(ctx context.Context, lang string, place *time.Location) context.Context {
	if place == nil {
		place = time.UTC
	}
	return context.WithValue(ctx, key{}, speaker{c, lang, place})
}

func of(ctx context.Context) speaker {
	if s, ok := ctx.Value(key{}).(speaker); ok {
		return s
	}
	return speaker{&Catalogue{}, Chinese, time.UTC}
}

// Lang is the language of ctx: "zh" or "en".
func Lang(ctx context.Context) string { return of(ctx).lang }

// Place is the time zone in which ctx tells instants.
func Place(ctx context.Context) *time.Location { return of(ctx).place }
