// Package ui is the look of Fugong: the shell of every page and the parts that
// pages are made of, each written once and shown in the gallery at /dev/ui
// (with --dev).
//
// # A page
//
// A page is a templ component that calls Page with its Meta and gives its body
// as children; its handler answers with web.OK. Words come from the catalogue,
// never from the template:
//
//	templ cardPage(c plan.Card, f ui.Form) {
//		@ui.Page(ui.Meta{Title: c.Name, Room: "plan.projects", Crumbs: []ui.Link{{Text: …, Href: "/projects"}}}) {
//			@ui.Panel(i18n.T(ctx, "plan.card.facts")) {
//				@ui.Facts([]ui.Fact{{Label: i18n.T(ctx, "plan.card.seen"), Text: i18n.Ago(ctx, c.SeenAt)}})
//			}
//		}
//	}
//
// Page needs no data about reader, language or theme: all of it is in ctx.
//
// # A table
//
// A list page fills a Table with every row the reader may see and lets it
// answer. Search, chips, order, page, columns and Excel need no more code; what
// the reader chose is in the address:
//
//	t := ui.Table[plan.Row]{
//		ID: "projects", Name: i18n.T(ctx, "plan.projects"), Rows: rows, Sort: "float",
//		Href: func(p plan.Row) string { return "/projects/" + p.ID },
//		Columns: []ui.Column[plan.Row]{
//			{Key: "name", Label: i18n.T(ctx, "plan.name"), Value: func(p plan.Row) any { return p.Name }},
//			{Key: "finish", Label: i18n.T(ctx, "plan.finish"), Value: func(p plan.Row) any { return p.Finish }}, // worktime.Time
//			{Key: "state", Label: i18n.T(ctx, "plan.state"), Value: func(p plan.Row) any { return lamp(ctx, p) }},
//		},
//		Filters: []ui.Filter[plan.Row]{{Key: "state", Label: …, Options: …, Match: func(p plan.Row, v string) bool { … }}},
//		Empty: ui.Nothing{Icon: "file-import", Title: …, Action: …, Href: "/projects/import"},
//	}
//	return t.Serve(w, r, func(table templ.Component) templ.Component { return listPage(table) })
//
// Value gives what Text knows (string, int, float64, time.Time, worktime.Time,
// worktime.Day, Lamp): figures stand right, absent values last. Cell draws it
// differently when words do not do. Several small tables on one page: View.
//
// # A form
//
// A form shows a Form: what was typed and what was wrong with it, so that it is
// the same component the first time and after a refusal (see web.Form for the
// handler):
//
//	@ui.FormView(f, "/projects/"+id+"/cards") {
//		@ui.TextField(f, ui.Input{Name: "name", Label: i18n.T(ctx, "plan.card.name"), Required: true})
//		@ui.SelectField(f, ui.Input{Name: "trade", Label: …}, trades)
//		@ui.FormEnd(i18n.T(ctx, "plan.card.issue"), "/projects/"+id)
//	}
//
// FormView carries the idempotency key and is guarded against a second click.
// One button that changes something is Post; with a question it asks first.
//
// # A fragment
//
// Any element may ask the server for its own HTML with htmx: hx-get, hx-target
// and hx-swap="morph:outerHTML" keep focus and scroll. The handler answers
// with the component alone: web.OK(w, r, part(…)). From(ctx).Fragment is the id
// of the element that will be swapped. An error comes up as a message in the
// corner. A part that shows what others change says
// hx-trigger="live from:body" and the page sets Meta.Live (see web.Live).
//
// # Scripts
//
// Every file assets/src/NAME.ts and assets/src/NAME/index.ts becomes NAME.js.
// Pages run no inline script. An element with data-island={ Asset("NAME.js") }
// loads it when it comes near the screen and calls its
//
//	export function mount(el: HTMLElement): void | (() => void)
//
// The function returned ends it when the element goes away. Data for it stand
// in a JSON script named by data-data, or behind the address data-src.
//
// # The Gantt
//
// GanttView(gantt.Host{ID, Src, Href, Title}) is the chart of a plan, on a page
// whose Meta is Wide; Src answers with gantt.Chart as JSON. On a page that
// follows something (Meta.Live) it fetches its data again at every change.
//
// # Icons
//
// Icon("calendar") or Icon: "calendar" in any source makes the build put that
// icon of Tabler (tabler.io/icons; filled ones end in -filled) into icons.svg.
//
// # State
//
// Colour is for state only and never alone: LampView has word and shape. Levels
// of messages are Good, Info, Warn, Bad.
package ui
