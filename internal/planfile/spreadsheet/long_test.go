package spreadsheet

import (
	"errors"
	"strings"
	"testing"

	"fugong/internal/fault"
)

// A row that never ends is refused by its line, however it goes on.
func TestEndlessRow(t *testing.T) {
	head := "code,name,duration,start\nA,Dig,5,2020-02-24\n"
	for name, row := range map[string]string{
		"one cell":        "B," + strings.Repeat("x", 2<<20),
		"an open quote":   "B,\"never closed\n" + strings.Repeat("C,Pour,3\n", 300_000),
		"commas":          strings.Repeat(",", 2<<20),
		"quoted in lines": "B,\"" + strings.Repeat("a line\n", 300_000) + "\",1\n",
	} {
		var e *fault.Error
		_, err := Read("a.csv", []byte(head+row))
		if !errors.As(err, &e) || e.Key != "plan.file.row_long" || e.Args["line"] != "3" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
