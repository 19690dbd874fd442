package worktime

// InParts is a calendar asked in parts of a minute: times are parts since the start
// of 1970, spans are parts of working time. Its answers are those of the calendar's own
// methods, to the part. With no Parts, or one, they are in minutes.
type InParts struct {
	*Calendar
	Parts int64
}

// split is the minute that t lies in, and the parts of it that are gone and were
// worked.
func (c InParts) split(t Time) (minute Time, gone int64) {
	minute = Time(floorDiv(int(t), int(c.Parts)))
	if gone = int64(t) - int64(minute)*c.Parts; gone > 0 && c.Calendar.NextStart(minute) != minute {
		gone = 0
	}
	return minute, gone
}

// Between is the working parts from a to b, negative when b is before a.
func (c InParts) Between(a, b Time) int64 {
	if c.Parts <= 1 {
		return c.Calendar.Between(a, b)
	}
	from, gone := c.split(a)
	to, more := c.split(b)
	return c.Calendar.Between(from, to)*c.Parts + more - gone
}

// Add is the earliest instant that has so many more parts behind it than t; see
// Calendar.Add.
func (c InParts) Add(t Time, parts int64) Time {
	switch {
	case c.Parts <= 1:
		return c.Calendar.Add(t, parts)
	case parts == 0:
		return t
	case parts < 0:
		return c.Sub(t, -parts)
	}
	minute, gone := c.split(t)
	whole, rest := (gone+parts)/c.Parts, (gone+parts)%c.Parts
	at := c.Calendar.Add(minute, whole)
	if rest == 0 {
		return at * Time(c.Parts)
	}
	return c.Calendar.NextStart(at)*Time(c.Parts) + Time(rest)
}

// Sub is the latest instant that has so many parts less behind it than t; see
// Calendar.Sub.
func (c InParts) Sub(t Time, parts int64) Time {
	switch {
	case c.Parts <= 1:
		return c.Calendar.Sub(t, parts)
	case parts == 0:
		return t
	case parts < 0:
		return c.Add(t, -parts)
	}
	minute, gone := c.split(t)
	if gone >= parts {
		return minute*Time(c.Parts) + Time(gone-parts)
	}
	whole := (parts - gone + c.Parts - 1) / c.Parts
	return c.Calendar.Sub(minute, whole)*Time(c.Parts) + Time(whole*c.Parts+gone-parts)
}

// NextStart is t when work goes on at t, else the start of the next work.
func (c InParts) NextStart(t Time) Time {
	if c.Parts <= 1 {
		return c.Calendar.NextStart(t)
	}
	minute := Time(floorDiv(int(t), int(c.Parts)))
	if at := c.Calendar.NextStart(minute); at != minute {
		return at * Time(c.Parts)
	}
	return t
}

// PrevFinish is t when work was going on just before t, else the finish of the work
// before.
func (c InParts) PrevFinish(t Time) Time {
	if c.Parts <= 1 {
		return c.Calendar.PrevFinish(t)
	}
	minute, gone := c.split(t)
	if gone > 0 {
		return t
	}
	return c.Calendar.PrevFinish(minute) * Time(c.Parts)
}
