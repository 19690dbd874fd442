package web

import (
	"bytes"
	"io"
	"os"
)

// Spool keeps what is written to it: up to uploadMemory in memory, more in a
// temporary file. The file has no name once it is open, so that nothing of it
// stays behind when the process is killed. The zero Spool is ready.
type Spool struct {
	head bytes.Buffer
	file *os.File
	size int64
}

// Write adds bytes.
func (s *Spool) Write(p []byte) (n int, err error) {
	if s.file == nil && s.head.Len()+len(p) > uploadMemory {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	if s.file != nil {
		n, err = s.file.Write(p)
	} else {
		n, err = s.head.Write(p)
	}
	s.size += int64(n)
	return n, err
}

func (s *Spool) spill() (err error) {
	if s.file, err = os.CreateTemp("", "spool-*"); err != nil {
		return err
	}
	_ = os.Remove(s.file.Name()) // where an open file cannot lose its name, Close removes it
	_, err = s.file.Write(s.head.Bytes())
	s.head = bytes.Buffer{}
	return err
}

// Size is how many bytes were written.
func (s *Spool) Size() int64 { return s.size }

// Content reads all that was written, from its start.
func (s *Spool) Content() *io.SectionReader {
	if s.file != nil {
		return io.NewSectionReader(s.file, 0, s.size)
	}
	return io.NewSectionReader(bytes.NewReader(s.head.Bytes()), 0, s.size)
}

// Close gives memory and file back.
func (s *Spool) Close() error {
	s.head = bytes.Buffer{}
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	_ = os.Remove(name)
	return err
}
