package credential

import (
	"crypto/subtle"
	"encoding/base32"
	"io"
	"net/url"
	"time"

	"github.com/pquerna/otp/hotp"

	"fugong/internal/zone/identity"
)

// TOTP is an account's time-based one-time codes (RFC 6238: SHA-1, six digits,
// 30 seconds, what every authenticator app understands).
type TOTP struct {
	Secret    string // base32; empty when never begun
	Confirmed bool   // the app showed a right code once
	Step      int64  // the last 30-second step that was used; a code works once
}

const totpPeriod = 30

// On tells whether signing in asks for a code.
func (t TOTP) On() bool { return t.Secret != "" && t.Confirmed }

// NewTOTP begins the enrolment with a secret of 160 bits.
func NewTOTP(random io.Reader) (TOTP, error) {
	b := make([]byte, 20)
	if _, err := io.ReadFull(random, b); err != nil {
		return TOTP{}, err
	}
	return TOTP{Secret: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b)}, nil
}

// Use checks a code at now, one step of clock drift either way allowed, and
// returns t with the step used up; false when the code is wrong or was used. A
// used step that now has yet to come to tells of a clock that was set back and
// counts for nothing: its owner would be locked out until it comes.
func (t TOTP) Use(code string, now time.Time) (TOTP, bool) {
	code = identity.Tidy(code)
	if t.Secret == "" || len(code) != 6 {
		return t, false
	}
	at := now.Unix() / totpPeriod
	if t.Step > at+1 {
		t.Step = 0
	}
	for step := at - 1; step <= at+1; step++ {
		want, err := hotp.GenerateCode(t.Secret, uint64(step))
		if err == nil && step > t.Step && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			t.Step = step
			return t, true
		}
	}
	return t, false
}

// Address is what the QR code of the enrolment says: issuer is the product
// and the zone, label the account.
func (t TOTP) Address(issuer, label string) string {
	q := url.Values{"secret": {t.Secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {"6"}, "period": {"30"}}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + issuer + ":" + label, RawQuery: q.Encode()}
	return u.String()
}
