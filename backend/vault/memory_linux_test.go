package vault_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"patchbay/backend/vault"
)

// TestSC16_LockWipesTheVaultKey looks for the vault key in all writable memory
// of this process. The test itself keeps it only in a masked form.
func TestSC16_LockWipesTheVaultKey(t *testing.T) {
	v, _, _ := create(t)
	save(t, v, "a")
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
	wantNotes(t, v, "a")
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	masked := v.MaskedVaultKey()
	if found := countInMemory(t, masked); found == 0 {
		t.Fatal("the search does not find the key of an unlocked vault")
	}
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	if found := countInMemory(t, masked); found != 0 {
		t.Errorf("%d copies of the vault key are in memory", found)
	}
}

// countInMemory counts the key whose bytes are all inverted. What it searches
// with lies in a shared mapping of its own, which it leaves out.
func countInMemory(t *testing.T, masked []byte) (found int) {
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
	key, buffer := own[:len(masked)], own[len(masked):]
	for i := range masked {
		key[i] = ^masked[i]
	}
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil ||
			rights != "rw-p" || to-from > 1<<30 { // as large is only the race detector's own memory
			continue
		}
		for at := from; at < to; at += int64(len(buffer) - len(key)) {
			n, _ := memory.ReadAt(buffer[:min(int64(len(buffer)), to-at)], at)
			found += bytes.Count(buffer[:n], key)
		}
	}
	return found
}
