package recoveryweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"fugong/internal/i18n"
	"fugong/internal/masterplan/acceleration"
	"fugong/internal/recovery"
	"fugong/internal/ui"
	"fugong/internal/web"
)

func (h handlers) measureRoutes(m *web.Mux) {
	m.Handle("GET /measures", h.showMeasures)
	m.Handle("POST /measures", h.putMeasures)
	m.Handle("POST /measures/reset", h.resetMeasures)
}

// measureView is the zone's measures with all their figures.
type measureView struct {
	recovery.Measures
	form   ui.Form
	groups []measureGroup
	may    bool
	by     string // who changed them last
}

// measureGroup is one kind of measure with its figures; the first is of all kinds.
type measureGroup struct {
	kind   acceleration.Kind
	params []recovery.Parameter
}

func measureGroups() []measureGroup {
	groups := []measureGroup{{}}
	for _, k := range acceleration.Kinds {
		groups = append(groups, measureGroup{kind: k})
	}
	for _, p := range recovery.Parameters() {
		for i := range groups {
			if groups[i].kind == p.Kind {
				groups[i].params = append(groups[i].params, p)
			}
		}
	}
	return append(groups[1:], groups[0])
}

func (h handlers) measureView(ctx context.Context) (*measureView, error) {
	m, err := h.Recovery.Measures(ctx)
	if err != nil {
		return nil, err
	}
	v := &measureView{Measures: m, groups: measureGroups(), may: h.Recovery.MayMeasure(ctx)}
	names, err := h.Names(ctx, m.UpdatedBy)
	v.by = names[m.UpdatedBy]
	return v, err
}

func (h handlers) showMeasures(w http.ResponseWriter, r *http.Request) error {
	v, err := h.measureView(r.Context())
	if err != nil {
		return err
	}
	v.form = ui.FormOf()
	for _, p := range recovery.Parameters() {
		v.form.Values.Set(string(p.Key), figure(v.Value(p.Key)))
	}
	for _, k := range acceleration.Kinds {
		if v.Uses(k) {
			v.form.Values.Add("use", string(k))
		}
	}
	return web.OK(w, r, measuresPage(v))
}

// figure writes a figure for an input.
func figure(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func (h handlers) putMeasures(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	ctx := r.Context()
	s := recovery.Settings{Values: map[recovery.Key]float64{}}
	for _, k := range acceleration.Kinds {
		if !f.Has("use", string(k)) {
			s.Off = append(s.Off, k)
		}
	}
	for _, p := range recovery.Parameters() {
		if f.Text(string(p.Key)) != "" {
			s.Values[p.Key] = f.Decimal(string(p.Key))
		}
	}
	s.Hard = hardWords(f.Text("hard"))
	if err = f.Fault(); err == nil {
		if _, err = h.Recovery.SetMeasures(ctx, s); err == nil {
			web.Flash(ctx, ui.Good, "plan.measures.saved")
			return web.Redirect(w, r, "/measures")
		}
	}
	v, lost := h.measureView(ctx)
	if lost != nil {
		return lost
	}
	v.form = f.Failed(ctx, err)
	return web.Refuse(w, r, err, measuresPage(v))
}

// hardWords are the words of a text; nil when they are those that come with the
// product, or none.
func hardWords(text string) (words []string) {
	if text == strings.Join(recovery.HardWords(), ", ") {
		return nil
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",，;；、\n", r) }) {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

func (h handlers) resetMeasures(w http.ResponseWriter, r *http.Request) error {
	if _, err := h.Recovery.SetMeasures(r.Context(), recovery.Settings{}); err != nil {
		return err
	}
	web.Flash(r.Context(), ui.Good, "plan.measures.reset.done")
	return web.Redirect(w, r, "/measures")
}

func kindWord(ctx context.Context, k acceleration.Kind) string {
	return i18n.T(ctx, "plan.recovery.measure."+string(k))
}

func unitWord(ctx context.Context, u recovery.Unit) string {
	return i18n.T(ctx, "plan.recovery.unit."+string(u))
}

// origin is the default, the limits and the source of a parameter in one line.
func origin(ctx context.Context, p recovery.Parameter) string {
	return i18n.T(ctx, "plan.measures.origin", "Default", figure(p.Default), "Least", figure(p.Least), "Most", figure(p.Most), "Unit", unitWord(ctx, p.Unit)) +
		i18n.T(ctx, "plan.recovery.source."+string(p.Source))
}
