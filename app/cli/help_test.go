package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHelp holds every help text against its golden file. Those texts tell
// which commands there are.
func TestHelp(t *testing.T) {
	overview := run(t, nil, "", "help")
	golden(t, "patchbay", overview.stdout)
	for _, name := range commandNames(overview.stdout) {
		t.Run(name, func(t *testing.T) {
			got := run(t, nil, "", append([]string{"help"}, strings.Fields(name)...)...)
			if got.status != 0 {
				t.Fatalf("it ended with status %d: %s", got.status, got.stderr)
			}
			golden(t, strings.ReplaceAll(name, " ", "_"), got.stdout)
			behind := run(t, nil, "", append(strings.Fields(name), "--help")...)
			if diff := cmp.Diff(got.stdout, behind.stdout); diff != "" {
				t.Errorf("--help says something else: %s", diff)
			}
			for line := range strings.Lines(got.stdout) {
				if n := len(strings.TrimRight(line, "\n")); n > 100 {
					t.Errorf("a line of %d columns: %s", n, line)
				}
			}
		})
	}
}

// commandNames reads the names from the overview.
func commandNames(overview string) []string {
	var names []string
	for line := range strings.Lines(overview) {
		name, short, found := strings.Cut(strings.TrimPrefix(line, "  "), "  ")
		if strings.HasPrefix(line, "  ") && line[2] >= 'a' && line[2] <= 'z' && found && strings.TrimSpace(short) != "" {
			names = append(names, name)
		}
	}
	return names
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "help", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
