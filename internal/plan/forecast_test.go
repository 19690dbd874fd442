package plan

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/stoppage"
	"fugong/internal/planfile"
	"fugong/solve/worktime"
)

// examples are the plans that the project carries, of every tool.
func examples(t *testing.T) (books []*Book) {
	t.Helper()
	var names []string
	for _, pattern := range []string{"../masterplan/testdata/*.xer", "../planfile/primavera/xer/testdata/*.xer", "../planfile/mspdi/testdata/*.xml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := planfile.Read(t.Context(), name, bytes.NewReader(data), planfile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range file.Plans {
			books = append(books, &Book{Stored: p})
		}
	}
	if len(books) < 6 {
		t.Fatalf("only %d example plans", len(books))
	}
	return books
}

// TestFinishUnderStoppages holds the short way of a trial to the long one, over
// plans with and without stoppages in force and reports of every rule.
func TestFinishUnderStoppages(t *testing.T) {
	books := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		b := *rapid.SampledFrom(books).Draw(t, "plan")
		b.Stoppages = drawStoppages(t, &b, "in force")
		b.Entries = drawEntries(t, &b)
		if err := b.compute(); err != nil {
			return // refused like any plan that cannot be dated
		}
		tried := drawStoppages(t, &b, "tried")
		got, err := b.finishUnder(tried)
		if err != nil {
			t.Fatal(err)
		}
		long := b
		long.Stoppages = tried
		if err := long.compute(); err != nil {
			t.Fatal(err)
		}
		if got != long.Dates.Finish {
			t.Fatalf("finish %v, computed anew %v", got, long.Dates.Finish)
		}
	})
}

func drawStoppages(t *rapid.T, b *Book, label string) (list []stoppage.Stoppage) {
	first := firstReport(b)
	for range rapid.IntRange(0, 2).Draw(t, label) {
		from := first + worktime.Day(rapid.IntRange(-5, 60).Draw(t, "from"))
		s := stoppage.Stoppage{Scope: stoppage.ForZone, Cause: stoppage.Epidemic, From: from, To: from + worktime.Day(rapid.IntRange(0, 30).Draw(t, "days"))}
		if rapid.Bool().Draw(t, "restart") {
			s.Restart = stoppage.DefaultRestart()
		}
		list = append(list, s)
	}
	return stoppage.InOrder(list)
}

func drawEntries(t *rapid.T, b *Book) (list []masterplan.Entry) {
	for range rapid.IntRange(0, 6).Draw(t, "entries") {
		a := &b.Stored.Activities[rapid.IntRange(0, len(b.Stored.Activities)-1).Draw(t, "activity")]
		if !a.Worked() {
			continue
		}
		on := firstReport(b) + worktime.Day(rapid.IntRange(5, 60).Draw(t, "reported"))
		e := masterplan.Entry{ID: a.ID + on.String(), Activity: a.ID, AsOf: on, ActualStart: (on - 5).At(480), ActualFinish: worktime.None}
		e.Measure.Basis = masterplan.ByPercent
		e.Measure.Percent = float64(rapid.IntRange(1, 99).Draw(t, "percent"))
		if rapid.Bool().Draw(t, "by rate") {
			e.Left.Rule = masterplan.ByRate
		}
		list = append(list, e)
	}
	return list
}

// firstReport is the first day of which reports still say something.
func firstReport(b *Book) worktime.Day { return max(b.Stored.Start, b.Stored.DataDate).Day() }
