package db

import (
	"bytes"
	"compress/flate"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"time"

	"fugong/internal/fault"
)

// Millis is how an instant is stored: Unix milliseconds.
func Millis(t time.Time) int64 { return t.UnixMilli() }

// Document is v as JSON for a text column; the empty string for nothing.
func Document(v any) (string, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a document: %w", err)
	}
	switch string(text) {
	case "{}", "null", "[]":
		return "", nil
	}
	return string(text), nil
}

// ParseDocument reads what Document wrote into v, which keeps its values where
// nothing was said. Error: Internal "db.corrupt".
func ParseDocument(text string, v any) error {
	if text == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(text), v); err != nil {
		return fault.New(fault.Internal, "db.corrupt").Because(err)
	}
	return nil
}

// Pack is v in gob, compressed: for what holds complete plans of many activities.
func Pack(v any) ([]byte, error) {
	var out bytes.Buffer
	z, err := flate.NewWriter(&out, flate.BestSpeed)
	if err == nil {
		err = gob.NewEncoder(z).Encode(v)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("pack: %w", err)
	}
	return out.Bytes(), nil
}

// Unpack reads what Pack wrote. Error: Internal "db.corrupt".
func Unpack(packed []byte, v any) error {
	if err := gob.NewDecoder(flate.NewReader(bytes.NewReader(packed))).Decode(v); err != nil {
		return fault.New(fault.Internal, "db.corrupt").Because(err)
	}
	return nil
}
