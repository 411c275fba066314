package cli_test

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnInterruptEndsWaitingForStandardInput: nobody may ever write there.
func TestAnInterruptEndsWaitingForStandardInput(t *testing.T) {
	for _, args := range [][]string{
		{"smtp", "prove", "--from", "-"},
		{"smtp", "set", "--from", "-"},
	} {
		silent, end := io.Pipe()
		t.Cleanup(func() { _ = end.Close() })
		m := newMain(append(args, "--json")...)
		m.Stdin = silent
		p := start(t, m)
		p.interrupt()
		wantInterrupted(t, p)
	}
}

// TestAnInterruptedCommandEndsAsItSays: the exit status belongs to the kind.
func TestAnInterruptedCommandEndsAsItSays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "vault")
	env := environment{"PATCHBAY_PASSWORD": "correct-horse-battery-staple", "PATCHBAY_VAULT": dir}
	if got := run(t, env, "", "vault", "create", "--name", "Ada", "--email", "ada@example.com"); got.status != 0 {
		t.Fatal(got.stderr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := newMain("vault", "rotate", "--json")
	m.Getenv = env.get
	var stdout strings.Builder
	m.Stdout = &stdout
	status := m.Run(ctx)
	wantInterruption(t, status, stdout.String())
}

func wantInterrupted(t *testing.T, p *running) {
	t.Helper()
	stdout, err := io.ReadAll(p.out)
	if err != nil {
		t.Fatal(err)
	}
	wantInterruption(t, <-p.status, string(stdout))
}

func wantInterruption(t *testing.T, status int, stdout string) {
	t.Helper()
	var f struct{ Code, Kind string }
	if err := json.Unmarshal([]byte(stdout), &f); err != nil || f.Code != "cli.interrupted" || f.Kind != "internal" || status != 1 {
		t.Errorf("status %d, %v, %s", status, err, stdout)
	}
}
