package worktime_test

import (
	"testing"

	"fugong/solve/worktime"

	"pgregory.net/rapid"
)

// TestPartsOfAMinute holds the answers in tenths to their definitions, and those at
// whole minutes to the calendar's own.
func TestPartsOfAMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain, n := drawCalendar(t)
		c := worktime.InParts{Calendar: plain, Parts: 10}
		minute := worktime.Date(2020, 1, 25).At(rapid.IntRange(0, 50*1440).Draw(t, "minute"))
		from := minute*10 + worktime.Time(rapid.IntRange(0, 9).Draw(t, "part"))
		parts := rapid.Int64Range(1, 50000).Draw(t, "parts")
		if to := c.Add(from, parts); c.Between(from, to) != parts || c.Between(from, to-1) != parts-1 {
			t.Fatalf("%d + %d = %d, but %d lie between", from, parts, to, c.Between(from, to))
		}
		if to := c.Sub(from, parts); c.Between(to, from) != parts || c.Between(to+1, from) != parts-1 {
			t.Fatalf("%d - %d = %d, but %d lie between", from, parts, to, c.Between(to, from))
		}
		works := int64(0)
		if n.between(minute, minute+1) == 1 {
			works = 1
		}
		if got := c.Between(from, from+1); got != works {
			t.Fatalf("%d parts of the part at %d are worked, want %d", got, from, works)
		}
		if at := c.NextStart(from); at < from || c.Between(from, at) != 0 || c.Between(at, at+1) != 1 {
			t.Fatalf("next start after %d = %d", from, at)
		}
		if at := c.PrevFinish(from); at > from || c.Between(at, from) != 0 || c.Between(at-1, at) != 1 {
			t.Fatalf("finish before %d = %d", from, at)
		}
		if got, want := c.Add(minute*10, 10*parts), plain.Add(minute, parts)*10; got != want {
			t.Fatalf("whole minutes: %d + %d = %d, want %d", minute, parts, got, want)
		}
		if got, want := c.Sub(minute*10, 10*parts), plain.Sub(minute, parts)*10; got != want {
			t.Fatalf("whole minutes: %d - %d = %d, want %d", minute, parts, got, want)
		}
	})
}
