package app

import (
	"os"
	"runtime/debug"
)

// keepMemory tells the garbage collector how much memory the process should take:
// it works harder near the limit, and what is truly held may pass it. A limit in
// the environment, GOMEMLIMIT, stays as it is.
func (c Config) keepMemory() {
	if c.Memory > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(c.Memory) << 20)
	}
}
