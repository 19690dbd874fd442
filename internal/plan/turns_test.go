package plan

import (
	"strings"
	"sync"
	"testing"
)

func TestTurnsFollowEachOtherAndAreForgotten(t *testing.T) {
	var all turns
	var group sync.WaitGroup
	var held [2]int
	for i := range 200 {
		group.Go(func() {
			name := []string{"a", "b"}[i%2]
			defer all.takeTurn(name)()
			held[i%2]++ // the race detector and the sum tell when two hold one name
		})
	}
	group.Wait()
	if held != [2]int{100, 100} {
		t.Errorf("two held one name at once: %v", held)
	}
	if len(all.queues) != 0 {
		t.Errorf("%d names are still remembered", len(all.queues))
	}
}

// A refused change leaves nothing behind, however long the name asked for.
func TestRefusedChangesKeepNoTurn(t *testing.T) {
	s := NewService(Config{})
	for range 3 {
		if _, err := s.mutateProject(t.Context(), ActEdit, strings.Repeat("x", 1<<20), 0, nil); err == nil {
			t.Fatal("a stranger's change is accepted")
		}
	}
	if n := len(s.projectTurns.queues); n != 0 {
		t.Errorf("%d turns are kept for a project that does not exist", n)
	}
}
