package plansql

import (
	"context"

	"fugong/internal/db"
	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

const absent = moment(worktime.None)

// more is what few activities have.
type more struct {
	RowID                  int64              `json:",omitzero"`
	Unit                   masterplan.Unit    `json:",omitzero"`
	Elapsed, Estimated     bool               `json:",omitzero"`
	Basis                  int                `json:",omitzero"`
	PercentWork            float64            `json:",omitzero"`
	PercentPhysical        float64            `json:",omitzero"`
	Suspend, Resume        moment             `json:",omitzero"`
	ExpectedFinish         moment             `json:",omitzero"`
	Deadline               moment             `json:",omitzero"`
	Primary, Secondary     bound              `json:",omitzero"`
	Manual, Inactive       bool               `json:",omitzero"`
	ManualStart, ManualEnd moment             `json:",omitzero"`
	LevelingDelay          int64              `json:",omitzero"`
	Priority               int                `json:",omitzero"`
	TaskType               int                `json:",omitzero"`
	Effort, IgnoreCalendar bool               `json:",omitzero"`
	ByCrews                bool               `json:",omitzero"`
	CrewsFor               int64              `json:",omitzero"`
	Tenths                 masterplan.Tenths  `json:",omitzero"`
	Splits                 []masterplan.Split `json:",omitempty"`
	File                   fileDates          `json:",omitzero"`
	Notes                  string             `json:",omitzero"`
}

type bound struct {
	Type int    `json:",omitzero"`
	Date moment `json:",omitzero"`
}

// IsZero tells that there is no constraint.
func (b bound) IsZero() bool { return b.Type == 0 && b.Date == absent }

type fileDates struct {
	S, F, ES, EF, LS, LF moment `json:",omitzero"`
	Total, Free          *int64 `json:",omitempty"`
	Longest, Critical    bool   `json:",omitzero"`
}

// IsZero tells that the file said nothing.
func (f fileDates) IsZero() bool {
	return f.S == absent && f.F == absent && f.ES == absent && f.EF == absent && f.LS == absent && f.LF == absent &&
		f.Total == nil && f.Free == nil && !f.Longest && !f.Critical
}

// nothing is more with every time absent, to be read into.
var nothing = more{
	Suspend: absent, Resume: absent, ExpectedFinish: absent, Deadline: absent, ManualStart: absent, ManualEnd: absent,
	Primary: bound{Date: absent}, Secondary: bound{Date: absent},
	File: fileDates{S: absent, F: absent, ES: absent, EF: absent, LS: absent, LF: absent},
}

func moreOf(a *masterplan.Activity) more {
	f := &a.File
	m := more{
		RowID: a.RowID, Unit: a.Duration.Unit, Elapsed: a.Duration.Elapsed, Estimated: a.Duration.Estimated, Basis: int(a.PercentBasis),
		PercentWork: a.PercentWork, PercentPhysical: a.PercentPhysical, Suspend: moment(a.Suspend), Resume: moment(a.Resume),
		ExpectedFinish: moment(a.ExpectedFinish), Deadline: moment(a.Deadline),
		Primary:   bound{int(a.Primary.Type), moment(a.Primary.Date)},
		Secondary: bound{int(a.Secondary.Type), moment(a.Secondary.Date)},
		Manual:    a.Manual, Inactive: a.Inactive, ManualStart: moment(a.ManualStart), ManualEnd: moment(a.ManualFinish),
		LevelingDelay: a.LevelingDelay, Priority: a.Priority, TaskType: int(a.TaskType), Effort: a.EffortDriven, IgnoreCalendar: a.IgnoreResourceCalendar, ByCrews: a.ByCrews, CrewsFor: a.CrewsFor, Tenths: a.Tenths,
		Splits: a.Splits, Notes: a.Notes,
		File: fileDates{S: moment(f.Start), F: moment(f.Finish), ES: moment(f.EarlyStart), EF: moment(f.EarlyFinish),
			LS: moment(f.LateStart), LF: moment(f.LateFinish), Longest: f.LongestPath, Critical: f.Critical},
	}
	if f.HasTotal {
		m.File.Total = &f.TotalFloat
	}
	if f.HasFree {
		m.File.Free = &f.FreeFloat
	}
	return m
}

func (m *more) putInto(a *masterplan.Activity) {
	a.RowID, a.Duration.Unit, a.Duration.Elapsed, a.Duration.Estimated = m.RowID, m.Unit, m.Elapsed, m.Estimated
	a.PercentBasis, a.PercentWork, a.PercentPhysical = masterplan.PercentBasis(m.Basis), m.PercentWork, m.PercentPhysical
	toTimes(m.Suspend, &a.Suspend, m.Resume, &a.Resume)
	toTimes(m.ExpectedFinish, &a.ExpectedFinish, m.Deadline, &a.Deadline)
	a.Primary = masterplan.Constraint{Type: masterplan.ConstraintType(m.Primary.Type), Date: worktime.Time(m.Primary.Date)}
	a.Secondary = masterplan.Constraint{Type: masterplan.ConstraintType(m.Secondary.Type), Date: worktime.Time(m.Secondary.Date)}
	a.Manual, a.Inactive = m.Manual, m.Inactive
	toTimes(m.ManualStart, &a.ManualStart, m.ManualEnd, &a.ManualFinish)
	a.LevelingDelay, a.Priority, a.TaskType = m.LevelingDelay, m.Priority, masterplan.TaskType(m.TaskType)
	a.ByCrews, a.CrewsFor, a.Tenths = m.ByCrews, m.CrewsFor, m.Tenths
	a.EffortDriven, a.IgnoreResourceCalendar, a.Splits, a.Notes = m.Effort, m.IgnoreCalendar, m.Splits, m.Notes
	f := &a.File
	toTimes(m.File.S, &f.Start, m.File.F, &f.Finish)
	toTimes(m.File.ES, &f.EarlyStart, m.File.EF, &f.EarlyFinish)
	toTimes(m.File.LS, &f.LateStart, m.File.LF, &f.LateFinish)
	f.LongestPath, f.Critical = m.File.Longest, m.File.Critical
	if m.File.Total != nil {
		f.TotalFloat, f.HasTotal = *m.File.Total, true
	}
	if m.File.Free != nil {
		f.FreeFloat, f.HasFree = *m.File.Free, true
	}
}

func toTimes(from1 moment, to1 *worktime.Time, from2 moment, to2 *worktime.Time) {
	*to1, *to2 = worktime.Time(from1), worktime.Time(from2)
}

const activityColumns = `zone_id, project_id, seq, id, uid, code, wbs, name, parent, level, kind, calendar,
	minutes, remaining, work, percent, actual_start, actual_finish, more`

func saveActivities(ctx context.Context, tx *db.Tx, zone, project string, list []masterplan.Activity) error {
	texts := make([]string, len(list))
	for i := range list {
		var err error
		if texts[i], err = db.Document(moreOf(&list[i])); err != nil {
			return err
		}
	}
	return db.Insert(ctx, tx, "plan_activity", activityColumns, len(list), func(args []any, i int) []any {
		a := &list[i]
		return append(args, zone, project, i, a.ID, a.UID, a.Code, a.WBS, a.Name, int64(a.Parent), int64(a.Level), int64(a.Kind), int64(a.Calendar),
			a.Duration.Minutes, a.Remaining, a.Work, a.Percent, moment(a.ActualStart), moment(a.ActualFinish), texts[i])
	})
}

// saveActivity overwrites one row.
func saveActivity(ctx context.Context, tx *db.Tx, zone, project string, i int, a *masterplan.Activity) error {
	if _, err := db.Exec(ctx, tx, `DELETE FROM plan_activity WHERE zone_id = $1 AND project_id = $2 AND seq = $3`, zone, project, i); err != nil {
		return err
	}
	text, err := db.Document(moreOf(a))
	if err != nil {
		return err
	}
	return db.Insert(ctx, tx, "plan_activity", activityColumns, 1, func(args []any, _ int) []any {
		return append(args, zone, project, i, a.ID, a.UID, a.Code, a.WBS, a.Name, int64(a.Parent), int64(a.Level), int64(a.Kind), int64(a.Calendar),
			a.Duration.Minutes, a.Remaining, a.Work, a.Percent, moment(a.ActualStart), moment(a.ActualFinish), text)
	})
}

func loadActivities(ctx context.Context, q db.Querier, zone string, p *masterplan.Plan) error {
	return db.Each(ctx, q, func(row db.Row) error {
		var a masterplan.Activity
		var text string
		err := row.Scan(&a.ID, &a.UID, &a.Code, &a.WBS, &a.Name, &a.Parent, &a.Level, &a.Kind, &a.Calendar,
			&a.Duration.Minutes, &a.Remaining, &a.Work, &a.Percent, at(&a.ActualStart), at(&a.ActualFinish), &text)
		if err != nil {
			return err
		}
		m := nothing
		if err := db.ParseDocument(text, &m); err != nil {
			return err
		}
		m.putInto(&a)
		p.Activities = append(p.Activities, a)
		return nil
	}, `SELECT id, uid, code, wbs, name, parent, level, kind, calendar, minutes, remaining, work, percent, actual_start, actual_finish, more
		FROM plan_activity WHERE zone_id = $1 AND project_id = $2 ORDER BY seq`, zone, p.ID)
}
