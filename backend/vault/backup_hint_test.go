package vault_test

import (
	"strings"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// TestSC8_TheAnswerNamesTheBackup: a vault that does not open says which backup
// to restore, as long as it can be trusted to know.
func TestSC8_TheAnswerNamesTheBackup(t *testing.T) {
	const date = "2026-11-21 10:00 UTC"
	for name, c := range map[string]struct {
		spoil func(t *testing.T, before, dir string)
		code  string
		named bool
	}{
		"a damaged snapshot": {func(t *testing.T, _, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
			removeFile(t, dir, "store.1") // from which it would be written anew
		}, vault.CodeDamaged, true},
		"a forged snapshot": {func(t *testing.T, _, dir string) {
			changeFile(t, dir, "snapshot.1", func(b []byte) []byte { b[len(b)/2] ^= 1; reseal(b); return b })
		}, vault.CodeTampered, true},
		"an older snapshot": {func(t *testing.T, before, dir string) {
			copyFile(t, before, dir, "snapshot.1")
		}, vault.CodeRolledBack, true},
		"a forged header": {func(t *testing.T, _, dir string) {
			forgeHeader(t, dir, func(h map[string]any) { h["backupAt"] = "2020-01-01T00:00:00Z" })
		}, vault.CodeTampered, false},
		"no header": {func(t *testing.T, _, dir string) {
			removeFile(t, dir, "header.a")
			removeFile(t, dir, "header.b")
		}, vault.CodeDamaged, false},
	} {
		t.Run(name, func(t *testing.T) {
			v, dir, _ := create(t)
			save(t, v, "a")
			closeVault(t, v)
			before := copyDir(t, dir)
			v = open(t, dir)
			unlock(t, v)
			if err := v.NoteBackup(t.Context(), time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)); err != nil {
				t.Fatal(describe(err))
			}
			save(t, v, "b")
			closeVault(t, v)
			c.spoil(t, before, dir)
			err := tryOpen(t.Context(), dir, nil)
			wantCode(t, err, c.code)
			hint := fault.Of(err).Hint
			if named := strings.Contains(hint, date); named != c.named || strings.Contains(hint, "2020") || hint == "" {
				t.Errorf("the hint is %q", hint)
			}
		})
	}
}
