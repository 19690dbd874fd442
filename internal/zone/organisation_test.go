package zone

import (
	"strings"
	"testing"

	"fugong/internal/fault"
)

func TestOrganisationCheckNamesEveryWrongInput(t *testing.T) {
	err := Organisation{Name: " ", Kind: "club"}.Check()
	if got := fieldsOf(err); got != "code name kind" {
		t.Errorf("wrong inputs %q", got)
	}
	if err := (Organisation{Code: "914403001922038216", Name: "华为", Kind: Contractor}).Check(); err != nil {
		t.Error(err)
	}
}

// keyOf is the message key of err; empty for nil.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	f, ok := err.(*fault.Error)
	if !ok {
		return err.Error()
	}
	return f.Key
}

// fieldsOf lists the wrong inputs that err names.
func fieldsOf(err error) string {
	f, ok := err.(*fault.Error)
	if !ok {
		return ""
	}
	var names []string
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	return strings.Join(names, " ")
}
