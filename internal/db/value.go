package db

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// value is one column of one row in an archive: null, true, a number and text
// are JSON's own, bytes are {"bytes": base64}. Text that is no UTF-8, which
// SQLite lets in, is {"text": base64}.
type value struct{ v any }

type wrapped struct {
	Bytes []byte `json:"bytes,omitempty"`
	Text  []byte `json:"text,omitempty"`
	Empty bool   `json:"empty,omitempty"` // bytes, none
}

// MarshalJSON refuses types that are not portable, such as timestamps.
func (x value) MarshalJSON() ([]byte, error) {
	switch v := x.v.(type) {
	case nil, bool, int64, float64:
		return json.Marshal(v)
	case string:
		if utf8.ValidString(v) {
			return json.Marshal(v)
		}
		return json.Marshal(wrapped{Text: []byte(v)})
	case []byte:
		return json.Marshal(wrapped{Bytes: v, Empty: len(v) == 0})
	}
	return nil, fmt.Errorf("a column of type %T is not portable", x.v)
}

// UnmarshalJSON gives back what MarshalJSON was given; a whole float comes
// back as an integer, which either engine stores as the same number.
func (x *value) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '{':
		var w wrapped
		err := json.Unmarshal(data, &w)
		x.v = any(w.Bytes)
		if w.Text != nil {
			x.v = string(w.Text)
		}
		if w.Empty {
			x.v = []byte{}
		}
		return err
	case '"', 't', 'f', 'n':
		return json.Unmarshal(data, &x.v)
	}
	if strings.ContainsAny(string(data), ".eE") {
		var f float64
		err := json.Unmarshal(data, &f)
		x.v = f
		return err
	}
	var n int64
	err := json.Unmarshal(data, &n)
	x.v = n
	return err
}
