package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// temporaryLock is held in a process's folder for as long as it lives; the lock
// ends with the process, however that dies.
const temporaryLock = "fugong.lock"

// ownTemporary gives the process a folder of its own inside parent for what
// uploads put aside, and takes away the folders of processes that died: uploads
// hold personal data and must not outlive their request by more than a restart.
// remove ends the process's own.
func ownTemporary(parent string) (remove func() error, err error) {
	if err := sweepTemporary(parent); err != nil {
		return nil, err
	}
	for range 3 { // a process that sweeps meanwhile may have been faster
		dir, err := os.MkdirTemp(parent, "fugong-*")
		if err != nil {
			return nil, err
		}
		lock := flock.New(filepath.Join(dir, temporaryLock), flock.SetPermissions(0o600))
		held, err := lock.TryLock()
		if _, gone := os.Stat(lock.Path()); err != nil || !held || gone != nil {
			continue
		}
		before, had := os.LookupEnv("TMPDIR")
		if err := os.Setenv("TMPDIR", dir); err != nil {
			return nil, err
		}
		return func() error {
			if had {
				err = os.Setenv("TMPDIR", before)
			} else {
				err = os.Unsetenv("TMPDIR")
			}
			return errors.Join(err, lock.Unlock(), os.RemoveAll(dir))
		}, nil
	}
	return nil, fmt.Errorf("no folder of our own could be made in %s", parent)
}

// sweepTemporary removes the folders whose process died.
func sweepTemporary(parent string) error {
	locks, err := filepath.Glob(filepath.Join(parent, "fugong-*", temporaryLock))
	if err != nil {
		return err
	}
	for _, path := range locks {
		lock := flock.New(path)
		if held, err := lock.TryLock(); err != nil || !held {
			continue // it lives, or belongs to somebody else
		}
		if err := errors.Join(os.RemoveAll(filepath.Dir(path)), lock.Unlock()); err != nil {
			return err
		}
	}
	return nil
}
