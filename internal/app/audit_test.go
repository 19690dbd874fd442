package app

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/masterplan"
	"fugong/internal/plan"
	"fugong/internal/who"
	"fugong/internal/zone"
	"fugong/internal/zone/zoneweb"
)

// raw is what no reader of the audit log should meet: a key, an id or a part of
// one, a blank that was not filled in.
var raw = regexp.MustCompile(`<no value>|\b(?:plan|zone|audit|person|token)\.[a-z_]+|[0-9a-f]{8}-[0-9a-f]{4}|…[0-9a-f]{6}|\b(?:event|activity|supersedes)\b`)

// Every line that the demo zone and a day's work leave in the audit log is told in
// words, in both languages.
func TestAuditLinesAreTold(t *testing.T) {
	a, ctx := demoApp(t)
	work(t, a, ctx)
	admin := ctx
	events, _, err := a.Zone.Audit(admin, zone.AuditQuery{Limit: 999})
	if err != nil || len(events) < 50 {
		t.Fatalf("%d lines, %v", len(events), err)
	}
	var ids []string
	for _, e := range events {
		_, id, _ := strings.Cut(e.Object, "/")
		ids = append(ids, e.Actor, id)
		for _, v := range e.Detail {
			ids = append(ids, v)
		}
	}
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range i18n.Languages {
		ctx := catalogue.In(admin, lang, time.UTC)
		names, err := a.Zone.NamesOf(ctx, ids)
		if err != nil {
			t.Fatal(err)
		}
		others, err := a.planNames(ctx, ids)
		if err != nil {
			t.Fatal(err)
		}
		for id, name := range others {
			names[id] = name
		}
		seen := map[string]bool{}
		for _, e := range events {
			for _, text := range []string{zoneweb.AuditSentence(ctx, e), zoneweb.AuditObject(ctx, e, names), zoneweb.AuditDetail(ctx, e, names)} {
				if raw.MatchString(text) && !seen[e.Action+e.Detail["event"]] {
					seen[e.Action+e.Detail["event"]] = true
					t.Errorf("%s %s %v reads %q", lang, e.Action, e.Detail, text)
				}
			}
		}
	}
}

func demoApp(t *testing.T) (*App, context.Context) {
	t.Helper()
	dir := t.TempDir()
	c := Defaults()
	c.DB, c.Keys, c.Log = "sqlite:"+filepath.Join(dir, "demo.db"), filepath.Join(dir, "keys"), "error"
	a, err := Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if err := a.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Demo(t.Context()); err != nil {
		t.Fatal(err)
	}
	zones, err := a.Zone.Zones(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	actor := operator(zones[0], "")
	actor.Roles = append(actor.Roles, who.Membership{Role: who.Administrator})
	return a, who.With(t.Context(), actor)
}

// work does what the demo does not: it edits, undoes, issues cards, closes and
// deletes.
func work(t *testing.T, a *App, ctx context.Context) {
	t.Helper()
	page, err := a.Plan.Projects(ctx, plan.Query{})
	if err != nil {
		t.Fatal(err)
	}
	p := page.Projects[0].ID
	b, err := a.Plan.Project(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	name, site := "x", "y"
	card, _, err := a.Plan.IssueCard(ctx, p, plan.NewCard{Name: "王师傅", Days: 3})
	must := func(errs ...error) {
		t.Helper()
		for _, err := range errs {
			if err != nil && fault.Of(err) != fault.Conflict {
				t.Fatal(err)
			}
		}
	}
	must(err, a.Plan.RevokeCard(ctx, p, card.ID))
	_, err = a.Plan.EditActivity(ctx, p, b.Plan.Activities[len(b.Plan.Activities)-1].ID, plan.ActivityEdit{Name: &name})
	must(err)
	_, err = a.Plan.EditProject(ctx, p, plan.ProjectEdit{Site: &site})
	must(err)
	_, err = a.Plan.Undo(ctx, p, 0)
	must(err)
	_, err = a.Plan.Redo(ctx, p, 0)
	must(err)
	taken, err := a.Plan.TakeBaseline(ctx, p, "b", 0)
	must(err, a.Plan.RenameBaseline(ctx, p, taken.ID, "c", 0), a.Plan.ChooseBaseline(ctx, p, "", 0), a.Plan.DeleteBaseline(ctx, p, taken.ID, 0))
	for _, s := range []masterplan.State{masterplan.Closed, masterplan.Archived, masterplan.Open} {
		_, err = a.Plan.SetState(ctx, p, s, 0)
		must(err)
	}
	_, err = a.Plan.DeleteProject(ctx, p, b.Project.Code, 0)
	must(err)
	_, err = a.Plan.RestoreProject(ctx, p)
	must(err)
}

// recorded are the ways in which code names an action or an event of the audit log.
var recorded = []*regexp.Regexp{
	regexp.MustCompile(`Action: "((?:zone|plan|person|token)\.[a-z_.]+)"`),
	regexp.MustCompile(`changeSelf\(ctx, "(zone\.[a-z_.]+)"`),
	regexp.MustCompile(`action :?= "((?:zone|plan)\.[a-z_.]+)"`),
	regexp.MustCompile(`\bAct[A-Z]\w+ += "(plan\.[a-z_]+)"`),
	regexp.MustCompile(`"(plan\.event\.[a-z_]+)"`),
	regexp.MustCompile(`told\(ctx, tx, .*"(plan\.[a-z_.]+)"`),
}

// Every action and event that code records has its words.
func TestAuditActionsHaveWords(t *testing.T) {
	catalogue, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	ctx := catalogue.In(t.Context(), i18n.Chinese, time.UTC)
	found := map[string]string{}
	err = fs.WalkDir(os.DirFS(".."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(filepath.Join("..", path))
		for _, way := range recorded {
			for _, m := range way.FindAllStringSubmatch(string(text), -1) {
				found[m[1]] = path
			}
		}
		return err
	})
	if err != nil || len(found) < 40 {
		t.Fatalf("%d actions in code, %v", len(found), err)
	}
	for key, path := range found {
		if !i18n.Has(ctx, key) && !i18n.Has(ctx, "audit."+key) && !i18n.Has(ctx, "zone.audit.action."+key) {
			t.Errorf("%s records %q, which has no words", path, key)
		}
	}
}
