package mspdi

func (r *reader) splits() {}
