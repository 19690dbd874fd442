package worktime

import "math"

// Time is a civil wall-clock instant: minutes since 1970-01-01T00:00, with no
// time zone. Plans speak in local time, as the files and the people do.
type Time int64

// None is the absent time. It is smaller than every real time.
const None Time = math.MinInt64

// Day is a civil date: days since 1970-01-01.
type Day int32

// NoDay is the absent date. It is smaller than every real date.
const NoDay Day = math.MinInt32

// Span is working time within one day: minutes [Start, End) after midnight,
// 0 <= Start < End <= 1440. A shift that crosses midnight is two spans.
type Span struct{ Start, End int16 }

// MinutesPerDay is the length of a civil day.
const MinutesPerDay = 1440
