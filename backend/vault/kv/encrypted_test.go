package kv_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"patchbay/backend/vault/kv"
)

// TestSC2_NoClockGivesPlaintext creates stores whose data key lasts for years.
// Badger takes the time since 1970 for the age of a key that it does not have
// yet. So a long duration is to it what the usual one is on a machine whose
// clock stands at 1970: there is no key, and it stores in clear without a word.
// Such a store must be refused before anything is stored.
func TestSC2_NoClockGivesPlaintext(t *testing.T) {
	const year = 365 * 24 * time.Hour
	refused := 0
	for name, after := range map[string]time.Duration{
		"10 days":                    10 * 24 * time.Hour,
		"as it is":                   10 * year,
		"50 years":                   50 * year,
		"57 years, or 1970":          57 * year,
		"100 years":                  100 * year,
		"290 years, or a clock at 0": 290 * year,
	} {
		dir := filepath.Join(t.TempDir(), "store")
		s, err := kv.CreateRotating(dir, key(), logger(t), after)
		if errors.Is(err, kv.ErrNotEncrypted) {
			refused++
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		write(t, s, "name-in-clear", "value-in-clear")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wantNowhere(t, dir, "in-clear")
	}
	if refused == 0 {
		t.Error("no duration makes Badger store in clear: what is refused was not tried")
	}
}

func wantNowhere(t *testing.T, dir, text string) {
	t.Helper()
	files, err := kv.Files(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(dir, file.Name))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			t.Errorf("%s is in clear", file.Name)
		}
	}
}
