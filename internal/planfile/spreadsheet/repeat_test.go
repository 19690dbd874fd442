package spreadsheet

import (
	"strings"
	"testing"
)

// TestACodeThatComesAgain is numbered on, passes over numbers that are taken, and a
// table of one code alone is read in the time of any other.
func TestACodeThatComesAgain(t *testing.T) {
	f, err := Read("a.csv", []byte("code,name,duration,start\nA,one,1,2026-03-02\nA-3,taken,1,2026-03-02\nA,two,1,2026-03-02\na,three,1,2026-03-02\nA,four,1,2026-03-02\n"))
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, a := range f.Plans[0].Activities {
		codes = append(codes, a.Code)
	}
	if got := strings.Join(codes, " "); got != "A A-3 A-2 a-4 A-5" {
		t.Errorf("codes %s", got)
	}
	rows := 31_500
	f, err = Read("a.csv", []byte("code,name,duration,start\n"+strings.Repeat("A,one,1,2026-03-02\n", rows)))
	if err != nil || len(f.Plans[0].Activities) != rows {
		t.Fatalf("%v", err)
	}
}
