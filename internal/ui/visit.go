package ui

import (
	"context"
	"net/url"
	"slices"
)

// Visit is what the parts know of the request they are rendered for. The web
// layer makes one for every request.
type Visit struct {
	Path     string     // of the page, without query
	Query    url.Values // of the page
	Theme    string     // "light", "dark"; empty follows the system
	Request  string     // request number, shown on error pages
	Fragment string     // id of the element that htmx will swap; empty for a whole page
	House    *House
	Toasts   func() []Toast // messages left for this page, handed out once
	Key      func() string  // a fresh idempotency key
}

// House is what every page shares: the rooms in the top row.
type House struct {
	Rooms []Room
	Dev   bool // shows the gallery
}

// Room is one entry of the top row.
type Room struct {
	Key   string // message key of its name, and what Meta.Room names
	Icon  string
	Href  string
	Shown func(context.Context) bool // nil: to everyone who is signed in
}

// Toast is a short message at the corner of the page.
type Toast struct {
	Level Level
	Text  string
}

// Level weighs a message.
type Level string

const (
	Good Level = "good"
	Info Level = "info"
	Warn Level = "warn"
	Bad  Level = "bad"
)

type visitKey struct{}

// With puts the visit into the context.
func With(ctx context.Context, v *Visit) context.Context {
	return context.WithValue(ctx, visitKey{}, v)
}

// From is the visit of ctx; an empty one when there is none.
func From(ctx context.Context) *Visit {
	if v, ok := ctx.Value(visitKey{}).(*Visit); ok {
		return v
	}
	return &Visit{House: &House{}}
}

// Address is this page's address with the given query parameters set; a
// parameter set to "" goes away.
func (v *Visit) Address(pairs ...string) string {
	q := url.Values{}
	for name, values := range v.Query {
		q[name] = slices.Clone(values)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Del(pairs[i])
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return v.Path
	}
	return v.Path + "?" + q.Encode()
}

func rooms(ctx context.Context) []Room {
	house := From(ctx).House
	if house == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(house.Rooms), func(r Room) bool { return r.Shown != nil && !r.Shown(ctx) })
}

func toasts(ctx context.Context) []Toast {
	if v := From(ctx); v.Toasts != nil {
		return v.Toasts()
	}
	return nil
}

func freshKey(ctx context.Context) string {
	if v := From(ctx); v.Key != nil {
		return v.Key()
	}
	return ""
}
