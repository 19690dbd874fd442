package gantt

import (
	"context"
	"html"
	"io"

	"github.com/a-h/templ"
)

// Host says where a chart gets its data and its words.
type Host struct {
	ID     string // of the element; unique in the page
	Src    string // address that answers with Chart's JSON
	Href   string // address of an activity's page, with {id}; empty for none
	Title  string // the plan's name, for print and screen readers
	Lang   string // "zh" or "en"
	Text   func(key string) string
	Script string // address of gantt.js when htmx brings the chart into a page; else empty
}

// Component writes the element that the script mounts the chart on. Text is
// asked for every key of [Keys] with the prefix "ui.gantt.".
func (h Host) Component() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(h.hostHTML())
		return err
	})
}

func (h Host) hostHTML() []byte {
	b := []byte(`<div data-gantt class="gantt"`)
	b = attribute(b, "id", h.ID)
	b = attribute(b, "data-src", h.Src)
	b = attribute(b, "data-href", h.Href)
	b = attribute(b, "data-title", h.Title)
	b = attribute(b, "data-lang", h.Lang)
	if h.Script != "" {
		b = attribute(b, "data-island", h.Script)
	}
	b = append(append(b, `><p class="gantt-wait">`...), html.EscapeString(h.Text("ui.gantt.wait"))...)
	b = append(b, `</p><script type="application/json">`...)
	return append(h.appendMessages(b), `</script></div>`...)
}

func attribute(b []byte, name, value string) []byte {
	b = append(append(append(b, ' '), name...), `="`...)
	return append(append(b, html.EscapeString(value)...), '"')
}

// appendMessages writes the strings as a JSON object; appendString escapes
// what could end the script element.
func (h Host) appendMessages(b []byte) []byte {
	b = append(b, '{')
	for i, key := range Keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
		b = appendString(b, h.Text("ui.gantt."+key))
	}
	return append(b, '}')
}
