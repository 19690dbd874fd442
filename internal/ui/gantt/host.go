package gantt

import (
	"context"
	"html"
	"io"

	"github.com/a-h/templ"
)

// Host says where a chart gets its data and its words.
type Host struct {
	ID            string // of the element; unique in the page
	Src           string // address that answers with Chart's JSON
	Script, Style string // addresses of gantt.js and gantt.css
	Href          string // address of an activity's page, with {id}; empty for none
	Title         string // the plan's name, for print and screen readers
	Lang          string // "zh" or "en"
	Text          func(key string) string
}

// Component writes the element that the script mounts the chart on, with its
// style and script; data-island mounts it when htmx brings it in later. Text is
// asked for every key of [Keys] with the prefix "ui.gantt.".
func (h Host) Component() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(h.html())
		return err
	})
}

func (h Host) html() []byte {
	var b []byte
	attribute := func(name, value string) {
		b = append(b, ' ')
		b = append(append(b, name...), `="`...)
		b = append(append(b, html.EscapeString(value)...), '"')
	}
	b = append(b, `<link rel="stylesheet"`...)
	attribute("href", h.Style)
	b = append(b, `><script type="module"`...)
	attribute("src", h.Script)
	b = append(b, `></script><div data-gantt class="gantt"`...)
	attribute("id", h.ID)
	attribute("data-island", h.Script)
	attribute("data-src", h.Src)
	attribute("data-href", h.Href)
	attribute("data-title", h.Title)
	attribute("data-lang", h.Lang)
	b = append(b, `><p class="gantt-wait">`...)
	b = append(b, html.EscapeString(h.Text("ui.gantt.wait"))...)
	b = append(b, `</p><script type="application/json">`...)
	return append(h.appendMessages(b), `</script></div>`...)
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
