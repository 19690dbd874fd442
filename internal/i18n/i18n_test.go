package i18n_test

import (
	"errors"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"fugong/internal/fault"
	"fugong/internal/i18n"
	"fugong/internal/i18n/i18ntest"
	"fugong/solve/worktime"
)

var room = fstest.MapFS{
	"locale/zh.json": {Data: []byte(`{"plan.title":"{{.Name}}的总控计划","plan.count":"{{.N}} 项作业","plain":"计划","plan.loop":"作业 {{.Codes}} 首尾相接成环","f.name":"请填写名称"}`)},
	"locale/en.json": {Data: []byte(`{"plan.title":"Master plan of {{.Name}}","plan.count":{"one":"{{.N}} activity","other":"{{.N}} activities"},"plain":"Plan","plan.loop":"Activities {{.Codes}} form a loop","f.name":"Give a name"}`)},
}

func TestOwnWordsAreComplete(t *testing.T) {
	i18ntest.Check(t, []string{"."}, room)
}

func TestMessages(t *testing.T) {
	zh, en := i18ntest.Context(t, "zh", room), i18ntest.Context(t, "en", room)
	loop := fault.New(fault.Invalid, "plan.loop", "Codes", "A, B").With("name", "f.name")
	for _, c := range []struct{ got, want string }{
		{i18n.T(zh, "plain"), "计划"},
		{i18n.T(en, "plan.title", "Name", "Line 1"), "Master plan of Line 1"},
		{i18n.T(zh, "plan.title", "Name", "一号线"), "一号线的总控计划"},
		{i18n.N(en, "plan.count", 1), "1 activity"},
		{i18n.N(en, "plan.count", 4236), "4,236 activities"},
		{i18n.N(zh, "plan.count", 1), "1 项作业"},
		{i18n.T(zh, "no.such.key"), "no.such.key"},
		{i18n.T(t.Context(), "no.catalogue"), "no.catalogue"},
		{i18n.Error(en, loop), "Activities A, B form a loop"},
		{i18n.Fields(zh, loop)["name"], "请填写名称"},
		{i18n.Error(zh, errors.New("disk full")), i18n.T(zh, "fault.internal")},
		{i18n.Error(en, fault.New(fault.Forbidden, "unknown.key")), i18n.T(en, "fault.forbidden")},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	zh, en := i18ntest.Context(t, "zh"), i18ntest.Context(t, "en")
	instant := time.Date(2020, 2, 20, 16, 30, 0, 0, time.UTC) // 00:30 the next day in Shanghai
	civil := worktime.Time(instant.Unix() / 60)
	for _, c := range []struct{ got, want string }{
		{i18n.Date(zh, instant), "2020-02-21"},
		{i18n.Date(en, instant), "21 Feb 2020"},
		{i18n.DateTime(zh, civil), "2020-02-20 16:30"},
		{i18n.DateTime(en, worktime.None), ""},
		{i18n.Date(en, worktime.Day(0)), "1 Jan 1970"},
		{i18n.LongDate(zh, instant), "2020年2月21日 星期五"},
		{i18n.Number(zh, -1234567), "-1,234,567"},
		{i18n.Decimal(en, 1234.50, 2), "1,234.5"},
		{i18n.Decimal(en, -0.001, 1), "0"},
		{i18n.Fixed(en, -12000, 1), "-12,000.0"},
		{i18n.Percent(en, 0.425), "42.5%"},
		{i18n.Days(en, 1), "1 day"},
		{i18n.Days(en, -2.5), "-2.5 days"},
		{i18n.Days(zh, 15), "15 天"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		accept string
		wishes []string
		want   string
	}{
		{"", nil, "zh"},
		{"en-GB,en;q=0.9", nil, "en"},
		{"zh-TW", nil, "zh"},
		{"en", []string{"", "zh"}, "zh"},
		{"zh", []string{"en-US"}, "en"},
		{"zh", []string{"<script>"}, "zh"},
		{"fr-FR", nil, "en"},
		{"%%%", nil, "zh"},
	} {
		if got := i18n.Match(c.accept, c.wishes...); got != c.want {
			t.Errorf("Match(%q, %q) = %q, want %q", c.accept, c.wishes, got, c.want)
		}
	}
}

func TestSortByPinyin(t *testing.T) {
	names := []string{"张三", "李四", "标段10", "安琪", "标段9", "王五"}
	i18n.Sort(i18ntest.Context(t, "zh"), names, func(s string) string { return s })
	if want := []string{"安琪", "标段9", "标段10", "李四", "王五", "张三"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, zh := range map[string]string{
		"malformed":    `{`,
		"no other":     `{"a":{"one":"x"}}`,
		"nested":       `{"a":{"other":{"b":"c"}}}`,
		"bad template": `{"a":"{{.N"}`,
	} {
		fs := fstest.MapFS{"locale/zh.json": {Data: []byte(zh)}, "locale/en.json": {Data: []byte(`{}`)}}
		if _, err := i18n.Load(fs); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := i18n.Load(room, room); err == nil {
		t.Error("a key declared twice is accepted")
	}
}
