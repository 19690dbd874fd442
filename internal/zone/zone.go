package zone

import (
	"regexp"
	"strings"
	"time"

	"fugong/internal/fault"
)

// Zone is an industrial zone.
type Zone struct {
	ID       string
	Code     string // short and unique, "XEDZ"
	Name     string // in Chinese
	NameEN   string
	TimeZone string // IANA name; every time of the zone is shown in it
	Created  time.Time
}

var zoneCode = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,15}$`)

// Check returns an Invalid fault with one field per wrong input.
func (z Zone) Check() error {
	f := fault.New(fault.Invalid, "zone.zone.invalid")
	if !zoneCode.MatchString(z.Code) {
		f.With("code", "zone.zone.code")
	}
	if strings.TrimSpace(z.Name) == "" {
		f.With("name", "zone.required")
	}
	if _, err := time.LoadLocation(z.TimeZone); err != nil || z.TimeZone == "" {
		f.With("time_zone", "zone.zone.time_zone")
	}
	return orNil(f)
}

// Title is the zone's name in language lang ("zh" or "en").
func (z Zone) Title(lang string) string {
	if lang == "en" && z.NameEN != "" {
		return z.NameEN
	}
	return z.Name
}

// orNil is f as an error, or nil when no input was wrong.
func orNil(f *fault.Error) error {
	if len(f.Fields) == 0 {
		return nil
	}
	return f
}
