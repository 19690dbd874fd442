package recovery

import (
	"fugong/internal/masterplan/delivery"
	"fugong/solve/worktime"
)

// SiteConditions is what holds on the site now and bounds every plan from here on.
// Activities are named by their id, or where a plan is not stored by their code.
type SiteConditions struct {
	Day        worktime.Day // nothing undone is done before its morning
	Hands      []Headcount  // by trade; a trade without an entry has what the plan itself counts on
	People     int          // the most people on site at once, by gate or rule; 0: no limit
	Night      Night
	Deliveries []Awaited
	Permits    []Permit
	Blocks     []Block
	Loans      []Loan
}

// Headcount is how many people or machines of a trade there are from a day on, until
// the next entry of the trade.
type Headcount struct {
	Trade        string       // code or name of the plan's resource
	From         worktime.Day // worktime.NoDay: now
	Count        int
	OvertimeUsed float64 // hours of overtime that each already worked this month
}

// Night says whether noisy work may go on at night.
type Night struct {
	Sensitive bool         // homes, schools or hospitals near: a night-work permit is needed
	Permitted bool         // and it is there
	From, To  worktime.Day // on these days; worktime.NoDay: without limit
	Quiet     []string     // activities that make no noise and need none
}

// Awaited is a delivery that work waits for.
type Awaited struct {
	ID, Item   string
	Activities []string
	Expected   worktime.Day // worktime.NoDay when nobody can say: what waits cannot be planned, see Conflict
	Confidence delivery.Confidence
	Arrived    float64 // share that is on site, 0–1; with a share, part of the work can be done before the rest comes
	Offers     []Offer
}

// Offer is an earlier day that a supplier or carrier names, and its price.
type Offer struct {
	On    worktime.Day
	Price int64
	By    string // who offers, as people wrote it
}

// Permit is a paper that work waits for.
type Permit struct {
	ID, Name   string
	Activities []string
	Expected   worktime.Day // worktime.NoDay when nobody can say
	Offers     []Offer
}

// Block is an open issue that holds activities until it is solved.
type Block struct {
	ID, Name   string
	Activities []string
	Release    worktime.Day // promised; worktime.NoDay when nobody promised
}

// Loan is a crew or machine that a project with float would lend.
type Loan struct {
	Trade    string
	Count    int
	From, To worktime.Day // both included
	Lender   string       // id of the lending project
	Name     string       // its name
	PerDay   int64        // for each hand or machine, what the lender asks or loses, beside wages
	Float    int          // civil days of float the lender has left while it lends
}
