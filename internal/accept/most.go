package accept

// The fewest and the most connections that Most allows.
const (
	fewest  = 64
	highest = 8192
)

// Most is how many connections the process may take: half of the files that it
// may open. The rest is for the database, uploads and answers under way.
func Most() int { return within(openFiles()) }

func within(files int) int {
	if files == 0 {
		return highest
	}
	return min(max(files/2, fewest), highest)
}
