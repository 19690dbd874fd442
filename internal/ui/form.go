package ui

import (
	"context"
	"net/url"

	"fugong/internal/i18n"
)

// Form is what a person typed into a form and what is wrong with it. The zero
// Form is empty and right.
type Form struct {
	Values url.Values
	Errors map[string]string // translated, by input name
	Error  string            // translated, about the whole
}

// FormOf is a form filled in with name, value pairs.
func FormOf(pairs ...string) Form {
	f := Form{Values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values.Set(pairs[i], pairs[i+1])
	}
	return f
}

// Failed is the form with the complaints of err, so that it can be shown again
// with everything that was typed.
func (f Form) Failed(ctx context.Context, err error) Form {
	if err != nil {
		f.Error, f.Errors = i18n.Error(ctx, err), i18n.Fields(ctx, err)
	}
	return f
}

// Value is what was typed into the input.
func (f Form) Value(name string) string { return f.Values.Get(name) }

// Has tells whether a choice or check box of that name holds value.
func (f Form) Has(name, value string) bool {
	for _, v := range f.Values[name] {
		if v == value {
			return true
		}
	}
	return false
}
