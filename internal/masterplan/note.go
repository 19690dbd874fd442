package masterplan

import "fugong/internal/fault"

// Level weighs a Note.
type Level uint8

const (
	Info    Level = iota // counted or detected
	Default              // something was absent and a default taken
	Warning              // something was dropped or looks wrong
)

// Note is one line of an import report. Key is a message of the catalogue
// ("plan.note.…"); Args fill it in. Table and Line point into the file.
type Note struct {
	Level Level
	Key   string
	Args  map[string]string
	Table string
	Line  int
	Code  string // activity code, when the note is about one
	Count int    // how many times; 0 and 1 are once
}

// File is a parsed plan file: at least one plan and what was noticed reading it.
type File struct {
	Source Source
	Plans  []*Plan
	Notes  []Note
}

// Pick chooses a plan of f: the n-th, or for -1 the one with most activities. Errors:
// Invalid "plan.import.no_project".
func (f *File) Pick(n int) (int, error) {
	if n >= len(f.Plans) || len(f.Plans) == 0 {
		return 0, fault.New(fault.Invalid, "plan.import.no_project")
	}
	if n >= 0 {
		return n, nil
	}
	best := 0
	for i, p := range f.Plans {
		if len(p.Activities) > len(f.Plans[best].Activities) {
			best = i
		}
	}
	return best, nil
}
