package plan

import (
	"context"
	"errors"
	"io"
	"time"

	"golang.org/x/sync/singleflight"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/unit"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// The actions that the zone's policy decides on.
const (
	ActView     = "plan.view"
	ActImport   = "plan.import"
	ActEdit     = "plan.edit"
	ActProgress = "plan.progress"
	ActDeliver  = "plan.deliver"
	ActBaseline = "plan.baseline"
	ActExport   = "plan.export"
	ActStoppage = "plan.stoppage"
	ActRecover  = "plan.recover"
	ActMeasures = "plan.measures"
)

// Reader reads a plan file of any format, all its plans, in the encoding and with
// the calendars and durations that the choice asks for. It stops waiting for its
// turn when ctx ends.
type Reader func(ctx context.Context, name string, r io.Reader, c Choice) (*masterplan.File, error)

// Format is a way to take a plan home.
type Format struct {
	Extension, ContentType string
	// Prepare works out how p, dated by d, fits into the format and what the format
	// cannot hold; ctx knows the reader's language and place. It keeps p and d.
	Prepare func(ctx context.Context, p *masterplan.Plan, d *masterplan.Dates, revision int64) (*masterplan.Draft, error)
}

// Config is what the service works with.
type Config struct {
	Store   Store
	Allow   who.Authorizer
	Now     func() time.Time // in the zone's own time zone
	ID      func() string
	Read    Reader
	Formats map[string]Format // by name: "mspdi", "xlsx", "ical"
	People  People            // nil vouches for every id: the demo's loader has no zone to ask
	Secret  func() string     // a new secret of a card: at least 128 bits, in capitals and digits
	// Photo makes an uploaded image small and free of whatever it says of the
	// place and the camera. It returns a fault of kind Invalid for what is no image.
	Photo func(ctx context.Context, data []byte) (clean []byte, contentType string, err error)
}

// Service is the use cases of this domain. It is safe for concurrent use.
//
// What people call asks the Authorizer first and returns its faults: Forbidden,
// and Unauthenticated without an actor; a project of another zone is NotFound.
// Four kinds of methods ask nobody: what the house does by itself (Standing,
// ReachStoppage, Refresh, ExpireImports, PurgeDeleted); OpenCard, which a card's
// secret opens; Jobs and CardJob, to which the caller gives the card so opened;
// and CardNames and KnowAccount, which answer other methods' callers about names.
type Service struct {
	Config
	books        *shelf
	directory    *directory
	loads        singleflight.Group
	projectTurns turns // by project id
}

// NewService returns the use cases over a store.
func NewService(c Config) *Service {
	return &Service{Config: c, books: newShelf(shelfActivities), directory: newDirectory()}
}

// today is the civil date in the zone.
func (s *Service) today() worktime.Day { return masterplan.DayOf(masterplan.Civil(s.Now())) }

// currentBook returns the project as it stands, from memory while the stored revision
// is the same. Errors: NotFound "plan.project.unknown".
func (s *Service) currentBook(ctx context.Context, zone, project string) (*Book, error) {
	changed, err := s.uncommitted(ctx, zone, project)
	if err != nil {
		return nil, err
	}
	asked := s.books.moment()
	revision, err := s.Store.Revision(ctx, zone, project)
	if err != nil {
		return nil, err
	}
	if changed != nil && changed.Project.Revision == revision {
		return changed, nil
	}
	return s.bookAt(ctx, zone, project, revision, asked)
}

// bookAt is book for a project whose revision was asked for at a moment of the
// shelf.
func (s *Service) bookAt(ctx context.Context, zone, project string, revision, asked int64) (*Book, error) {
	if b := s.books.getBook(zone, project, revision, asked); b != nil {
		return b, nil
	}
	if unit.Begun(ctx) { // what it reads is perhaps not committed: nobody else's
		return s.loadBook(ctx, zone, project)
	}
	s.books.awaitBook(ctx, zone, project, revision)
	if b := s.books.getBook(zone, project, revision, asked); b != nil {
		return b, nil
	}
	loaded, err, _ := s.loads.Do(zone+"/"+project, func() (any, error) {
		return s.loadBook(context.WithoutCancel(unit.Apart(ctx)), zone, project)
	})
	if err != nil {
		return nil, err
	}
	return loaded.(*Book), nil
}

func (s *Service) loadBook(ctx context.Context, zone, project string) (*Book, error) {
	b, err := s.Store.Load(ctx, zone, project)
	if err != nil {
		return nil, err
	}
	if err := b.compute(); err != nil {
		return nil, err
	}
	s.shelve(ctx, b)
	return b, nil
}

// Standing is a project as it stands, for what the house does by itself: it asks
// nobody's permission. Error: NotFound "plan.project.unknown".
func (s *Service) Standing(ctx context.Context, zone, project string) (*Book, error) {
	return s.currentBook(ctx, zone, project)
}

// open returns the project for an action that the actor is allowed.
func (s *Service) open(ctx context.Context, action, project string) (*Book, error) {
	b, err := s.openAny(ctx, action, project)
	if err != nil {
		return nil, err
	}
	return b, CheckState(&b.Project, action)
}

// mayDo tells whether the actor may do a thing to a project as it is.
func (s *Service) mayDo(ctx context.Context, action string, p *masterplan.Project) error {
	if err := s.Allow.Allow(ctx, action, resource(p)); err != nil {
		return err
	}
	return CheckState(p, action)
}

func resource(p *masterplan.Project) who.Resource {
	return who.Resource{Type: "project", ID: p.ID, Zone: p.Zone, Org: p.Org, Liaison: p.Liaison}
}

// attempts bounds how often a change that named no revision is tried again when
// other processes were faster. Within one process changes of a project take turns.
const attempts = 8

// mutateProject is the one way to change a project: open, let edit work on a copy and
// on the change to store, recompute, save. expected is the revision the person
// saw; 0 when the change holds whatever others did meanwhile.
//
// Errors, besides those of edit and Compute: Conflict "plan.conflict" naming the
// revision and who made it.
func (s *Service) mutateProject(ctx context.Context, action, project string, expected int64, edit func(b *Book, c *Change) error) (*Book, error) {
	return s.updateProject(ctx, action, project, expected, func(ctx context.Context, _, project string) (*Book, error) {
		return s.open(ctx, action, project)
	}, edit)
}

// updateProject is change with another way to open the project.
func (s *Service) updateProject(ctx context.Context, action, project string, expected int64, open func(ctx context.Context, zone, project string) (*Book, error), edit func(b *Book, c *Change) error) (*Book, error) {
	if !unit.Begun(ctx) { // who has begun is alone at work and waits for nobody
		unit.Waits(ctx) // whoever has the turn keeps it until the commit
		leave := s.projectTurns.takeTurn(project)
		defer func() { unit.Finally(ctx, leave) }()
	}
	actor, _ := who.From(ctx)
	for try := 1; ; try++ {
		b, err := open(ctx, actor.Zone, project)
		if err != nil {
			return nil, err
		}
		if expected != 0 && b.Project.Revision != expected {
			return nil, Stale(&b.Project)
		}
		next, err := s.storeChange(ctx, action, b, edit)
		if err == nil || expected != 0 || try == attempts || !isStale(err) {
			return next, err
		}
	}
}

func (s *Service) storeChange(ctx context.Context, action string, b *Book, edit func(b *Book, c *Change) error) (*Book, error) {
	actor, _ := who.From(ctx)
	next := *b
	c := &Change{Event: Event{Action: action, By: actor.Account, At: s.Now()}}
	if err := edit(&next, c); err != nil {
		return nil, err
	}
	if c.Event.Step == NoStep && c.Event.Detail.Before != nil {
		c.Event.Step = EditStep
	}
	if err := next.refigure(s.today()); err != nil {
		return nil, err
	}
	next.Project.Revision = b.Project.Revision + 1
	next.Project.UpdatedAt, next.Project.UpdatedBy = c.Event.At, c.Event.By
	c.Project, c.Deliveries, c.Today = next.Project, next.Deliveries, s.today()
	c.Event.Project, c.Event.Revision = next.Project.ID, next.Project.Revision
	if err := s.refuseOvertaken(ctx, &b.Project); err != nil {
		return nil, err
	}
	if err := s.Store.Save(ctx, c); err != nil {
		return nil, err
	}
	s.shelve(ctx, &next)
	return &next, nil
}

// Stale is the fault that p has moved on.
func Stale(p *masterplan.Project) *fault.Error {
	return fault.New(fault.Conflict, "plan.conflict", "Revision", p.Revision, "By", p.UpdatedBy)
}

func isStale(err error) bool {
	var e *fault.Error
	return errors.As(err, &e) && e.Key == "plan.conflict"
}
