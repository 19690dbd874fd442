package masterplan

// maxNotes bounds an import report: a file that is wrong in more ways than
// this has its further kinds of note counted under the last one.
const maxNotes = 300

// Notes gathers what a reader notices. The same note about the same table is
// counted, not repeated: the first one keeps its line and its arguments. Notes
// whose Args differ in "type" are told apart. The zero value is ready to use.
type Notes struct {
	list []Note
	at   map[noteKey]int
}

type noteKey struct {
	level            Level
	key, table, kind string
}

// Add gathers n.
func (s *Notes) Add(n Note) {
	k := noteKey{n.Level, n.Key, n.Table, n.Args["type"]}
	n.Count = max(n.Count, 1)
	if i, ok := s.at[k]; ok {
		s.list[i].Count += n.Count
		return
	}
	if len(s.list) >= maxNotes {
		s.list[len(s.list)-1].Count += n.Count
		return
	}
	if s.at == nil {
		s.at = map[noteKey]int{}
	}
	s.at[k] = len(s.list)
	s.list = append(s.list, n)
}

// List is every note gathered so far, in the order first seen.
func (s *Notes) List() []Note { return s.list }
