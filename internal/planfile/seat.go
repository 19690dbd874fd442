package planfile

import (
	"bytes"
	"context"
	"io"

	"fugong/internal/fault"
)

// unknownSize is that of what cannot tell, such as a pipe.
const unknownSize = -1

// sizeOf is how many bytes r will give.
func sizeOf(r io.Reader) int64 {
	switch r := r.(type) {
	case interface{ Size() int64 }:
		return r.Size()
	case io.Seeker:
		size, err := r.Seek(0, io.SeekEnd)
		if err != nil {
			return unknownSize
		}
		if _, err := r.Seek(0, io.SeekStart); err != nil {
			return unknownSize
		}
		return size
	}
	return unknownSize
}

// readWhole reads a whole file. Where its size is known the bytes are taken once, not
// grown step by step.
func readWhole(name string, r io.Reader, size int64) ([]byte, error) {
	var data bytes.Buffer
	if size != unknownSize {
		data.Grow(int(size) + bytes.MinRead)
	}
	if _, err := data.ReadFrom(io.LimitReader(r, Limit+1)); err != nil {
		return nil, fault.New(fault.Invalid, "plan.file.unreadable", "file", name).Because(err)
	}
	if data.Len() > Limit {
		return nil, tooLarge(name)
	}
	return data.Bytes(), nil
}

// heavy is how large a file is that has the reader for itself. One that is packed
// always has: 50 kB may unpack to all that is allowed.
const heavy = 2 << 20

var seat = make(chan struct{}, 1)

// takeFile reads a file. One heavy file is read at a time, so that ten uploads take no
// more memory than one: leave lets the next begin. When ctx ends before that, take
// fails with its cause.
func takeFile(ctx context.Context, name string, r io.Reader, size int64) (data []byte, leave func(), err error) {
	light := size != unknownSize && size < heavy
	if light {
		data, err = readWhole(name, r, size)
		if err != nil || !bytes.HasPrefix(data, []byte("PK")) {
			return data, func() {}, err
		}
	}
	select {
	case seat <- struct{}{}:
	case <-ctx.Done():
		return nil, nil, context.Cause(ctx)
	}
	if !light {
		if data, err = readWhole(name, r, size); err != nil {
			<-seat
			return nil, nil, err
		}
	}
	return data, func() { <-seat }, nil
}
