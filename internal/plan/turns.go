package plan

import "sync"

// turns lets changes of one project follow each other. A name is remembered only
// while somebody holds it or waits for it: names come from addresses, and most
// that are asked for may not exist.
type turns struct {
	mu     sync.Mutex
	queues map[string]*queue
}

// queue is those who hold a name or wait for it.
type queue struct {
	sync.Mutex
	length int
}

// takeTurn waits for the turn at name and returns what ends it.
func (t *turns) takeTurn(name string) (leave func()) {
	t.mu.Lock()
	if t.queues == nil {
		t.queues = map[string]*queue{}
	}
	l := t.queues[name]
	if l == nil {
		l = &queue{}
		t.queues[name] = l
	}
	l.length++
	t.mu.Unlock()
	l.Lock()
	return func() {
		l.Unlock()
		t.mu.Lock()
		defer t.mu.Unlock()
		if l.length--; l.length == 0 {
			delete(t.queues, name)
		}
	}
}
