package plandiff

import (
	"cmp"
	"slices"
	"strings"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// Diff is what a newer version of a plan changes.
type Diff struct {
	Added   []Row `json:"added,omitempty"`
	Removed []Row `json:"removed,omitempty"`
	Changed []Row `json:"changed,omitempty"`
	// Fields counts the changed activities per field.
	Fields map[string]int `json:"fields,omitempty"`
}

// Empty tells that nothing changes.
func (d *Diff) Empty() bool { return len(d.Added)+len(d.Removed)+len(d.Changed) == 0 }

// Row is one activity that differs.
type Row struct {
	ID     string        `json:"id,omitempty"` // of the activity in the plan in force
	Code   string        `json:"code"`
	Name   string        `json:"name"`
	Fields []FieldChange `json:"fields,omitempty"`
}

// FieldChange is a value before and after.
type FieldChange struct {
	Field string `json:"field"` // "name", "duration", "start", … : message "plan.field.<field>"
	Old   Value  `json:"old"`
	New   Value  `json:"new"`
}

// Value is a typed value, so that each reader's language can write it. The zero
// Value is an absent one.
type Value struct {
	Kind   ValueKind `json:"kind,omitempty"`
	Text   string    `json:"text,omitempty"`
	Number int64     `json:"number,omitempty"` // minutes, or hundredths of a percent
}

// ValueKind says how to write a Value.
type ValueKind string

const (
	TextValue     ValueKind = "text"
	DateValue     ValueKind = "date"     // Number is a worktime.Time
	DurationValue ValueKind = "duration" // Number is working minutes
	PercentValue  ValueKind = "percent"  // Number is hundredths of a percent
	KeyValue      ValueKind = "key"      // Text is a message key, Number a date where there is one
)

// MatchActivities pairs the activities of a newer plan with those in force: by code, and
// what has no partner by name within the same WBS path. It returns the old index
// for each new one, -1 for none.
func MatchActivities(old, new *masterplan.Plan) []int32 {
	pairs := make([]int32, len(new.Activities))
	for i := range pairs {
		pairs[i] = -1
	}
	taken := make([]bool, len(old.Activities))
	pass := func(key func(*masterplan.Activity) string) {
		byKey := map[string]int32{}
		for i := len(old.Activities) - 1; i >= 0; i-- {
			if k := key(&old.Activities[i]); k != "" && !taken[i] {
				byKey[k] = int32(i)
			}
		}
		for i := range new.Activities {
			if pairs[i] >= 0 {
				continue
			}
			if j, ok := byKey[key(&new.Activities[i])]; ok && !taken[j] {
				pairs[i], taken[j] = j, true
			}
		}
	}
	pass(func(a *masterplan.Activity) string { return a.Code })
	pass(func(a *masterplan.Activity) string { return a.WBS + "\x00" + a.Name })
	return pairs
}

// Between compares the plan in force with a newer one. Dates are compared where
// both are given; od and nd may be nil.
func Between(old, new *masterplan.Plan, od, nd *masterplan.Dates) *Diff {
	d := &Diff{Fields: map[string]int{}}
	pairs := MatchActivities(old, new)
	before, after := side{old, od, predecessorTexts(old)}, side{new, nd, predecessorTexts(new)}
	kept := make([]bool, len(old.Activities))
	for i, j := range pairs {
		a := &new.Activities[i]
		if j < 0 {
			d.Added = append(d.Added, Row{Code: a.Code, Name: a.Name})
			continue
		}
		kept[j] = true
		if fields := changes(before.comparedFields(int(j)), after.comparedFields(i)); len(fields) > 0 {
			d.Changed = append(d.Changed, Row{ID: old.Activities[j].ID, Code: a.Code, Name: a.Name, Fields: fields})
			for _, f := range fields {
				d.Fields[f.Field]++
			}
		}
	}
	for j, a := range old.Activities {
		if !kept[j] {
			d.Removed = append(d.Removed, Row{ID: a.ID, Code: a.Code, Name: a.Name})
		}
	}
	return d
}

// side is one of the two plans compared.
type side struct {
	plan  *masterplan.Plan
	dates *masterplan.Dates
	preds []string
}

// field is one named value of an activity.
type field struct {
	name  string
	value Value
}

// comparedFields lists what is compared, always in the same order. Dates that nobody
// computed are absent.
func (s side) comparedFields(i int) []field {
	a := &s.plan.Activities[i]
	start, finish := worktime.None, worktime.None
	if s.dates != nil {
		start, finish = s.dates.Rows[i].Start, s.dates.Rows[i].Finish
	}
	return []field{
		{"name", text(a.Name)},
		{"wbs", text(a.WBS)},
		{"kind", Value{Kind: KeyValue, Text: "plan.kind." + a.Kind.String()}},
		{"duration", Value{Kind: DurationValue, Number: a.Duration.Minutes}},
		{"calendar", text(calendar(s.plan, a.Calendar))},
		{"predecessors", text(s.preds[i])},
		{"constraint", constraintValue(a.Primary)},
		{"constraint2", constraintValue(a.Secondary)},
		{"deadline", date(a.Deadline)},
		{"start", date(start)},
		{"finish", date(finish)},
		{"percent", Value{Kind: PercentValue, Number: int64(100 * a.Percent)}},
		{"remaining", Value{Kind: DurationValue, Number: a.Remaining}},
		{"actual_start", date(a.ActualStart)},
		{"actual_finish", date(a.ActualFinish)},
	}
}

// ActivityChanges compares two states of one activity of p.
func ActivityChanges(p *masterplan.Plan, old, new *masterplan.Activity) []FieldChange {
	one := func(a *masterplan.Activity) []field {
		alone := &masterplan.Plan{Activities: []masterplan.Activity{*a}, Calendars: p.Calendars, Settings: p.Settings}
		return side{plan: alone, preds: []string{""}}.comparedFields(0)
	}
	return changes(one(old), one(new))
}

// ProjectChanges compares what people say of a project. The liaison officer is
// given by account id.
func ProjectChanges(old, new *masterplan.Project) []FieldChange {
	said := func(p *masterplan.Project) []field {
		return []field{{"name", text(p.Name)}, {"site", text(p.Site)}, {"liaison", text(p.Liaison)}, {"target", date(p.Target)}}
	}
	return changes(said(old), said(new))
}

func changes(old, new []field) (out []FieldChange) {
	for i := range new {
		if old[i].value != new[i].value {
			out = append(out, FieldChange{Field: new[i].name, Old: old[i].value, New: new[i].value})
		}
	}
	return out
}

func text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Kind: TextValue, Text: s}
}

