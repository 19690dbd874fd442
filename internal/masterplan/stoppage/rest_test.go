package stoppage

import (
	"testing"

	"fugong/solve/network"
	"fugong/solve/worktime"
)

// A stoppage of days on which a calendar rests takes nothing from it, not even a
// restart; a calendar that works on one of them has its curve.
func TestStoppageOfDaysOff(t *testing.T) {
	day := []worktime.Span{{Start: 480, End: 960}}
	five, err := worktime.New(worktime.Week{nil, day, day, day, day, day, nil}, nil)
	if err != nil {
		t.Fatal(err)
	}
	six, err := worktime.New(worktime.Week{nil, day, day, day, day, day, day}, nil)
	if err != nil {
		t.Fatal(err)
	}
	saturday := worktime.Date(2020, 3, 7)
	weekend := []Stoppage{{From: saturday, To: saturday + 1, Restart: DefaultRestart()}}
	for name, x := range map[string]struct {
		calendar *worktime.Calendar
		monday   int
	}{"who rested": {five, 480}, "who was stopped": {six, 240}} {
		c, err := StopCalendar(x.calendar, weekend)
		if err != nil {
			t.Fatal(err)
		}
		if got := int(c.Minutes(saturday + 2)); got != x.monday {
			t.Errorf("%s works %d minutes on Monday, want %d", name, got, x.monday)
		}
	}
	s := stopper{out: &network.Problem{Calendars: []*worktime.Calendar{five, six}}, stoppages: weekend, stopped: map[int32]int32{}}
	crews, err := s.stoppedCrews([]network.Crew{{Calendar: 1, Work: 60}})
	if err != nil || crews[0].Calendar != 2 || crews[0].Work != 60 {
		t.Errorf("crews %v, %v", crews, err)
	}
}
