package mspdi_test

import "testing"

// TestFieldsWithoutANumber: where a program wrote -1 for fields whose number it did not
// know, or gave two fields one number, no value of theirs is taken for a code.
func TestFieldsWithoutANumber(t *testing.T) {
	for _, c := range []struct{ name, ours, theirs, want string }{
		{"a number of its own", "188743731", "188743734", "A10"},
		{"unknown numbers", "-1", "-1", "1"},
		{"ours alone unknown", "-1", "188743734", "1"},
		{"one number for both", "188743731", "188743731", "1"},
	} {
		field := func(id, alias string) string {
			return "<ExtendedAttribute><FieldID>" + id + "</FieldID><Alias>" + alias + "</Alias></ExtendedAttribute>"
		}
		value := func(id, text string) string {
			return "<ExtendedAttribute><FieldID>" + id + "</FieldID><Value>" + text + "</Value></ExtendedAttribute>"
		}
		p, notes := parse(t, project(
			"<ExtendedAttributes>"+field(c.ours, "Fugong code")+field(c.theirs, "Cost type")+"</ExtendedAttributes>",
			tasks(row(1, "<Duration>PT8H0M0S</Duration>"+value(c.ours, "A10")+value(c.theirs, "Steel")))))
		if got := p.Activities[0].Code; got != c.want {
			t.Errorf("%s: the code is %q, want %q", c.name, got, c.want)
		}
		want(t, notes, "plan.note.custom_field")
	}
}
