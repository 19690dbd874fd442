package plan

// Changed is the fact that a project has a new revision.
type Changed struct {
	Zone     string `json:"zone"`
	Project  string `json:"project"`
	Revision int64  `json:"revision"`
	Action   string `json:"action"` // what was done: "plan.progress", "plan.import", …
	By       string `json:"by"`     // account id
}

// ChangedKind is the name Changed travels under.
const ChangedKind = "plan.changed"

// Stopped is the fact that a stoppage was recorded, corrected or withdrawn.
type Stopped struct {
	Zone  string `json:"zone"`
	Entry string `json:"entry"` // id
}

// StoppedKind is the name Stopped travels under.
const StoppedKind = "plan.stopped"
