package plan

import (
	"cmp"
	"context"
	"io"
	"time"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/coherence"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/text"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

const (
	maxImport   = 32 << 20 // bytes of a file
	importWaits = 24 * time.Hour
)

// Preview is what an import would do. Nothing of it is stored in a plan yet.
type Preview struct {
	ID       string // of the pending file
	Project  masterplan.Project
	New      bool             // Project is to be made
	File     *masterplan.File // every plan in it, and the reader's notes
	Chosen   int              // index into File.Plans
	Plan     *masterplan.Plan
	Dates    *masterplan.Dates
	Compared masterplan.Comparison // our dates beside the file's own, each difference with its reason
	Own      coherence.Report      // what in the file contradicts itself, and what agrees without it
	Diff     *plandiff.Diff        // against the plan in force; nil for a new project
	Revision int64                 // of the plan in force: confirm with it
}

// Choice is what a person picks of a file.
type Choice struct {
	Plan      int    // index into File.Plans; -1 for the one with most activities
	Encoding  string // empty to find out
	AsWritten bool   // keep calendars and durations that the file's own dates contradict
	NoEndMark bool   // a file without its end mark is whole
}

// Upload is a file for a project. With an empty Project it is for a new one of
// organisation Org.
type Upload struct {
	Project, Org string
	Name         string        // base name
	Content      io.ReadSeeker // is read twice
	Choice       Choice
}

// Import reads a file and holds it until somebody confirms it.
//
// Errors: those of the reader; TooLarge "plan.import.large"; Invalid "plan.loop".
func (s *Service) Import(ctx context.Context, u Upload) (*Preview, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return nil, fault.New(fault.Unauthenticated, "auth.required")
	}
	now := s.Now()
	hold := Pending{
		Zone: actor.Zone, ID: s.ID(), Project: u.Project, Org: u.Org, By: actor.Account,
		Name: text.Clean(u.Name), Encoding: u.Choice.Encoding, At: now, ExpiresAt: now.Add(importWaits),
	}
	b, err := s.importInto(ctx, &hold)
	if err != nil {
		return nil, err
	}
	if err := measureUpload(u); err != nil {
		return nil, err
	}
	preview, err := s.previewImport(ctx, b, hold, u.Content, u.Choice)
	if err != nil {
		return nil, err
	}
	if hold.Packed, err = packFile(u.Content); err != nil {
		return nil, fault.New(fault.Invalid, "plan.import.broken_off").Because(err)
	}
	return preview, s.Store.Hold(ctx, hold)
}

// measureUpload looks at the length of a file before anything is read, and goes back to
// its start.
func measureUpload(u Upload) error {
	size, err := u.Content.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = u.Content.Seek(0, io.SeekStart)
	}
	switch {
	case err != nil:
		return fault.New(fault.Invalid, "plan.import.broken_off").Because(err)
	case size > maxImport:
		return fault.New(fault.TooLarge, "plan.import.large", "Name", u.Name, "Megabytes", maxImport>>20)
	}
	return nil
}

// importInto is the project a file is for: an open one, or one yet to be made.
func (s *Service) importInto(ctx context.Context, hold *Pending) (*Book, error) {
	if hold.Project != "" {
		b, err := s.open(ctx, ActImport, hold.Project)
		if err == nil {
			hold.Org = b.Project.Org
		}
		return b, err
	}
	p := masterplan.Project{Zone: hold.Zone, Org: hold.Org, Target: worktime.None}
	if err := s.Allow.Allow(ctx, ActImport, resource(&p)); err != nil {
		return nil, err
	}
	if err := s.knowOrganisation(ctx, p.Zone, p.Org, "org"); err != nil {
		return nil, err
	}
	return &Book{Project: p, Stored: emptyPlan(p), Plan: emptyPlan(p), Dates: nil}, nil
}

