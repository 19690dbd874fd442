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
	if l.waitForMore() {
		t.Error("it waited for nobody")
	}

	came := l.countNearing()
	if err := l.enterLane(t.Context(), came); err != nil { // the unit at work
		t.Fatal(err)
	}
	second := l.countNearing()
	turn := make(chan error)
	go func() { turn <- l.enterLane(t.Context(), second) }()
	if !l.waitForMore() {
		t.Error("the second unit was not waited for")
	}
	l.passOn()
	if err := <-turn; err != nil {
		t.Fatal(err)
	}

	third := l.countNearing()
	go third() // it is refused before it writes anything
	if l.waitForMore() {
		t.Error("nobody queues")
	}

	l.patience = time.Millisecond
	l.countNearing() // a unit that computes for long
	if l.waitForMore() {
		t.Error("nobody queues yet")
	}
}
