package schedule

// Problem is what is to be scheduled. The zero value of a field means "no such
// rule", except where its comment says otherwise.
type Problem struct {
	Name      string
	Tasks     []Task
	Links     []Link
	Resources []Resource
	Budgets   []Budget
	Horizon   int // no task ends after it; 0: as late as it takes
	Goal      Goal
}

// Goal is what makes one solution better than another. Among solutions equal in
// it, the one with less Moved is better.
type Goal uint8

const (
	Makespan Goal = iota // the last end of all tasks
	Lateness             // the sum of Weight × ticks that a task ends after its Due
	Cost                 // the sum of the cost of the modes; a finish to keep is a Horizon or Deadline
)

// Task is one piece of work.
type Task struct {
	Name     string
	Project  int    // tasks of one number belong to one project
	Modes    []Mode // at least one
	Release  int    // starts no earlier
	Deadline int    // ends no later; 0: none
	Due      int    // should end no later; counted by Lateness
	Weight   int    // cost of each tick after Due
	Pin      *Pin   // stands where it is: started, finished or frozen
	Planned  *Pin   // where the plan in force has it
	Stay     int    // what moving it from Planned counts in Moved
}

// Pin is a start and a mode.
type Pin struct {
	Start, Mode int
}

// Mode is one way to do a task.
type Mode struct {
	Name     string
	Duration int       // working ticks
	Calendar *Calendar // nil: works round the clock
	Demands  []Use     // of resources, on every worked tick
	Spends   []Use     // of budgets, once
	Cost     int64
}

// Use is an amount of the resource or budget with index Of.
type Use struct {
	Of, Amount int
}

// End names the start or the finish of a task.
type End uint8

const (
	Start End = iota
	Finish
)

// Link binds an end of one task to an end of another.
//
// A minimum link asks for to >= from + Lag, a maximum link (Max) for
// to <= from + Lag, where from and to are the ticks of the named ends. With a
// Calendar the Lag (not negative, minimum links only) counts its working ticks:
// to >= the tick just after the Lag-th working tick at or after from.
type Link struct {
	From, To       int // indices of tasks
	FromEnd, ToEnd End
	Lag            int
	Max            bool
	Calendar       *Calendar
}

// Resource is renewable.
type Resource struct {
	Name     string
	Capacity []Step // in order of From; nothing before the first
}

// Step is a capacity from a tick on, up to the next step.
type Step struct {
	From, Amount int
}

// Constant is a capacity that never changes.
func Constant(amount int) []Step { return []Step{{0, amount}} }

// Budget is spent once.
type Budget struct {
	Name   string
	Amount int
}

// Calendar is the working ticks of those who follow it, as spans [From, To) in
// order without overlap. After the last span nobody works. One Calendar may
// serve many modes; it must not change once in use.
type Calendar struct {
	Name  string
	Spans []Span
}

// Span is the ticks From <= t < To.
type Span struct {
	From, To int
}

// Solution is a start and a mode of every task of a Problem.
type Solution struct {
	Start []int
	Mode  []int // index into Task.Modes
}

// Value measures a solution: Goal first, in the problem's unit, then Moved, the
// sum of Stay over tasks whose start or mode differs from Planned.
type Value struct {
	Goal  int64
	Moved int64
}

// Less reports whether v is better than w.
func (v Value) Less(w Value) bool {
	return v.Goal < w.Goal || v.Goal == w.Goal && v.Moved < w.Moved
}
