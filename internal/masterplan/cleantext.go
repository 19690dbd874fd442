package masterplan

import (
	"reflect"

	"fugong/internal/text"
)

// CleanText takes out of every text of the file what no database stores and
// nobody sees, and notes how many texts that were. Whatever a plan gets to hold
// is reached: fields are found by their type.
func (f *File) CleanText() {
	c := textCleaner{holds: map[reflect.Type]bool{}}
	c.cleanValue(reflect.ValueOf(f).Elem())
	if c.count > 0 {
		f.Notes = append(f.Notes, Note{Level: Warning, Key: "plan.note.text_cleaned", Count: c.count})
	}
}

// textCleaner walks over values that hold texts.
type textCleaner struct {
	holds map[reflect.Type]bool // whether values of a type can hold texts
	count int
}

func (c *textCleaner) cleanValue(v reflect.Value) {
	if !c.mayHold(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); text.FlawOf(s) != text.Sound && v.CanSet() {
			v.SetString(text.Clean(s))
			c.count++
		}
	case reflect.Pointer:
		if !v.IsNil() {
			c.cleanValue(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				c.cleanValue(v.Field(i))
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			c.cleanValue(v.Index(i))
		}
	case reflect.Map:
		c.cleanMap(v)
	}
}

// cleanMap cleans the values of a map; its keys are ours.
func (c *textCleaner) cleanMap(v reflect.Value) {
	for _, key := range v.MapKeys() {
		one := reflect.New(v.Type().Elem()).Elem()
		one.Set(v.MapIndex(key))
		before := c.count
		if c.cleanValue(one); c.count != before {
			v.SetMapIndex(key, one)
		}
	}
}

// mayHold tells whether values of a type can hold texts: most of a plan cannot.
func (c *textCleaner) mayHold(t reflect.Type) bool {
	known, asked := c.holds[t]
	if asked {
		return known
	}
	c.holds[t] = false // a type within itself adds nothing
	holds := false
	switch t.Kind() {
	case reflect.String:
		holds = true
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		holds = c.mayHold(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && c.mayHold(t.Field(i).Type) {
				holds = true
			}
		}
	}
	c.holds[t] = holds
	return holds
}
