package importweb

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"fugong/internal/charset"
	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/plan"
	"fugong/internal/plan/planweb/planview"
	"fugong/internal/planfile/inferred"
	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// The three long lists of a report, by the last part of their address.
const (
	listChanges        = "changes"
	listDifferences    = "differences"
	listContradictions = "contradictions"
)

// shownRows is how much of a long list the report itself shows.
const shownRows = 12

// report is what an import found and did, before or after it is confirmed.
type report struct {
	*plan.ImportReport
	notes    []masterplan.Note
	diff     *plandiff.Diff
	settings *masterplan.Settings
	address  func(parts ...string) string
	event    *plan.Event // of the import; nil while the file waits
	by       string      // the name of who confirmed it
}

// notesOf are the notes of one level.
func (r *report) notesOf(l masterplan.Level) (list []masterplan.Note) {
	for _, n := range r.notes {
		if n.Level == l {
			list = append(list, n)
		}
	}
	return list
}

// noteLevels are the groups of the notes, the heaviest first.
var noteLevels = []masterplan.Level{masterplan.Warning, masterplan.Default, masterplan.Info}

var levelWords = [...]string{masterplan.Info: "info", masterplan.Default: "default", masterplan.Warning: "warning"}

// noteLocation says to which place of the file a note points.
func noteLocation(ctx context.Context, n masterplan.Note) string {
	var parts []string
	if n.Table != "" {
		parts = append(parts, i18n.T(ctx, "plan.report.table", "Table", n.Table))
	}
	if n.Line > 0 {
		parts = append(parts, i18n.T(ctx, "plan.report.line", "Line", i18n.Number(ctx, n.Line)))
	}
	if n.Code != "" {
		parts = append(parts, n.Code)
	}
	return strings.Join(parts, " · ")
}

// change is one line of what a newer version changes.
type change struct {
	Code, Name string
	Kind       string // "added", "removed", "changed"
	Field      string
	Old, New   string
}

// allChanges are all lines of the difference to the plan before.
func (r *report) allChanges(ctx context.Context) (all []change) {
	if r.diff == nil {
		return nil
	}
	for _, row := range r.diff.Changed {
		for _, f := range row.Fields {
			all = append(all, change{row.Code, row.Name, "changed", f.Field, planview.ValueText(ctx, r.settings, f.Old), planview.ValueText(ctx, r.settings, f.New)})
		}
	}
	for _, row := range r.diff.Added {
		all = append(all, change{Code: row.Code, Name: row.Name, Kind: "added"})
	}
	for _, row := range r.diff.Removed {
		all = append(all, change{Code: row.Code, Name: row.Name, Kind: "removed"})
	}
	return all
}

var changeColours = map[string]ui.Colour{"added": ui.Green, "removed": ui.Red, "changed": ui.Blue}

func changeTable(ctx context.Context, rows []change) ui.Table[change] {
	fields := map[string]bool{}
	for _, c := range rows {
		fields[c.Field] = true
	}
	kinds := []ui.Choice{}
	for _, k := range []string{"changed", "added", "removed"} {
		kinds = append(kinds, ui.Choice{Value: k, Text: i18n.T(ctx, "plan.diff."+k)})
	}
	return ui.Table[change]{
		ID: "changes", Name: i18n.T(ctx, "plan.report.changes"), Rows: rows,
		Columns: []ui.Column[change]{
			{Key: "code", Label: i18n.T(ctx, "plan.code"), Value: func(c change) any { return c.Code }},
			{Key: "name", Label: i18n.T(ctx, "plan.activity"), Value: func(c change) any { return c.Name }},
			{Key: "kind", Label: i18n.T(ctx, "plan.diff.kind"), Value: func(c change) any {
				return ui.Lamp{Colour: changeColours[c.Kind], Word: i18n.T(ctx, "plan.diff."+c.Kind)}
			}},
			{Key: "field", Label: i18n.T(ctx, "plan.diff.field"), Value: func(c change) any { return fieldName(ctx, c.Field) }},
			{Key: "old", Label: i18n.T(ctx, "plan.diff.old"), Value: func(c change) any { return c.Old }},
			{Key: "new", Label: i18n.T(ctx, "plan.diff.new"), Value: func(c change) any { return c.New }},
		},
		Filters: []ui.Filter[change]{
			{Key: "kind", Label: i18n.T(ctx, "plan.diff.kind"), Options: kinds, Match: func(c change, v string) bool { return c.Kind == v }},
			{Key: "field", Label: i18n.T(ctx, "plan.diff.field"), Options: fieldChoices(ctx, fields), Match: func(c change, v string) bool { return c.Field == v }},
		},
		Empty: ui.Nothing{Icon: "equal", Title: i18n.T(ctx, "plan.diff.same"), Text: i18n.T(ctx, "plan.diff.same.text")},
	}
}

func fieldName(ctx context.Context, field string) string {
	if field == "" {
		return ""
	}
	return i18n.T(ctx, "plan.field."+field)
}

