package golden_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/rehearsal/golden"
)

// TestNormal: two runs are the same, but for what they found.
func TestNormal(t *testing.T) {
	report := func(port string, at time.Time, found string) proof.Report {
		return proof.Report{StartedAt: at, Steps: []proof.Step{{Name: "tls", Detail: "port " + port + ", " + found}}}
	}
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	id := golden.Rule{Pattern: `ID-\d+`, With: "ID"}
	first := golden.Normal(t, report("4711", noon, "ID-1"), "4711", id)
	second := golden.Normal(t, report("4712", noon.Add(time.Hour), "ID-2"), "4712", id)
	if first != second || !strings.Contains(first, "port PORT, ID") {
		t.Errorf("%s and %s", first, second)
	}
	if other := golden.Normal(t, report("4711", noon, "something else"), "4711", id); other == first {
		t.Error("another finding is taken for the same")
	}
}

func TestWant(t *testing.T) {
	path := filepath.Join(t.TempDir(), "testdata", "a.golden.json")
	if got := golden.Want(t, path, "new", true); got != "new" {
		t.Errorf("after an update %q", got)
	}
	if got := golden.Want(t, path, "other", false); got != "new" {
		t.Errorf("without an update %q", got)
	}
	if kept, err := os.ReadFile(path); err != nil || string(kept) != "new" {
		t.Errorf("kept %q, %v", kept, err)
	}
}
