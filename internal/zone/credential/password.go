package credential

import (
	"slices"
	"strings"
	"unicode/utf8"

	"fugong/internal/fault"
)

// The lengths of a password, in characters. There is no rule about kinds of
// characters: length and not being guessable are what protects.
const (
	PasswordMin = 10
	PasswordMax = 128
	surprising  = 5 // characters that must remain when the guessable ones are taken out
)

// commonPieces are what guessable passwords are made of, lower case, folded by
// plain: words, walks over the keyboard, pinyin of greetings and loves.
var commonPieces = strings.Fields(`
	password passwort passwd pass word admin administrator root user guest login welcome hello letmein changeme change
	default secret master manager system server oracle test demo temp qwertyuiop qwerty qwert asdfghjkl asdfgh asdf
	zxcvbnm zxcvbn zxcv qazwsxedc qazwsx qaz wsx edc 1qaz 2wsx 3edc 1q2w3e4r qwer iloveyou ilove loveyou love
	monkey dragon sunshine princess football baseball superman batman shadow michael computer internet freedom whatever
	trustno abc abcd xyz woaini woai aini wodemima mima zhongguo china beijing shanghai nanjing xuzhou jiangsu huaihai
	nihao niubi laopo laogong baobei feichang wangluo qweasd asdzxc company office project fugong zone
`)

// plain folds a password as guessers do: small letters, and the digits and
// signs that stand for letters. Every character stays in its place.
func plain(s string) []rune {
	return []rune(strings.NewReplacer("0", "o", "1", "i", "!", "i", "3", "e", "4", "a", "@", "a", "5", "s", "$", "s", "7", "t", "2", "z").
		Replace(strings.ToLower(s)))
}

// CheckPassword returns an Invalid fault unless the password is long enough and
// not guessable. own are words that guessers try first: the login, the name.
func CheckPassword(password string, own ...string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < PasswordMin:
		return fault.New(fault.Invalid, "zone.password.short", "Min", PasswordMin)
	case n > PasswordMax:
		return fault.New(fault.Invalid, "zone.password.long", "Max", PasswordMax)
	case isGuessable(password, own):
		return fault.New(fault.Invalid, "zone.password.common")
	}
	return nil
}

// isGuessable tells whether little surprise remains of a password when common
// pieces, the owner's own words, runs (12345, edcba) and repeats (aaaa, abab)
// are taken out.
func isGuessable(password string, own []string) bool {
	typed, folded := []rune(strings.ToLower(password)), plain(password)
	known := make([]bool, len(typed))
	for _, w := range own {
		if utf8.RuneCountInString(w) > 1 {
			cover(known, folded, plain(w))
		}
	}
	for _, w := range commonPieces {
		cover(known, folded, plain(w))
	}
	coverRuns(known, typed)
	return surpriseOf(typed, known) < surprising
}

// cover marks every place of word in text as known.
func cover(known []bool, text, word []rune) {
	for at := 0; at+len(word) <= len(text); at++ {
		if slices.Equal(text[at:at+len(word)], word) {
			mark(known, at, at+len(word))
		}
	}
}

// coverRuns marks runs of three or more: up, down or on the spot.
func coverRuns(known []bool, text []rune) {
	for at := 2; at < len(text); at++ {
		step := text[at] - text[at-1]
		if step == text[at-1]-text[at-2] && step >= -1 && step <= 1 {
			mark(known, at-2, at+1)
		}
	}
}

func mark(known []bool, from, to int) {
	for i := from; i < to; i++ {
		known[i] = true
	}
}

// surpriseOf counts the different characters that are not known, digits by half:
// years and counters are what people add first.
func surpriseOf(text []rune, known []bool) int {
	letters, digits := map[rune]bool{}, map[rune]bool{}
	for i, r := range text {
		switch {
		case known[i]:
		case r >= '0' && r <= '9':
			digits[r] = true
		default:
			letters[r] = true
		}
	}
	return len(letters) + len(digits)/2
}
