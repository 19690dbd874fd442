package cli

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"fugong/internal/app"
	"fugong/internal/i18n"
)

// speaking is a context with the product's words.
func speaking(t *testing.T, lang string) context.Context {
	t.Helper()
	words, err := app.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return words.In(t.Context(), lang, nil)
}

// TestEveryCommandAndFlagIsExplained: no help shows a key, in either language.
func TestEveryCommandAndFlagIsExplained(t *testing.T) {
	for _, lang := range i18n.Languages {
		root := newRoot()
		translateHelp(speaking(t, lang), root)
		eachCommand(root, func(cmd *cobra.Command) {
			if cmd.Hidden {
				return
			}
			if cmd.Short == "" || strings.HasPrefix(cmd.Short, "app.") {
				t.Errorf("%s: %s is not explained: %q", lang, cmd.CommandPath(), cmd.Short)
			}
			cmd.Flags().VisitAll(func(f *pflag.Flag) {
				if f.Usage == "" || strings.HasPrefix(f.Usage, "app.") || strings.Contains(f.Usage, "<no value>") {
					t.Errorf("%s: %s --%s is not explained: %q", lang, cmd.CommandPath(), f.Name, f.Usage)
				}
			})
		})
	}
}

func eachCommand(cmd *cobra.Command, f func(*cobra.Command)) {
	f(cmd)
	for _, sub := range cmd.Commands() {
		eachCommand(sub, f)
	}
}

// TestEveryWrongCallIsWorded looks for the messages that the sources name.
func TestEveryWrongCallIsWorded(t *testing.T) {
	ctx := speaking(t, i18n.English)
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	named := regexp.MustCompile(`\b(wrong|exactly)\((?:\d, )?"([\w.]+)"[,)]`)
	found := 0
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(src, -1) {
			key := "app.usage." + string(m[2])
			if string(m[1]) == "exactly" {
				key = "app.usage.want." + string(m[2])
			}
			if found++; !i18n.Has(ctx, key) {
				t.Errorf("%s names %s, which no catalogue has", file, key)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d messages found only", found)
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		args, env, want string
		wrong           bool
	}{
		{"plan", "", "en", false},
		{"plan", "zh_CN.UTF-8", "zh", false},
		{"plan", "fr_FR.UTF-8", "en", false},
		{"plan --lang zh", "en_GB", "zh", false},
		{"--lang=zh-CN plan", "en_GB", "zh", false},
		{"plan --lang en_US.UTF-8", "zh_CN", "en", false},
		{"plan --lang fr", "zh_CN", "zh", true},
		{"plan --lang=", "zh_CN", "zh", false},
		{"plan -- --lang fr", "zh_CN", "zh", false},
	} {
		got, err := languageOf(strings.Fields(c.args), func(name string) string {
			if name == "LANG" {
				return c.env
			}
			return ""
		})
		if got != c.want || (err != nil) != c.wrong {
			t.Errorf("%s with LANG=%s: %s, %v", c.args, c.env, got, err)
		}
	}
}
