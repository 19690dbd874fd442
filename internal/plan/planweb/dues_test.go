package planweb

import (
	"fmt"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/plan"
)

// What is due is worked out once a revision, and kept of a bounded number of
// projects however many there were.
func TestDuesAreKeptWithinBounds(t *testing.T) {
	d, worked := newDues(), 0
	open := func() (*plan.Book, error) {
		worked++
		return &plan.Book{Plan: &masterplan.Plan{}, Dates: &masterplan.Dates{}}, nil
	}
	p := &masterplan.Project{ID: "a"}
	for range 3 {
		if _, err := d.dueOfProject(p, 1, open); err != nil {
			t.Fatal(err)
		}
	}
	if worked != 1 {
		t.Errorf("worked out %d times", worked)
	}
	for i := range 3 * maxDues {
		if _, err := d.dueOfProject(&masterplan.Project{ID: fmt.Sprint(i)}, 1, open); err != nil {
			t.Fatal(err)
		}
	}
	d.at.CleanUp()
	if n := d.at.EstimatedSize(); n > maxDues {
		t.Errorf("%d projects are kept, more than %d", n, maxDues)
	}
}
