package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// set is a family of instances.
type set struct {
	name string // also its folder, and its name among the best known
	ext  string
	step int // the sample: every step-th instance in natural order
}

// The public sets, and the samples that a run of an hour or so covers. A step of
// 1 runs all of them.
var sets = []set{
	{"j120", ".sm", 5},
	{"j60", ".sm", 4},
	{"j30", ".sm", 4},
	{"mm_j30", ".mm", 8},
	{"max_ubo100", ".sch", 2},
}

const scale = "scale"

func setNames() (names []string) {
	for _, s := range sets {
		names = append(names, s.name)
	}
	return append(names, scale)
}

// instance is one problem file.
type instance struct {
	set, name, path string
	tasks           int // of generated ones
}

// instances lists what a run covers, in order.
func instances(o options, root string) ([]instance, error) {
	var list []instance
	for _, name := range o.sets {
		i := slices.IndexFunc(sets, func(s set) bool { return s.name == name })
		switch {
		case name == scale:
			generated, err := writeScale(filepath.Dir(o.out), o.limit)
			if err != nil {
				return nil, err
			}
			list = append(list, generated...)
		case i < 0:
			return nil, fmt.Errorf("no set %q; there are %s", name, strings.Join(setNames(), ", "))
		case root != "":
			found, err := sample(o, root, sets[i])
			if err != nil {
				return nil, err
			}
			list = append(list, found...)
		}
	}
	return list, nil
}

func sample(o options, root string, s set) ([]instance, error) {
	files, err := filepath.Glob(filepath.Join(root, s.name, "*"+s.ext))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s holds no %s files", filepath.Join(root, s.name), s.ext)
	}
	slices.SortFunc(files, natural)
	step := s.step
	if o.step > 0 {
		step = o.step
	}
	var list []instance
	for i := step - 1; i < len(files) && (o.limit == 0 || len(list) < o.limit); i += step {
		base := filepath.Base(files[i])
		list = append(list, instance{set: s.name, name: strings.TrimSuffix(base, s.ext), path: files[i]})
	}
	return list, nil
}

// natural orders names with their numbers as numbers: psp2 before psp10.
func natural(a, b string) int {
	x, y := numbered(a), numbered(b)
	return slices.Compare(x, y)
}

// numbered pads every run of digits.
func numbered(name string) []string {
	var parts []string
	for len(name) > 0 {
		i := strings.IndexFunc(name, isDigit)
		if i < 0 {
			return append(parts, name)
		}
		rest := name[i:]
		j := strings.IndexFunc(rest, func(r rune) bool { return !isDigit(r) })
		if j < 0 {
			j = len(rest)
		}
		parts = append(parts, name[:i], fmt.Sprintf("%012s", rest[:j]))
		name = rest[j:]
	}
	return parts
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// writeScale writes the generated problems that are not there yet.
func writeScale(dir string, limit int) ([]instance, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	var list []instance
	for _, g := range generated {
		if limit > 0 && len(list) >= limit {
			break
		}
		name := g.kind + "_" + strconv.Itoa(g.tasks)
		path := filepath.Join(dir, name+".sm")
		if err := writeProGen(path, networks(g)); err != nil {
			return nil, err
		}
		list = append(list, instance{set: scale, name: name, path: path, tasks: g.tasks})
	}
	return list, nil
}
