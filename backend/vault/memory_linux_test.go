package vault_test

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
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
	if _, err := v.Rotate(t.Context(), nil, nil); err != nil {
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

// countInMemory counts the key whose bytes are all inverted.
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
	buffer := make([]byte, 1<<20)
	lines := bufio.NewScanner(bytes.NewReader(maps))
	for lines.Scan() {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil ||
			!strings.HasPrefix(rights, "rw") {
			continue
		}
		const overlap = 32
		for at := from; at < to; at += int64(len(buffer)) - overlap {
			n, _ := memory.ReadAt(buffer[:min(int64(len(buffer)), to-at)], at)
			for i := range buffer[:n] {
				buffer[i] = ^buffer[i]
			}
			found += bytes.Count(buffer[:n], masked)
		}
	}
	clear(buffer)
	return found
}
