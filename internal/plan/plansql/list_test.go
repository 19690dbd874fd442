package plansql_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/plan"
	"fugong/internal/plan/plansql"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// fill makes n projects: codes P00…, organisations "a" and "b" in turn, every
// third with a liaison officer.
func (h *house) fill(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		p := plan.NewProject{Org: string(rune('a' + i%2)), Code: fmt.Sprintf("P%02d", i), Name: fmt.Sprintf("厂房 Hall %d%%", n-i), Site: "大黄山", Target: worktime.None}
		if i%3 == 0 {
			p.Liaison = "li"
		}
		if _, err := h.CreateProject(as("anna"), p); err != nil {
			t.Fatal(err)
		}
	}
}

func codes(p plan.Page) string {
	var list []string
	for _, x := range p.Projects {
		list = append(list, x.Code)
	}
	return strings.Join(list, " ")
}

func TestListFiltersSortsAndPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t, 7)
		foreign := who.With(context.Background(), who.Actor{Account: "x", Zone: "other"})
		for _, c := range []struct {
			name  string
			ctx   context.Context
			q     plan.Query
			want  string
			total int
		}{
			{"all", as("anna"), plan.Query{}, "P00 P01 P02 P03 P04 P05 P06", 7},
			{"page", as("anna"), plan.Query{Sort: "code", Page: 2, Size: 3}, "P03 P04 P05", 7},
			{"past the end", as("anna"), plan.Query{Page: 9, Size: 3}, "", 7},
			{"beyond every list", as("anna"), plan.Query{Page: 1 << 62, Size: 50}, "", 7},
			{"descending", as("anna"), plan.Query{Sort: "code", Descending: true, Size: 2}, "P06 P05", 7},
			{"by name", as("anna"), plan.Query{Sort: "name", Size: 2}, "P06 P05", 7},
			{"text ignores case", as("anna"), plan.Query{Text: " hALL 3"}, "P04", 1},
			{"text in Chinese", as("anna"), plan.Query{Text: "大黄山", Size: 1}, "P00", 7},
			{"percent is a letter", as("anna"), plan.Query{Text: "%", Size: 1}, "P00", 7},
			{"underscore is a letter", as("anna"), plan.Query{Text: "_"}, "", 0},
			{"organisation", as("anna"), plan.Query{Org: "b"}, "P01 P03 P05", 3},
			{"liaison", as("anna"), plan.Query{Liaison: "li"}, "P00 P03 P06", 3},
			{"own organisation", as("carl", "b"), plan.Query{}, "P01 P03 P05", 3},
			{"foreign organisation asked for", as("carl", "b"), plan.Query{Org: "a"}, "", 0},
			{"lamp", as("anna"), plan.Query{Lamps: []masterplan.Lamp{masterplan.Red, masterplan.Unlit}, Size: 1}, "P00", 7},
			{"no such lamp", as("anna"), plan.Query{Lamps: []masterplan.Lamp{masterplan.Red}}, "", 0},
			{"other zone", foreign, plan.Query{}, "", 0},
			{"a sort nobody knows", as("anna"), plan.Query{Sort: "name; DROP TABLE plan_project", Size: 1}, "P00", 7},
		} {
			got, err := h.Projects(c.ctx, c.q)
			if err != nil || codes(got) != c.want || got.Total != c.total {
				t.Errorf("%s: got %q of %d, %v; want %q of %d", c.name, codes(got), got.Total, err, c.want, c.total)
			}
		}
		if got, _ := h.Projects(as("anna"), plan.Query{Lamps: []masterplan.Lamp{masterplan.Red}}); got.Lamps[masterplan.Unlit] != 7 {
			t.Errorf("chips count %v", got.Lamps)
		}
		for _, sort := range plan.ProjectSorts {
			if _, err := h.Projects(as("anna"), plan.Query{Sort: sort, Descending: true}); err != nil {
				t.Errorf("sorted by %s: %v", sort, err)
			}
		}
	})
}

