package plan

import (
	"context"
	"slices"

	"fugong/internal/fault"
	"fugong/internal/masterplan"
	"fugong/internal/masterplan/plandiff"
	"fugong/internal/unit"
	"fugong/internal/who"
	"fugong/solve/worktime"
)

// Report is what a person says of an activity's progress.
type Report struct {
	AsOf                      worktime.Day
	Measure                   masterplan.Measure
	ActualStart, ActualFinish worktime.Time // None when not said
	Left                      masterplan.Left
	Note                      string
	Photos                    [][]byte // JPEG or PNG as uploaded
	Confirmed                 bool
	Corrects                  string // id of the entry this one supersedes; empty for a new report
}

// limits of one report's photos.
const (
	maxPhotos     = 8
	maxPhotoBytes = 5 << 20
)

// RecordProgress adds an entry. It holds whatever others changed meanwhile,
// since entries never overwrite one another.
//
// The doubts come back also when the entry was stored: their Warnings are to be
// shown. Errors: Invalid "plan.progress.invalid" with fields; Invalid
// "plan.progress.confirm" when the reporter must confirm; Conflict
// "plan.progress.superseded"; TooLarge "plan.photo.large"; NotFound.
func (s *Service) RecordProgress(ctx context.Context, project, activity string, r Report) (e masterplan.Entry, d masterplan.Doubts, err error) {
	photos, err := s.cleanPhotos(ctx, project, r.Photos)
	if err != nil {
		return masterplan.Entry{}, masterplan.Doubts{}, err
	}
	if !unit.Retried(ctx) { // one that runs again may be the one that stood in the way: it is computed alone
		asked := s.books.moment()
		b, err := s.open(ctx, ActProgress, project)
		if err != nil {
			return masterplan.Entry{}, masterplan.Doubts{}, err
		}
		if joined, err := s.Store.Join(ctx); joined || err != nil {
			if err != nil {
				return masterplan.Entry{}, masterplan.Doubts{}, err
			}
			return s.recordTogether(ctx, b, asked, activity, r, photos)
		}
	}
	_, err = s.mutateProject(ctx, ActProgress, project, 0, func(b *Book, c *Change) error {
		i, err := b.index(activity)
		if err != nil {
			return err
		}
		earlier, err := s.Store.Entries(ctx, b.Project.Zone, project, activity)
		if err != nil {
			return err
		}
		e = s.entryOf(ctx, r, activity, photos)
		if err := checkCorrection(r.Corrects, earlier); err != nil {
			return err
		}
		a := &b.Plan.Activities[i]
		if d, err = masterplan.Check(e, a, b.Entry(activity), s.today()); err != nil {
			return err
		}
		e = masterplan.Complete(e, a, b.Plan.Settings)
		b.addEntry(e, earlier)
		c.Entry, c.Photos, c.Event.Activity = &e, photos, activity
		c.Event.Detail = progressDetail(a, e)
		return nil
	})
	return e, d, err
}

func (s *Service) entryOf(ctx context.Context, r Report, activity string, photos []Photo) masterplan.Entry {
	actor, _ := who.From(ctx)
	e := masterplan.Entry{
		ID: s.ID(), Activity: activity, Supersedes: r.Corrects, AsOf: r.AsOf, Measure: r.Measure,
		ActualStart: r.ActualStart, ActualFinish: r.ActualFinish, Left: r.Left, Note: r.Note,
		Confirmed: r.Confirmed, RecordedAt: s.Now(), RecordedBy: actor.Account,
	}
	for _, p := range photos {
		e.Photos = append(e.Photos, p.ID)
	}
	return e
}

// checkCorrection checks that the entry to supersede is one of this activity's and
// still speaks.
func checkCorrection(id string, earlier []masterplan.Entry) error {
	if id == "" {
		return nil
	}
	if !slices.ContainsFunc(earlier, func(e masterplan.Entry) bool { return e.ID == id }) {
		return fault.New(fault.NotFound, "plan.progress.unknown")
	}
	if slices.ContainsFunc(earlier, func(e masterplan.Entry) bool { return e.Supersedes == id }) {
		return fault.New(fault.Conflict, "plan.progress.superseded")
	}
	return nil
}

// addEntry replaces what speaks for e's activity.
func (b *Book) addEntry(e masterplan.Entry, earlier []masterplan.Entry) {
	others := slices.DeleteFunc(slices.Clone(b.Entries), func(o masterplan.Entry) bool { return o.Activity == e.Activity })
	b.Entries = append(others, masterplan.InForce(append(slices.Clone(earlier), e))[e.Activity])
}

func progressDetail(a *masterplan.Activity, e masterplan.Entry) Detail {
	key := "plan.event.progress"
	if e.Supersedes != "" {
		key = "plan.event.corrected"
	}
	return Detail{Key: key, Args: fault.Args("Name", a.Name), Fields: []plandiff.FieldChange{{
		Field: "percent",
		Old:   plandiff.Value{Kind: plandiff.PercentValue, Number: int64(10000 * a.Share())},
		New:   plandiff.Value{Kind: plandiff.PercentValue, Number: int64(10000 * min(e.Measure.Share(), 1))},
	}}}
}

// cleanPhotos cleans what was uploaded.
func (s *Service) cleanPhotos(ctx context.Context, project string, uploads [][]byte) (out []Photo, err error) {
	if len(uploads) == 0 {
		return nil, nil
	}
	if _, err := s.open(ctx, ActProgress, project); err != nil {
		return nil, err
	}
	if len(uploads) > maxPhotos {
		return nil, fault.New(fault.TooMany, "plan.photo.many", "Max", maxPhotos)
	}
	for _, data := range uploads {
		if len(data) > maxPhotoBytes {
			return nil, fault.New(fault.TooLarge, "plan.photo.large", "Megabytes", maxPhotoBytes>>20)
		}
		clean, contentType, err := s.Config.Photo(ctx, data)
		if err != nil {
			return nil, err
		}
		out = append(out, Photo{ID: s.ID(), Project: project, ContentType: contentType, Data: clean})
	}
	return out, nil
}

// Photo reads a photo of a project. Errors: NotFound "plan.photo.unknown".
func (s *Service) Photo(ctx context.Context, project, id string) (Photo, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return Photo{}, err
	}
	p, err := s.Store.Photo(ctx, b.Project.Zone, id)
	if err == nil && p.Project != project {
		err = fault.New(fault.NotFound, "plan.photo.unknown")
	}
	return p, err
}

// Progress is every entry of a project, newest first: what the S-curve and the
// daily log are drawn from.
func (s *Service) Progress(ctx context.Context, project string) (*Book, []masterplan.Entry, error) {
	b, err := s.open(ctx, ActView, project)
	if err != nil {
		return nil, nil, err
	}
	entries, err := s.Store.Entries(ctx, b.Project.Zone, project, "")
	return b, entries, err
}
