package kv_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault/kv"
)

// pairs yields so many names in order, each with a value of some bytes.
func pairs(count, size int) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		random := rand.NewChaCha8([32]byte{})
		for i := range count {
			value := make([]byte, size)
			_, _ = random.Read(value)
			if !yield(fmt.Appendf(nil, "%08d", i), value) {
				return
			}
		}
	}
}

func TestFill(t *testing.T) {
	for name, try := range map[string]struct{ count, size int }{
		"nothing":       {0, 0},
		"one":           {1, 10},
		"several flows": {20_000, 1200}, // some tables
		"large values":  {60, 500 << 10},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "store")
			if err := kv.Fill(t.Context(), dir, key(), pairs(try.count, try.size), logger(t)); err != nil {
				t.Fatal(err)
			}
			s, err := kv.Open(dir, key(), logger(t))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }()
			want := map[string]string{}
			for name, value := range pairs(try.count, try.size) {
				want[string(name)] = string(value)
			}
			if got := all(t, s); !cmp.Equal(want, got) {
				t.Errorf("%d pairs, want %d, or other values", len(got), len(want))
			}
			write(t, s, "00000000", "newer", "another", "1")
			if value, err := s.Get([]byte("00000000")); string(value) != "newer" || err != nil {
				t.Errorf("after a change %q, %v", value, err)
			}
		})
	}
}

// TestFilledStoreSurvivesItsNextCloses changes a filled store and looks at it
// again after a merge of what was changed.
func TestFilledStoreSurvivesItsNextCloses(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	if err := kv.Fill(t.Context(), dir, key(), pairs(20_000, 1200), logger(t)); err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		s, err := kv.Open(dir, key(), logger(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(all(t, s)); got != 20_000+round {
			t.Errorf("round %d: %d pairs", round, got)
		}
		write(t, s, fmt.Sprint("new", round), "value")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSC2_AFilledStoreIsEncrypted(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "store")
	err := kv.Fill(t.Context(), dir, key(), func(yield func(name, value []byte) bool) {
		yield([]byte("name-in-clear"), []byte("value-in-clear"))
	}, logger(t))
	if err != nil {
		t.Fatal(err)
	}
	nothingInClear(t, dir)
}

func TestFillStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	err := kv.Fill(ctx, filepath.Join(t.TempDir(), "store"), key(), func(yield func(name, value []byte) bool) {
		for name, value := range pairs(20_000, 1200) {
			if seen++; seen == 15_000 {
				cancel()
			}
			if !yield(name, value) {
				return
			}
		}
	}, logger(t))
	if !errors.Is(err, context.Canceled) || seen != 15_000 {
		t.Errorf("after %d pairs: %v", seen, err)
	}
}

func TestFillReportsWhatGoesWrong(t *testing.T) {
	if err := kv.Fill(t.Context(), t.TempDir(), key(), pairs(1, 1), logger(t)); !errors.Is(err, os.ErrExist) {
		t.Errorf("over a folder: %v", err)
	}
	// The second table cannot be made, because a folder has its name.
	dir := filepath.Join(t.TempDir(), "store")
	err := kv.Fill(t.Context(), dir, key(), func(yield func(name, value []byte) bool) {
		if err := os.Mkdir(filepath.Join(dir, "000002.sst"), 0o700); err != nil {
			t.Error(err)
		}
		pairs(30_000, 1200)(yield)
	}, logger(t))
	if err == nil {
		t.Error("a table was lost without a word")
	}
}
