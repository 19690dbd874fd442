package web

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"sync"
	"time"

	"fugong/internal/fault"
	"fugong/internal/unit"
	"fugong/internal/who"
)

const (
	heartbeat = 20 * time.Second // keeps proxies from closing a quiet stream
	pollEvery = 3 * time.Second
	maxListen = 64 // streams of one account
	maxRecent = 4096
	oldest    = time.Hour   // changes longer ago may be forgotten
	rounding  = time.Second // a page is taken to be older than it says by so much
)

// Live tells open pages that something changed. A page follows one topic,
// "project/0192…" (ui.Meta.Live); when it changes, the page fetches again what
// it marked with the htmx trigger "live from:body".
//
// A change made in this process is told at once by Publish; a page that comes to
// listen says how old it is and hears of what it missed. A change made by another
// process is seen by asking for the revision every few seconds.
type Live struct {
	mu        sync.Mutex
	revisions map[string]Revision
	topics    map[string]*topic
	accounts  map[string]int
	recent    map[string]time.Time // when a topic changed last
	closed    chan struct{}
	again     func(ctx context.Context) (context.Context, error) // see Config.Again
	once      sync.Once
}

// Revision says whether the actor may follow the thing (Forbidden, NotFound
// when not) and gives a text that changes whenever the thing does.
type Revision func(ctx context.Context, id string) (string, error)

type topic struct {
	listeners map[chan struct{}]bool
	last      string
	asked     time.Time
}

func newLive() *Live {
	return &Live{revisions: map[string]Revision{}, topics: map[string]*topic{}, accounts: map[string]int{}, recent: map[string]time.Time{}, closed: make(chan struct{})}
}

// Close ends every stream, for a server that stops: readers come back to the
// next one. Give it to http.Server.RegisterOnShutdown.
func (l *Live) Close() { l.once.Do(func() { close(l.closed) }) }

// Topic lets pages follow things of a kind, at /live/{kind}/{id}.
func (l *Live) Topic(kind string, revision Revision) { l.revisions[kind] = revision }

// Publish tells the followers of a thing that it changed, once the change is
// committed.
func (l *Live) Publish(ctx context.Context, kind, id string) {
	unit.AfterCommit(ctx, func() { l.publishLocally(kind, id) })
}

func (l *Live) publishLocally(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.recent[kind+"/"+id] = time.Now()
	if len(l.recent) > maxRecent {
		maps.DeleteFunc(l.recent, func(_ string, at time.Time) bool { return time.Since(at) > oldest })
	}
	if t := l.topics[kind+"/"+id]; t != nil {
		t.tell()
	}
}

// tell wakes every listener; one that was woken already stays so.
func (t *topic) tell() {
	for c := range t.listeners {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (l *Live) serveEvents(w http.ResponseWriter, r *http.Request) error {
	kind, id := r.PathValue("kind"), r.PathValue("id")
	revision, ok := l.revisions[kind]
	if !ok {
		return fault.New(fault.NotFound, "fault.notfound")
	}
	first, err := revision(r.Context(), id)
	if err != nil {
		return err
	}
	actor, _ := who.From(r.Context())
	age, _ := strconv.Atoi(r.FormValue("age")) // milliseconds since the page was asked for
	changed, leave, err := l.joinTopic(kind+"/"+id, first, actor.Zone+actor.Account, time.Duration(age)*time.Millisecond)
	if err != nil {
		return err
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	return l.streamEvents(w, r, changed, func() { l.pollRevision(r.Context(), kind, id) }, func() bool { return l.mayFollow(r.Context(), revision, id) })
}

// streamEvents sends an event for every change until the reader goes away or may not
// follow any more, which is asked anew before each event.
func (l *Live) streamEvents(w http.ResponseWriter, r *http.Request, changed <-chan struct{}, poll func(), may func() bool) error {
	out := http.NewResponseController(w)
	beat, ask := time.NewTicker(heartbeat), time.NewTicker(pollEvery)
	defer beat.Stop()
	defer ask.Stop()
	line := "retry: 3000\n\n"
	for {
		if line != "" {
			if _, err := fmt.Fprint(w, line); err != nil || out.Flush() != nil {
				return nil
			}
		}
		select {
		case <-r.Context().Done():
			return nil
		case <-l.closed:
			return nil
		case <-changed:
			line = "event: changed\ndata: {}\n\n"
		case <-beat.C:
			line = ": still here\n\n"
		case <-ask.C:
			line = ""
			poll()
		}
		if line != "" && !may() {
			return nil
		}
	}
}

// mayFollow asks anew whether who follows a thing may: a session that ended or a
// role that was withdrawn ends the stream too.
func (l *Live) mayFollow(ctx context.Context, revision Revision, id string) bool {
	if l.again == nil {
		return true
	}
	now, err := l.again(ctx)
	if err != nil {
		return fault.Of(err) == fault.Unavailable
	}
	_, err = revision(now, id)
	return err == nil || fault.Of(err) == fault.Unavailable
}

// joinTopic makes a listener; it is woken at once when the topic changed within age.
func (l *Live) joinTopic(name, revision, account string, age time.Duration) (<-chan struct{}, func(), error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.accounts[account] >= maxListen {
		return nil, nil, fault.New(fault.TooMany, "fault.toomany")
	}
	l.accounts[account]++
	t := l.topics[name]
	if t == nil {
		t = &topic{listeners: map[chan struct{}]bool{}, last: revision}
		l.topics[name] = t
	}
	c := make(chan struct{}, 1)
	t.listeners[c] = true
	if at, ok := l.recent[name]; ok && time.Since(at) <= age+rounding {
		c <- struct{}{}
	}
	return c, func() { l.leaveTopic(name, account, c) }, nil
}

func (l *Live) leaveTopic(name, account string, c chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.topics[name].listeners, c)
	if len(l.topics[name].listeners) == 0 {
		delete(l.topics, name)
	}
	if l.accounts[account]--; l.accounts[account] == 0 {
		delete(l.accounts, account)
	}
}

// pollRevision asks for the revision, once in a while for all followers together, and
// tells them when it is another.
func (l *Live) pollRevision(ctx context.Context, kind, id string) {
	l.mu.Lock()
	t := l.topics[kind+"/"+id]
	if t == nil || time.Since(t.asked) < pollEvery-pollEvery/10 {
		l.mu.Unlock()
		return
	}
	t.asked = time.Now()
	l.mu.Unlock()
	revision, err := l.revisions[kind](ctx, id)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if revision != t.last {
		t.last = revision
		t.tell()
	}
}
