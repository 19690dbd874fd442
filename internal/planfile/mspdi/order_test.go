package mspdi_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fugong/internal/masterplan"
	"fugong/internal/planfile/mspdi"
	"fugong/internal/planfile/primavera/xer"
)

// order lists the children of each element as the schema's sequences have
// them (mspdi_pj12, and what Microsoft Project 2010 and later add).
var order = map[string]string{
	"Project": `SaveVersion BuildNumber UID Name Title Subject Category Company Manager Author GUID CreationDate Revision
		LastSaved ScheduleFromStart StartDate FinishDate FYStartDate CriticalSlackLimit CurrencyDigits CurrencySymbol
		CurrencyCode CurrencySymbolPosition CalendarUID DefaultStartTime DefaultFinishTime MinutesPerDay MinutesPerWeek
		DaysPerMonth DefaultTaskType DefaultFixedCostAccrual DefaultStandardRate DefaultOvertimeRate DurationFormat
		WorkFormat EditableActualCosts HonorConstraints EarnedValueMethod InsertedProjectsLikeSummary
		MultipleCriticalPaths NewTasksEffortDriven NewTasksEstimated SplitsInProgressTasks SpreadActualCost
		SpreadPercentComplete TaskUpdatesResource FiscalYearStart WeekStartDay MoveCompletedEndsBack
		MoveRemainingStartsBack MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue
		AutoAddNewResourcesAndTasks StatusDate CurrentDate MicrosoftProjectServerURL Autolink NewTaskStartDate
		NewTasksAreManual DefaultTaskEVMethod ProjectExternallyEdited ExtendedCreationDate ActualsInSync
		RemoveFileProperties AdminProject OutlineCodes WBSMasks ExtendedAttributes Calendars Tasks Resources Assignments`,
	"Calendars":    "Calendar",
	"Calendar":     "UID GUID Name IsBaseCalendar IsBaselineCalendar BaseCalendarUID WeekDays Exceptions WorkWeeks",
	"WeekDays":     "WeekDay",
	"WeekDay":      "DayType DayWorking TimePeriod WorkingTimes",
	"TimePeriod":   "FromDate ToDate",
	"WorkingTimes": "WorkingTime",
	"WorkingTime":  "FromTime ToTime",
	"Exceptions":   "Exception",
	"Exception": `EnteredByOccurrences TimePeriod Occurrences Name Type Period DaysOfWeek MonthItem MonthPosition Month
		MonthDay DayWorking WorkingTimes`,
	"WorkWeeks": "WorkWeek",
	"WorkWeek":  "TimePeriod Name WeekDays",
	"Tasks":     "Task",
	"Task": `UID GUID ID Name Active Manual Type IsNull CreateDate Contact WBS WBSLevel OutlineNumber OutlineLevel
		Priority Start Finish Duration ManualStart ManualFinish ManualDuration DurationFormat FreeformDurationFormat Work
		Stop Resume ResumeValid EffortDriven Recurring OverAllocated Estimated Milestone Summary DisplayAsSummary
		Critical IsSubproject IsSubprojectReadOnly SubprojectName ExternalTask ExternalTaskProject EarlyStart EarlyFinish
		LateStart LateFinish StartVariance FinishVariance WorkVariance FreeSlack TotalSlack StartSlack FinishSlack
		FixedCost FixedCostAccrual PercentComplete PercentWorkComplete Cost OvertimeCost OvertimeWork ActualStart
		ActualFinish ActualDuration ActualCost ActualOvertimeCost ActualWork ActualOvertimeWork RegularWork
		RemainingDuration RemainingCost RemainingWork RemainingOvertimeCost RemainingOvertimeWork ACWP CV ConstraintType
		CalendarUID ConstraintDate Deadline LevelAssignments LevelingCanSplit LevelingDelay LevelingDelayFormat
		PreLeveledStart PreLeveledFinish Hyperlink HyperlinkAddress HyperlinkSubAddress IgnoreResourceCalendar Notes
		HideBar Rollup BCWS BCWP PhysicalPercentComplete EarnedValueMethod PredecessorLink ActualWorkProtected
		ActualOvertimeWorkProtected ExtendedAttribute Baseline OutlineCode IsPublished StatusManager CommitmentStart
		CommitmentFinish CommitmentType TimephasedData`,
	"PredecessorLink":    "PredecessorUID Type CrossProject CrossProjectName LinkLag LagFormat",
	"Baseline":           "TimephasedData Number Interim Start Finish Duration DurationFormat EstimatedDuration Work Cost BCWS BCWP FixedCost",
	"ExtendedAttributes": "ExtendedAttribute",
	"ExtendedAttribute":  "FieldID FieldName Alias Value ValueGUID DurationFormat",
	"Resources":          "Resource",
	"Resource": `UID GUID ID Name Type IsNull Initials Phonetics NTAccount MaterialLabel Code Group WorkGroup EmailAddress
		Hyperlink HyperlinkAddress HyperlinkSubAddress MaxUnits PeakUnits OverAllocated AvailableFrom AvailableTo Start
		Finish CanLevel AccrueAt Work RegularWork OvertimeWork ActualWork RemainingWork ActualOvertimeWork
		RemainingOvertimeWork PercentWorkComplete StandardRate StandardRateFormat Cost OvertimeRate OvertimeRateFormat
		OvertimeCost CostPerUse ActualCost ActualOvertimeCost RemainingCost RemainingOvertimeCost WorkVariance
		CostVariance SV CV ACWP CalendarUID Notes BCWS BCWP IsGeneric IsInactive IsEnterprise BookingType
		ActualWorkProtected ActualOvertimeWorkProtected ActiveDirectoryGUID CreationDate ExtendedAttribute Baseline
		OutlineCode IsCostResource AssnOwner AssnOwnerGuid IsBudget AvailabilityPeriods Rates TimephasedData`,
	"Assignments": "Assignment",
	"Assignment": `UID GUID TaskUID ResourceUID PercentWorkComplete ActualCost ActualFinish ActualOvertimeCost
		ActualOvertimeWork ActualStart ActualWork ACWP Confirmed Cost CostRateTable RateScale CostVariance CV Delay Finish
		FinishVariance Hyperlink HyperlinkAddress HyperlinkSubAddress WorkVariance HasFixedRateUnits FixedMaterial
		LevelingDelay LevelingDelayFormat LinkedFields Milestone Notes Overallocated OvertimeCost OvertimeWork
		PeakUnits RegularWork RemainingCost RemainingOvertimeCost RemainingOvertimeWork RemainingWork ResponsePending
		Start Stop Resume StartVariance Summary SV Units UpdateNeeded VAC Work WorkContour BCWS BCWP BookingType
		ActualWorkProtected ActualOvertimeWorkProtected CreationDate AssnOwner AssnOwnerGuid BudgetCost BudgetWork
		ExtendedAttribute Baseline TimephasedData`,
	"TimephasedData": "Type UID Start Finish Unit Value",
}

