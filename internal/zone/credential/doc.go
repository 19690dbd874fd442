// Package credential holds what proves who somebody is: passwords and what may
// be one, one-time codes, long random secrets and their hashes, and the waits
// after failures.
package credential
