package worktime

import "fmt"

// Date is the Day of a civil date. Months and days out of range carry over,
// as in time.Date.
func Date(year, month, day int) Day {
	month--
	year += floorDiv(month, 12)
	month = month - floorDiv(month, 12)*12 + 1
	// Days from civil, after Howard Hinnant: the year starts in March.
	if month <= 2 {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Day(era*146097 + dayOfEra - 719468)
}

// Civil is the year, month (1–12) and day of the month of d.
func (d Day) Civil() (year, month, day int) {
	z := int(d) + 719468
	era := floorDiv(z, 146097)
	dayOfEra := z - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*m+2)/5 + 1
	month = m + 3
	if month > 12 {
		month -= 12
	}
	year = yearOfEra + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Weekday is 0 for Sunday to 6 for Saturday.
func (d Day) Weekday() int {
	// 1970-01-01 was a Thursday.
	w := (int(d) + 4) % 7
	if w < 0 {
		w += 7
	}
	return w
}

// At is the instant minutes after the midnight that opens d.
func (d Day) At(minutes int) Time { return Time(d)*MinutesPerDay + Time(minutes) }

// String is the ISO date, 2006-01-02.
func (d Day) String() string {
	y, m, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// Day is the civil day that holds t.
func (t Time) Day() Day { return Day(floorDiv(int(t), MinutesPerDay)) }

// Minute is the minute of the day, 0–1439.
func (t Time) Minute() int { return int(t - Time(t.Day())*MinutesPerDay) }

// String is 2006-01-02T15:04, or "" for None.
func (t Time) String() string {
	if t == None {
		return ""
	}
	m := t.Minute()
	return fmt.Sprintf("%sT%02d:%02d", t.Day(), m/60, m%60)
}

// Parse reads "2006-01-02T15:04", with a space or T between, seconds and what
// follows them ignored, or a bare date, which is its midnight. It returns false
// for anything else.
func Parse(s string) (Time, bool) {
	d, ok := ParseDay(s)
	if !ok {
		return None, false
	}
	if len(s) == 10 {
		return d.At(0), true
	}
	if len(s) < 16 || (s[10] != 'T' && s[10] != ' ') || s[13] != ':' {
		return None, false
	}
	h, ok1 := parseDigits(s[11:13])
	m, ok2 := parseDigits(s[14:16])
	if !ok1 || !ok2 || h > 24 || m > 59 || (h == 24 && m > 0) {
		return None, false
	}
	return d.At(h*60 + m), true
}

// ParseDay reads the ISO date that opens s, and returns false when there is
// none.
func ParseDay(s string) (Day, bool) {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	y, ok1 := parseDigits(s[:4])
	m, ok2 := parseDigits(s[5:7])
	d, ok3 := parseDigits(s[8:10])
	if !ok1 || !ok2 || !ok3 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, false
	}
	day := Date(y, m, d)
	if _, back, _ := day.Civil(); back != m {
		return 0, false
	}
	return day, true
}

func parseDigits(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}
