package zone

import (
	"testing"
	"time"
)

var today = time.Date(2020, 2, 21, 0, 0, 0, 0, time.UTC)

func TestParsePersonNamesEveryWrongInput(t *testing.T) {
	_, err := ParsePerson(PersonInput{Name: " ", PaperKind: "id_card", Number: "1", Phone: "1", Email: "x"}, today)
	if got := fieldsOf(err); got != "name number phone email" {
		t.Errorf("wrong inputs %q", got)
	}
	p, err := ParsePerson(PersonInput{Name: " 张  三 ", PaperKind: "passport", Number: "E12345678"}, today)
	if err != nil || p.Name != "张 三" || p.Phone != "" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, f := range []PersonField{FieldName, FieldNumber, FieldPhone, FieldEmail} {
		if _, ok := p.Value(f); !ok {
			t.Errorf("no value of %s", f)
		}
	}
	if _, ok := p.Value("secret"); ok {
		t.Error("there is no such field")
	}
}
