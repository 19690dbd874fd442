package element_test

import (
	"testing"

	"fugong/internal/planfile/mspdi/element"
)

func TestSeconds(t *testing.T) {
	for in, want := range map[string]int64{
		"PT16H0M0S": 16 * 3600, "PT0H45M0S": 2700, "PT1.5H": 5400, "P1DT1H": 25 * 3600, "-PT8H0M0S": -8 * 3600, " PT30S ": 30,
	} {
		if got, ok := element.Seconds(in); !ok || got != want {
			t.Errorf("%q is %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "P", "8", "PT8", "PT8X", "P1M", "P1Y", "PTH", "PT1e9H", "PT99999999999H", "8 days"} {
		if got, ok := element.Seconds(in); ok {
			t.Errorf("%q is taken for %d", in, got)
		}
	}
}

func TestClock(t *testing.T) {
	for in, want := range map[string]int16{
		"08:00:00": 480, "00:00:00": 0, "24:00": 1440, "23:59:59": 1440, "23:59:00": 1439, "7:30": 450, "2020-01-01T13:05:00": 785,
	} {
		if got, ok := element.Clock(in); !ok || got != want {
			t.Errorf("%q is %d, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "8", "25:00", "08:60", "-1:00", "late"} {
		if got, ok := element.Clock(in); ok {
			t.Errorf("%q is taken for %d", in, got)
		}
	}
}
