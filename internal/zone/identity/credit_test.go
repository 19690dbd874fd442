package identity

import (
	"testing"

	"pgregory.net/rapid"

	"fugong/internal/fault"
)

func TestParseCreditCode(t *testing.T) {
	for _, c := range []struct{ in, want, key string }{
		{"91110000802100433B", "91110000802100433B", ""},
		{"914403001922038216", "914403001922038216", ""},
		{" 9144 0300-7152 6726xg ", "9144030071526726XG", ""},
		{"９１４４０３００１９２２０３８２１６", "914403001922038216", ""},
		{"914403001922038217", "", "zone.credit.check"},
		{"91440300192203821", "", "zone.credit.length"},
		{"91440300192203821O", "", "zone.credit.letter"},
		{"91440300192203821I", "", "zone.credit.letter"},
		{"S1440300192203821X", "", "zone.credit.letter"},
		{"", "", "zone.credit.length"},
	} {
		got, err := ParseCreditCode(c.in)
		if string(got) != c.want || keyOf(err) != c.key {
			t.Errorf("ParseCreditCode(%q) = %q, %v; want %q, %s", c.in, got, err, c.want, c.key)
		}
	}
}

// Any one wrong letter, and any two neighbours swapped, are caught.
func TestCreditCodeCatchesSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		body := rapid.StringOfN(rapid.RuneFrom([]rune(creditLetters)), 17, 17, 17).Draw(t, "body")
		code := body + string(creditCheck(body))
		if _, err := ParseCreditCode(code); err != nil {
			t.Fatalf("%s: %v", code, err)
		}
		checkSlips(t, code, creditLetters, func(s string) error { _, err := ParseCreditCode(s); return err })
	})
}

// checkSlips changes one letter and swaps two neighbours of a good code.
func checkSlips(t *rapid.T, code, letters string, parse func(string) error) {
	at := rapid.IntRange(0, len(code)-1).Draw(t, "at")
	other := letters[rapid.IntRange(0, len(letters)-1).Draw(t, "other")]
	if wrong := code[:at] + string(other) + code[at+1:]; wrong != code && parse(wrong) == nil {
		t.Fatalf("%s passes for %s", wrong, code)
	}
	if at+1 < len(code) {
		swapped := code[:at] + string(code[at+1]) + string(code[at]) + code[at+2:]
		if swapped != code && parse(swapped) == nil {
			t.Fatalf("%s passes for %s", swapped, code)
		}
	}
}

// keyOf is the message key of err; empty for nil.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	f, ok := err.(*fault.Error)
	if !ok {
		return err.Error()
	}
	return f.Key
}