func TestProjectsAreTheirZonesAndOrganisations(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t, 2)
		page, _ := h.Projects(as("anna"), plan.Query{})
		id := page.Projects[0].ID
		if _, err := h.Project(who.With(context.Background(), who.Actor{Zone: "other"}), id); fault.Of(err) != fault.NotFound {
			t.Errorf("another zone's project: %v", err)
		}
		if _, err := h.Project(as("carl", "b"), id); fault.Of(err) != fault.Forbidden {
			t.Errorf("another organisation's project: %v", err)
		}
		if _, err := h.Project(context.Background(), id); fault.Of(err) != fault.Unauthenticated {
			t.Errorf("without an actor: %v", err)
		}
		_, err := h.CreateProject(as("anna"), plan.NewProject{Org: "a", Code: "P00", Name: "again"})
		if fault.Of(err) != fault.Conflict || key(err) != "plan.project.code" {
			t.Errorf("a code twice: %v", err)
		}
		if _, err := h.CreateProject(as("anna"), plan.NewProject{Code: " "}); key(err) != "plan.project.invalid" {
			t.Errorf("an empty form: %v", err)
		}
	})
}

func TestDeliveriesFlow(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		b, _ := h.Project(as("anna"), p.ID)
		beds := delivery.Delivery{Item: "滚床 Roller beds", Quantity: 10, Unit: "台", Supplier: "Changzhou", OrderedOn: today - 30, Expected: today - 1, Activities: []string{b.Plan.Activities[29].ID}}
		d, err := h.AddDelivery(as("anna"), p.ID, beds)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.RecordArrival(as("guard"), p.ID, d.ID, delivery.Arrival{On: today, Quantity: 6}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.RecordArrival(as("guard"), p.ID, d.ID, delivery.Arrival{On: today, Quantity: 5}); key(err) != "plan.arrival.invalid" {
			t.Errorf("more than ordered: %v", err)
		}
		if err := h.RemoveDelivery(as("anna"), p.ID, d.ID, 0); key(err) != "plan.delivery.arrived" {
			t.Errorf("removing what arrived: %v", err)
		}
		list, err := h.again().Deliveries(as("anna"), plan.DeliveryQuery{Text: "changzhou"}, delivery.Late)
		if err != nil || len(list.Rows) != 1 || list.Rows[0].Arrived() != 6 || list.Rows[0].ProjectCode != "GRID" || list.States[delivery.Late] != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		now, _ := h.again().Project(as("anna"), p.ID)
		if list.Rows[0].Days == 0 || now.Project.Figures.DeliveryDays != list.Rows[0].Days || now.Project.Revision != 3 {
			t.Errorf("costs %d days, the project says %d at revision %d", list.Rows[0].Days, now.Project.Figures.DeliveryDays, now.Project.Revision)
		}
		d.Expected, d.Quantity = today+2, 6
		if d, err = h.EditDelivery(as("anna"), p.ID, d, 3); err != nil {
			t.Fatal(err)
		}
		if now, _ = h.again().Project(as("anna"), p.ID); len(now.Deliveries) != 1 || len(now.Deliveries[0].Arrivals) != 1 || now.Project.Figures.DeliveryDays != 0 {
			t.Errorf("after the edit: %+v", now.Deliveries)
		}
		if list, _ := h.Deliveries(as("carl", "other"), plan.DeliveryQuery{}); len(list.Rows) != 0 {
			t.Error("another organisation sees the delivery")
		}
		other, _ := h.AddDelivery(as("anna"), p.ID, delivery.Delivery{Item: "x", Quantity: 1, OrderedOn: worktime.NoDay, Expected: worktime.NoDay})
		if err := h.RemoveDelivery(as("anna"), p.ID, other.ID, 0); err != nil {
			t.Error(err)
		}
	})
}

