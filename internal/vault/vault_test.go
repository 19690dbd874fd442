package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"fugong/internal/fault"

	"pgregory.net/rapid"
)

func opened(t *testing.T) (*Vault, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys", "fugong.keys")
	v, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return v, path
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestSealedOpensOnlyInItsPlace(t *testing.T) {
	v, _ := opened(t)
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.String().Draw(t, "plain")
		place := rapid.SliceOfN(rapid.String(), 3, 3).Draw(t, "place")
		other := rapid.SliceOfN(rapid.String(), 3, 3).Draw(t, "other")
		sealed := v.Seal(plain, AAD(place[0], place[1], place[2]))
		if got, err := v.Unseal(sealed, AAD(place[0], place[1], place[2])); err != nil || got != plain {
			t.Fatalf("got %q, %v", got, err)
		}
		_, err := v.Unseal(sealed, AAD(other[0], other[1], other[2]))
		if same := fmt.Sprintf("%q", place) == fmt.Sprintf("%q", other); same != (err == nil) {
			t.Fatalf("opened in %q what was sealed in %q", other, place)
		}
	})
}

func TestTamperedNeverOpens(t *testing.T) {
	v, _ := opened(t)
	sealed := v.Seal("王芳", "a")
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		_, err := v.Unseal(changed, "a")
		wantKey(t, err, "vault.unseal")
		_, err = v.Unseal(sealed[:i], "a")
		wantKey(t, err, "vault.unseal")
	}
}

func TestSealedTellsNothing(t *testing.T) {
	v, _ := opened(t)
	a, b := v.Seal("13800000000", "a"), v.Seal("13800000000", "a")
	if bytes.Equal(a, b) || bytes.Contains(a, []byte("13800000000")) {
		t.Error("sealed bytes show the value")
	}
}

func TestIndexIsEqualWithinAPurposeOnly(t *testing.T) {
	v, path := opened(t)
	phone := v.Index("phone", "13800000000")
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(phone, again.Index("phone", "13800000000")) {
		t.Error("the index changes with the process")
	}
	for name, other := range map[string][]byte{
		"another value":   v.Index("phone", "13800000001"),
		"another purpose": v.Index("phone2", "13800000000"),
		"a shifted split": v.Index("phone1", "3800000000"),
	} {
		if bytes.Equal(phone, other) {
			t.Error(name, "has the same index")
		}
	}
	stranger, _ := opened(t)
	if bytes.Equal(phone, stranger.Index("phone", "13800000000")) {
		t.Error("the index does not depend on the key")
	}
}

func TestRotationKeepsTheOldReadable(t *testing.T) {
	v, path := opened(t)
	old := v.Seal("old", "a")
	index := v.Index("p", "x")
	for range 3 {
		if err := Rotate(path); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := w.Unseal(old, "a"); err != nil || got != "old" {
		t.Errorf("after the rotation: %q, %v", got, err)
	}
	if !bytes.Equal(index, w.Index("p", "x")) {
		t.Error("the rotation changed the index")
	}
	fresh := w.Seal("new", "a")
	if got, err := v.Unseal(fresh, "a"); err != nil || got != "new" {
		t.Errorf("a vault opened before the rotation reads %q, %v", got, err)
	}
	resealed, changed, err := w.Reseal(old, "a")
	if err != nil || !changed || bytes.Equal(resealed[:prefixSize], old[:prefixSize]) {
		t.Errorf("reseal: %v %v", changed, err)
	}
	if _, changed, err := w.Reseal(resealed, "a"); err != nil || changed {
		t.Errorf("reseal again: %v %v", changed, err)
	}
	if _, _, err := w.Reseal(old, "b"); err == nil {
		t.Error("resealed in the wrong place")
	}
}

func TestKeyFileMustBePrivateAndWhole(t *testing.T) {
	v, path := opened(t)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("made with %v, %v", info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o666} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path)
		wantKey(t, err, "vault.open_to_others")
		wantKey(t, Rotate(path), "vault.open_to_others")
	}
	whole, _ := os.ReadFile(path)
	for _, damage := range [][]byte{nil, whole[:len(whole)/2], []byte("{}"), bytes.Replace(whole, []byte(`"primaryKeyId"`), []byte(`"x"`), 1)} {
		broken := filepath.Join(t.TempDir(), "keys")
		if err := os.WriteFile(broken, damage, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(broken)
		wantKey(t, err, "vault.damaged")
		wantKey(t, Rotate(broken), "vault.damaged")
		if now, _ := os.ReadFile(broken); !bytes.Equal(now, damage) {
			t.Error("a damaged key file was replaced")
		}
	}
	if got, err := v.Unseal(v.Seal("x", "a"), "a"); err != nil || got != "x" {
		t.Error("the open vault stopped working")
	}
}

func TestFailedRotationLeavesTheKeyFile(t *testing.T) {
	v, path := opened(t)
	before, _ := os.ReadFile(path)
	seal, index, _, err := readKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("power cut")
	err = storeFile(path, seal, index, func(string, string) error { return broken })
	wantKey(t, err, "vault.unreadable")
	after, _ := os.ReadFile(path)
	if !bytes.Equal(before, after) {
		t.Error("the key file changed")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".keys-*")); len(left) != 0 {
		t.Errorf("left behind %v", left)
	}
	if _, err := v.Unseal(v.Seal("x", "a"), "a"); err != nil {
		t.Error(err)
	}
}

func TestOpenAtOnceGivesOneKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	vaults := make([]*Vault, 8)
	var wg sync.WaitGroup
	for i := range vaults {
		wg.Go(func() {
			v, err := Open(path)
			if err != nil {
				t.Error(err)
			}
			vaults[i] = v
		})
	}
	wg.Wait()
	sealed := vaults[0].Seal("x", "a")
	for _, v := range vaults {
		if _, err := v.Unseal(sealed, "a"); err != nil {
			t.Error(err)
		}
	}
}

func TestConcurrentUseDuringRotation(t *testing.T) {
	v, path := opened(t)
	writer, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 200 {
				plain, aad := fmt.Sprint(g, i), AAD("t", "c", fmt.Sprint(i))
				if got, err := v.Unseal(writer.Seal(plain, aad), aad); err != nil || got != plain {
					t.Errorf("got %q, %v", got, err)
				}
			}
		})
	}
	wg.Go(func() {
		for range 5 {
			if err := Rotate(path); err != nil {
				t.Error(err)
			}
			writer.reloadKeys()
		}
	})
	wg.Wait()
}

func TestRotationsAtOnceLoseNoKey(t *testing.T) {
	v, path := opened(t)
	var mu sync.Mutex
	sealed := [][]byte{v.Seal("x", "a")}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if err := Rotate(path); err != nil {
				t.Error(err)
				return
			}
			fresh, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			sealed = append(sealed, fresh.Seal("x", "a"))
		})
	}
	wg.Wait()
	last, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sealed {
		if _, err := last.Unseal(s, "a"); err != nil {
			t.Error("a key was lost: ", err)
		}
	}
	handle, _, _, err := readKeys(path)
	if err != nil || len(handle.KeysetInfo().KeyInfo) != 7 {
		t.Errorf("%d keys, %v", len(handle.KeysetInfo().KeyInfo), err)
	}
}
