package vault_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"maps"
	"os"
	"strings"
	"testing"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
	"patchbay/backend/vault/seal"
)

// TestSC12_ARemovedOperatorLosesTheVault: with the password and an old header
// she opens nothing that is there now, and a backup of her time opens as before.
func TestSC12_ARemovedOperatorLosesTheVault(t *testing.T) {
	v, dir, _ := create(t)
	addGrace(t, v)
	if err := v.AddOperator(t.Context(), "charles", "Charles", secret.FromString("difference engine"), nil); err != nil {
		t.Fatal(describe(err))
	}
	save(t, v, "before")
	backup, _ := backUp(t, v)
	closeVault(t, v)
	old := copyDir(t, dir)
	v = open(t, dir)
	if _, err := v.Unlock(t.Context(), operatorName, password()); err != nil {
		t.Fatal(describe(err))
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{Remove: []string{graceID}}); err != nil {
		t.Fatal(describe(err))
	}
	save(t, v, "after")
	closeVault(t, v)
	wantUnlocks(t, dir, operatorName, passwordText, operatorID)
	wantUnlocks(t, dir, "Charles", "difference engine", "charles") // who gave no password for the rotation

	_, err := unlocksAs(t, dir, graceName, gracePassword)
	wantCode(t, err, vault.CodeWrongPassword)
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string)
		code  string
	}{
		"the old header": {func(t *testing.T, dir string) {
			copyFile(t, old, dir, "header.a")
			copyFile(t, old, dir, "header.b")
		}, vault.CodeRolledBack},
		"her old slot in the new header": {func(t *testing.T, dir string) {
			slot := headerOf(t, old)["operators"].([]any)[1]
			forgeHeader(t, dir, func(h map[string]any) { h["operators"] = append(h["operators"].([]any), slot) })
		}, vault.CodeTampered},
		"her old slot and the old generation": {func(t *testing.T, dir string) {
			slot := headerOf(t, old)["operators"].([]any)[1]
			forgeHeader(t, dir, func(h map[string]any) {
				h["operators"], h["generation"] = append(h["operators"].([]any), slot), 1
			})
		}, vault.CodeTampered},
	} {
		t.Run(name, func(t *testing.T) {
			copied := copyDir(t, dir)
			c.spoil(t, copied)
			_, err := unlocksAs(t, copied, graceName, gracePassword)
			wantCode(t, err, c.code)
		})
	}

	b := openBackup(t, backup, vault.BackupKey{Operator: graceName, Password: secret.FromString(gracePassword)})
	err = b.View(t.Context(), func(tx *vault.Tx) error {
		items, err := notes().All(tx)
		if len(items) != 1 || items[0].ID != "before" {
			t.Errorf("the backup holds %+v", items)
		}
		return err
	})
	if err != nil || b.OperatorID() != graceID {
		t.Errorf("the backup opens for %q: %v", b.OperatorID(), err)
	}
}

// TestSC6_ASubstitutedPublicKeyGetsNothing puts a stranger's public key into
// the header on the disk, under the unlocked vault.
func TestSC6_ASubstitutedPublicKeyGetsNothing(t *testing.T) {
	stranger, err := seal.NewKeyPair()
	if err != nil {
		t.Fatal(err)
	}
	public := base64.StdEncoding.EncodeToString(stranger.Public)
	for name, change := range map[string]func(t *testing.T, v *vault.Vault) error{
		"rotation": func(t *testing.T, v *vault.Vault) error {
			_, err := v.Rotate(t.Context(), vault.RotateOptions{})
			return err
		},
		"addition": func(t *testing.T, v *vault.Vault) error {
			return v.AddOperator(t.Context(), graceID, graceName, secret.FromString(gracePassword), nil)
		},
		"password": func(t *testing.T, v *vault.Vault) error {
			return v.ChangePassword(t.Context(), operatorID, password(), password(), nil)
		},
	} {
		for _, epoch := range []int{0, 1, 1000} { // older, the same, and newer
			v, dir, _ := create(t)
			if err := v.NoteBackup(t.Context(), v.Info().CreatedAt); err != nil {
				t.Fatal(err)
			}
			forgeHeader(t, dir, func(h map[string]any) {
				h["operators"].([]any)[0].(map[string]any)["publicKey"] = public
				h["epoch"] = h["epoch"].(float64) + float64(epoch) - 1
			})
			before := files(t, dir)
			err := change(t, v)
			if epoch == 0 { // replaced by the header that was verified
				if err != nil || strings.Contains(string(readFile(t, dir, "header.a")), public) {
					t.Errorf("%s: %s", name, describe(err))
				}
				continue
			}
			wantCode(t, err, vault.CodeTampered)
			if !maps.Equal(before, files(t, dir)) {
				t.Errorf("%s: something was written beside the forged header", name)
			}
		}
	}
}

func headerOf(t testing.TB, dir string) map[string]any {
	t.Helper()
	raw := readFile(t, dir, "header.a")
	var h map[string]any
	if err := json.Unmarshal(raw[16:len(raw)-64], &h); err != nil {
		t.Fatal(err)
	}
	return h
}

// forgeHeader changes both copies of the header, with right checksums and the
// MAC of before.
func forgeHeader(t testing.TB, dir string, change func(h map[string]any)) {
	t.Helper()
	raw := readFile(t, dir, "header.a")
	h := headerOf(t, dir)
	change(h)
	body, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	forged := bytes.Clone(raw[:12])
	forged = binary.BigEndian.AppendUint32(forged, uint32(len(body)))
	forged = append(append(forged, body...), raw[len(raw)-64:len(raw)-32]...)
	sum := sha256.Sum256(forged)
	for _, name := range []string{"header.a", "header.b"} {
		if err := os.WriteFile(dir+"/"+name, append(forged, sum[:]...), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