func TestEditsAndUndo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		first, _ := h.Project(as("anna"), p.ID)
		if _, err := h.Undo(as("anna"), p.ID, 1); key(err) != "plan.undo.nothing" {
			t.Errorf("undoing an import: %v", err)
		}
		minutes, name := int64(4800), "长 Long"
		b, err := h.EditActivity(as("anna"), p.ID, first.Plan.Activities[1].ID, plan.ActivityEdit{Duration: &minutes, Name: &name, Expected: 1})
		if err != nil || b.Dates.Rows[1].Finish <= first.Dates.Rows[1].Finish {
			t.Fatalf("%v", err)
		}
		minutes = -1
		if _, err := h.EditActivity(as("anna"), p.ID, first.Plan.Activities[1].ID, plan.ActivityEdit{Duration: &minutes}); key(err) != "plan.activity.invalid" {
			t.Errorf("a negative duration: %v", err)
		}
		if b, err = h.Undo(as("anna"), p.ID, 2); err != nil || b.Plan.Activities[1].Duration.Minutes != 480 {
			t.Fatalf("undo: %v", err)
		}
		off := &masterplan.Exception{Name: "停工", From: today, To: today + 6}
		if b, err = h.EditCalendar(as("anna"), p.ID, plan.CalendarEdit{Add: off, Expected: 3}); err != nil || len(b.Plan.Calendars[0].Exceptions) != 1 {
			t.Fatalf("calendar: %v", err)
		}
		if _, err = h.EditCalendar(as("anna"), p.ID, plan.CalendarEdit{Add: &masterplan.Exception{From: today, To: today - 1}}); key(err) != "plan.calendar.invalid" {
			t.Errorf("an exception that ends before it begins: %v", err)
		}
		stored, _ := h.again().Project(as("anna"), p.ID)
		if len(stored.Plan.Calendars[0].Exceptions) != 1 || stored.Plan.Activities[1].Name != first.Plan.Activities[1].Name {
			t.Error("what is stored is not what was shown")
		}
		if b, err = h.again().Undo(as("anna"), p.ID, 4); err != nil || len(b.Plan.Calendars[0].Exceptions) != 0 {
			t.Fatalf("undo of the calendar: %v", err)
		}
		events, _ := h.Events(as("anna"), p.ID, 0, 0)
		var told []string
		for _, e := range events {
			told = append(told, strings.TrimPrefix(e.Detail.Key, "plan.event."))
		}
		if !slices.Equal(told, []string{"undone", "calendar_add", "undone", "activity_edit", "import"}) {
			t.Errorf("history %v", told)
		}
		target, site := today.At(1020), "金龙湖"
		if got, err := h.EditProject(as("anna"), p.ID, plan.ProjectEdit{Target: &target, Site: &site, Expected: 5}); err != nil || got.Site != site || got.Target != target {
			t.Errorf("%+v, %v", got, err)
		}
		if err := h.ChooseBaseline(as("anna"), p.ID, "none such", 0); key(err) != "plan.baseline.unknown" {
			t.Errorf("a baseline nobody took: %v", err)
		}
	})
}

func TestPendingFiles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(10))
		upload := func() string {
			pre, err := h.Import(as("anna"), plan.Upload{Project: p.ID, Name: "b.xer", Content: strings.NewReader("…")})
			if err != nil {
				t.Fatal(err)
			}
			return pre.ID
		}
		first, second := upload(), upload()
		if _, err := h.PreviewImport(as("carl", "other"), first, plan.Choice{}); fault.Of(err) != fault.Forbidden {
			t.Errorf("another organisation previews: %v", err)
		}
		if _, err := h.PreviewImport(as("anna"), first, plan.Choice{Plan: 3}); key(err) != "plan.import.no_project" {
			t.Errorf("a project that is not in the file: %v", err)
		}
		if err := h.DiscardImport(as("anna"), first); err != nil {
			t.Fatal(err)
		}
		if _, err := h.PreviewImport(as("anna"), first, plan.Choice{}); key(err) != "plan.import.gone" {
			t.Errorf("after it was discarded: %v", err)
		}
		store := plansql.New(h.db, nil)
		if err := store.Expire(t.Context(), morning.Add(23*3600e9)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.PreviewImport(as("anna"), second, plan.Choice{}); err != nil {
			t.Errorf("before it expired: %v", err)
		}
		if _, err := store.Pending(t.Context(), "z", second, morning.Add(25*3600e9)); key(err) != "plan.import.gone" {
			t.Errorf("after it expired: %v", err)
		}
		big := strings.NewReader(strings.Repeat("x", 32<<20+1))
		if _, err := h.Import(as("anna"), plan.Upload{Project: p.ID, Name: "big.xer", Content: big}); fault.Of(err) != fault.TooLarge {
			t.Errorf("too large: %v", err)
		}
	})
}

func TestRefreshMovesFiguresOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.imported(t, grid(30))
		b, _ := h.Project(as("anna"), p.ID)
		d := delivery.Delivery{Item: "x", Quantity: 1, OrderedOn: worktime.NoDay, Expected: today + 1, Activities: []string{b.Plan.Activities[29].ID}}
		if _, err := h.AddDelivery(as("anna"), p.ID, d); err != nil {
			t.Fatal(err)
		}
		before, _ := h.Project(as("anna"), p.ID)
		later := h.again()
		later.Now = func() time.Time { return morning.AddDate(0, 0, 40) }
		if err := later.Refresh(t.Context(), "z"); err != nil {
			t.Fatal(err)
		}
		after, _ := h.again().Project(as("anna"), p.ID)
		if after.Project.Revision != before.Project.Revision || after.Project.Figures.DeliveryDays <= before.Project.Figures.DeliveryDays || after.Deliveries[0].Days == 0 {
			t.Errorf("before %+v, after %+v", before.Project.Figures, after.Project.Figures)
		}
	})
}

// TestAllProjectsFollowEveryWrite asks again after every kind of change, also
// one that another process makes and one that moves figures alone.
func TestAllProjectsFollowEveryWrite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.fill(t, 3)
		list := func() string {
			t.Helper()
			all, err := h.AllProjects(as("anna"))
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, p := range all {
				out = append(out, fmt.Sprint(p.Code, p.Site, p.Figures.FloatDays))
			}
			slices.Sort(out)
			return strings.Join(out, " ")
		}
		if got := list(); got != "P00大黄山0 P01大黄山0 P02大黄山0" {
			t.Fatalf("got %s", got)
		}
		other := open(h.db)
		page, err := other.Projects(as("anna"), plan.Query{Sort: "code"})
		if err != nil {
			t.Fatal(err)
		}
		p := page.Projects[1]
		if _, err := other.CreateProject(as("anna"), plan.NewProject{Org: "b", Code: "P03", Name: "n", Site: "s", Target: worktime.None}); err != nil {
			t.Fatal(err)
		}
		if got := list(); got != "P00大黄山0 P01大黄山0 P02大黄山0 P03s0" {
			t.Errorf("one more: got %s", got)
		}
		p.Figures.FloatDays = -7
		if err := other.Store.Refigure(context.Background(), p, nil, 20_000); err != nil {
			t.Fatal(err)
		}
		if got := list(); got != "P00大黄山0 P01大黄山-7 P02大黄山0 P03s0" {
			t.Errorf("figures moved: got %s", got)
		}
		all, err := h.AllProjects(as("anna"))
		if err != nil {
			t.Fatal(err)
		}
		all[0].Code = "changed by its reader"
		if got := list(); strings.Contains(got, "changed") {
			t.Error("what a reader did to the list is seen by the next")
		}
		foreign := who.With(context.Background(), who.Actor{Account: "x", Zone: "other"})
		if all, err := h.AllProjects(foreign); err != nil || len(all) != 0 {
			t.Errorf("another zone sees %v, %v", all, err)
		}
	})
}
