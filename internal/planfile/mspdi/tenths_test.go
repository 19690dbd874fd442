package mspdi_test

import (
	"testing"

	"fugong/internal/masterplan"
	"fugong/solve/worktime"
)

// TestTenthsOfAMinute keeps seconds through the arithmetic: what ends a day to the
// second costs no night, and what runs over it by six does.
func TestTenthsOfAMinute(t *testing.T) {
	part := func(uid int, duration, inside string) string {
		return row(uid, `<OutlineLevel>1</OutlineLevel><Duration>`+duration+`</Duration><DurationFormat>5</DurationFormat>`+inside)
	}
	for _, c := range []struct {
		name string
		text string
		want string
	}{
		{"two halves make a minute", spring(part(1, "PT8H0M0S", after(3, fs, 0)), part(2, "PT2H40M30S", ""), part(3, "PT5H19M30S", after(2, fs, 0))), "03-03T08:00 03-03T17:00 - - - -"},
		{"six seconds over the day", spring(part(1, "PT8H0M0S", after(3, fs, 0)), part(2, "PT2H40M30S", ""), part(3, "PT5H19M36S", after(2, fs, 0))), "03-03T08:00 03-04T08:00 - - - -"},
		{"ten thirds of a minute", spring(part(1, "PT8H0M0S", after(4, fs, 0)), part(2, "PT1H8M36S", ""), part(3, "PT1H8M36S", after(2, fs, 0)), part(4, "PT1H8M36S", after(3, fs, 0))), "03-02T11:26 03-03T11:26 - - - -"},
		{"a lag of half a minute", spring(part(1, "PT1H0M0S", after(2, fs, 5)), part(2, "PT0H59M30S", "")), "03-02T09:00 03-02T10:00 - - - -"},
		{"a share of a duration", spring(part(1, "PT7H27M42S", `<PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type><LinkLag>33</LinkLag><LagFormat>19</LagFormat></PredecessorLink>`), part(2, "PT1H37M55S", "")),
			"03-02T08:32 03-02T17:00 - - - -"},
		{"what remains of a started task", spring(part(1, "PT1H0M0S", after(2, fs, 0)), part(2, "PT16H0M0S", `<ActualStart>2026-03-02T08:00:00</ActualStart><Resume>2026-03-02T10:38:24</Resume><RemainingDuration>PT13H21M36S</RemainingDuration>`)),
			"03-04T08:00 03-04T09:00 - - - -"},
		{"an actual finish", spring(part(1, "PT7H59M30S", after(2, fs, 0)), part(2, "PT0H30M30S", `<ActualStart>2026-03-02T08:00:00</ActualStart><ActualFinish>2026-03-02T08:30:30</ActualFinish>`)), "03-02T08:31 03-03T08:30 - - - -"},
		{"float in tenths is none", spring(part(1, "PT7H59M42S", ""), part(2, "PT8H0M0S", "")), "03-02T08:00 03-02T17:00 03-02T08:00 03-02T17:00 0 0"},
		{"thirds of a crew", crewed(one(part(1, "PT24H14M33S", "")), works(1, 1, 8, `<Units>0.33</Units>`), works(1, 2, 1, "")), "03-02T08:00 03-05T08:15 - - - -"},
	} {
		if got := shownDates(t, c.text, c.want); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// TestTenthsAreWritten keeps them through an export, and lets a report go by minutes.
func TestTenthsAreWritten(t *testing.T) {
	p, _ := parse(t, spring(
		row(1, `<OutlineLevel>1</OutlineLevel><Duration>PT2H40M30S</Duration><DurationFormat>5</DurationFormat><ConstraintType>4</ConstraintType><ConstraintDate>2026-03-02T08:00:24</ConstraintDate>`),
		row(2, `<OutlineLevel>1</OutlineLevel><Duration>PT16H0M0S</Duration><DurationFormat>5</DurationFormat><ActualStart>2026-03-02T08:00:36</ActualStart><Resume>2026-03-02T10:38:24</Resume><RemainingDuration>PT13H21M36S</RemainingDuration>`)))
	again := read(t, "out.xml", write(t, p, nil))
	for i, want := range []masterplan.Tenths{{Duration: -5, Remaining: -5, Primary: 4}, {Remaining: 6, ActualStart: -4, Resume: -6}} {
		if a, b := p.Activities[i].Tenths, again.Activities[i].Tenths; a != want || b != want {
			t.Errorf("task %d: read %+v, written %+v, want %+v", i+1, a, b, want)
		}
	}
	p.Activities[1].ID = "b"
	folded := masterplan.Fold(p, []masterplan.Entry{{ID: "e", Activity: "b", AsOf: worktime.Date(2026, 3, 3), ActualStart: worktime.Date(2026, 3, 2).At(480), ActualFinish: worktime.None,
		Measure: masterplan.Measure{Basis: masterplan.ByPercent, Percent: 50}}})
	if got := folded.Activities[1].Tenths; got != (masterplan.Tenths{}) {
		t.Errorf("after a report %+v", got)
	}
}
