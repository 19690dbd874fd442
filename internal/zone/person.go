package zone

import (
	"errors"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/who"
	"fugong/internal/zone/identity"
)

// Person is somebody with papers: a worker, a visitor, an applicant. Every
// field but the ids is personal data.
type Person struct {
	ID      string
	Zone    string
	Org     string // the employer; empty for the public
	Name    string
	Paper   identity.Paper
	Phone   identity.Phone
	Email   identity.Email
	Created time.Time
}

// PersonInput is a person as typed into a form.
type PersonInput struct {
	Org, Name, PaperKind, Number, Phone, Email string
}

// ParsePerson returns the person, or an Invalid fault with one field per wrong
// input. Phone and e-mail may be absent. today is the zone's date.
func ParsePerson(in PersonInput, today time.Time) (Person, error) {
	f := fault.New(fault.Invalid, "zone.person.invalid")
	p := Person{Org: in.Org, Name: strings.Join(strings.Fields(in.Name), " ")}
	if p.Name == "" {
		f.With("name", "zone.required")
	}
	var err error
	p.Paper, err = identity.ParsePaper(identity.PaperKind(in.PaperKind), in.Number, today)
	wrong(f, "number", err)
	if in.Phone != "" {
		p.Phone, err = identity.ParsePhone(in.Phone)
		wrong(f, "phone", err)
	}
	if in.Email != "" {
		p.Email, err = identity.ParseEmail(in.Email)
		wrong(f, "email", err)
	}
	return p, orNil(f)
}

// wrong adds err, if any, to f as the fault of input name.
func wrong(f *fault.Error, name string, err error) {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		f.Fields = append(f.Fields, fault.Field{Name: name, Key: e.Key, Args: e.Args})
	}
}

func (p Person) resource() who.Resource {
	return who.Resource{Type: "person", ID: p.ID, Zone: p.Zone, Org: p.Org}
}

// MaskedPerson is a person as lists show one.
type MaskedPerson struct {
	ID        string             `json:"id"`
	Org       string             `json:"organisation"`
	Name      string             `json:"name"`
	PaperKind identity.PaperKind `json:"paper_kind"`
	Number    string             `json:"number"`
	Phone     string             `json:"phone"`
	Email     string             `json:"email"`
}

// Masked hides what a list does not need.
func (p Person) Masked() MaskedPerson {
	return MaskedPerson{ID: p.ID, Org: p.Org, Name: identity.MaskName(p.Name), PaperKind: p.Paper.Kind,
		Number: p.Paper.Masked(), Phone: p.Phone.Masked(), Email: p.Email.Masked()}
}

// PersonField is one value that can be revealed.
type PersonField string

// The fields of a person that a list masks.
const (
	FieldName   PersonField = "name"
	FieldNumber PersonField = "number"
	FieldPhone  PersonField = "phone"
	FieldEmail  PersonField = "email"
)

// Value is the field's full value; false when there is no such field.
func (p Person) Value(f PersonField) (string, bool) {
	switch f {
	case FieldName:
		return p.Name, true
	case FieldNumber:
		return p.Paper.Number, true
	case FieldPhone:
		return p.Phone.Local(), true
	case FieldEmail:
		return string(p.Email), true
	}
	return "", false
}

// RevealReasons are the reasons for which a full value may be read. They are a
// closed list so that the audit log can be counted and holds no free text.
var RevealReasons = []string{"identity_check", "contact", "emergency", "correction", "complaint", "inspection"}
