// Package coherence proves that dates in a plan file contradict each other, from the
// file's own values alone, and counts what depends on them apart. Microsoft Project
// stores late dates that it last worked out before the last change; they agree with
// nothing, not even among themselves. What we date otherwise than the file is no proof:
// every rule here compares two values of the file and leaves alone whatever a rule that
// we may not know could have moved.
package coherence