// PreviewImport reads a held file again, with another choice. Errors as of
// Import, and NotFound "plan.import.gone".
func (s *Service) PreviewImport(ctx context.Context, id string, c Choice) (*Preview, error) {
	hold, b, err := s.heldImport(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.previewHeld(ctx, b, hold, c)
}

func (s *Service) previewHeld(ctx context.Context, b *Book, hold Pending, c Choice) (*Preview, error) {
	content, err := packed(hold.Packed).open()
	if err != nil {
		return nil, err
	}
	return s.previewImport(ctx, b, hold, content, c)
}

func (s *Service) heldImport(ctx context.Context, id string) (Pending, *Book, error) {
	actor, ok := who.From(ctx)
	if !ok {
		return Pending{}, nil, fault.New(fault.Unauthenticated, "auth.required")
	}
	hold, err := s.Store.Pending(ctx, actor.Zone, id, s.Now())
	if err != nil {
		return Pending{}, nil, err
	}
	b, err := s.importInto(ctx, &hold)
	return hold, b, err
}

func (s *Service) previewImport(ctx context.Context, b *Book, hold Pending, content io.Reader, c Choice) (*Preview, error) {
	c.Encoding = cmp.Or(c.Encoding, hold.Encoding)
	file, err := s.Read(ctx, hold.Name, content, c)
	if err != nil {
		return nil, err
	}
	chosen, err := file.Pick(c.Plan)
	if err != nil {
		return nil, err
	}
	pl := file.Plans[chosen]
	dates, err := masterplan.Compute(pl)
	if err != nil {
		return nil, err
	}
	p := &Preview{
		ID: hold.ID, Project: b.Project, New: hold.Project == "", File: file, Chosen: chosen,
		Plan: pl, Dates: dates, Compared: masterplan.CompareFirst(pl, dates, reportedDifferences), Revision: b.Project.Revision,
	}
	p.Own.Add(pl, dates)
	if !p.New {
		p.Diff = b.against(pl)
		file.Notes = append(file.Notes, plandiff.LostExceptions(b.Stored, pl)...)
	}
	return p, nil
}

// against compares the plan in force with one that would replace it, entries
// laid over both.
func (b *Book) against(pl *masterplan.Plan) *plandiff.Diff {
	serial := func() string { return "" }
	next := Book{Stored: plandiff.CarryIDs(b.Stored, pl, serial), Entries: b.Entries}
	if err := next.compute(); err != nil {
		return plandiff.Between(b.Plan, next.Plan, nil, nil)
	}
	return plandiff.Between(b.Plan, next.Plan, b.Dates, next.Dates)
}

// Confirmation applies a held file.
type Confirmation struct {
	Choice
	Expected int64       // Preview.Revision; ignored for a new project
	New      *NewProject // read when the file is for a new project
}

// ConfirmImport replaces the plan in force by the held file's, or makes the new
// project, in one transaction. Errors: those of Import; NotFound
// "plan.import.gone"; Conflict "plan.conflict" when the plan changed since the
// preview, "plan.project.code" when a new project's code is taken.
func (s *Service) ConfirmImport(ctx context.Context, id string, c Confirmation) (masterplan.Project, error) {
	hold, b, err := s.heldImport(ctx, id)
	if err != nil {
		return masterplan.Project{}, err
	}
	preview, err := s.previewHeld(ctx, b, hold, c.Choice)
	if err != nil {
		return masterplan.Project{}, err
	}
	if preview.New {
		return s.importNew(ctx, hold, preview, c.New)
	}
	detail, read := importDetail(hold, preview), preview.Plan
	preview = nil // the rest of what was read is let go of before the new plan is computed and stored
	b, err = s.mutateProject(ctx, ActImport, hold.Project, max(c.Expected, 1), func(b *Book, ch *Change) error {
		ch.Keep, ch.Event.Step = keptOf(b), ImportStep
		b.Stored = plandiff.CarryIDs(b.Stored, read, s.ID)
		read = nil // a change of a stated revision is made once
		b.Project.Settle(b.Stored)
		ch.Plan, ch.Import = b.Stored, hold.ID
		ch.Event.Detail = detail
		return nil
	})
	if err != nil {
		return masterplan.Project{}, err
	}
	return b.Project, nil
}

func (s *Service) importNew(ctx context.Context, hold Pending, preview *Preview, n *NewProject) (masterplan.Project, error) {
	if n == nil {
		n = &NewProject{Code: preview.Plan.Code, Name: preview.Plan.Name, Target: preview.Plan.MustFinish}
	}
	n.Org = hold.Org
	p, err := s.newProject(ctx, *n, ActImport)
	if err != nil {
		return masterplan.Project{}, err
	}
	b := &Book{Project: p, Stored: plandiff.CarryIDs(emptyPlan(p), preview.Plan, s.ID)}
	b.Project.Settle(b.Stored)
	c := &Change{Plan: b.Stored, Import: hold.ID, Event: Event{Action: ActImport, Detail: importDetail(hold, preview)}}
	return s.createBook(ctx, b, c)
}

// importDetail is what history keeps of an import.
func importDetail(hold Pending, p *Preview) Detail {
	return Detail{
		Key:   "plan.event.import",
		Args:  fault.Args("File", hold.Name, "Activities", p.Plan.CountWork(), "Summaries", len(p.Plan.Activities)-p.Plan.CountWork(), "Links", len(p.Plan.Links)),
		Diff:  p.Diff,
		Notes: p.File.Notes, Import: p.Report(),
	}
}

// ImportReport is what stays known of an import besides its notes and its
// difference to the plan before.
type ImportReport struct {
	Source      masterplan.Source    `json:"source"`
	Activities  int                  `json:"activities"` // that are no summaries
	Summaries   int                  `json:"summaries"`
	Links       int                  `json:"links"`
	Agreement   masterplan.Agreement `json:"agreement"`
	Differs     int                  `json:"differs"` // how many values differ from the file's
	Differences []Differing          `json:"differences,omitempty"`

	Contradicts int               `json:"contradicts,omitempty"` // how many values of the file contradict one another
	Own         *coherence.Report `json:"own,omitempty"`         // the first of them; nil where none do
}

// Differing is a masterplan.Difference that keeps its reason in words of the catalogue.
type Differing struct {
	ID    string            `json:"id"` // the activity's code
	Field string            `json:"field"`
	File  string            `json:"file"`
	Ours  string            `json:"ours"`
	Why   masterplan.Reason `json:"why"`
}

// reportedDifferences bounds what is told of one import and kept in history; the
// number of all stands beside them.
const reportedDifferences = 1000

// Report is what stays known of the import when it is confirmed.
func (p *Preview) Report() *ImportReport {
	r := &ImportReport{
		Source: p.File.Source, Activities: p.Plan.CountWork(), Summaries: len(p.Plan.Activities) - p.Plan.CountWork(), Links: len(p.Plan.Links),
		Agreement: p.Compared.Compared, Differs: p.Compared.Differs,
	}
	for _, d := range p.Compared.Differences {
		r.Differences = append(r.Differences, Differing{ID: d.ID, Field: d.Field, File: d.File, Ours: d.Ours, Why: d.Why})
	}
	r.Contradicts, r.Own = len(p.Own.Contradictions), p.Own.First(reportedDifferences)
	return r
}

// ImportedAt is the history row of the import that made a revision. Errors:
// NotFound "plan.import.unknown".
func (s *Service) ImportedAt(ctx context.Context, project string, revision int64) (*Book, Event, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return nil, Event{}, err
	}
	rows, err := s.Store.Events(ctx, EventQuery{Zone: b.Project.Zone, Project: project, Before: revision + 1, Limit: 1})
	if err != nil {
		return nil, Event{}, err
	}
	if len(rows) == 0 || rows[0].Revision != revision || rows[0].Action != ActImport {
		return nil, Event{}, fault.New(fault.NotFound, "plan.import.unknown")
	}
	return b, rows[0], nil
}

// DiscardImport forgets a held file.
func (s *Service) DiscardImport(ctx context.Context, id string) error {
	hold, _, err := s.heldImport(ctx, id)
	if err != nil {
		return err
	}
	return s.Store.Discard(ctx, hold.Zone, hold.ID)
}

// ExpireImports drops held files that nobody confirmed in time.
func (s *Service) ExpireImports(ctx context.Context) error { return s.Store.Expire(ctx, s.Now()) }
