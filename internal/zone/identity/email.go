package identity

import (
	"net/mail"
	"strings"

	"fugong/internal/fault"
)

// Email is an address for electronic mail: personal data.
type Email string

// ParseEmail returns an Invalid fault, which never repeats the address, unless
// s is one bare address.
func ParseEmail(s string) (Email, error) {
	s = strings.TrimSpace(s)
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return "", fault.New(fault.Invalid, "zone.email.shape")
	}
	return Email(s), nil
}

// Masked is the address as lists show it: z***@example.com.
func (e Email) Masked() string {
	at := strings.LastIndexByte(string(e), '@')
	if at < 1 {
		return ""
	}
	return string([]rune(string(e))[:1]) + "***" + string(e[at:])
}
