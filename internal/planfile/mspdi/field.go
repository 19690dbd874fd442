package mspdi

import (
	"strings"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi/element"
)

// Two text fields carry what the schema has no place for, so that a plan that
// came from elsewhere comes back whole: the activity's code and its kind.
const (
	codeFieldID, codeFieldName, codeAlias = "188743731", "Text1", "Fugong code"
	kindFieldID, kindFieldName, kindAlias = "188743734", "Text2", "Fugong kind"
)

var kindNames = map[masterplan.Kind]string{
	masterplan.StartMilestone: "start milestone", masterplan.FinishMilestone: "finish milestone", masterplan.LevelOfEffort: "level of effort",
	masterplan.Hammock: "hammock", masterplan.Summary: "summary", masterplan.Task: "task",
}

// fieldIDs finds our fields by their alias; a file of another program may use
// the same field for something else. A number that several fields share names none:
// programs write -1 for every field whose number they do not know.
func (r *reader) fieldIDs() {
	names, shared := map[string]string{}, map[string]bool{}
	for _, f := range r.doc.Fields {
		id := strings.TrimSpace(f.ID)
		name, known := names[id]
		shared[id] = shared[id] || strings.HasPrefix(id, "-") || known && name != f.Alias
		names[id] = f.Alias
	}
	for _, f := range r.doc.Fields {
		id := strings.TrimSpace(f.ID)
		if shared[id] {
			continue
		}
		switch strings.TrimSpace(f.Alias) {
		case codeAlias:
			r.codeField = id
		case kindAlias:
			r.kindField = id
		}
	}
}

// ownFields reads our fields and counts those of others, which are not kept.
func (r *reader) ownFields(a *masterplan.Activity, raw *element.Task) {
	for _, f := range raw.Fields {
		id := strings.TrimSpace(f.ID)
		switch {
		case id != "" && id == r.codeField:
			a.Code = strings.TrimSpace(f.Value)
		case id != "" && id == r.kindField:
			a.Kind = kindNamed(strings.TrimSpace(f.Value))
			r.said[int32(len(r.plan.Activities))] = true
		default:
			r.note(masterplan.Info, "plan.note.custom_field")
		}
	}
}

func kindNamed(name string) masterplan.Kind {
	for k, n := range kindNames {
		if n == name {
			return k
		}
	}
	return masterplan.Task
}
