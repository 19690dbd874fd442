package web

import (
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"fugong/internal/fault"
	"fugong/internal/ui"
	"fugong/solve/worktime"
)

// Form reads what a person sent, input by input, and collects what is wrong.
//
//	f, err := web.ReadForm(r)
//	if err != nil {
//		return err
//	}
//	c := plan.NewCard{Name: f.Need("name"), Days: f.Int("days")}
//	if err = f.Fault(); err == nil {
//		_, _, err = s.IssueCard(r.Context(), project, c)
//	}
//	if err != nil {
//		return web.Refuse(w, r, err, cardPage(f.Failed(r.Context(), err)))
//	}
//	web.Flash(r.Context(), ui.Good, "plan.card.issued")
//	return web.Redirect(w, r, "/projects/"+project)
type Form struct {
	ui.Form
	files map[string][]*multipart.FileHeader
	wrong *fault.Error
}

// ReadForm parses the body of a form. Texts that cannot be are complained of as
// any other input is. Errors: TooLarge, Invalid "web.form", and of people who are
// not signed in Invalid "web.text.invalid".
func ReadForm(r *http.Request) (*Form, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err := parseForm(r, kind); err != nil {
		return nil, err
	}
	f := &Form{Form: ui.Form{Values: r.PostForm}}
	if bad := checkForm(r); len(bad.Fields) > 0 {
		if public(r) {
			return nil, orSound(bad) // no unit of work takes back what a handler might do
		}
		f.wrong = bad
	}
	if r.MultipartForm != nil {
		f.files = r.MultipartForm.File
	}
	return f, nil
}

// Wrong adds a complaint about an input.
func (f *Form) Wrong(name, key string, args ...any) {
	if f.wrong == nil {
		f.wrong = fault.New(fault.Invalid, "fault.invalid")
	}
	f.wrong.With(name, key, args...)
}

// Fault is an Invalid fault with every complaint so far; nil for none.
func (f *Form) Fault() error {
	if f.wrong == nil {
		return nil
	}
	return f.wrong
}

// Text is what was typed, without space around it.
func (f *Form) Text(name string) string { return strings.TrimSpace(f.Value(name)) }

// Need is Text that must not be empty.
func (f *Form) Need(name string) string {
	s := f.Text(name)
	if s == "" {
		f.Wrong(name, "web.form.required")
	}
	return s
}

// One is a choice: one of the values given.
func (f *Form) One(name string, of ...string) string {
	s := f.Text(name)
	if !slices.Contains(of, s) {
		f.Wrong(name, "web.form.choose")
		return ""
	}
	return s
}

// All are the values of check boxes or a list of that name.
func (f *Form) All(name string) []string { return f.Values[name] }

// Checked tells whether the box is ticked.
func (f *Form) Checked(name string) bool { return f.Value(name) != "" }

// Int is a whole number; 0 when the input is empty.
func (f *Form) Int(name string) int {
	s := strings.ReplaceAll(f.Text(name), ",", "")
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		f.Wrong(name, "web.form.whole")
	}
	return n
}

// Decimal is a number; 0 when the input is empty.
func (f *Form) Decimal(name string) float64 {
	s := strings.ReplaceAll(f.Text(name), ",", "")
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || v != v || v > 1e15 || v < -1e15 {
		f.Wrong(name, "web.form.number")
		return 0
	}
	return v
}

// Day is a civil date, 2020-02-21; false when the input is empty or wrong.
func (f *Form) Day(name string) (worktime.Day, bool) {
	t, ok := f.parseTime(name, "web.form.date", "2006-01-02")
	return worktime.Day(t.Unix() / 86400), ok
}

// Time is a civil time, 2020-02-21T08:00 or a date alone for its midnight;
// worktime.None when the input is empty or wrong.
func (f *Form) Time(name string) worktime.Time {
	t, ok := f.parseTime(name, "web.form.time", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02")
	if !ok {
		return worktime.None
	}
	return worktime.Time(t.Unix() / 60)
}

func (f *Form) parseTime(name, complaint string, layouts ...string) (time.Time, bool) {
	s := f.Text(name)
	if s == "" {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
			return t, true
		}
	}
	f.Wrong(name, complaint)
	return time.Time{}, false
}

// File opens an uploaded file; nil, with a complaint, when there is none.
func (f *Form) File(name string) (multipart.File, *multipart.FileHeader) {
	if len(f.files[name]) == 0 || f.files[name][0].Size == 0 {
		f.Wrong(name, "web.form.file")
		return nil, nil
	}
	head := f.files[name][0]
	file, err := head.Open()
	if err != nil {
		f.Wrong(name, "web.form.file")
		return nil, nil
	}
	return file, head
}
