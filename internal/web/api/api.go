// Package api is what the rooms share of the API: how an operation is described, how
// lists are paged, and how dates and messages look in JSON.
package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
)

// Op describes an operation. The refusals that it can answer with are added by
// web.Register.
func Op(method, path, id, tag, summary, description string) huma.Operation {
	o := huma.Operation{
		Method: method, Path: "/api/v1" + path, OperationID: id, Tags: []string{tag}, Summary: summary, Description: description,
	}
	switch method {
	case http.MethodPost:
		o.DefaultStatus = http.StatusCreated
	case http.MethodDelete:
		o.DefaultStatus = http.StatusNoContent
	}
	return o
}

// OK makes an operation answer 200 although it is a POST: it made nothing.
func OK(o huma.Operation) huma.Operation {
	o.DefaultStatus = http.StatusOK
	return o
}

// Answer is a body.
type Answer[T any] struct{ Body T }

// Answered is body, or the refusal.
func Answered[T any](body T, err error) (*Answer[T], error) {
	if err != nil {
		return nil, err
	}
	return &Answer[T]{body}, nil
}

// List is some items of all there are.
type List[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total" doc:"How many there are on all pages"`
}

// Paging is asked for by lists.
type Paging struct {
	Page int `query:"page" minimum:"1" maximum:"1000000" default:"1"`
	Size int `query:"size" minimum:"1" maximum:"500" default:"100"`
}

// Paged is one page of a list.
func Paged[N, B any](nouns []N, p Paging, body func(N) B) *Answer[List[B]] {
	out := &Answer[List[B]]{List[B]{Items: []B{}, Total: len(nouns)}}
	first := min((p.Page-1)*p.Size, len(nouns))
	for _, n := range nouns[first:min(first+p.Size, len(nouns))] {
		out.Body.Items = append(out.Body.Items, body(n))
	}
	return out
}

// All is a list with all there are.
func All[N, B any](nouns []N, body func(N) B) *Answer[List[B]] {
	return &Answer[List[B]]{List[B]{Mapped(nouns, body), len(nouns)}}
}

// Mapped turns nouns into bodies; never nil, so that JSON has a list.
func Mapped[N, B any](nouns []N, body func(N) B) []B {
	out := make([]B, 0, len(nouns))
	for _, n := range nouns {
		out = append(out, body(n))
	}
	return out
}

// File is an answer that is not JSON.
type File struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// AnswersWith says what kinds of files an operation answers with.
func AnswersWith(op huma.Operation, kinds ...string) huma.Operation {
	answer := &huma.Response{Description: "The file", Content: map[string]*huma.MediaType{}}
	for _, kind := range kinds {
		answer.Content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	op.Responses = map[string]*huma.Response{"200": answer}
	return op
}

// Empty is an answer without a body.
type Empty struct{}

// Done is the answer without a body, or the refusal.
func Done(err error) (*Empty, error) {
	if err != nil {
		return nil, err
	}
	return &Empty{}, nil
}
