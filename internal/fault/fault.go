// Package fault gives errors their kind. People see a translated message that
// says what to do; operators see the cause in the log.
package fault

import (
	"errors"
	"fmt"
)

// Kind is what went wrong, in the few ways that callers tell apart.
type Kind uint8

const (
	Internal Kind = iota
	Invalid
	NotFound
	Conflict
	Forbidden
	Unauthenticated
	TooLarge
	TooMany
	Unavailable
)

var names = [...]string{"internal", "invalid", "not found", "conflict", "forbidden", "unauthenticated", "too large", "too many", "unavailable"}

func (k Kind) String() string { return names[k] }

// Error is a failure with a message of the catalogue.
type Error struct {
	Kind   Kind
	Key    string            // message key, "plan.import.loop"
	Args   map[string]string // fill the message in; never personal data
	Fields []Field           // one per wrong input, for forms and the API
	Err    error             // the cause; logged, never shown
}

// Field is one wrong input.
type Field struct {
	Name string
	Key  string
	Args map[string]string
}

func (e *Error) Error() string {
	s := e.Kind.String() + ": " + e.Key
	for k, v := range e.Args {
		s += fmt.Sprintf(" %s=%s", k, v)
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// New returns an error of kind k; args are name, value pairs.
func New(k Kind, key string, args ...any) *Error {
	return &Error{Kind: k, Key: key, Args: Args(args...)}
}

// Args makes a message's arguments from name, value pairs.
func Args(pairs ...any) map[string]string {
	if len(pairs) == 0 {
		return nil
	}
	m := make(map[string]string, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = fmt.Sprint(pairs[i+1])
	}
	return m
}

// Because adds the cause.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// With adds a wrong input.
func (e *Error) With(name, key string, args ...any) *Error {
	e.Fields = append(e.Fields, Field{Name: name, Key: key, Args: Args(args...)})
	return e
}

// Of is the kind of err: Internal when it has none.
func Of(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
