package vault_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// TestSC16_LockWipesTheKeys looks for the vault key, and for every key that is
// derived from it, in all writable memory of this process. The test itself keeps
// them only in a masked form. Badger's key is left out: its ciphers hold copies
// until their memory is used again, and it opens nothing but sealed records.
func TestSC16_LockWipesTheKeys(t *testing.T) {
	v, _, recoveryKey := create(t)
	save(t, v, "a")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
	before := v.MaskedKeys()
	useEverything(t, v, recoveryKey)
	after := v.MaskedKeys()
	held := countInMemory(t, after)
	for name := range after {
		if held[name] == 0 {
			t.Fatalf("the search does not find the %s key of an unlocked vault", name)
		}
	}
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	for when, keys := range map[string]map[string][]byte{"before the rotation": before, "after it": after} {
		for name, found := range countInMemory(t, keys) {
			if found != 0 && name != "store" {
				t.Errorf("%d copies of the %s key of %s are in memory", found, name, when)
			}
		}
	}
}

// useEverything does with the keys whatever is done with them.
func useEverything(t *testing.T, v *vault.Vault, recoveryKey secret.Text) {
	t.Helper()
	putSecret(t, v, smtpPassword(), "s3cret")
	file := filepath.Join(t.TempDir(), "backup")
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	_, err = v.WriteBackup(t.Context(), out)
	if err := errors.Join(err, out.Close()); err != nil {
		t.Fatal(describe(err))
	}
	next := secret.FromString(nextPassword)
	for name, do := range map[string]func() error{
		"backup": func() error {
			b, err := vault.OpenBackup(t.Context(), file, vault.BackupKey{RecoveryKey: recoveryKey}, options(""))
			if err != nil {
				return err
			}
			defer b.Close()
			_, err = vault.Compare(t.Context(), v, b)
			return err
		},
		"verify":   func() error { _, err := v.Verify(t.Context(), nil); return err },
		"operator": func() error { return v.AddOperator(t.Context(), graceID, "Grace", next, nil) },
		"password": func() error { return v.ChangePassword(t.Context(), operatorID, password(), password(), nil) },
		"recovery": func() error { _, err := v.ReplaceRecoveryKey(t.Context(), nil); return err },
	} {
		if err := do(); err != nil {
			t.Fatalf("%s: %s", name, describe(err))
		}
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{Remove: []string{graceID}}); err != nil {
		t.Fatal(describe(err))
	}
	putSecret(t, v, smtpPassword(), "s3cret")
	if _, err := readSecret(t, v, smtpPassword(), destination); err != nil {
		t.Fatal(describe(err))
	}
}

// countInMemory counts the keys whose bytes are all inverted, by name. What it
// searches with lies in a shared mapping of its own, which it leaves out. All of
// them are looked for in one reading, because that is what takes long.
func countInMemory(t *testing.T, masked map[string][]byte) map[string]int {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = memory.Close() }()
	own, err := unix.Mmap(-1, 0, 1<<20, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_ANON)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = unix.Munmap(own) }()
	keys, buffer, longest := unmaskAll(masked, own)
	found := map[string]int{}
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil ||
			rights != "rw-p" || to-from > 1<<30 { // as large is only the race detector's own memory
			continue
		}
		// What is read overlaps by the longest key, so that none is cut in two.
		for at := from; at < to; at += int64(len(buffer) - longest) {
			n, _ := memory.ReadAt(buffer[:min(int64(len(buffer)), to-at)], at)
			for name, key := range keys {
				found[name] += bytes.Count(buffer[:n], key)
			}
		}
	}
	return found
}

// unmaskAll writes the keys to the beginning of memory. It returns where they are,
// the rest of memory, and the length of the longest.
func unmaskAll(masked map[string][]byte, memory []byte) (keys map[string][]byte, rest []byte, longest int) {
	keys, rest = map[string][]byte{}, memory
	for name, inverted := range masked {
		key := rest[:len(inverted)]
		rest = rest[len(inverted):]
		for i := range inverted {
			key[i] = ^inverted[i]
		}
		keys[name] = key
		longest = max(longest, len(key))
	}
	return keys, rest, longest
}
