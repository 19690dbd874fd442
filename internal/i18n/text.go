package i18n

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"fugong/internal/fault"
)

// T is the message of key; args are name, value pairs that fill it in.
func T(ctx context.Context, key string, args ...any) string {
	return of(ctx).sayMessage(key, pairs(args), nil)
}

// N is the message of key in the plural form that n takes; the message names
// the figure {{.N}}.
func N(ctx context.Context, key string, n int, args ...any) string {
	data := pairs(args)
	data["N"] = Number(ctx, n)
	return of(ctx).sayMessage(key, data, n)
}

// Has tells whether there is a message of key.
func Has(ctx context.Context, key string) bool {
	s := of(ctx)
	_, ok := s.catalogue.forms[s.lang][key]
	return ok
}

func pairs(args []any) map[string]any {
	data := make(map[string]any, len(args)/2+1)
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return data
}

func (s speaker) sayMessage(key string, data map[string]any, count any) string {
	if text, ok := s.catalogue.plain[s.lang][key]; ok {
		return text
	}
	localizer := s.catalogue.localizers[s.lang]
	if localizer == nil {
		return key
	}
	text, err := localizer.Localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: count})
	if err != nil || text == "" {
		return key
	}
	return text
}

// Message fills the message of key in with the arguments of a fault or a note.
func Message(ctx context.Context, key string, args map[string]string) string {
	data := make(map[string]any, len(args))
	for k, v := range args {
		data[k] = v
	}
	return of(ctx).sayMessage(key, data, nil)
}

// Error is what a person is told of err: the message of the outermost fault,
// or a general sentence for its kind. The cause never shows.
func Error(ctx context.Context, err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return T(ctx, "fault.internal")
	}
	if f.Key != "" && Has(ctx, f.Key) {
		return Message(ctx, f.Key, f.Args)
	}
	return T(ctx, kindKeys[f.Kind])
}

var kindKeys = [...]string{
	fault.Internal:        "fault.internal",
	fault.Invalid:         "fault.invalid",
	fault.NotFound:        "fault.notfound",
	fault.Conflict:        "fault.conflict",
	fault.Forbidden:       "fault.forbidden",
	fault.Unauthenticated: "fault.unauthenticated",
	fault.TooLarge:        "fault.toolarge",
	fault.TooMany:         "fault.toomany",
	fault.Unavailable:     "fault.unavailable",
}

// Kind is the general sentence for a kind of fault.
func Kind(ctx context.Context, k fault.Kind) string { return T(ctx, kindKeys[k]) }

// Fields are the messages of the wrong inputs of err by input name; the first
// complaint about an input counts.
func Fields(ctx context.Context, err error) map[string]string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	out := make(map[string]string, len(f.Fields))
	for _, field := range f.Fields {
		if _, said := out[field.Name]; !said {
			out[field.Name] = Message(ctx, field.Key, field.Args)
		}
	}
	return out
}

var collations = map[string]language.Tag{
	Chinese: language.MustParse("zh-u-co-pinyin"),
	English: language.English,
}

// Collators keep scratch memory, so that a goroutine needs one of its own.
var collators = map[string]*sync.Pool{
	Chinese: {New: func() any { return collate.New(collations[Chinese], collate.Numeric) }},
	English: {New: func() any { return collate.New(collations[English], collate.Numeric) }},
}

// Sort orders items by name as readers of the language do: Chinese by pinyin,
// digits by value. Equal names keep their order.
func Sort[E any](ctx context.Context, items []E, name func(E) string) {
	pool := collators[Lang(ctx)]
	c := pool.Get().(*collate.Collator)
	defer pool.Put(c)
	var buf collate.Buffer
	keyed := make([]struct {
		item E
		key  []byte
	}, len(items))
	for i, item := range items {
		keyed[i].item, keyed[i].key = item, c.KeyFromString(&buf, name(item))
	}
	slices.SortStableFunc(keyed, func(a, b struct {
		item E
		key  []byte
	}) int {
		return cmp.Compare(string(a.key), string(b.key))
	})
	for i := range keyed {
		items[i] = keyed[i].item
	}
}
