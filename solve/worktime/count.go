package worktime

// minutesBefore is the working minutes before t, from a fixed origin.
func (c *Calendar) minutesBefore(t Time) int64 {
	d := t.Day()
	i := c.findException(d)
	n := c.plain(d) + c.delta[i]
	m := int16(t - Time(d)*MinutesPerDay)
	for _, s := range c.on(d, i).spans {
		if m <= s.Start {
			break
		}
		n += int64(min(m, s.End) - s.Start)
	}
	return n
}

// Between is the working minutes from a to b, negative when b is before a.
func (c *Calendar) Between(a, b Time) int64 { return c.minutesBefore(b) - c.minutesBefore(a) }

// Add is the earliest instant that has minutes more working time behind it
// than t: a finish. Add(t, 0) is t, and a negative count is Sub.
func (c *Calendar) Add(t Time, minutes int64) Time {
	switch {
	case minutes == 0:
		return t
	case minutes < 0:
		return c.Sub(t, -minutes)
	}
	return c.earliestAfter(c.minutesBefore(t) + minutes)
}

// Sub is the latest instant that has minutes less working time behind it than
// t: a start. Sub(t, 0) is t, and a negative count is Add.
func (c *Calendar) Sub(t Time, minutes int64) Time {
	switch {
	case minutes == 0:
		return t
	case minutes < 0:
		return c.Add(t, -minutes)
	}
	return c.latestAfter(c.minutesBefore(t) - minutes)
}

// NextStart is t when work goes on at t, else the start of the next work.
func (c *Calendar) NextStart(t Time) Time {
	d := t.Day()
	m := int16(t - Time(d)*MinutesPerDay)
	for _, s := range c.on(d, c.findException(d)).spans {
		if m < s.End {
			return d.At(int(max(m, s.Start)))
		}
	}
	return c.latestAfter(c.minutesBefore(t))
}

// PrevFinish is t when work was going on just before t, else the finish of the
// work before.
func (c *Calendar) PrevFinish(t Time) Time {
	d := t.Day()
	m := int16(t - Time(d)*MinutesPerDay)
	spans := c.on(d, c.findException(d)).spans
	for i := len(spans) - 1; i >= 0; i-- {
		if m > spans[i].Start {
			return d.At(int(min(m, spans[i].End)))
		}
	}
	return c.earliestAfter(c.minutesBefore(t))
}

// earliestAfter is the earliest instant with n minutes behind it, n > what comes
// before the first working minute.
func (c *Calendar) earliestAfter(n int64) Time {
	d, before, p := c.dayOf(n, true)
	if p == nil {
		return d.At(0)
	}
	left := n - before
	for _, s := range p.spans {
		if length := int64(s.End - s.Start); left > length {
			left -= length
			continue
		}
		return d.At(int(s.Start) + int(left))
	}
	return d.At(MinutesPerDay)
}

// latestAfter is the latest instant with n minutes behind it.
func (c *Calendar) latestAfter(n int64) Time {
	d, before, p := c.dayOf(n, false)
	if p == nil {
		return d.At(0)
	}
	left := n - before
	for _, s := range p.spans {
		if length := int64(s.End - s.Start); left >= length {
			left -= length
			continue
		}
		return d.At(int(s.Start) + int(left))
	}
	return d.At(MinutesPerDay)
}

// dayOf finds the day whose work holds the n-th minute: the minute that ends
// at count n when finish, else the one that begins there. It returns that day,
// the count before it and its pattern; a nil pattern with the day of Earliest
// or Latest when the calendar has no such minute.
func (c *Calendar) dayOf(n int64, finish bool) (Day, int64, *pattern) {
	if finish {
		n-- // the minute [n-1, n)
	}
	i := c.findCum(n)
	if i > 0 {
		p := &c.patterns[c.dayPat[i-1]]
		if n < c.dayCum[i-1]+p.minutes {
			return c.days[i-1], c.dayCum[i-1], p
		}
	}
	if c.before[7] == 0 {
		return c.nowhere(n, i)
	}
	d, before := c.plainDay(n - c.delta[i])
	if d > Latest.Day() {
		return Latest.Day(), 0, nil
	}
	if d < Earliest.Day() {
		return Earliest.Day(), 0, nil
	}
	return d, before + c.delta[i], &c.patterns[c.week[d.Weekday()]]
}

// nowhere answers for a calendar that works on exceptions only: the i-1-th
// does not hold minute n, so n lies before the first or after the last.
func (c *Calendar) nowhere(n int64, i int) (Day, int64, *pattern) {
	if i == 0 || n < c.dayCum[0] {
		return Earliest.Day(), 0, nil
	}
	return Latest.Day(), 0, nil
}

// findCum is one past the last exception that opens at or before minute n.
func (c *Calendar) findCum(n int64) int {
	lo, hi := 0, len(c.dayCum)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if c.dayCum[mid] <= n {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// plainDay is the day of plain weeks that holds minute n, and the count before
// it.
func (c *Calendar) plainDay(n int64) (Day, int64) {
	week := c.before[7]
	w := n / week
	if n%week < 0 {
		w--
	}
	rest := n - w*week
	i := 0
	for rest >= c.before[i+1] {
		i++
	}
	return Day(w*7+int64(i)) - 4, w*week + c.before[i]
}
