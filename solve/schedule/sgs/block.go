package sgs

// A profile longer than longProfile for manyTasks carries the largest free
// capacity of every block of ticks, so that a search steps over what is full.
const (
	longProfile = 2048
	manyTasks   = 1000
	blockBits   = 6
	blockTicks  = 1 << blockBits
)

// block is the lane-wise largest word of a block of ticks, or more; stale says
// that ticks changed since it was exact.
type block struct {
	most  uint64
	stale bool
}

func newBlocks(free [][]uint64) [][]block {
	blocks := make([][]block, len(free))
	for w := range free {
		blocks[w] = make([]block, (len(free[w])+blockTicks-1)/blockTicks)
		for b := range blocks[w] {
			blocks[w][b].stale = true
		}
	}
	return blocks
}

// noteChange notes that ticks from lo up to hi of the words of needs changed.
func (p *profile) noteChange(needs []need, lo, hi int32) {
	if p.blocks == nil {
		return
	}
	for _, k := range needs {
		blocks := p.blocks[k.word][lo>>blockBits : (hi-1)>>blockBits+1]
		for b := range blocks {
			blocks[b].stale = true
		}
	}
}

// touchAll notes that ticks from lo up to hi changed.
func (p *profile) touchAll(lo, hi int32) {
	for w := range p.blocks {
		for b := lo >> blockBits; b <= (hi-1)>>blockBits; b++ {
			p.blocks[w][b].stale = true
		}
	}
}

// full reports whether no tick of block b has room for k.
func (p *profile) full(k *need, b int32) bool {
	blk, top := &p.blocks[k.word][b], p.top[k.word]
	if blk.stale {
		free := p.free[k.word]
		ticks := free[b<<blockBits : min(int32(len(free)), (b+1)<<blockBits)]
		blk.most, blk.stale = most(ticks, top, p.bits[k.word]), false
	}
	return (blk.most-k.dem)&top != top
}

// most is the lane-wise maximum, top bits set.
func most(ticks []uint64, top uint64, bits uint) uint64 {
	m := top
	for _, t := range ticks {
		more := ((t | top) - (m &^ top)) & top // top bit where t is not less
		lanes := more | (more - more>>(bits-1))
		m = t&lanes | m&^lanes
	}
	return m | top
}

// scanLong is scanAfter that steps over full blocks.
func (p *profile) scanLong(k *need, s, d int32) int32 {
	free, top := p.free[k.word], p.top[k.word]
	sure, clear := s, int32(-1) // ticks up to sure fit; the block known to be not full
	for s+d <= int32(len(free)) {
		if b := s >> blockBits; b != clear {
			if p.full(k, b) {
				s = (b + 1) << blockBits
				sure = s
				continue
			}
			clear = b
		}
		ticks := free[sure : s+d]
		n := len(ticks) - 1
		for n >= 0 && (ticks[n]-k.dem)&top == top {
			n--
		}
		if n < 0 {
			return s
		}
		s, sure = sure+int32(n)+1, s+d
	}
	return none
}