func fieldChoices(ctx context.Context, fields map[string]bool) (out []ui.Choice) {
	for f := range fields {
		if f != "" {
			out = append(out, ui.Choice{Value: f, Text: fieldName(ctx, f)})
		}
	}
	slices.SortFunc(out, func(a, b ui.Choice) int { return strings.Compare(a.Value, b.Value) })
	return out
}

// fileValue writes one side of a difference: a date, or hours of float.
func fileValue(ctx context.Context, field, v string) string {
	if t, ok := worktime.Parse(v); ok && field != masterplan.TotalFloat && field != masterplan.FreeFloat {
		return i18n.DateTime(ctx, t)
	}
	if h, err := strconv.ParseFloat(v, 64); err == nil {
		return i18n.T(ctx, "plan.hours", "N", i18n.Decimal(ctx, h, 1))
	}
	return v
}

func differenceTable(ctx context.Context, rows []plan.Differing) ui.Table[plan.Differing] {
	var fields []ui.Choice
	for _, f := range []string{masterplan.EarlyStart, masterplan.EarlyFinish, masterplan.LateStart, masterplan.LateFinish, masterplan.TotalFloat, masterplan.FreeFloat} {
		fields = append(fields, ui.Choice{Value: f, Text: i18n.T(ctx, "plan.compare."+f)})
	}
	return ui.Table[plan.Differing]{
		ID: "differences", Name: i18n.T(ctx, "plan.report.differences"), Rows: rows,
		Columns: []ui.Column[plan.Differing]{
			{Key: "code", Label: i18n.T(ctx, "plan.code"), Value: func(d plan.Differing) any { return d.ID }},
			{Key: "field", Label: i18n.T(ctx, "plan.diff.field"), Value: func(d plan.Differing) any { return i18n.T(ctx, "plan.compare."+d.Field) }},
			{Key: "file", Label: i18n.T(ctx, "plan.compare.file"), Value: func(d plan.Differing) any { return fileValue(ctx, d.Field, d.File) }},
			{Key: "ours", Label: i18n.T(ctx, "plan.compare.ours"), Value: func(d plan.Differing) any { return fileValue(ctx, d.Field, d.Ours) }},
			{Key: "why", Label: i18n.T(ctx, "plan.compare.why"), Value: func(d plan.Differing) any { return told(ctx, d.Why.Key, d.Why.Args) }, Cell: func(d plan.Differing) templ.Component { return reasonCell(d.Why) }},
		},
		Filters: []ui.Filter[plan.Differing]{{
			Key: "field", Label: i18n.T(ctx, "plan.diff.field"), Options: fields,
			Match: func(d plan.Differing, v string) bool { return d.Field == v },
		}},
		Empty: ui.Nothing{Icon: "circle-check", Title: i18n.T(ctx, "plan.compare.none")},
	}
}

// told is a message whose moments are written as the reader writes them.
func told(ctx context.Context, key string, args map[string]string) string {
	local := maps.Clone(args)
	for name, value := range local {
		if t, ok := worktime.Parse(value); ok {
			local[name] = i18n.DateTime(ctx, t)
		}
	}
	return i18n.Message(ctx, key, local)
}

// serveList answers with one of the long lists, to be searched and taken home.
func (r *report) serveList(w http.ResponseWriter, req *http.Request, meta ui.Meta) error {
	ctx := req.Context()
	meta.Crumbs = append(meta.Crumbs, ui.Link{Text: i18n.T(ctx, "plan.report"), Href: r.address()})
	frame := func(table templ.Component) templ.Component { return reportListPage(meta, table) }
	switch req.PathValue("list") {
	case listChanges:
		meta.Sub = i18n.T(ctx, "plan.report.changes")
		return changeTable(ctx, r.allChanges(ctx)).Serve(w, req, frame)
	case listDifferences:
		meta.Sub = i18n.T(ctx, "plan.report.differences")
		return differenceTable(ctx, r.Differences).Serve(w, req, frame)
	case listContradictions:
		meta.Sub = i18n.T(ctx, "plan.report.contradictions")
		return contradictionTable(ctx, r.contradictions()).Serve(w, req, frame)
	}
	return fault.New(fault.NotFound, "fault.notfound")
}

// agreedShares are the shares of dates that agree with the file's.
func agreedShares(ctx context.Context, c *masterplan.Counts) (figs []ui.Fig) {
	for _, x := range []struct {
		field string
		masterplan.Count
	}{
		{masterplan.EarlyStart, c.EarlyStart}, {masterplan.EarlyFinish, c.EarlyFinish}, {masterplan.LateStart, c.LateStart},
		{masterplan.LateFinish, c.LateFinish}, {masterplan.TotalFloat, c.TotalFloat}, {masterplan.FreeFloat, c.FreeFloat},
	} {
		if x.Of == 0 {
			continue
		}
		figs = append(figs, ui.Fig{
			Label: i18n.T(ctx, "plan.compare."+x.field), Value: agreement(ctx, x.Count),
			Unit: i18n.T(ctx, "plan.compare.of", "Agree", i18n.Number(ctx, x.Agree), "Of", i18n.Number(ctx, x.Of)),
		})
	}
	return figs
}

