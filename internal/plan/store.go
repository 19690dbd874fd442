package plan

import (
	"context"
	"time"

	"fugong/internal/masterplan"
	"fugong/internal/masterplan/delivery"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Store keeps projects. Package plansql implements it.
type Store interface {
	ProjectStore
	ProgressStore
	ImportStore
	StoppageStore
	CardStore
}

// ListStore lists projects.
type ListStore interface {
	// Revision is the revision of a project as it is stored; NotFound
	// "plan.project.unknown".
	Revision(ctx context.Context, zone, id string) (int64, error)
	// List answers a query with two statements, however long the list.
	List(ctx context.Context, q Query) (Page, error)
	// ListStamp is equal for two moments when no project of the zone was added,
	// written or removed between them.
	ListStamp(ctx context.Context, zone string) (ListStamp, error)
}

// ProjectStore keeps projects and their plans.
type ProjectStore interface {
	ListStore
	// Project reads one row; NotFound "plan.project.unknown".
	Project(ctx context.Context, zone, id string) (masterplan.Project, error)
	// Load reads all of a project but its dates.
	Load(ctx context.Context, zone, id string) (*Book, error)
	// Save stores a change in one transaction with its history, audit entry and
	// fact. Errors: Conflict "plan.conflict" when the stored revision is not the
	// one before, "plan.project.code" when the code is taken, and
	// "plan.progress.superseded" when an entry was corrected already.
	Save(ctx context.Context, c *Change) error
	// Refigure stores figures and days lost that moved with the calendar alone.
	Refigure(ctx context.Context, p masterplan.Project, ds []delivery.Delivery, today worktime.Day) error
}

// ProgressStore keeps what was reported and what happened.
type ProgressStore interface {
	HistoryStore
	EntryStore
}

// EntryStore lets progress entries that arrive together share one computation
// and one commit. It works within the unit of work of the context.
type EntryStore interface {
	// Join begins the unit's transaction, so that what is read from here on
	// stands until the commit. It returns false outside of a unit.
	Join(ctx context.Context) (bool, error)
	// Append stores what Save does of a progress entry but the project's row, its
	// figures and the fact: they follow with Settle.
	Append(ctx context.Context, c *Change) error
	// Settle stores the project's row when the stored revision is from, what its
	// deliveries cost, its forecast and the fact. Error: Conflict "plan.conflict".
	Settle(ctx context.Context, c *Change, from int64) error
	// Before runs f before the unit's transaction is committed, once for a key.
	Before(ctx context.Context, key any, f func(ctx context.Context) error)
}

// HistoryStore reads what happened.
type HistoryStore interface {
	WayBackStore
	// Events lists what was done to a project, or to one activity of it, newest first.
	Events(ctx context.Context, q EventQuery) ([]Event, error)
	// Entries lists every entry ever made, superseded or not, newest first; of
	// one activity, or with an empty one of the whole project.
	Entries(ctx context.Context, zone, project, activity string) ([]masterplan.Entry, error)
	// Deliveries lists a zone's deliveries with two statements.
	Deliveries(ctx context.Context, q DeliveryQuery) ([]DeliveryRow, error)
	// Photo reads a photo; NotFound "plan.photo.unknown".
	Photo(ctx context.Context, zone, id string) (Photo, error)
}

// WayBackStore reads what an undo needs, and takes away what nobody wants back.
type WayBackStore interface {
	// Trail is the newest events of a project without their details, newest
	// first, limit at most.
	Trail(ctx context.Context, zone, project string, limit int) ([]Event, error)
	// Kept is what the change of a revision replaced; NotFound "plan.undo.not_kept".
	Kept(ctx context.Context, zone, project string, revision int64) (*Kept, error)
	// Extent counts what belongs to a project.
	Extent(ctx context.Context, zone, project string) (Extent, error)
	// Purge takes every row of a project away, in one transaction with its audit
	// entry. Error: Conflict "plan.conflict" when it is no longer at revision.
	Purge(ctx context.Context, p masterplan.Project, at time.Time) error
	// Deleted lists the projects of every zone that were deleted before a time.
	Deleted(ctx context.Context, before time.Time) ([]masterplan.Project, error)
}

// ImportStore keeps files that wait to be confirmed.
type ImportStore interface {
	Hold(ctx context.Context, p Pending) error
	// Pending reads a file that waits; NotFound "plan.import.gone" when it was
	// applied, discarded, or has expired at now.
	Pending(ctx context.Context, zone, id string, now time.Time) (Pending, error)
	Discard(ctx context.Context, zone, id string) error
	// Expire drops what has expired at now, in every zone.
	Expire(ctx context.Context, now time.Time) error
}

// Change is what one transaction writes. Nil and empty parts are left as they are.
type Change struct {
	Project    masterplan.Project // with its new revision
	Today      worktime.Day       // what it forecasts is kept under this day
	Deliveries []delivery.Delivery
	Event      Event

	Plan           *masterplan.Plan // replaces every row of the plan
	Activity       *Row             // one changed activity
	Calendars      []masterplan.Calendar
	Links          *[]masterplan.Link   // all of them
	Baseline       *masterplan.Baseline // one more, of Rows' plan
	Rows           *masterplan.Plan     // the plan that Baseline's rows index
	Entry          *masterplan.Entry
	Photos         []Photo
	Delivery       *delivery.Delivery // added or changed
	Arrival        *delivery.Arrival  // of Delivery
	RemoveDelivery string
	Import         string // id of the pending file that was applied
	Adoption       *Adoption
	Replaced       *Replaced // by Adoption
	TakenBack      string    // id of the adoption
	Keep           *Kept     // what an undo of this change puts back, where Event.Detail is too small for it
	RemoveBaseline string    // id
	RenameBaseline *masterplan.Baseline
}

// Row is an activity with its place in the plan.
type Row struct {
	Index    int
	Activity masterplan.Activity
}

// Event is one line of a project's history.
type Event struct {
	Project  string
	Revision int64
	Action   string // "plan.progress", …
	Activity string // id; empty when it is about the whole project
	By       string // account id
	At       time.Time
	Detail   Detail
	Step     Step  // what it is to undo and redo
	Of       int64 // revision of the event that an undo, a redo or a taking back reverses
}

// Detail is what a history line tells beyond who and when.
type Detail struct {
	Key    string                 `json:"key,omitempty"` // message: "plan.event.…"
	Args   map[string]string      `json:"args,omitempty"`
	Fields []plandiff.FieldChange `json:"fields,omitempty"`
	Diff   *plandiff.Diff         `json:"diff,omitempty"`
	Notes  []masterplan.Note      `json:"notes,omitempty"`
	Import *ImportReport          `json:"import,omitempty"`
	Before *Before                `json:"before,omitempty"`
	// What is the Key of the line that an undo or a redo is about; its Args are
	// among Args.
	What string `json:"what,omitempty"`
	// Stoppage and Adoption are the ids of what the line is about.
	Stoppage string `json:"stoppage,omitempty"`
	Adoption string `json:"adoption,omitempty"`
}

// Before is what an undo puts back.
type Before struct {
	Activity *masterplan.Activity `json:"activity,omitempty"`
	Calendar *masterplan.Calendar `json:"calendar,omitempty"`
	Link     *LinkBefore          `json:"link,omitempty"`
	Hours    *HoursBefore         `json:"hours,omitempty"`
	Project  *ProjectBefore       `json:"project,omitempty"`
	Baseline *BaselineStep        `json:"baseline,omitempty"`
	Index    int                  `json:"index"`
}

// ProjectBefore are a project's own facts.
type ProjectBefore struct {
	Name    string        `json:"name"`
	Site    string        `json:"site"`
	Liaison string        `json:"liaison"`
	Target  worktime.Time `json:"target"`
}

// BaselineStep is what an undo does to the baselines: say which is in force,
// and to one of them ID at most one of three things.
type BaselineStep struct {
	InForce string `json:"in_force"`
	ID      string `json:"id,omitempty"`
	Name    string `json:"name,omitempty"`   // give ID this name
	Remove  bool   `json:"remove,omitempty"` // take ID away
	Put     bool   `json:"put,omitempty"`    // put ID back, from Kept
}

// Kept is what a change replaced: a plan with its baselines and what the
// project took over from it, or one baseline.
type Kept struct {
	Plan     *masterplan.Plan
	InForce  string // id of the baseline in force
	Target   worktime.Time
	Baseline *masterplan.Baseline
	At       int // place of Baseline among the others
}

// LinkBefore is the link that stood at the index, if one did, and whether one
// stands there now.
type LinkBefore struct {
	Was    *masterplan.Link `json:"was,omitempty"`
	Stands bool             `json:"stands"`
}

// EventQuery asks for history.
type EventQuery struct {
	Zone, Project, Activity string
	Stoppage                string // only lines about this entry; empty for all
	Limit                   int
	Before                  int64 // only revisions below it; 0 for the newest
}

// Query asks for a page of projects. Zero fields do not filter.
type Query struct {
	Scope        who.Scope
	Text         string // part of code, name or site
	Lamps        []masterplan.Lamp
	Org, Liaison string
	States       []masterplan.State // none: open projects alone
	Sort         string             // one of ProjectSorts; empty is the worst lamp first
	Descending   bool
	Page, Size   int // Page counts from 1; Size 0 is 50
}

// ProjectSorts are the columns a list can be sorted by.
var ProjectSorts = []string{"name", "code", "finish", "float", "percent", "lamp", "critical", "updated"}

// Page is one page of projects.
type Page struct {
	Projects []masterplan.Project
	Total    int                     // that match
	Lamps    map[masterplan.Lamp]int // how many match all filters but Lamps
}

// DeliveryQuery asks for a zone's or a project's deliveries.
type DeliveryQuery struct {
	Scope   who.Scope
	Project string
	Text    string // part of item or supplier
}

// DeliveryRow is a delivery and the project that waits for it.
type DeliveryRow struct {
	delivery.Delivery
	ProjectCode, ProjectName string
	Org                      string
}

// Photo is an image of the site.
type Photo struct {
	ID, Project string
	ContentType string
	Data        []byte
}

// Pending is a file that waits to be confirmed.
type Pending struct {
	Zone, ID  string
	Project   string // the project it is for; empty for a new one
	Org       string // the organisation that owns, or will own, it
	By        string // account id
	Name      string // base name of the file
	Encoding  string // as the person chose; empty to find out
	Packed    []byte // the file, gzip
	At        time.Time
	ExpiresAt time.Time
}
