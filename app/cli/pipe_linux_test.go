package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestAReaderThatHasGoneClosesTheVault: "audit list | head" ends in order, and
// the next command finds nothing to mend.
func TestAReaderThatHasGoneClosesTheVault(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "vault")
	run := func(out *os.File, args ...string) (said string, err error) {
		cmd := exec.CommandContext(t.Context(), self)
		cmd.Args = append([]string{crashing}, append(args, "--vault", dir)...)
		cmd.Env = append(os.Environ(), "PATCHBAY_PASSWORD=a long password of this test")
		var stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = out, &stderr
		err = cmd.Run()
		return stderr.String(), err
	}
	if said, err := run(nil, "vault", "create", "--name", "Ada", "--email", "ada@example.com"); err != nil {
		t.Fatal(err, said)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = reader.Close()
	said, err := run(writer, "audit", "list")
	_ = writer.Close()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || !ended.Exited() || ended.ExitCode() != 1 || said != "" {
		t.Errorf("it ended with %v and said %q", err, said)
	}
	if said, err := run(nil, "audit", "list"); err != nil || said != "" {
		t.Errorf("the next one ended with %v and said %q", err, said)
	}
}