// agreement is a share that says 100 % only when nothing differs.
func agreement(ctx context.Context, c masterplan.Count) string {
	share := float64(c.Agree) / float64(c.Of)
	if c.Agree < c.Of {
		share = min(share, 0.999)
	}
	return i18n.Percent(ctx, share)
}

// foundFacts are the facts of a file that was read.
func (w *waitingImport) foundFacts(ctx context.Context) []ui.Fact {
	p, src := w.Plan, w.File.Source
	facts := []ui.Fact{
		{Label: i18n.T(ctx, "plan.report.file"), Text: src.File},
		{Label: i18n.T(ctx, "plan.report.format"), Text: formatName(ctx, src)},
	}
	if len(w.File.Plans) > 1 {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.report.project"), View: planChooser(w)})
	} else {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.report.project"), Text: strings.TrimSpace(p.Code + " " + p.Name)})
	}
	facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.report.encoding"), View: encodingChooser(w)})
	if w.settled() {
		facts = append(facts, ui.Fact{Label: i18n.T(ctx, "plan.report.contradicted"), View: settledChooser(w), Help: i18n.T(ctx, "plan.report.contradicted.help")})
	}
	return append(facts,
		ui.Fact{Label: i18n.T(ctx, "plan.data_date"), Text: i18n.DateTime(ctx, p.DataDate)},
		ui.Fact{Label: i18n.T(ctx, "plan.report.file_finish"), Text: i18n.DateTime(ctx, fileFinish(p))},
		ui.Fact{Label: i18n.T(ctx, "plan.report.our_finish"), Text: i18n.DateTime(ctx, w.Dates.Finish)},
		ui.Fact{Label: i18n.T(ctx, "plan.report.must_finish"), Text: i18n.DateTime(ctx, p.MustFinish)},
	)
}

// settled says whether the file's dates contradict its calendars or durations, so
// that there is a choice.
func (w *waitingImport) settled() bool {
	return w.choice.Get("as_written") != "" || slices.ContainsFunc(w.File.Notes, inferred.Told)
}

// fileFinish is when the file says the work ends.
func fileFinish(p *masterplan.Plan) worktime.Time {
	last := worktime.None
	for i := range p.Activities {
		last = max(last, p.Activities[i].File.Finish)
	}
	if last == worktime.None {
		return p.Finish
	}
	return last
}

func formatName(ctx context.Context, s masterplan.Source) string {
	name := i18n.T(ctx, "plan.format."+s.Format)
	if s.Program != "" {
		name += " · " + s.Program
	}
	return name
}

// counted are the figures of a file that was read.
func (w *waitingImport) counted(ctx context.Context) []ui.Fig {
	p := w.Plan
	work := p.CountWork()
	fig := func(key string, n int) ui.Fig { return ui.Fig{Label: i18n.T(ctx, key), Value: i18n.Number(ctx, n)} }
	return []ui.Fig{
		fig("plan.count.activities", work), fig("plan.count.summaries", len(p.Activities)-work), fig("plan.count.links", len(p.Links)), fig("plan.count.calendars", len(p.Calendars)),
		fig("plan.count.resources", len(p.Resources)), fig("plan.count.baselines", len(p.Baselines)), fig("plan.critical", w.Dates.Critical),
	}
}

// encodings are what the reader can have the file read in.
func encodings(current string) (out []ui.Choice) {
	for _, name := range charset.Names() {
		out = append(out, ui.Choice{Value: name, Text: strings.ToUpper(name)})
	}
	if !slices.Contains(charset.Names(), current) && current != "" {
		out = append([]ui.Choice{{Value: current, Text: strings.ToUpper(current)}}, out...)
	}
	return out
}

// sampled is how many names show whether the encoding is right.
const sampled = 6

// sampleNames are names with letters beyond ASCII, where a wrong encoding shows.
func sampleNames(p *masterplan.Plan) (names []string) {
	for i := range p.Activities {
		name := p.Activities[i].Name
		plain := strings.IndexFunc(name, func(r rune) bool { return r > 127 }) < 0
		if !plain && !slices.Contains(names, name) {
			names = append(names, name)
		}
		if len(names) == sampled {
			break
		}
	}
	return names
}

// inputs are the labels of what the import page asks for.
var inputs = map[string]string{"org": "plan.import.org", "file": "plan.import.file"}

// sortedErrors are a form's complaints in the order of its inputs' names, each with
// the label of its input.
func sortedErrors(ctx context.Context, f ui.Form) (out []string) {
	for _, name := range slices.Sorted(maps.Keys(f.Errors)) {
		text := f.Errors[name]
		if label := inputs[name]; label != "" {
			text = i18n.T(ctx, "plan.import.complaint", "Input", i18n.T(ctx, label), "Text", text)
		}
		out = append(out, text)
	}
	return out
}
