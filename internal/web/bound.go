package web

import (
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"fugong/internal/text"
)

// boundSchemas writes into the API's description how long the texts are that it
// takes, by the rule that checkJSON refuses by. Schemas that answers use as well
// stay as they are: a plan that was imported may hold longer texts.
func (m *Mux) boundSchemas() {
	b := bounder{registry: m.api.OpenAPI().Components.Schemas, answered: map[*huma.Schema]bool{}, seen: map[*huma.Schema]bool{}}
	paths := m.api.OpenAPI().Paths
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, op := range operations(paths[path]) {
			for _, r := range op.Responses {
				for _, c := range r.Content {
					b.walkSchema(c.Schema, "", b.answered, nil)
				}
			}
		}
	}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for _, op := range operations(paths[path]) {
			if op.RequestBody == nil {
				continue
			}
			for kind, c := range op.RequestBody.Content {
				if strings.Contains(kind, "json") {
					b.walkSchema(c.Schema, "", b.seen, limitText)
				}
			}
		}
	}
}

func operations(p *huma.PathItem) (list []*huma.Operation) {
	for _, op := range []*huma.Operation{p.Get, p.Put, p.Post, p.Delete, p.Patch} {
		if op != nil {
			list = append(list, op)
		}
	}
	return list
}

// limitText bounds a text that nothing else bounds.
func limitText(s *huma.Schema, name string) {
	if s.Type == huma.TypeString && s.MaxLength == nil && len(s.Enum) == 0 && s.Format == "" && s.ContentEncoding == "" {
		limit := text.Limit(name)
		s.MaxLength = &limit
		s.PrecomputeMessages()
	}
}

// bounder walks over schemas, each once.
type bounder struct {
	registry       huma.Registry
	answered, seen map[*huma.Schema]bool
}

// walkSchema visits s and what is within it; name is the property it belongs to. With
// do, what answers use is left out.
func (b *bounder) walkSchema(s *huma.Schema, name string, seen map[*huma.Schema]bool, do func(s *huma.Schema, name string)) {
	if s != nil && s.Ref != "" {
		s = b.registry.SchemaFromRef(s.Ref)
	}
	if s == nil || seen[s] || do != nil && b.answered[s] {
		return
	}
	seen[s] = true
	if do != nil {
		do(s, name)
	}
	for property, inner := range s.Properties {
		b.walkSchema(inner, property, seen, do)
	}
	b.walkSchema(s.Items, name, seen, do)
	if more, ok := s.AdditionalProperties.(*huma.Schema); ok {
		b.walkSchema(more, name, seen, do)
	}
	for _, list := range [][]*huma.Schema{s.OneOf, s.AnyOf, s.AllOf} {
		for _, inner := range list {
			b.walkSchema(inner, name, seen, do)
		}
	}
}
