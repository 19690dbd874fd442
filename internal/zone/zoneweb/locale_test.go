package zoneweb

import (
	"os"
	"regexp"
	"testing"

	"fugong/internal/i18n"
	"fugong/internal/i18n/i18ntest"
	"fugong/internal/ui"
	"fugong/internal/zone"
	"fugong/internal/zone/identity"
)

func TestEveryWordIsThere(t *testing.T) {
	i18ntest.Check(t, []string{".", "..", "../identity", "../credential", "../zonedemo", "../zonesql"}, Locale, ui.Locale)
}

// The keys that code puts together are there too.
func TestEveryComposedWordIsThere(t *testing.T) {
	c := i18ntest.Load(t, Locale)
	var keys []string
	for _, role := range zone.Roles {
		keys = append(keys, "zone.role.name."+role)
	}
	for _, kind := range zone.OrganisationKinds {
		keys = append(keys, "zone.organisation.kind."+string(kind))
	}
	for _, kind := range identity.PaperKinds {
		keys = append(keys, "zone.paper.kind."+string(kind))
		if kind != identity.IDCard {
			keys = append(keys, "zone.paper.shape."+string(kind))
		}
	}
	for _, reason := range zone.RevealReasons {
		keys = append(keys, "zone.reveal."+reason)
	}
	for _, tab := range tabs {
		keys = append(keys, tab.key, "zone.refused."+tab.action)
	}
	keys = append(keys, policyKeys(t)...)
	keys = append(keys, found(t, `"(zone\.[a-z_.]+)"`, "../invitations.go", "../signin.go", "../own.go", "../accounts.go", "../organisations.go", "../people.go", "../tokens.go")...)
	for _, key := range keys {
		_, word := c.Forms(i18n.Chinese, key)
		_, action := c.Forms(i18n.Chinese, "audit."+key)
		if !word && !action {
			t.Errorf("%s has no words", key)
		}
	}
}

// policyKeys are the refusals by which the policy's actions and forbids speak.
func policyKeys(t *testing.T) (keys []string) {
	for _, action := range found(t, `Action::"([a-z]+\.[a-z]+)"`, "../policy.cedar") {
		if action != "zone.view" {
			keys = append(keys, "zone.refused."+action)
		}
	}
	for _, rule := range found(t, `@id\("([a-z_]+)"\)\nforbid`, "../policy.cedar") {
		keys = append(keys, "zone.refused.rule."+rule)
	}
	return keys
}

func found(t *testing.T, pattern string, files ...string) (all []string) {
	t.Helper()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			switch m[1] {
			case "zone.administer", "zone.invite", "zone.audit", "zone.view":
			default:
				all = append(all, m[1])
			}
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s matches nothing", pattern)
	}
	return all
}
