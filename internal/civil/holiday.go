package civil

import (
	_ "embed"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"

	"fugong/solve/worktime"
)

//go:embed holidays.txt
var holidayText string

// Special is a day that its weekday does not tell.
type Special struct {
	Day     worktime.Day
	Holiday string // "spring_festival"; its name is the message "civil.holiday.spring_festival"
	Work    bool   // a make-up day, not a day off
	// Expected is a day that the law gives but no notice has announced yet; the
	// days off and days worked around it are not known.
	Expected bool
}

// Key is the message key of the holiday's name.
func (s Special) Key() string { return "civil.holiday." + s.Holiday }

// table is the embedded file, by day.
type table struct {
	days        map[worktime.Day]Special
	first, last int // years announced
	expected    int // last year of which the statutory days are expected
}

var holidays = sync.OnceValue(func() table {
	t, err := parseTable(holidayText)
	if err != nil {
		panic(err) // the file is part of the program; a test reads it
	}
	return t
})

// On says what is special about d; false when its weekday tells all.
func On(d worktime.Day) (Special, bool) {
	s, ok := holidays().days[d]
	return s, ok
}

// Specials are all the special days of a year, in no order.
func Specials(year int) []Special {
	var found []Special
	for s := range maps.Values(holidays().days) {
		if y, _, _ := s.Day.Civil(); y == year {
			found = append(found, s)
		}
	}
	return found
}

// Years are the first and last year whose holidays are announced; what On and
// Specials say of later years is expected.
func Years() (first, last int) { return holidays().first, holidays().last }

// ExpectedYear is the last year of which the statutory days are known without a
// notice.
func ExpectedYear() int { return holidays().expected }

// Workday tells whether offices work on d.
func Workday(d worktime.Day) bool {
	if s, ok := On(d); ok {
		return s.Work
	}
	return d.Weekday() != 0 && d.Weekday() != 6
}

// AddWorkdays is the nth workday after d, for deadlines "within n workdays";
// n = 0 is d itself, or the next workday when d is none.
func AddWorkdays(d worktime.Day, n int) worktime.Day {
	for n > 0 || !Workday(d) {
		d++
		if Workday(d) {
			n--
		}
	}
	return d
}

func parseTable(text string) (table, error) {
	t := table{days: map[worktime.Day]Special{}}
	for n, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if err := t.addLine(strings.Fields(line)); err != nil {
			return t, fmt.Errorf("holidays.txt:%d: %w", n+1, err)
		}
	}
	return t, nil
}

// addLine reads the fields of one line: year, holiday, days.
func (t *table) addLine(fields []string) error {
	if len(fields) < 3 {
		return fmt.Errorf("too short")
	}
	year, err := strconv.Atoi(fields[0])
	if err != nil {
		return err
	}
	expected := fields[2] == "expected"
	t.count(year, expected)
	work := false
	for _, field := range fields[2:] {
		if field == "expected" {
			continue
		}
		if field == "work" {
			work = true
			continue
		}
		from, to, isRange := strings.Cut(field, "..")
		if !isRange {
			to = from
		}
		first, ok1 := worktime.ParseDay(fields[0] + "-" + from)
		last, ok2 := worktime.ParseDay(fields[0] + "-" + to)
		if !ok1 || !ok2 || last < first {
			return fmt.Errorf("no date: %s", field)
		}
		for d := first; d <= last; d++ {
			t.days[d] = Special{Day: d, Holiday: fields[1], Work: work, Expected: expected}
		}
	}
	return nil
}

// count notes that a year is announced or expected.
func (t *table) count(year int, expected bool) {
	if t.expected = max(t.expected, year); expected {
		return
	}
	if t.first == 0 || year < t.first {
		t.first = year
	}
	t.last = max(t.last, year)
}
