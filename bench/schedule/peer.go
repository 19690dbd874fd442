package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"fugong/solve/schedule"
)

// peer is a running driver of the peer: it reads the names of files and answers
// each with a line of JSON, so that starting it is measured once for none.
type peer struct {
	o       options
	cmd     *exec.Cmd
	in      io.WriteCloser
	answers chan answer
}

type answer struct {
	Status     string  `json:"status"`
	Makespan   int     `json:"makespan"`
	LowerBound int     `json:"lower_bound"`
	Seconds    float64 `json:"seconds"`
	First      float64 `json:"first_seconds"`
	Start      []int   `json:"start"`
	Mode       []int   `json:"mode"`
}

// startPeer starts the driver; nil when the peer is not there.
func startPeer(o options) *peer {
	if exec.Command(o.python, "-c", "import ortools").Run() != nil {
		return nil
	}
	p := &peer{o: o}
	if err := p.start(); err != nil {
		return nil
	}
	return p
}

func (p *peer) start() (err error) {
	p.cmd = exec.Command(p.o.python, p.o.peer, "--workers", strconv.Itoa(p.o.threads), "--seconds", strconv.FormatFloat(p.o.seconds, 'g', -1, 64), "-")
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := p.cmd.Start(); err != nil {
		return err
	}
	p.answers = make(chan answer)
	go listen(out, p.answers)
	return nil
}

func listen(out io.Reader, answers chan<- answer) {
	defer close(answers)
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var a answer
		if json.Unmarshal(lines.Bytes(), &a) != nil {
			return // the reader of the channel reports that the peer has gone
		}
		answers <- a
	}
}

func (p *peer) stop() {
	if p == nil {
		return
	}
	p.in.Close()
	_ = p.cmd.Process.Kill() // it may have ended already
	for range p.answers {
	}
	_ = p.cmd.Wait() // killed: its exit says nothing
}

// ofPeer asks the peer. One that has not answered after five times its wall time
// and a minute is stopped and counted as having found nothing.
func (r row) ofPeer(ctx context.Context, in instance, p *peer) (row, error) {
	problem, err := load(in.path)
	if err != nil {
		return r, err
	}
	r.Tasks = len(problem.Tasks)
	begun := time.Now()
	if _, err := fmt.Fprintln(p.in, in.path); err != nil {
		return r, fmt.Errorf("the peer has gone: %w", err)
	}
	select {
	case <-ctx.Done():
		return r, ctx.Err()
	case a, ok := <-p.answers:
		if !ok {
			return r, fmt.Errorf("the peer has gone at %s", in.path)
		}
		r.Status, r.LowerBound, r.Seconds, r.First = a.Status, a.LowerBound, a.Seconds, a.First
		if len(a.Start) > 0 {
			r.judge(problem, &schedule.Solution{Start: a.Start, Mode: a.Mode})
		}
		return r, nil
	case <-time.After(time.Duration(5*r.Budget)*time.Second + time.Minute):
		p.stop()
		r.Status, r.Error, r.Seconds = unknown, "no answer", time.Since(begun).Seconds()
		return r, p.start()
	}
}
