package civil

import (
	"math"
	"testing"
	"time"

	"fugong/internal/fault"
	"fugong/solve/worktime"

	"pgregory.net/rapid"
)

func day(t *testing.T, s string) worktime.Day {
	t.Helper()
	d, ok := worktime.ParseDay(s)
	if !ok {
		t.Fatal("no date: ", s)
	}
	return d
}

func TestClockOfTheZone(t *testing.T) {
	cases := []struct{ instant, zone, want string }{
		{"2020-02-20T16:00:59Z", "", "2020-02-21T00:00"},
		{"2020-02-21T00:30:00+08:00", "Asia/Shanghai", "2020-02-21T00:30"},
		{"2020-02-20T15:59:59Z", "Asia/Shanghai", "2020-02-20T23:59"},
		{"2020-02-21T03:00:00Z", "Asia/Urumqi", "2020-02-21T09:00"},
		{"1969-12-31T23:59:30Z", "UTC", "1969-12-31T23:59"},
	}
	for _, c := range cases {
		instant, err := time.Parse(time.RFC3339, c.instant)
		if err != nil {
			t.Fatal(err)
		}
		loc, err := Location(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := In(instant, loc).String(); got != c.want {
			t.Errorf("%s in %q: got %s, want %s", c.instant, c.zone, got, c.want)
		}
		if got := Today(instant, loc).String(); got != c.want[:10] {
			t.Errorf("today: got %s, want %s", got, c.want[:10])
		}
	}
}

func TestInstantAndBack(t *testing.T) {
	loc, err := Location("")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		// Shanghai has kept one offset since 1992.
		want := worktime.Date(1992, 1, 1).At(rapid.IntRange(0, 60*366*1440).Draw(t, "minute"))
		if got := In(Instant(want, loc), loc); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
	})
	if !Instant(worktime.None, loc).IsZero() || In(time.Time{}, loc) != worktime.None {
		t.Error("absent is not absent")
	}
}

