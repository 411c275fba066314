//go:build !windows

package kv_test

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"patchbay/backend/vault/kv"
)

// TestACopyOfTheFolderKeepsNobodyOut holds the lock on the store's folder that a
// child process holds between its fork and its start, when it was forked while
// the store was open.
func TestACopyOfTheFolderKeepsNobodyOut(t *testing.T) {
	s, dir := create(t)
	write(t, s, "a", "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	folder, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = folder.Close() }()
	if err := unix.Flock(int(folder.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		t.Fatal(err)
	}
	s, err = kv.Open(dir, key(), logger(t))
	if err != nil {
		t.Fatal(err)
	}
	if got := all(t, s)["a"]; got != "1" {
		t.Errorf("the store holds %q", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
