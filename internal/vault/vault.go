package vault

import (
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"

	"fugong/internal/fault"
)

// Vault seals and opens fields. It is safe for concurrent use.
type Vault struct {
	path  string
	keys  atomic.Pointer[keys]
	mu    sync.Mutex // one reload at a time
	stamp stamp
}

// indexSize is the length of a blind index in bytes; 128 bits never collide
// by chance.
const indexSize = 16

// Open reads the key file, and makes it when there is none. Errors: Unavailable
// "vault.open_to_others" when others than the owner may read it,
// "vault.unreadable" when it cannot be read or written, Internal
// "vault.damaged" when it is not a key file.
func Open(path string) (*Vault, error) {
	if err := createFile(path); err != nil {
		return nil, err
	}
	k, s, err := loadKeys(path)
	if err != nil {
		return nil, err
	}
	v := &Vault{path: path, stamp: s}
	v.keys.Store(k)
	return v, nil
}

// AAD names the place of a field: table, column and the row's id.
func AAD(table, column, row string) string {
	return string(join(table, column, row))
}

// Seal encrypts plain for the place aad. Sealing twice gives different bytes.
func (v *Vault) Seal(plain, aad string) []byte {
	sealed, err := v.keys.Load().seal.Encrypt([]byte(plain), []byte(aad))
	if err != nil { // only for a field beyond 64 GB
		panic(fmt.Sprintf("vault: sealing: %v", err))
	}
	return sealed
}

// Unseal decrypts what Seal made for the same place. It returns Internal
// "vault.unseal" when the bytes were changed, come from another place, or were
// sealed by a key this file does not hold.
func (v *Vault) Unseal(sealed []byte, aad string) (string, error) {
	plain, err := v.keys.Load().seal.Decrypt(sealed, []byte(aad))
	if err != nil && v.reloadKeys() {
		plain, err = v.keys.Load().seal.Decrypt(sealed, []byte(aad))
	}
	if err != nil {
		return "", fault.New(fault.Internal, "vault.unseal").Because(err)
	}
	return string(plain), nil
}

// Index is the blind index of a value. Equal values of one purpose, such as
// "person.id_number", have equal indexes; between purposes nothing can be
// compared. The caller brings the value into one spelling first.
func (v *Vault) Index(purpose, value string) []byte {
	index, err := v.keys.Load().index.ComputePrimaryPRF(join(purpose, value), indexSize)
	if err != nil { // the size is a constant within the bounds
		panic(fmt.Sprintf("vault: index: %v", err))
	}
	return index
}

// Reseal gives sealed bytes under the newest key; fresh is false, and the
// bytes the same, when they already are.
func (v *Vault) Reseal(sealed []byte, aad string) (resealed []byte, fresh bool, err error) {
	if len(sealed) > prefixSize && keyNumber(sealed) == int64(v.keys.Load().primary) {
		return sealed, false, nil
	}
	plain, err := v.Unseal(sealed, aad)
	if err != nil {
		return nil, false, err
	}
	return v.Seal(plain, aad), true, nil
}

// prefixSize is Tink's ciphertext prefix: a version byte and the key's number.
// https://developers.google.com/tink/wire-format
const prefixSize = 5

// keyNumber is the number of the key that sealed at least a prefix.
func keyNumber(sealed []byte) int64 { return int64(binary.BigEndian.Uint32(sealed[1:])) }

// reloadKeys reads the key file again when it changed, so that a running server
// opens what another process sealed after a rotation.
func (v *Vault) reloadKeys() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	now, err := stampOf(v.path)
	if err != nil || now == v.stamp {
		return false
	}
	k, s, err := loadKeys(v.path)
	if err != nil {
		return false
	}
	v.keys.Store(k)
	v.stamp = s
	return true
}

// join writes parts with their lengths, so that ("ab","c") and ("a","bc") differ.
func join(parts ...string) []byte {
	var b []byte
	for _, p := range parts {
		b = binary.AppendUvarint(b, uint64(len(p)))
		b = append(b, p...)
	}
	return b
}
