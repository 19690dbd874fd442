package gantt_test

import (
	"encoding/json"
	"strings"
	"testing"

	"fugong/internal/ui/gantt"
)

func TestHostCarriesItsWordsSafely(t *testing.T) {
	h := gantt.Host{
		ID: "g", Src: "/projects/1/gantt.json?a=1&b=2", Href: "/activities/{id}", Title: `"1#" <厂房>`, Lang: "zh",
		Text: func(key string) string { return key + "</script>" },
	}
	var page strings.Builder
	if err := h.Component().Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	got := page.String()
	if !strings.Contains(got, `data-title="&#34;1#&#34; &lt;厂房&gt;"`) || !strings.Contains(got, `a=1&amp;b=2`) {
		t.Errorf("attributes are not escaped: %s", got)
	}
	_, rest, _ := strings.Cut(got, `<script type="application/json">`)
	script, _, _ := strings.Cut(rest, `</script>`)
	var words map[string]string
	if err := json.Unmarshal([]byte(script), &words); err != nil {
		t.Fatalf("%v in %s", err, script)
	}
	for _, key := range gantt.Keys {
		if words[key] != "ui.gantt."+key+"</script>" {
			t.Errorf("%s is %q", key, words[key])
		}
	}
}
