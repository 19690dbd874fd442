package vault

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"fugong/internal/fault"

	"github.com/gofrs/flock"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/prf"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// keys are the key file in use.
type keys struct {
	seal    tink.AEAD
	primary uint32 // number of the key that seals
	index   *prf.Set
}

// keyFile is the file's form: two Tink keysets in clear. The file's mode
// protects them.
type keyFile struct {
	Version int             `json:"version"`
	Seal    json.RawMessage `json:"seal"`
	Index   json.RawMessage `json:"index"`
}

// stamp tells one state of the file from the next.
type stamp struct {
	modified time.Time
	size     int64
}

func stampOf(path string) (stamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return stamp{}, fault.New(fault.Unavailable, "vault.unreadable", "File", path).Because(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return stamp{}, fault.New(fault.Unavailable, "vault.open_to_others", "File", path)
	}
	return stamp{info.ModTime(), info.Size()}, nil
}

// createFile writes a new key file unless there is one. Of two processes that
// start at once one wins, and both use its keys.
func createFile(path string) error {
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	seal, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return err
	}
	index, err := keyset.NewHandle(prf.HMACSHA256PRFKeyTemplate())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unreadable(path, err)
	}
	err = storeFile(path, seal, index, os.Link)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

// Rotate adds a new sealing key to the key file and makes it the one in use.
// Older keys stay, to open what they sealed. Rotations at once come one after
// the other, so that each finds the keys of the one before. Errors as Open.
func Rotate(path string) (err error) {
	lock := flock.New(path+"-lock", flock.SetPermissions(0o600))
	if err := lock.Lock(); err != nil {
		return unreadable(path, err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	seal, index, _, err := readKeys(path)
	if err != nil {
		return err
	}
	m := keyset.NewManagerFromHandle(seal)
	number, err := m.Add(aead.AES256GCMKeyTemplate())
	if err != nil {
		return err
	}
	if err := m.SetPrimary(number); err != nil {
		return err
	}
	if seal, err = m.Handle(); err != nil {
		return err
	}
	return storeFile(path, seal, index, os.Rename)
}

// storeFile writes the file beside path, flushes it, and only then puts it in
// place, so that a crash leaves the old file or the new one.
func storeFile(path string, seal, index *keyset.Handle, place func(from, to string) error) error {
	data, err := encodeKeys(seal, index)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // made with mode 0600
	if err != nil {
		return unreadable(path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = place(f.Name(), path)
	}
	if err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		return unreadable(path, err)
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func encodeKeys(seal, index *keyset.Handle) ([]byte, error) {
	s, err := plaintext(seal)
	if err != nil {
		return nil, err
	}
	i, err := plaintext(index)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(keyFile{1, s, i}, "", "  ")
}

func plaintext(h *keyset.Handle) ([]byte, error) {
	var b bytes.Buffer
	err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&b))
	return b.Bytes(), err
}

func loadKeys(path string) (*keys, stamp, error) {
	seal, index, s, err := readKeys(path)
	if err != nil {
		return nil, s, err
	}
	primary, err := seal.Primary()
	if err != nil {
		return nil, s, damaged(path, err)
	}
	k := &keys{primary: primary.KeyID()}
	if k.seal, err = aead.New(seal); err != nil {
		return nil, s, damaged(path, err)
	}
	if k.index, err = prf.NewPRFSet(index); err != nil {
		return nil, s, damaged(path, err)
	}
	return k, s, nil
}

func readKeys(path string) (seal, index *keyset.Handle, s stamp, err error) {
	if s, err = stampOf(path); err != nil {
		return nil, nil, s, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, s, unreadable(path, err)
	}
	var f keyFile
	if err := json.Unmarshal(data, &f); err != nil || f.Version != 1 {
		return nil, nil, s, damaged(path, nil) // the cause could quote the file
	}
	seal, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Seal)))
	if err != nil {
		return nil, nil, s, damaged(path, err)
	}
	index, err = insecurecleartextkeyset.Read(keyset.NewJSONReader(bytes.NewReader(f.Index)))
	if err != nil {
		return nil, nil, s, damaged(path, err)
	}
	return seal, index, s, nil
}

func unreadable(path string, err error) error {
	return fault.New(fault.Unavailable, "vault.unreadable", "File", path).Because(err)
}

func damaged(path string, err error) error {
	return fault.New(fault.Internal, "vault.damaged", "File", path).Because(err)
}
