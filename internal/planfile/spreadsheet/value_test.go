package spreadsheet

import (
	"testing"

	"fugong/solve/worktime"
)

// Dates as Chinese and other users type them, or refused when they cannot be told.
func TestDatesAsPeopleTypeThem(t *testing.T) {
	day := worktime.Date(2020, 3, 2).At(0)
	for s, want := range map[string]struct {
		minute int
		timed  bool
	}{
		"20200302": {0, false}, "20200302 8:30": {510, true}, "2020年3月2日": {0, false}, "2020年3月2日星期一": {0, false},
		"2020年3月2日 星期一 上午8:30": {510, true}, "2020-03-02 下午3:30": {930, true}, "2020-3-2 3:30 PM": {930, true},
		"2020/3/2 12:15 am": {15, true}, "2020/3/2 12:15 pm": {735, true}, "２０２０／３／２　８：３０": {510, true},
		"2020.3.2 15:30:59": {930, true}, "2020-03-02T08:30:00": {510, true}, "2020-03-02T08:30:00+08:00": {510, true},
		"2020年3月2日下午3点": {900, true}, "2020年3月2日 8时30分": {510, true}, "2020-03-02（周一）": {0, false},
		"2020-03-02 (Mon)": {0, false}, "Monday, 2020-03-02": {0, false}, "2020-03-02 中午12:30": {750, true},
		"2020-03-02 下午15:30": {930, true}, "2020-03-02 晚上12:00": {1440, true}, "2020-03-02 24:00": {1440, true},
	} {
		at, timed, ok := (&table{}).parseDate(s)
		if !ok || timed != want.timed || at != day+worktime.Time(want.minute) {
			t.Errorf("%q is %s %v %v", s, at, timed, ok)
		}
	}
	for _, s := range []string{"20200230", "2020-03-02 上午15:30", "2020-03-02 25:00", "2020-03-02 8:75", "03/04/2020", "2020-03-02 tomorrow", "202003", "明天"} {
		if at, _, ok := (&table{}).parseDate(s); ok {
			t.Errorf("%q is read as %s", s, at)
		}
	}
	if at, _, ok := (&table{numeric: true}).parseDate("20200302"); !ok || at != day {
		t.Errorf("a number of eight digits in a workbook is %s", at)
	}
}
