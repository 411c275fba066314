package localapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/localapi"
	"patchbay/backend/vault"
)

// TestSC1_TheAuthoritysKeyLeavesTheVaultNowhere: not in a file, an event, an
// answer, the journal or an example.
func TestSC1_TheAuthoritysKeyLeavesTheVaultNowhere(t *testing.T) {
	f := newFixture(t)
	var told bytes.Buffer
	f.bus.Subscribe(func(e event.Event) { fmt.Fprintf(&told, "%+v\n", e) })
	keys := [][]byte{}
	for range 2 {
		if _, err := f.api.RenewAuthority(t.Context()); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, f.rawKey(t))
	}
	leaf, err := f.api.Leaf(t.Context(), key(t), "acme.localhost")
	if err != nil {
		t.Fatal(err)
	}
	stored, err := f.api.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string][]byte{"events": told.Bytes(), "leaf": leaf.Certificate[0]}
	shown["answer"], err = json.Marshal(map[string]any{"settings": stored.Settings, "pem": stored.Authority.PEM, "raw": stored.Authority.Certificate.Raw})
	if err != nil {
		t.Fatal(err)
	}
	shown["journal"] = fmt.Appendf(nil, "%+v", f.entries(t, ""))
	shown["examples"] = fmt.Appendf(nil, "%+v", f.api.Examples(example()))
	f.addFiles(t, shown)
	for where, content := range shown {
		for _, raw := range keys {
			for encoding, form := range forms(raw) {
				if bytes.Contains(content, form) {
					t.Errorf("%s: the key is there in %s", where, encoding)
				}
			}
		}
	}
}

func forms(raw []byte) map[string][]byte {
	out := map[string][]byte{
		"clear": raw, "hexadecimal": []byte(hex.EncodeToString(raw)), "decimal": fmt.Append(nil, raw)[1:90],
	}
	for skip := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString(raw[skip:])
		out[fmt.Sprint("base64 at ", skip)] = []byte(encoded[:len(encoded)-4])
	}
	return out
}

func (f *fixture) addFiles(t *testing.T, shown map[string][]byte) {
	t.Helper()
	before := len(shown)
	err := filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		shown[path], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(shown) == before {
		t.Fatalf("%d files: %v", len(shown)-before, err)
	}
}

// TestTheAuthoritysKeyIsBound: it opens for nothing but the authority.
func TestTheAuthoritysKeyIsBound(t *testing.T) {
	f := newFixture(t)
	f.authority(t)
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		_, err := tx.Secret(vault.SecretRef{Kind: localapi.Kind, ID: "authority", Field: "authorityKey"}, "localapi|elsewhere")
		return err
	})
	if err == nil {
		t.Error("the key opens for another destination")
	}
}
