package spreadsheet

import (
	"regexp"
	"strconv"
	"strings"

	"fugong/solve/worktime"
)

var clockForm = regexp.MustCompile(`(?i)^T?\s*(凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|am|pm)?\s*(\d{1,2})\s*(?:[:时点]\s*(\d{1,2})?)\s*(?:[:分]\s*(?:\d{1,2}(?:\.\d+)?\s*秒?)?)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(?:Z|[+-]\d{2}:?\d{2})?$`)

// parseClock reads a time of day in minutes after midnight: "8:30", "上午8:30",
// "下午3点30分", "3:30 PM". Nothing is the beginning of the day, untimed.
func parseClock(s string) (minute int, timed, ok bool) {
	if s == "" {
		return 0, false, true
	}
	m := clockForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false, false
	}
	h, _ := strconv.Atoi(m[2]) // digits only
	min, _ := strconv.Atoi(m[3])
	h, ok = inHalf(h, strings.ToLower(m[1]+m[4]))
	if !ok || h > 24 || min > 59 || h == 24 && min > 0 {
		return 0, false, false
	}
	return min + h*worktime.MinutesPerDay/24, true, true
}

// inHalf is an hour of the half of the day that a word names; people also write 下午15:30.
func inHalf(h int, half string) (int, bool) {
	switch strings.ReplaceAll(half, ".", "") {
	case "":
		return h, true
	case "凌晨", "早上", "早晨", "上午", "am":
		if h == 12 {
			h = 0
		}
		return h, h < 12
	case "中午":
		if h < 3 {
			h += 12
		}
		return h, h >= 11 && h < 15
	case "晚上":
		if h == 12 {
			return 24, true
		}
		fallthrough
	case "下午", "傍晚", "pm":
		if h < 12 {
			h += 12
		}
		return h, h < 24
	}
	return 0, false
}
