package psplib

import (
	"strconv"
	"strings"

	"fugong/solve/schedule"
)

// The sections of a ProGen file, as they are headed there; blanks do not count.
const (
	heading    = "heading"
	precedence = "PRECEDENCE RELATIONS"
	requests   = "REQUESTS/DURATIONS"
	available  = "RESOURCE AVAILABILITIES"
)

var headings = []string{"PROJECT INFORMATION", precedence, requests, available}

// readProGen reads .sm and .mm.
func readProGen(data []byte) (*schedule.Problem, error) {
	f, err := splitSections(data)
	if err != nil {
		return nil, err
	}
	var p project
	for _, step := range []func(*project) error{f.readCounts, f.readPrecedence, f.readRequests, f.available} {
		if err := step(&p); err != nil {
			return nil, err
		}
	}
	return &p.Problem, p.refuseLoop(precedence)
}

// proGen is a ProGen file taken apart.
type proGen struct {
	heads    map[string]*numbers // what stands after the colons of the heading
	sections map[string]*numbers
	modes    []int // of every job
}

func splitSections(data []byte) (*proGen, error) {
	f := &proGen{heads: map[string]*numbers{}, sections: map[string]*numbers{}}
	var in *numbers
	for i, text := range lines(data) {
		if strings.Trim(text, "*-= \t") == "" {
			continue // blank or a rule across the page
		}
		if name := headed(text); name != "" {
			in = &numbers{section: name, line: i + 1}
			f.sections[name] = in
			continue
		}
		if in == nil {
			f.head(text, i+1)
			continue
		}
		if first := strings.TrimSpace(text)[0]; (first < '0' || first > '9') && first != '-' {
			if len(in.words) == 0 {
				continue // names of columns
			}
			in.line = i + 1
			in.fail(NotNumber, strconv.Quote(strings.TrimSpace(text)))
			return nil, in.err
		}
		in.add(text, i+1)
	}
	return f, nil
}

// headed is the section that a line opens, "" for none.
func headed(text string) string {
	for _, name := range headings {
		if strings.HasPrefix(squeeze(text), squeeze(name)) {
			return name
		}
	}
	return ""
}

func squeeze(text string) string {
	return strings.ToUpper(strings.Join(strings.Fields(text), ""))
}

// head keeps what stands after a colon of the heading, by what stands before it.
func (f *proGen) head(text string, line int) {
	name, value, found := strings.Cut(text, ":")
	if !found {
		return
	}
	n := &numbers{section: heading, line: line}
	n.add(value, line)
	f.heads[strings.Trim(squeeze(name), "-")] = n
}

// readCounts reads how many jobs and resources there are.
func (f *proGen) readCounts(p *project) error {
	jobs, err := f.headCount("JOBS(INCL.SUPERSOURCE/SINK)", 1)
	if err != nil {
		return err
	}
	var of [3]int
	for i, name := range []string{"RENEWABLE", "NONRENEWABLE", "DOUBLYCONSTRAINED"} {
		if of[i], err = f.headCount(name, 0); err != nil {
			return err
		}
	}
	if of[2] > 0 {
		return &Error{f.heads["DOUBLYCONSTRAINED"].line, heading, Doubly, ""}
	}
	n, err := f.section(precedence)
	if err != nil {
		return err
	}
	if jobs > len(n.words)/3 {
		return &Error{n.line, precedence, CutOff, ""}
	}
	p.size(jobs, 1, of[0], of[1])
	return nil
}

func (f *proGen) headCount(name string, least int) (int, error) {
	n := f.heads[name]
	if n == nil {
		return 0, &Error{0, heading, Missing, name}
	}
	v := n.readBetween(least, most)
	if n.err != nil {
		return 0, n.err
	}
	return v, nil
}

func (f *proGen) section(name string) (*numbers, error) {
	if n := f.sections[name]; n != nil {
		return n, nil
	}
	return nil, &Error{0, name, Missing, ""}
}

// readPrecedence reads: job, modes, successors, each successor.
func (f *proGen) readPrecedence(p *project) error {
	n, err := f.section(precedence)
	if err != nil {
		return err
	}
	f.modes = make([]int, len(p.Tasks))
	for i := range p.Tasks {
		n.expect(i + 1)
		f.modes[i] = n.readBetween(1, most)
		for range n.count(1) {
			if j := n.readBetween(1, len(p.Tasks)); n.err == nil {
				p.after(i, j-1)
			}
		}
		if n.err != nil {
			return n.err
		}
	}
	return done(n)
}

// readRequests reads: job, mode, duration, uses; the job stands at its first mode only.
func (f *proGen) readRequests(p *project) error {
	n, err := f.section(requests)
	if err != nil {
		return err
	}
	for i := range p.Tasks {
		n.expect(i + 1)
		for m := range f.modes[i] {
			n.expect(m + 1)
			p.Tasks[i].Modes = append(p.Tasks[i].Modes, p.mode(n, strconv.Itoa(m+1)))
			if n.err != nil {
				return n.err
			}
		}
	}
	return done(n)
}

func (f *proGen) available(p *project) error {
	n, err := f.section(available)
	if err != nil {
		return err
	}
	p.stock(n)
	return done(n)
}

// done is the error of numbers that ought to be read to their end.
func done(n *numbers) error {
	if n.end(); n.err != nil {
		return n.err
	}
	return nil
}
