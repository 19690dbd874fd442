package identity

import (
	"strings"

	"fugong/internal/fault"
)

// CreditCode is a unified social credit code (GB 32100-2015) that was checked.
type CreditCode string

// creditLetters are the code's letters in the order of their values: the
// standard leaves out I, O, S, V and Z, which are easily misread.
const creditLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditWeights are the powers of 3 modulo 31 (GB 32100-2015, 4.6).
var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// ParseCreditCode reads a code as people type it: spaces, hyphens, small
// letters and full-width characters are forgiven. It returns an Invalid fault
// that says what is wrong: the length, a letter the standard leaves out, or
// the check letter.
func ParseCreditCode(s string) (CreditCode, error) {
	s = Tidy(s)
	if n := len([]rune(s)); n != 18 {
		return "", fault.New(fault.Invalid, "zone.credit.length", "N", n)
	}
	for i, c := range []rune(s) {
		if !strings.ContainsRune(creditLetters, c) {
			return "", fault.New(fault.Invalid, "zone.credit.letter", "Letter", string(c), "Place", i+1)
		}
	}
	if s[17] != creditCheck(s[:17]) {
		return "", fault.New(fault.Invalid, "zone.credit.check")
	}
	return CreditCode(s), nil
}

// creditCheck is the check letter of the first 17 letters.
func creditCheck(s string) byte {
	sum := 0
	for i, w := range creditWeights {
		sum += w * strings.IndexByte(creditLetters, s[i])
	}
	return creditLetters[(31-sum%31)%31]
}