func date(t worktime.Time) Value {
	if t == worktime.None {
		return Value{}
	}
	return Value{Kind: DateValue, Number: int64(t)}
}

func constraintValue(c masterplan.Constraint) Value {
	if c.Type == masterplan.NoConstraint {
		return Value{}
	}
	v := Value{Kind: KeyValue, Text: "plan.constraint." + c.Type.String()}
	if c.Type != masterplan.AsLateAsPossible && c.Date != worktime.None {
		v.Number = int64(c.Date)
	}
	return v
}

func calendar(p *masterplan.Plan, i int32) string {
	if i < 0 {
		i = p.Settings.Calendar
	}
	if i < 0 || int(i) >= len(p.Calendars) {
		return ""
	}
	return p.Calendars[i].Name
}

// predecessorTexts writes each activity's incoming links as people do: "A10 FS+16h, A20 SS".
func predecessorTexts(p *masterplan.Plan) []string {
	lists := make([][]string, len(p.Activities))
	for _, l := range p.Links {
		lists[l.Succ] = append(lists[l.Succ], p.Activities[l.Pred].Code+" "+l.Type.String()+l.Lag.String())
	}
	out := make([]string, len(lists))
	for i, list := range lists {
		slices.SortFunc(list, cmp.Compare[string])
		out[i] = strings.Join(list, ", ")
	}
	return out
}
