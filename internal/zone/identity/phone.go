package identity

import (
	"regexp"
	"strings"

	"fugong/internal/fault"
)

// Phone is a telephone number in the international form of E.164, "+86…":
// personal data.
type Phone string

var (
	chineseMobile   = regexp.MustCompile(`^1[3-9]\d{9}$`)
	chineseLandline = regexp.MustCompile(`^0[1-9]\d{9,10}$`)
	international   = regexp.MustCompile(`^\+[1-9]\d{6,14}$`)
)

// ParsePhone reads a number as people type it: a Chinese mobile or landline
// number with or without 86, or any other with its country code. The Invalid
// fault never repeats the number.
func ParsePhone(s string) (Phone, error) {
	s = strings.NewReplacer("(", "", ")", "", ".", "").Replace(Tidy(s))
	if rest, ok := strings.CutPrefix(s, "00"); ok {
		s = "+" + rest
	}
	local := strings.TrimPrefix(s, "+86")
	if len(local) == 13 {
		local = strings.TrimPrefix(local, "86")
	}
	switch {
	case chineseMobile.MatchString(local):
		return Phone("+86" + local), nil
	case chineseLandline.MatchString(local):
		return Phone("+86" + local[1:]), nil
	case strings.HasPrefix(s, "+86"):
		return "", fault.New(fault.Invalid, "zone.phone.chinese")
	case international.MatchString(s):
		return Phone(s), nil
	}
	return "", fault.New(fault.Invalid, "zone.phone.shape")
}

// Local is the number as it is dialled in China, with the country code for others.
func (p Phone) Local() string {
	local, chinese := strings.CutPrefix(string(p), "+86")
	if chinese && !chineseMobile.MatchString(local) {
		return "0" + local
	}
	return local
}

// Masked is the number as lists show it: 138****5678.
func (p Phone) Masked() string { return maskMiddle(p.Local(), 3, 4) }
