package planfile

import (
	"bytes"
	"io"
	"runtime/debug"
	"sync"

	"fugong/internal/fault"
)

// slurp reads a whole file. Where the reader knows its length the bytes are
// taken once, not grown step by step.
func slurp(name string, r io.Reader) ([]byte, error) {
	var data bytes.Buffer
	if seeker, ok := r.(io.Seeker); ok {
		if size, err := seeker.Seek(0, io.SeekEnd); err == nil { // a pipe cannot tell
			if _, err := seeker.Seek(0, io.SeekStart); err != nil {
				return nil, fault.New(fault.Invalid, "plan.file.unreadable", "file", name).Because(err)
			}
			if size <= Limit {
				data.Grow(int(size) + bytes.MinRead)
			}
		}
	}
	if _, err := data.ReadFrom(io.LimitReader(r, Limit+1)); err != nil {
		return nil, fault.New(fault.Invalid, "plan.file.unreadable", "file", name).Because(err)
	}
	if data.Len() > Limit {
		return nil, tooLarge(name)
	}
	return data.Bytes(), nil
}

// heavy is how large a file is that has the reader for itself; what is packed
// unpacks to some ten times as much.
const heavy = 2 << 20

// thrift is how much garbage, in per cent of what is held, may lie about while a
// heavy file is read: parsing makes much of it.
const thrift = 25

var seat sync.Mutex

// takeSeat lets one heavy file be read at a time, so that ten uploads take no more
// memory than one. It returns what gives the seat back.
func takeSeat(size int) (leave func()) {
	if size < heavy {
		return func() {}
	}
	seat.Lock()
	usual := debug.SetGCPercent(thrift)
	return func() {
		debug.SetGCPercent(usual)
		seat.Unlock()
	}
}
