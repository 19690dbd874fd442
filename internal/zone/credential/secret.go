package credential

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"io"
	"strings"

	"fugong/internal/zone/identity"
)

// NewSecret returns n random bytes as text that fits in an address.
func NewSecret(random io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// Hash is how a secret is kept: long random secrets need no slow hash.
func Hash(secret string) string {
	h := sha256.Sum256([]byte(secret))
	return base64.RawURLEncoding.EncodeToString(h[:])
}

// Spoken is a secret that people read and type: capital letters and digits in
// groups of five, 50 bits.
func Spoken(random io.Reader) (string, error) {
	b := make([]byte, 7)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	s := base32.StdEncoding.EncodeToString(b)[:10]
	return s[:5] + "-" + s[5:], nil
}

// Hear undoes what people do to a spoken secret when they type it.
func Hear(s string) string {
	s = identity.Tidy(s)
	s = strings.NewReplacer("0", "O", "1", "I", "8", "B").Replace(s)
	if len(s) != 10 {
		return s
	}
	return s[:5] + "-" + s[5:]
}
