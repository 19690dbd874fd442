package identity

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"fugong/internal/fault"
)

// PaperKind is the kind of an identity paper.
type PaperKind string

// The papers. Residence permits for people of Hong Kong, Macau and Taiwan and
// the foreigners' permanent residence card of 2023 carry ID numbers (GB 11643).
const (
	IDCard       PaperKind = "id_card"
	Passport     PaperKind = "passport"
	HKMacauPass  PaperKind = "hk_macau"    // 港澳居民来往内地通行证
	TaiwanPass   PaperKind = "taiwan"      // 台湾居民来往大陆通行证
	OtherPaper   PaperKind = "other_paper" // an officer's card, a household register …
	idCardLength           = 18
)

// PaperKinds lists the kinds in the order in which forms show them.
var PaperKinds = []PaperKind{IDCard, Passport, HKMacauPass, TaiwanPass, OtherPaper}

// Paper is an identity paper whose number was checked: personal data.
type Paper struct {
	Kind   PaperKind
	Number string
}

var paperShape = map[PaperKind]*regexp.Regexp{
	Passport:    regexp.MustCompile(`^[A-Z0-9]{5,17}$`),
	HKMacauPass: regexp.MustCompile(`^[HM]\d{8}(\d{2})?$`),
	TaiwanPass:  regexp.MustCompile(`^\d{8}(\d{2})?$`),
	OtherPaper:  regexp.MustCompile(`^[\p{Han}A-Z0-9]{4,30}$`),
}

// ParsePaper reads a paper's number as people type it. today is the zone's
// date: nobody is born after it. The Invalid fault says what is wrong and never
// repeats the number.
func ParsePaper(kind PaperKind, number string, today time.Time) (Paper, error) {
	number = Tidy(number)
	if kind == IDCard {
		if err := checkIDNumber(number, today); err != nil {
			return Paper{}, err
		}
		return Paper{kind, number}, nil
	}
	shape := paperShape[kind]
	if shape == nil {
		return Paper{}, fault.New(fault.Invalid, "zone.paper.unknown")
	}
	if !shape.MatchString(number) {
		return Paper{}, fault.New(fault.Invalid, "zone.paper.shape."+string(kind))
	}
	return Paper{kind, number}, nil
}

// provinces are the first two digits of region codes (GB/T 2260), the residence
// permits' 81, 82, 83, and 90 to 99 for foreigners' cards.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 " +
	"90 91 92 93 94 95 96 97 98 99"

var idDigits = regexp.MustCompile(`^\d{17}[\dX]$`)

func checkIDNumber(s string, today time.Time) error {
	switch {
	case len(s) == 15 && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' }):
		return fault.New(fault.Invalid, "zone.paper.id.fifteen")
	case len([]rune(s)) != idCardLength:
		return fault.New(fault.Invalid, "zone.paper.id.length", "N", len([]rune(s)))
	case !idDigits.MatchString(s):
		return fault.New(fault.Invalid, "zone.paper.id.digits")
	case !slices.Contains(strings.Fields(provinces), s[:2]):
		return fault.New(fault.Invalid, "zone.paper.id.region")
	}
	born, err := time.Parse("20060102", s[6:14])
	if err != nil || born.Year() < 1900 || born.After(today) {
		return fault.New(fault.Invalid, "zone.paper.id.birth")
	}
	if s[17] != idCheck(s[:17]) {
		return fault.New(fault.Invalid, "zone.paper.id.check")
	}
	return nil
}

// idCheck is the check character of an ID number's first 17 digits: ISO 7064
// MOD 11-2, as GB 11643-1999 has it.
func idCheck(s string) byte {
	sum := 0
	for i := range 17 {
		sum = (sum + int(s[i]-'0')) * 2 % 11
	}
	return "0123456789X"[(12-sum)%11]
}

// Birth is the date of birth that an ID number carries; false for other papers.
func (p Paper) Birth() (time.Time, bool) {
	if p.Kind != IDCard || len(p.Number) != idCardLength {
		return time.Time{}, false
	}
	t, err := time.Parse("20060102", p.Number[6:14])
	return t, err == nil
}

// Region is the six-digit region code of an ID number; empty for other papers.
func (p Paper) Region() string {
	if p.Kind != IDCard || len(p.Number) != idCardLength {
		return ""
	}
	return p.Number[:6]
}

// Masked is the number as lists show it: 320***********1234.
func (p Paper) Masked() string {
	if p.Kind == IDCard {
		return maskMiddle(p.Number, 3, 4)
	}
	return maskMiddle(p.Number, 1, 2)
}
