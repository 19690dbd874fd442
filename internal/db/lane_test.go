package db

import (
	"testing"
	"time"
)

// A commit waits for the units that are on their way, and for none that went
// another way or takes too long.
func TestCommitWaitsForWhoIsNear(t *testing.T) {
	const never = time.Hour
	l := &lane{patience: never}
	if l.more() {
		t.Error("it waited for nobody")
	}

	came := l.near()
	if err := l.enter(t.Context(), came); err != nil { // the unit at work
		t.Fatal(err)
	}
	second := l.near()
	turn := make(chan error)
	go func() { turn <- l.enter(t.Context(), second) }()
	if !l.more() {
		t.Error("the second unit was not waited for")
	}
	l.pass()
	if err := <-turn; err != nil {
		t.Fatal(err)
	}

	third := l.near()
	go third() // it is refused before it writes anything
	if l.more() {
		t.Error("nobody queues")
	}

	l.patience = time.Millisecond
	l.near() // a unit that computes for long
	if l.more() {
		t.Error("nobody queues yet")
	}
}
