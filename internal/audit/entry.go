package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"time"
)

// Entry is one act.
type Entry struct {
	Zone   string
	Actor  string // account id; "system" for what nobody asked for
	Action string // as the policy names it: "plan.import"
	Object string // "project/0198…", kind and id
	Detail map[string]string
	At     time.Time // kept to the millisecond
}

// Row is a stored entry.
type Row struct {
	Entry
	Number int64 // counts from 1 within the zone
	Hash   []byte
}

// record is a row as the table has it.
type record struct {
	Zone     string `db:"zone_id"`
	Number   int64  `db:"number"`
	At       int64  `db:"at"` // milliseconds since 1970, UTC
	Actor    string `db:"actor"`
	Action   string `db:"action"`
	Object   string `db:"object"`
	Detail   string `db:"detail"` // JSON, keys sorted
	Previous []byte `db:"previous"`
	Hash     []byte `db:"hash"`
}

// followEntry makes the record of e that comes after number and hash.
func followEntry(e Entry, number int64, hash []byte) (record, error) {
	detail := e.Detail
	if detail == nil {
		detail = map[string]string{}
	}
	text, err := json.Marshal(detail) // sorts the keys
	if err != nil {
		return record{}, err
	}
	r := record{
		Zone: e.Zone, Number: number + 1, At: e.At.UnixMilli(), Actor: e.Actor,
		Action: e.Action, Object: e.Object, Detail: string(text), Previous: hash,
	}
	r.Hash = r.hashSum()
	return r, nil
}

// hashSum is the SHA-256 of the content, each part behind its length, and of the
// hash before it.
func (r record) hashSum() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(r.Number))
	b = binary.BigEndian.AppendUint64(b, uint64(r.At))
	for _, part := range []string{r.Zone, r.Actor, r.Action, r.Object, r.Detail, string(r.Previous)} {
		b = binary.AppendUvarint(b, uint64(len(part)))
		b = append(b, part...)
	}
	hash := sha256.Sum256(b)
	return hash[:]
}

func (r record) row() (Row, error) {
	row := Row{Number: r.Number, Hash: r.Hash, Entry: Entry{
		Zone: r.Zone, Actor: r.Actor, Action: r.Action, Object: r.Object, At: time.UnixMilli(r.At).UTC(),
	}}
	return row, json.Unmarshal([]byte(r.Detail), &row.Detail)
}
