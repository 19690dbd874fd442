package main

import "testing"

func TestTrim(t *testing.T) {
	w := vocabulary{all: map[string]bool{"btn": true, "card": true}}
	for _, c := range []struct{ name, sheet, want string }{
		{"used", `.btn{a:b}.gone{c:d}`, `.btn{a:b}`},
		{"element", `body>p{a:b}`, `body>p{a:b}`},
		{"part of a list", `.btn,.gone,.card:hover{a:b}`, `.btn,.card:hover{a:b}`},
		{"needs both", `.btn.gone{a:b}.card .gone{a:b}.card .btn{c:d}`, `.card .btn{c:d}`},
		{"not needed for a match", `.btn:not(.gone){a:b}:is(.gone,.btn) a{c:d}`, `.btn:not(.gone){a:b}:is(.gone,.btn) a{c:d}`},
		{"within media", `@media (min-width:1px){.gone{a:b}.btn{c:d}}@media print{.gone{a:b}}`, `@media (min-width:1px){.btn{c:d}}`},
		{"keyframes and fonts stay", `@keyframes x{0%{a:b}to{c:d}}@font-face{src:url(x)}`, `@keyframes x{0%{a:b}to{c:d}}@font-face{src:url(x)}`},
		{"statements", `@charset "utf-8";.gone{a:b}`, `@charset "utf-8";`},
		{"braces in strings", `.btn:after{content:"}{"}.gone{a:b}`, `.btn:after{content:"}{"}`},
		{"commas in brackets", `.btn:is(a,b),.gone{a:b}`, `.btn:is(a,b){a:b}`},
		{"attribute", `[data-x=".gone"]{a:b}`, `[data-x=".gone"]{a:b}`},
		{"escaped", `.w-1\/2{a:b}`, `.w-1\/2{a:b}`},
	} {
		if got := string(trim([]byte(c.sheet), w)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWordsFindIcons(t *testing.T) {
	w := vocabulary{map[string]bool{}, map[string]string{}}
	w.readWords("a.templ", []byte(`@ui.Icon("plus") {Icon: "file-import", x: "class-a class-b"}
var lampIcons = map[Colour]string{
	Green: "circle-filled",
}`))
	for _, name := range []string{"plus", "file-import", "circle-filled"} {
		if w.icons[name] == "" {
			t.Errorf("icon %q is not found", name)
		}
	}
	if !w.all["class-a"] || !w.all["class-b"] || len(w.icons) != 3 {
		t.Errorf("%v %v", w.all, w.icons)
	}
}
