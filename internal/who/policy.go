package who

// Policy is what a room says of who may do what. The rooms' policies are put together
// where the house is; no room knows another's.
type Policy struct {
	Room  string
	Rules []byte // in Cedar, each with an @id that no room uses twice
	// Actions of the room by what they do: "look" reads, "change" writes, "govern"
	// opens doors for others.
	Actions map[string][]string
}