func TestUnknownTimeZoneIsInvalid(t *testing.T) {
	for _, name := range []string{"Mars/Olympus", "Local", "../etc/passwd"} {
		if _, err := Location(name); fault.Of(err) != fault.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestWorkdays(t *testing.T) {
	cases := []struct {
		date string
		want bool
	}{
		{"2020-01-23", true},  // Thursday
		{"2020-01-24", false}, // New Year's Eve
		{"2020-01-31", false}, // the holiday was made longer for the epidemic
		{"2020-02-02", false},
		{"2020-02-03", true},
		{"2020-01-19", true}, // Sunday, worked
		{"2020-02-22", false},
		{"2022-12-31", false},
		{"2026-10-10", true}, // Saturday, worked
		{"2026-10-11", false},
		{"2031-10-01", false}, // not announced, but the law gives it
		{"2027-02-05", false}, // the eve of the year of the goat, expected
		{"2027-02-10", true},  // off perhaps; no notice says so yet
		{"2041-10-01", true},  // not known: a Tuesday
	}
	for _, c := range cases {
		if got := Workday(day(t, c.date)); got != c.want {
			t.Errorf("%s: got %v", c.date, got)
		}
	}
	if s, ok := On(day(t, "2020-01-27")); !ok || s.Key() != "civil.holiday.spring_festival" || s.Work {
		t.Errorf("got %+v, %v", s, ok)
	}
}

func TestAddWorkdays(t *testing.T) {
	cases := []struct {
		from string
		n    int
		want string
	}{
		{"2020-02-21", 0, "2020-02-21"},
		{"2020-02-22", 0, "2020-02-24"}, // Saturday
		{"2020-02-21", 1, "2020-02-24"},
		{"2020-01-23", 1, "2020-02-03"},
		{"2020-01-17", 1, "2020-01-19"}, // the Sunday worked
		{"2020-01-17", 6, "2020-02-03"},
		{"2020-02-22", 1, "2020-02-24"},
	}
	for _, c := range cases {
		if got := AddWorkdays(day(t, c.from), c.n).String(); got != c.want {
			t.Errorf("%s + %d: got %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// TestHolidayTable holds the file against what is true of every year's notice:
// eleven statutory days before 2025 and thirteen since, make-up days on
// weekends only, and about 250 workdays.
func TestHolidayTable(t *testing.T) {
	first, last := Years()
	if first != 2019 || last != 2026 {
		t.Fatalf("years %d–%d", first, last)
	}
	for year := first; year <= last; year++ {
		names := map[string]int{}
		for _, s := range Specials(year) {
			if !s.Work {
				names[s.Holiday]++
			} else if w := s.Day.Weekday(); w != 0 && w != 6 {
				t.Errorf("%s is worked in place and no weekend", s.Day)
			}
		}
		for _, name := range []string{"new_year", "spring_festival", "tomb_sweeping", "labour_day", "dragon_boat", "national_day"} {
			if names[name] == 0 {
				t.Errorf("%d has no %s", year, name)
			}
		}
		if year != 2020 && names["mid_autumn"] == 0 { // the same day as National Day in 2020
			t.Errorf("%d has no Mid-autumn", year)
		}
		workdays := 0
		for d := worktime.Date(year, 1, 1); d < worktime.Date(year+1, 1, 1); d++ {
			if Workday(d) {
				workdays++
			}
		}
		if workdays < 247 || workdays > 252 {
			t.Errorf("%d has %d workdays", year, workdays)
		}
	}
}

func TestStandardHoursCompile(t *testing.T) {
	cases := []struct {
		name        string
		hours       Hours
		date        string
		wantMinutes int64
	}{
		{"five", FiveDays(), "2020-02-21", 480},
		{"five", FiveDays(), "2020-02-22", 0},
		{"five", FiveDays(), "2020-01-19", 480},
		{"five", FiveDays(), "2020-01-27", 0},
		{"six", SixDays(), "2020-02-22", 480},
		{"six", SixDays(), "2020-02-23", 0},
		{"six", SixDays(), "2020-01-19", 480},
		{"six", SixDays(), "2020-10-10", 480},
		{"six", SixDays(), "2020-10-03", 0},
	}
	for _, c := range cases {
		calendar, err := worktime.New(c.hours.Week, c.hours.Exceptions)
		if err != nil {
			t.Fatal(err)
		}
		d := day(t, c.date)
		if got := calendar.Between(d.At(0), d.At(worktime.MinutesPerDay)); got != c.wantMinutes {
			t.Errorf("%s days, %s: got %d minutes, want %d", c.name, c.date, got, c.wantMinutes)
		}
	}
}

func TestHolidayFileMistakesAreNamed(t *testing.T) {
	for _, line := range []string{"2020", "year new_year 01-01", "2020 new_year 02-30", "2020 new_year 01-03..01-01"} {
		if _, err := parseTable("# x\n" + line); err == nil {
			t.Errorf("%q was read", line)
		}
	}
}

// TestExpectedHolidays: of a year without a notice the thirteen statutory days are
// there, nothing is worked in their place, and the moon agrees with the dates.
func TestExpectedHolidays(t *testing.T) {
	_, last := Years()
	if ExpectedYear() < last+5 {
		t.Fatalf("expected up to %d only", ExpectedYear())
	}
	for year := last + 1; year <= ExpectedYear(); year++ {
		days := map[string]int{}
		for _, s := range Specials(year) {
			if !s.Expected || s.Work {
				t.Errorf("%s is not merely expected", s.Day)
			}
			days[s.Holiday]++
			if age := moonAge(s.Day); s.Holiday == "dragon_boat" && (age < 3 || age > 6) || s.Holiday == "mid_autumn" && (age < 13 || age > 16) {
				t.Errorf("%s, %s: the moon is %.1f days old", s.Day, s.Holiday, age)
			}
		}
		sum := 0
		for _, n := range days {
			sum += n
		}
		if sum != 13 && !(sum == 12 && days["mid_autumn"] == 0) || days["spring_festival"] != 4 || days["national_day"] != 3 {
			t.Errorf("%d: %v", year, days)
		}
	}
}

// moonAge is the days since the mean new moon before the evening of d.
func moonAge(d worktime.Day) float64 {
	const month = 29.530588853
	age := math.Mod(float64(d-worktime.Date(2000, 1, 6))+0.5, month)
	return math.Mod(age+month, month)
}
