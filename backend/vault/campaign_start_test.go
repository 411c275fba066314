package vault_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

const (
	starterDir  = "VAULT_STARTER_DIR"
	starterGate = "VAULT_STARTER_GATE" // a file: when it is there, all begin
)

// TestStarterChild opens the vault when the gate opens, says what came of it,
// and holds the vault until its input ends.
func TestStarterChild(t *testing.T) {
	dir := os.Getenv(starterDir)
	if dir == "" {
		t.Skip("runs as a child process only")
	}
	fmt.Println("ready")
	for gate := os.Getenv(starterGate); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(gate); err == nil {
			break
		}
	}
	// The lock is taken here, and the password is computed in Unlock only.
	v, err := vault.Open(options(dir))
	if err != nil {
		fmt.Println(fault.Of(err).Code)
	} else if _, err = v.Unlock(t.Context(), "", password()); err != nil {
		fmt.Println(fault.Of(err).Code)
	} else {
		fmt.Println("open")
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	if v != nil {
		closeVault(t, v)
	}
}

// starter is one of many processes that open a vault at once.
type starter struct {
	cmd   *exec.Cmd
	lines *bufio.Scanner
	stdin io.Closer
}

func startStarter(t *testing.T, dir, gate string) *starter {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestStarterChild$")
	cmd.Env = append(os.Environ(), starterDir+"="+dir, starterGate+"="+gate)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &starter{cmd: cmd, lines: bufio.NewScanner(stdout), stdin: stdin}
}

func (s *starter) next(t *testing.T) string {
	t.Helper()
	if !s.lines.Scan() {
		t.Fatal("a start ended without an answer")
	}
	return s.lines.Text()
}

func (s *starter) waitFor(t *testing.T, want string) {
	t.Helper()
	if got := s.next(t); got != want {
		t.Fatalf("a start says %q", got)
	}
}

func (s *starter) end(t *testing.T) {
	t.Helper()
	_ = s.stdin.Close()
	for s.lines.Scan() {
	}
	if err := s.cmd.Wait(); err != nil {
		t.Error(err)
	}
}
