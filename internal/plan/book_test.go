package plan

import (
	"testing"

	"fugong/internal/masterplan"
)

func book(id string, revision int64, activities int) *Book {
	return &Book{
		Project: masterplan.Project{Zone: "z", ID: id, Revision: revision},
		Stored:  &masterplan.Plan{Activities: make([]masterplan.Activity, activities)},
	}
}

func TestShelfLetsGoOfTheLeastUsed(t *testing.T) {
	s := newShelf(10)
	s.putBook(book("a", 1, 3))
	s.putBook(book("b", 1, 3))
	if s.getBook("z", "a", 1, s.puts) == nil {
		t.Fatal("a is gone")
	}
	s.putBook(book("c", 1, 3)) // b was used longest ago
	if s.getBook("z", "a", 1, s.puts) == nil || s.getBook("z", "b", 1, s.puts) != nil || s.getBook("z", "c", 1, s.puts) == nil || s.use != 8 {
		t.Errorf("%d in use", s.use)
	}
	s.putBook(book("d", 1, 99)) // larger than the shelf: kept alone
	if s.getBook("z", "d", 1, s.puts) == nil || s.order.Len() != 1 || s.use != 100 {
		t.Errorf("%d books, %d in use", s.order.Len(), s.use)
	}
}

func TestShelfKeepsTheNewest(t *testing.T) {
	s := newShelf(100)
	s.putBook(book("a", 2, 3))
	s.putBook(book("a", 1, 3))
	if s.getBook("z", "a", 1, s.puts) != nil || s.getBook("z", "a", 2, s.puts) == nil {
		t.Error("an older revision took the place of a newer one")
	}
	asked := s.moment()
	s.putBook(book("a", 3, 5))
	if got := s.getBook("z", "a", 2, asked); got == nil || got.Project.Revision != 3 {
		t.Error("what was put there after the revision was asked for is not taken")
	}
	if s.getBook("z", "a", 2, s.puts) != nil || s.getBook("z", "a", 3, s.puts) == nil || s.use != 6 {
		t.Errorf("%d in use", s.use)
	}
}

func TestExportNumbersBaselinesAsFilesDo(t *testing.T) {
	own := func(id string, n int) masterplan.Baseline {
		return masterplan.Baseline{ID: id, Number: masterplan.OwnBaseline + n}
	}
	b := &Book{Project: masterplan.Project{Baseline: "c"}, Plan: &masterplan.Plan{Baselines: []masterplan.Baseline{{ID: "f", Number: 1}, own("a", 0), own("c", 1)}}}
	for n := range 12 {
		b.Plan.Baselines = append(b.Plan.Baselines, own("more", 2+n))
	}
	got := exportedPlan(b).Baselines
	if len(got) != len(b.Plan.Baselines) || got[masterplan.OwnBaseline].Number <= masterplan.OwnBaseline || got[0].ID != "f" || got[1].ID != "c" || got[1].Number != 0 || got[2].ID != "a" || got[2].Number != 2 {
		t.Errorf("got %+v", got)
	}
	if b.Plan.Baselines[2].Number != masterplan.OwnBaseline+1 {
		t.Error("the plan in force was changed")
	}
}

// Who sees a revision in the store before its book is on the shelf waits for the
// book; who sees one that another process made does not.
func TestShelfAwaitsWhatIsBeingCommitted(t *testing.T) {
	s := newShelf(10)
	next := book("a", 2, 3)
	over := s.expectBook(next)
	s.awaitBook(t.Context(), "z", "a", 3) // not ours
	s.awaitBook(t.Context(), "z", "b", 2) // another project
	came := make(chan *Book)
	go func() {
		s.awaitBook(t.Context(), "z", "a", 2)
		came <- s.getBook("z", "a", 2, s.moment())
	}()
	select {
	case <-came:
		t.Fatal("it did not wait")
	default:
	}
	s.putBook(next)
	over()
	if b := <-came; b != next {
		t.Errorf("it got %v", b)
	}
	s.awaitBook(t.Context(), "z", "a", 2) // nothing is coming any more

	over = s.expectBook(book("a", 3, 3)) // its commit fails
	over()
	s.awaitBook(t.Context(), "z", "a", 3)
	if len(s.coming) != 0 {
		t.Errorf("%d are still awaited", len(s.coming))
	}
}
