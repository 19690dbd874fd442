package gantt_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fugong/internal/ui/gantt"
)

var parameter = regexp.MustCompile(`\{\w+\}`)

func TestEveryKeyIsSaidInBothLanguages(t *testing.T) {
	words := map[string]map[string]string{}
	for _, lang := range []string{"zh", "en"} {
		raw, err := gantt.Locale.ReadFile("locale/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		if err := json.Unmarshal(raw, &said); err != nil {
			t.Fatal(err)
		}
		for key := range said {
			if !slices.Contains(gantt.Keys, strings.TrimPrefix(key, "ui.gantt.")) {
				t.Errorf("%s: the chart does not ask for %s", lang, key)
			}
		}
		words[lang] = said
	}
	for _, key := range gantt.Keys {
		zh, en := words["zh"]["ui.gantt."+key], words["en"]["ui.gantt."+key]
		if zh == "" || en == "" {
			t.Errorf("%s is missing: zh %q, en %q", key, zh, en)
		}
		a, b := parameter.FindAllString(zh, -1), parameter.FindAllString(en, -1)
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Errorf("%s takes %v in Chinese and %v in English", key, a, b)
		}
	}
}
