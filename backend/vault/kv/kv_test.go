package kv_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault/kv"
)

func key() []byte { return bytes.Repeat([]byte{7}, 32) }

func logger(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(testWriter{t}, nil))
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Log(strings.TrimSpace(string(b)))
	return len(b), nil
}

func create(t testing.TB) (*kv.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "store")
	s, err := kv.Create(dir, key(), logger(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

func write(t testing.TB, s *kv.Store, pairs ...string) {
	t.Helper()
	err := s.Write(func(yield func(name, value []byte) bool) {
		for i := 0; i < len(pairs); i += 2 {
			if !yield([]byte(pairs[i]), []byte(pairs[i+1])) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}

func all(t testing.TB, s *kv.Store) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := s.Each(func(name, value []byte) error {
		out[string(name)] = string(value)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStore(t *testing.T) {
	s, dir := create(t)
	write(t, s, "a", "1", "b", "2", "a", "3")
	if err := s.Write(func(yield func(name, value []byte) bool) { yield([]byte("b"), nil) }); err != nil {
		t.Fatal(err)
	}
	if value, err := s.Get([]byte("a")); string(value) != "3" || err != nil {
		t.Errorf("got %q, %v", value, err)
	}
	if value, err := s.Get([]byte("b")); value != nil || err != nil {
		t.Errorf("a deleted name has %q, %v", value, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := kv.Open(dir, key(), logger(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if diff := cmp.Diff(map[string]string{"a": "3"}, all(t, again)); diff != "" {
		t.Error(diff)
	}
}

// TestMoreThanOneTransaction writes more than fits into one of Badger's.
func TestMoreThanOneTransaction(t *testing.T) {
	s, _ := create(t)
	value := bytes.Repeat([]byte("x"), 10_000)
	err := s.Write(func(yield func(name, value []byte) bool) {
		for i := range 700 {
			if !yield(fmt.Appendf(nil, "%04d", i), value) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(all(t, s)); got != 700 {
		t.Errorf("%d of 700", got)
	}
}

// TestAStoreTakesItsShare refuses what would fill Badger's write buffer, and
// takes it when it was opened again.
func TestAStoreTakesItsShare(t *testing.T) {
	s, dir := create(t)
	pairs := func(first int) func(yield func(name, value []byte) bool) {
		return func(yield func(name, value []byte) bool) {
			for i := range 100 {
				if !yield(fmt.Appendf(nil, "%04d", first+i), bytes.Repeat([]byte("x"), 10_000)) {
					return
				}
			}
		}
	}
	taken := 0
	for s.Write(pairs(taken)) == nil {
		if taken += 100; taken > 10_000 {
			t.Fatal("the store takes everything")
		}
	}
	if err := s.Write(pairs(taken)); !errors.Is(err, kv.ErrFull) {
		t.Errorf("refused with %v", err)
	}
	write(t, s, "small", "1") // there is room for this
	if got := len(all(t, s)); got != taken+1 {
		t.Errorf("%d of %d", got, taken+1)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := kv.Open(dir, key(), logger(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if err := again.Write(pairs(taken)); err != nil {
		t.Errorf("after it was opened again: %v", err)
	}
}

func TestSC2_StoreIsEncrypted(t *testing.T) {
	s, dir := create(t)
	write(t, s, "name-in-clear", "value-in-clear")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	nothingInClear(t, dir)
	if _, err := kv.Open(dir, bytes.Repeat([]byte{8}, 32), logger(t)); err == nil {
		t.Error("another key opens it")
	}
}

// nothingInClear searches the files of a closed store.
func nothingInClear(t *testing.T, dir string) {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, "KEYREGISTRY"))
	if err != nil || info.Size() != 96 {
		t.Errorf("the key registry has %d bytes: %v", info.Size(), err)
	}
	files, err := kv.Files(dir)
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(dir, file.Name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte("in-clear")) {
			t.Errorf("%s is in clear", file.Name)
		}
	}
}

func TestCreateRefusesAnExistingFolder(t *testing.T) {
	if _, err := kv.Create(t.TempDir(), key(), logger(t)); err == nil {
		t.Error("a store was made over a folder")
	}
}

func TestDiscard(t *testing.T) {
	s, dir := create(t)
	write(t, s, "a", "1")
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	again, err := kv.Open(dir, key(), logger(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = again.Close() }()
	if got := all(t, again); len(got) != 0 {
		t.Errorf("a discarded store holds %v", got)
	}
}
