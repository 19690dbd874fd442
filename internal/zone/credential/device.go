package credential

import (
	"crypto/hmac"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"time"
)

// DeviceLife is how long a browser is known after its last good sign-in.
const DeviceLife = 180 * 24 * time.Hour

// maxDevices is how many accounts one browser is known for.
const maxDevices = 5

// Marker makes keyed marks that only this house can make.
type Marker func(value string) []byte

// A device token says that somebody signed in to an account from a browser. It
// opens nothing: it gives the browser an allowance of wrong tries of its own,
// which strangers cannot use up.
//
//	id.issued.mark, for several accounts with ~ between them
func deviceToken(mark Marker, account, id string, issued int64) string {
	at := strconv.FormatInt(issued, 36)
	return id + "." + at + "." + base64.RawURLEncoding.EncodeToString(mark("device "+account+" "+id+" "+at))
}

// KnownDevice is the id of the browser when one of the tokens in kept was made
// for the account and is not too old; "" for a stranger.
func KnownDevice(mark Marker, kept, account string, now time.Time) string {
	for token := range strings.SplitSeq(kept, "~") {
		id, rest, _ := strings.Cut(token, ".")
		at, _, _ := strings.Cut(rest, ".")
		issued, err := strconv.ParseInt(at, 36, 64)
		if err != nil || account == "" || now.Sub(time.Unix(issued, 0)) > DeviceLife {
			continue
		}
		if hmac.Equal([]byte(token), []byte(deviceToken(mark, account, id, issued))) {
			return id
		}
	}
	return ""
}

// KeepDevice adds a token for the account to those in kept, or renews the one
// that is there, and drops the oldest when there are too many.
func KeepDevice(mark Marker, random io.Reader, kept, account string, now time.Time) (string, error) {
	id := KnownDevice(mark, kept, account, now)
	var others []string
	for token := range strings.SplitSeq(kept, "~") {
		if token != "" && (id == "" || !strings.HasPrefix(token, id+".")) && len(others) < maxDevices-1 && len(token) < 120 {
			others = append(others, token)
		}
	}
	if id == "" {
		var err error
		if id, err = NewSecret(random, 16); err != nil {
			return "", err
		}
	}
	return strings.Join(append([]string{deviceToken(mark, account, id, now.Unix())}, others...), "~"), nil
}
