package plan

import (
	"container/list"
	"context"
	"slices"
	"sync"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/stoppage"
	"fugong/solve/worktime"
)

// Book is everything about one project at one revision. Readers share it: treat it as read-only.
type Book struct {
	Project    masterplan.Project
	Stored     *masterplan.Plan   // as imported and edited
	Entries    []masterplan.Entry // those in force, one per activity
	Deliveries []delivery.Delivery
	Stoppages  []stoppage.Stoppage // in force that reach the project, in their order

	Plan  *masterplan.Plan // Stored with Stoppages and Entries laid over it
	Dates *masterplan.Dates
}

// compute gives the dates of what was loaded.
func (b *Book) compute() (err error) {
	b.Plan = masterplan.Fold(stoppage.LayOver(b.Stored, b.Stoppages), b.Entries)
	if len(b.Plan.Activities) == 0 {
		b.Dates = &masterplan.Dates{Finish: worktime.None}
		return nil
	}
	b.Dates, err = masterplan.Compute(b.Plan)
	return err
}

// finishUnder is the finish that the project would have under other stoppages.
// It returns the faults of Compute.
func (b *Book) finishUnder(stoppages []stoppage.Stoppage) (worktime.Time, error) {
	if !slices.ContainsFunc(b.Entries, func(e masterplan.Entry) bool { return e.Left.Rule == masterplan.ByRate }) { // a pace is measured on calendars
		laid, folded := stoppage.LayOver(b.Stored, stoppages), *b.Plan
		folded.Calendars, folded.Settings.Calendar = laid.Calendars, laid.Settings.Calendar
		if finish, ok := b.Dates.FinishWith(&folded); ok {
			return finish, nil
		}
	}
	next := *b
	next.Stoppages = stoppages
	if err := next.compute(); err != nil {
		return worktime.None, err
	}
	return next.Dates.Finish, nil
}

// With are the dates that another plan of the project would have under the
// stoppages in force. It returns the faults of Compute.
func (b *Book) With(p *masterplan.Plan) (*masterplan.Dates, error) {
	return masterplan.Compute(stoppage.LayOver(p, b.Stoppages))
}

// refigure computes dates, what deliveries cost, and the summary.
func (b *Book) refigure(today worktime.Day) error {
	if err := b.compute(); err != nil {
		return err
	}
	each, all, err := delivery.DaysLost(b.Plan, b.Dates, b.Deliveries, today)
	if err != nil {
		return err
	}
	b.Deliveries = append([]delivery.Delivery(nil), b.Deliveries...)
	for i := range b.Deliveries {
		b.Deliveries[i].Days = each[i]
	}
	b.Project.Figures = masterplan.Summarise(b.Project, b.Plan, b.Dates, all)
	return nil
}

// Entry is the entry in force for an activity; nil when there is none.
func (b *Book) Entry(activity string) *masterplan.Entry {
	for i := range b.Entries {
		if b.Entries[i].Activity == activity {
			return &b.Entries[i]
		}
	}
	return nil
}

// Baseline is the one in force, nil for none.
func (b *Book) Baseline() *masterplan.Baseline { return b.Plan.BaselineByID(b.Project.Baseline) }

// shelfActivities bounds the books in memory, to half of what a server keeps to:
// an activity is about 1.5 kB with its links and dates.
const shelfActivities = 80_000

// shelf keeps the books last used.
type shelf struct {
	mu        sync.Mutex
	size, use int        // in activities
	order     *list.List // of placed, most recent first
	at        map[string]*list.Element
	puts      int64
	coming    map[string]*arrival
}

// placed is a book on the shelf, put there as the n-th.
type placed struct {
	*Book
	n int64
}

func newShelf(size int) *shelf {
	return &shelf{size: size, order: list.New(), at: map[string]*list.Element{}, coming: map[string]*arrival{}}
}

func (b *Book) key() string { return b.Project.Zone + "/" + b.Project.ID }

// weight counts an empty plan as one, so that they too are bounded.
func (b *Book) weight() int { return 1 + len(b.Stored.Activities) }

// moment is the time of the shelf, counted in books put on it.
func (s *shelf) moment() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.puts
}

// arrival is a book of this process that is being committed.
type arrival struct {
	revision int64
	over     chan struct{} // closed when it is on the shelf, or was not committed
}

// expectBook announces that b is on the shelf as soon as it is committed, so that who
// sees its revision in the store before that waits for it and need not load it.
// Call over when b was put, or will not be.
func (s *shelf) expectBook(b *Book) (over func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, key := &arrival{b.Project.Revision, make(chan struct{})}, b.key()
	s.coming[key] = a
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.coming[key] == a {
			delete(s.coming, key)
		}
		close(a.over)
	}
}

// awaitBook waits until a book of that revision is on the shelf, when this process is
// committing one.
func (s *shelf) awaitBook(ctx context.Context, zone, project string, revision int64) {
	s.mu.Lock()
	a := s.coming[zone+"/"+project]
	s.mu.Unlock()
	if a == nil || a.revision < revision {
		return
	}
	select {
	case <-a.over:
	case <-ctx.Done():
	}
}

// getBook returns the book when it is of that revision, or of a later one that was put
// there after the moment at which the revision was asked for.
func (s *shelf) getBook(zone, project string, revision, asked int64) *Book {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.at[zone+"/"+project]
	if !ok {
		return nil
	}
	b := e.Value.(placed)
	if b.Project.Revision != revision && (b.Project.Revision < revision || b.n <= asked) {
		return nil
	}
	s.order.MoveToFront(e)
	return b.Book
}

// putBook keeps b unless a newer one is there, and lets go of those not used for
// longest. The last one put always stays.
func (s *shelf) putBook(b *Book) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.at[b.key()]; ok {
		if e.Value.(placed).Project.Revision > b.Project.Revision {
			return
		}
		s.drop(e)
	}
	s.puts++
	s.at[b.key()] = s.order.PushFront(placed{b, s.puts})
	for s.use += b.weight(); s.use > s.size && s.order.Len() > 1; {
		s.drop(s.order.Back())
	}
}

func (s *shelf) drop(e *list.Element) {
	b := s.order.Remove(e).(placed)
	delete(s.at, b.key())
	s.use -= b.weight()
}
