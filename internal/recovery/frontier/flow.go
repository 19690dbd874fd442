package frontier

// flow is a network in which to find a least cut (Dinic's method).
type flow struct {
	head  []int32 // by node: its first arc; -1 none
	next  []int32 // by arc
	to    []int32
	left  []int64 // capacity left; arc a and a^1 are each other's reverse
	level []int32
	at    []int32
	queue []int32
}

// endless is a capacity that no cut pays.
const endless = int64(1) << 50

func (f *flow) reset(nodes int) {
	f.head, f.level, f.at = f.head[:0], f.level[:0], f.at[:0]
	for range nodes {
		f.head, f.level, f.at = append(f.head, -1), append(f.level, 0), append(f.at, 0)
	}
	f.next, f.to, f.left = f.next[:0], f.to[:0], f.left[:0]
}

func (f *flow) addArc(from, to int32, capacity int64) {
	for _, a := range [2]struct {
		from, to int32
		left     int64
	}{{from, to, capacity}, {to, from, 0}} {
		f.next = append(f.next, f.head[a.from])
		f.head[a.from] = int32(len(f.to))
		f.to, f.left = append(f.to, a.to), append(f.left, a.left)
	}
}

// minimumCut pushes all it can from s to t and answers how much that is, at most endless.
// After it, level[v] >= 0 says that v lies on the side of s.
func (f *flow) minimumCut(s, t int32) (sum int64) {
	for f.findLevels(s, t) {
		copy(f.at, f.head)
		for {
			pushed := f.pushPath(s, t)
			if pushed == 0 {
				break
			}
			if sum += pushed; sum >= endless {
				return endless
			}
		}
	}
	return sum
}

func (f *flow) findLevels(s, t int32) bool {
	for v := range f.level {
		f.level[v] = -1
	}
	f.level[s] = 0
	f.queue = append(f.queue[:0], s)
	for n := 0; n < len(f.queue); n++ {
		v := f.queue[n]
		for a := f.head[v]; a >= 0; a = f.next[a] {
			if f.left[a] > 0 && f.level[f.to[a]] < 0 {
				f.level[f.to[a]] = f.level[v] + 1
				f.queue = append(f.queue, f.to[a])
			}
		}
	}
	return f.level[t] >= 0
}

// pushPath finds one way from s to t along rising levels, with a stack of its own,
// and fills it.
func (f *flow) pushPath(s, t int32) int64 {
	path := f.queue[:0]
	v := s
	for v != t {
		a := f.at[v]
		for a >= 0 && (f.left[a] == 0 || f.level[f.to[a]] != f.level[v]+1) {
			a = f.next[a]
		}
		f.at[v] = a
		switch {
		case a >= 0:
			path = append(path, a)
			v = f.to[a]
		case len(path) == 0:
			f.queue = path
			return 0
		default:
			back := path[len(path)-1]
			path = path[:len(path)-1]
			v = f.to[back^1]
			f.at[v] = f.next[back]
		}
	}
	least := endless
	for _, a := range path {
		least = min(least, f.left[a])
	}
	for _, a := range path {
		f.left[a] -= least
		f.left[a^1] += least
	}
	f.queue = path
	return least
}