// repeats are the elements that may stand more than once.
const repeats = " Calendar WeekDay WorkingTime Exception WorkWeek Task PredecessorLink Baseline ExtendedAttribute Resource Assignment TimephasedData "

// checkOrder walks a file and reports every element out of the schema's order.
func checkOrder(t *testing.T, text []byte) {
	t.Helper()
	type open struct {
		name string
		at   int
	}
	var stack []open
	d := xml.NewDecoder(bytes.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != mspdi.Namespace {
				t.Fatalf("%s has no name space", e.Name.Local)
			}
			if n := len(stack); n > 0 {
				up := &stack[n-1]
				at := slices.Index(strings.Fields(order[up.name]), e.Name.Local)
				line, _ := d.InputPos()
				if at < 0 || at < up.at || at == up.at && !strings.Contains(repeats, " "+e.Name.Local+" ") {
					t.Fatalf("line %d: %s is out of place in %s", line, e.Name.Local, up.name)
				}
				up.at = at
			}
			stack = append(stack, open{e.Name.Local, -1})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

func TestSchemaOrder(t *testing.T) {
	for _, path := range examples(t) {
		checkOrder(t, write(t, read(t, filepath.Base(path), load(t, path)), nil))
	}
}

// TestComputedDates writes a P6 plan with our dates: explicit dates on every
// leaf, in the schema's order, and the same dates when read again.
func TestComputedDates(t *testing.T) {
	f, err := xer.Read("plant.xer", load(t, filepath.Join("..", "primavera", "xer", "testdata", "xuzhou_ev_plant.xer")))
	if err != nil {
		t.Fatal(err)
	}
	p := f.Plans[0]
	d, err := masterplan.Compute(p)
	if err != nil {
		t.Fatal(err)
	}
	b := write(t, p, d)
	checkOrder(t, b)
	q := read(t, "plant.xml", b)
	for i := range q.Activities {
		got, row := q.Activities[i].File, &d.Rows[i]
		if got.Start != row.Start || got.Finish != row.Finish {
			t.Errorf("%s: written %+v, computed %+v", p.Activities[i].Code, got, row)
		}
	}
	if q.Finish != d.Finish {
		t.Errorf("finish %s, computed %s", q.Finish, d.Finish)
	}
}

// TestExceptionsAreSorted: Microsoft Project ignores exceptions that are not
// in order of date, and older programs know only the legacy rows.
func TestExceptionsAreSorted(t *testing.T) {
	p := read(t, "calendars.xml", load(t, filepath.Join("testdata", "calendars.xml")))
	slices.Reverse(p.Calendars[0].Exceptions)
	out := string(write(t, p, nil))
	from, at := out[strings.Index(out, "<Exceptions>"):strings.Index(out, "</Exceptions>")], ""
	for _, part := range strings.Split(from, "<FromDate>")[1:] {
		if date := part[:19]; date < at {
			t.Errorf("%s stands after %s", date, at)
		} else {
			at = date
		}
	}
	if n := strings.Count(out, "<DayType>0</DayType>"); n != 2 {
		t.Errorf("%d legacy rows, want one for each plain exception: 2", n)
	}
}

// TestLeavesStayPut: every leaf of another tool's plan is of fixed duration, so that
// opening the file does not let assignments move it; names are such as Microsoft
// Project takes.
func TestLeavesStayPut(t *testing.T) {
	p := read(t, "calendars.xml", load(t, filepath.Join("testdata", "calendars.xml")))
	p.Settings.Dialect = masterplan.Own
	out := string(write(t, p, nil))
	rows := out[strings.Index(out, "<Tasks>"):strings.Index(out, "</Tasks>")]
	if strings.Contains(rows, "<Type>0</Type>\n\t\t\t<IsNull>") || strings.Contains(rows, "<Type>2</Type>\n\t\t\t<IsNull>") {
		t.Error("a task is not of fixed duration")
	}
	if strings.Contains(out[strings.Index(out, "<Resources>"):], "吊车, 班组") {
		t.Error("a resource's name holds a comma")
	}
	for _, c := range read(t, "out.xml", []byte(out)).Calendars {
		if n := len([]rune(c.Name)); n > 51 {
			t.Errorf("calendar name of %d characters", n)
		}
	}
	if n := strings.Count(out, "<Assignment>"); n != strings.Count(out[strings.Index(out, "<Assignments>"):], "<Work>") {
		t.Error("an assignment has no work")
	}
}
