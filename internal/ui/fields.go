package ui

import "github.com/a-h/templ"

// Input is one question of a form.
type Input struct {
	Name         string
	ID           string // Name when empty
	Label        string // translated
	Hint         string // under the label: what is expected, an example
	Type         string // "text" when empty: "password", "email", "number", "date", "datetime-local", "tel", "url"
	Required     bool
	Autocomplete string
	Unit         string // after the input
	Min, Max     string
	Step         string
	Rows         int    // of TextArea
	Accept       string // of DropField: ".xer,.xml"
	Focus        bool   // gets the cursor when the page opens
}

// Choice is one answer among several.
type Choice struct{ Value, Text, Hint string }

func (in Input) id() string {
	if in.ID != "" {
		return in.ID
	}
	return in.Name
}

func (in Input) kind() string {
	if in.Type == "" {
		return "text"
	}
	return in.Type
}

// inputAttributes are what every kind of input has.
func (in Input) inputAttributes(f Form) templ.Attributes {
	a := templ.Attributes{"id": in.id(), "name": in.Name}
	for name, value := range map[string]string{"autocomplete": in.Autocomplete, "min": in.Min, "max": in.Max, "step": in.Step} {
		if value != "" {
			a[name] = value
		}
	}
	if in.Required {
		a["required"], a["aria-required"] = true, "true"
	}
	if in.Focus {
		a["autofocus"] = true
	}
	described := ""
	if in.Hint != "" {
		described = in.id() + "-hint"
	}
	if f.Errors[in.Name] != "" {
		a["aria-invalid"] = "true"
		described += " " + in.id() + "-error"
	}
	if described != "" {
		a["aria-describedby"] = described
	}
	return a
}

// value is what stands in the input; passwords are never sent back.
func (in Input) value(f Form) string {
	if in.Type == "password" {
		return ""
	}
	return f.Value(in.Name)
}
