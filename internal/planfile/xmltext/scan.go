package xmltext

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"fugong/internal/fault"
)

// What a file may make a parser hold at once: it keeps every open element, and
// each mark and each text as a whole.
const (
	maxDepth = 64       // plan schemas need about ten
	maxMark  = 64 << 10 // bytes from < to >
	maxText  = 1 << 20  // bytes between two marks, or of a comment
)

// Scan reads XML as a parser would split it, in constant memory, and gives each
// start mark from < to > to see. Where XML is malformed a parser stops; up to
// there both agree. Errors: Invalid plan.file.deep, plan.file.xml_doctype,
// plan.file.xml_long (args line); those of see and of in.
func Scan(in io.Reader, see func(mark []byte) error) error {
	s := scanner{in: bufio.NewReaderSize(in, 64<<10), see: see, line: 1}
	for {
		err := s.passText()
		if err == nil {
			err = s.passMarkup()
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

type scanner struct {
	in    *bufio.Reader
	see   func(mark []byte) error
	mark  []byte
	line  int
	depth int
}

func (s *scanner) refuse(key string) error { return fault.New(fault.Invalid, key, "line", s.line) }

// passText passes what stands before the next mark.
func (s *scanner) passText() error {
	for n := 0; ; {
		piece, err := s.in.ReadSlice('<')
		s.line += bytes.Count(piece, []byte{'\n'})
		if n += len(piece); n > maxText {
			return s.refuse("plan.file.xml_long")
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// passMarkup passes what begins with the < just read.
func (s *scanner) passMarkup() error {
	next, err := s.in.Peek(1)
	if err != nil {
		return err
	}
	switch next[0] {
	case '!':
		return s.passDeclaration()
	case '?':
		return s.readPast("?>")
	case '/':
		s.depth--
		return s.readPast(">")
	}
	if err := s.passStartMark(); err != nil {
		return err
	}
	if !bytes.HasSuffix(s.mark, []byte("/>")) {
		s.depth++
	}
	if s.depth > maxDepth {
		return s.refuse("plan.file.deep")
	}
	return s.see(s.mark)
}

// passDeclaration passes a comment or a section of characters, and refuses the rest.
func (s *scanner) passDeclaration() error {
	if next, _ := s.in.Peek(3); string(next) == "!--" {
		if _, err := s.in.Discard(3); err != nil {
			return err
		}
		return s.readPast("-->")
	}
	if next, _ := s.in.Peek(8); string(next) == "![CDATA[" {
		return s.readPast("]]>")
	}
	return s.refuse("plan.file.xml_doctype")
}

// passStartMark reads a start mark whole. A > between quotation marks does not end it.
func (s *scanner) passStartMark() error {
	s.mark = append(s.mark[:0], '<')
	quote := byte(0)
	for {
		c, err := s.in.ReadByte()
		if err != nil {
			return err
		}
		if s.mark = append(s.mark, c); len(s.mark) > maxMark {
			return s.refuse("plan.file.xml_long")
		}
		switch {
		case c == '\n':
			s.line++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return nil
		}
	}
}

// readPast reads to the end of stop.
func (s *scanner) readPast(stop string) error {
	last := stop[len(stop)-1]
	tail := make([]byte, 0, 2*len(stop))
	for n := 0; ; {
		piece, err := s.in.ReadSlice(last)
		s.line += bytes.Count(piece, []byte{'\n'})
		if n += len(piece); n > maxText {
			return s.refuse("plan.file.xml_long")
		}
		tail = append(tail, piece[max(0, len(piece)-len(stop)):]...)
		tail = tail[max(0, len(tail)-len(stop)):]
		switch {
		case err == nil && string(tail) == stop:
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// Name is the local name of a start mark.
func Name(mark []byte) string {
	end := bytes.IndexAny(mark, " \t\r\n/>")
	if end < 1 {
		return ""
	}
	name := mark[1:end]
	return string(name[bytes.LastIndexByte(name, ':')+1:])
}
