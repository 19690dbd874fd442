package ui_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/xuri/excelize/v2"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/i18n/i18ntest"
	"fugong/internal/listing"
	"fugong/internal/ui"
	"fugong/internal/ui/gantt"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

func TestWordsAreComplete(t *testing.T) {
	i18ntest.Check(t, []string{"."}, ui.Locale)
}

func render(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var out bytes.Buffer
	if err := c.Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func english(t *testing.T, v *ui.Visit) context.Context {
	return ui.With(i18ntest.Context(t, i18n.English, ui.Locale), v)
}

var house = &ui.House{Rooms: []ui.Room{
	{Key: "ui.home", Icon: "sun", Href: "/"},
	{Key: "ui.api", Icon: "api", Href: "/secret", Shown: func(context.Context) bool { return false }},
}}

func TestPage(t *testing.T) {
	v := &ui.Visit{Path: "/projects", Query: url.Values{"q": {"a&b"}, "lang": {"en"}}, House: house, Theme: "dark",
		Toasts: func() []ui.Toast { return []ui.Toast{{Level: ui.Good, Text: "Saved"}} }}
	ctx := who.With(english(t, v), who.Actor{Account: "a", Name: "<Li>"})
	page := render(t, ctx, ui.Page(ui.Meta{Title: "Plan", Room: "ui.home", Live: "project/1", Crumbs: []ui.Link{{Text: "Up", Href: "/up"}}}))
	for _, want := range []string{
		`<html lang="en" data-bs-theme="dark"`, `<title>Plan · Fugong</title>`, `data-live="project/1"`, `<h1>Plan</h1>`,
		`href="#main"`, `id="main"`, `aria-current="page"`, `&lt;Li&gt;`, `Saved`, `value="/projects?q=a%26b"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(page, "/secret") {
		t.Error("a room that is not for this reader is shown")
	}
	bare := render(t, ctx, ui.Page(ui.Meta{Title: "Sign in", Bare: true}))
	if strings.Contains(bare, `class="top"`) {
		t.Error("a bare page shows the rooms")
	}
}

func TestEveryIDIsUniqueAndEveryInputHasALabel(t *testing.T) {
	f := ui.FormOf("name", `"><script>`, "trade", "b").Failed(english(t, &ui.Visit{}), fault.New(fault.Invalid, "fault.invalid").With("name", "fault.invalid"))
	choices := []ui.Choice{{Value: "a", Text: "A"}, {Value: "b", Text: "B"}}
	ctx := english(t, &ui.Visit{Key: func() string { return "key-1" }})
	form := render(t, templ.WithChildren(ctx, templ.Join(
		ui.TextField(f, ui.Input{Name: "name", Label: "Name", Hint: "hint", Required: true}),
		ui.TextField(f, ui.Input{Name: "pass", Label: "Password", Type: "password"}),
		ui.TextArea(f, ui.Input{Name: "why", Label: "Why"}),
		ui.SelectField(f, ui.Input{Name: "trade", Label: "Trade"}, choices),
		ui.CheckField(f, ui.Input{Name: "yes", Label: "Yes"}),
		ui.DropField(f, ui.Input{Name: "file", Label: "File"}),
	)), ui.FormView(f, "/x"))
	if strings.Contains(form, "<script>") {
		t.Error("what was typed is not escaped")
	}
	for _, want := range []string{`name="idempotency_key" value="key-1"`, `aria-invalid="true"`, `aria-describedby="name-hint name-error"`, `value="b" selected`, `role="alert"`} {
		if !strings.Contains(form, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(form, -1) {
		if seen[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		seen[m[1]] = true
	}
	for _, name := range []string{"name", "pass", "why", "trade", "file"} {
		if !seen[name] || !strings.Contains(form, `for="`+name+`"`) {
			t.Errorf("input %q has no label", name)
		}
	}
}

func TestGanttSpeaksTheReadersLanguage(t *testing.T) {
	for lang, word := range map[string]string{i18n.Chinese: "关键", i18n.English: "critical"} {
		ctx := i18ntest.Context(t, lang, ui.Locale, gantt.Locale)
		view := render(t, ctx, ui.GanttView(gantt.Host{ID: "plan", Src: "/plan.json", Title: "T"}))
		if !strings.Contains(view, `data-lang="`+lang+`"`) || !strings.Contains(strings.ToLower(view), word) || strings.Contains(view, `"ui.gantt.`) {
			t.Errorf("%s: %.400s", lang, view)
		}
	}
}

func TestPasswordsAreNotSentBack(t *testing.T) {
	field := render(t, english(t, &ui.Visit{}), ui.TextField(ui.FormOf("pass", "hunter2"), ui.Input{Name: "pass", Label: "P", Type: "password"}))
	if strings.Contains(field, "hunter2") {
		t.Error(field)
	}
}

func TestLampIsNeverColourAlone(t *testing.T) {
	shapes := map[string]ui.Colour{}
	for _, colour := range []ui.Colour{ui.Green, ui.Yellow, ui.Red, ui.Blue, ui.Done, ui.Grey} {
		lamp := render(t, english(t, &ui.Visit{}), ui.LampView(ui.Lamp{Colour: colour, Word: "Word"}))
		shape := regexp.MustCompile(`#([a-z-]+)`).FindStringSubmatch(lamp)
		if shape == nil || !strings.Contains(lamp, "Word") {
			t.Fatalf("%s: %s", colour, lamp)
		}
		if other, taken := shapes[shape[1]]; taken {
			t.Errorf("%s and %s have one shape", colour, other)
		}
		shapes[shape[1]] = colour
	}
}

func TestAddress(t *testing.T) {
	v := &ui.Visit{Path: "/p", Query: url.Values{"q": {"a b"}, "page": {"3"}}}
	for _, c := range []struct {
		pairs []string
		want  string
	}{
		{nil, "/p?page=3&q=a+b"},
		{[]string{"page", ""}, "/p?q=a+b"},
		{[]string{"page", "", "q", ""}, "/p"},
		{[]string{"sort", "-x"}, "/p?page=3&q=a+b&sort=-x"},
	} {
		if got := v.Address(c.pairs...); got != c.want {
			t.Errorf("Address(%v) = %s, want %s", c.pairs, got, c.want)
		}
	}
	if v.Query.Get("page") != "3" {
		t.Error("Address changes the visit")
	}
}

// row is a row of the tables below.
type row struct {
	name  string
	size  float64
	start worktime.Time
	state string
}

func tableOf(rows []row) ui.Table[row] {
	return ui.Table[row]{
		ID: "rows", Name: "Rows", Rows: rows, Sort: "size", Href: func(r row) string { return "/rows/" + r.name },
		Columns: []ui.Column[row]{
			{Key: "name", Label: "Name", Value: func(r row) any { return r.name }},
			{Key: "size", Label: "Size", Value: func(r row) any { return r.size }},
			{Key: "start", Label: "Start", Value: func(r row) any { return r.start }},
			{Key: "state", Label: "State", Value: func(r row) any { return r.state }, Hidden: true},
		},
		Filters: []ui.Filter[row]{{Key: "state", Label: "State", Options: []ui.Choice{{Value: "late", Text: "Late"}, {Value: "ok", Text: "OK"}}, Match: func(r row, v string) bool { return r.state == v }}},
		Search:  func(r row) string { return "extra-" + r.name },
		Empty:   ui.Nothing{Title: "Nothing here", Action: "Import", Href: "/import"},
	}
}

var rows = []row{
	{"Beta", 2, worktime.None, "late"}, {"alpha 10", -1.5, 100, "ok"}, {"alpha 9", 1200, 50, "late"}, {"Gamma", 3, 7, "ok"},
}

// serve answers the table for an address, as a page between two marks.
func serve(t *testing.T, table ui.Table[row], query, fragment string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "/rows?"+query, nil)
	r = r.WithContext(english(t, &ui.Visit{Path: "/rows", Query: r.URL.Query(), Fragment: fragment}))
	w := httptest.NewRecorder()
	err := table.Serve(w, r, func(view templ.Component) templ.Component { return templ.Join(templ.Raw("<page>"), view) })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// names are the rows of an answer in order.
func names(body string) string {
	var found []string
	for _, m := range regexp.MustCompile(`tr data-href="/rows/([^"]+)"`).FindAllStringSubmatch(body, -1) {
		found = append(found, m[1])
	}
	return strings.Join(found, ",")
}

func TestTableFindsAndOrders(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"", "alpha 10,Beta,Gamma,alpha 9"},
		{"sort=-size", "alpha 9,Gamma,Beta,alpha 10"},
		{"sort=name", "alpha 9,alpha 10,Beta,Gamma"},
		{"sort=start", "Gamma,alpha 9,alpha 10,Beta"},
		{"sort=-start", "alpha 10,alpha 9,Gamma,Beta"},
		{"sort=nothing", "Beta,alpha 10,alpha 9,Gamma"},
		{"q=ALPHA", "alpha 10,alpha 9"},
		{"q=alpha+1,200", "alpha 9"},
		{"q=extra-gam", "Gamma"},
		{"state=late", "Beta,alpha 9"},
		{"state=late&state=ok", "alpha 10,Beta,Gamma,alpha 9"},
		{"state=late&q=beta", "Beta"},
		{"state=%27bogus", "alpha 10,Beta,Gamma,alpha 9"},
		{"page=99", "alpha 10,Beta,Gamma,alpha 9"},
		{"page=9223372036854775807", "alpha 10,Beta,Gamma,alpha 9"},
		{"page=-1&col=bogus", "alpha 10,Beta,Gamma,alpha 9"},
		{"q=nobody", ""},
	} {
		if got := names(serve(t, tableOf(rows), c.query, "").Body.String()); got != c.want {
			t.Errorf("?%s: %s, want %s", c.query, got, c.want)
		}
	}
}

func TestTableLooks(t *testing.T) {
	whole := serve(t, tableOf(rows), "", "").Body.String()
	for _, want := range []string{"<page>", `aria-sort="ascending"`, "1,200.0", "-1.5", `name="q"`, "4 rows", `href="/rows?format=xlsx"`} {
		if !strings.Contains(whole, want) {
			t.Errorf("the table lacks %s", want)
		}
	}
	if strings.Contains(whole, `data-label="State"`) || !strings.Contains(serve(t, tableOf(rows), "col=state", "").Body.String(), `data-label="State"`) {
		t.Error("a hidden column is not shown exactly when chosen")
	}
	if found := serve(t, tableOf(rows), "q=alpha", "").Body.String(); strings.Count(found, `<span class="count">1</span>`) != 2 {
		t.Error("chips do not count what the search finds")
	}
	if part := serve(t, tableOf(rows), "", "rows").Body.String(); strings.Contains(part, "<page>") {
		t.Error("htmx gets the whole page")
	}
	if empty := serve(t, tableOf(nil), "", "").Body.String(); !strings.Contains(empty, "Nothing here") || !strings.Contains(empty, `href="/import"`) {
		t.Error("an empty table offers no next step")
	}
	if none := serve(t, tableOf(rows), "q=nobody&other=1", "").Body.String(); !strings.Contains(none, "Nothing matches") || !strings.Contains(none, `name="other"`) {
		t.Error("a search that finds nothing leads nowhere, or drops what is not the table's")
	}
	if hostile := serve(t, tableOf(rows), "q=%22%3E%3Cscript%3E&x=%22%3E%3Cscript%3E", "").Body.String(); strings.Contains(hostile, "<script>") {
		t.Error("the address is not escaped")
	}
}

func TestTablePages(t *testing.T) {
	var many []row
	for i := range 1234 {
		many = append(many, row{name: fmt.Sprintf("r%04d", i), size: float64(i)})
	}
	for _, c := range []struct{ query, first, says string }{
		{"", "r0000", "1–50 of 1,234"}, {"page=13", "r0600", "601–650 of 1,234"}, {"page=25", "r1200", "1,201–1,234 of 1,234"},
	} {
		body := serve(t, tableOf(many), c.query, "").Body.String()
		if first, _, _ := strings.Cut(names(body), ","); first != c.first || !strings.Contains(body, c.says) {
			t.Errorf("?%s begins with %s", c.query, first)
		}
	}
}

func TestTableAsExcel(t *testing.T) {
	w := serve(t, tableOf(rows), "format=xlsx&sort=name&state=ok&col=size&col=start", "")
	book, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	got, err := book.GetRows("Sheet1", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	want := "[[Name Size Start] [alpha 10 -1.5 25569.06944"
	if text := fmt.Sprint(got); !strings.HasPrefix(text, want) || len(got) != 3 {
		t.Errorf("got %s, want %s…", text, want)
	}
	if name := w.Header().Get("Content-Disposition"); name != "attachment; filename=Rows.xlsx" {
		t.Error(name)
	}
}

func TestFailedFormNeverShowsTheCause(t *testing.T) {
	f := ui.Form{}.Failed(english(t, &ui.Visit{}), errors.New("disk hunter2 full"))
	if f.Error == "" || strings.Contains(f.Error, "hunter2") {
		t.Error(f.Error)
	}
}

func BenchmarkTableOf5000(b *testing.B) {
	var many []row
	for i := range 5000 {
		many = append(many, row{name: fmt.Sprintf("设备安装 %d", i*7919%5000), size: float64(i), state: "ok"})
	}
	cat, err := i18n.Load(ui.Locale)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest("GET", "/rows?q=9&sort=name", nil)
	r = r.WithContext(ui.With(cat.In(b.Context(), "zh", nil), &ui.Visit{Path: "/rows", Query: r.URL.Query()}))
	for b.Loop() {
		if err := tableOf(many).Serve(httptest.NewRecorder(), r, func(v templ.Component) templ.Component { return v }); err != nil {
			b.Fatal(err)
		}
	}
}

// shelf is rows behind a source, kept in memory.
type shelf []row

func (s shelf) Page(_ context.Context, a listing.Asked) (listing.Found[row], error) {
	from := min(a.From, len(s))
	return listing.Found[row]{Rows: s[from:min(from+a.Most, len(s))], Match: listing.Count{N: len(s), More: a.Narrowed()}, All: listing.Count{N: listing.Counted, More: true}}, nil
}

func (s shelf) Each(_ context.Context, _ listing.Asked, f func(row) error) error {
	for _, r := range s {
		if err := f(r); err != nil {
			return err
		}
	}
	return nil
}

func TestTableOfASource(t *testing.T) {
	table := tableOf(nil)
	var source shelf
	for range 30 {
		source = append(source, rows...)
	}
	table.Source = source
	whole := serve(t, table, "", "").Body.String()
	if n := strings.Count(whole, "<tr"); n != ui.PageSize+1 {
		t.Errorf("%d lines on the first page, want %d and the headings", n, ui.PageSize)
	}
	last := serve(t, table, "page=9999", "").Body.String()
	if n := strings.Count(last, "<tr"); n != (len(source)-1)%ui.PageSize+2 {
		t.Errorf("%d lines on the last page of %d rows", n, len(source))
	}
	if searched := serve(t, table, "q=x", "").Body.String(); !strings.Contains(searched, fmt.Sprintf("%d+", len(source))) || !strings.Contains(searched, "10,000+") {
		t.Errorf("a search does not say that there is more: %s", searched)
	}
	book, err := excelize.OpenReader(serve(t, table, "format=xlsx", "").Body)
	if err != nil {
		t.Fatal(err)
	}
	if lines, err := book.GetRows("Sheet1"); err != nil || len(lines) != len(source)+1 {
		t.Errorf("Excel has %d lines, %v; want all %d rows and the headings", len(lines), err, len(source))
	}
}
