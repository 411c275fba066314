package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
)

var errFull = errors.New("no space left on device")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestALostResultIsNotSuccess: what is shown this once, such as a recovery key,
// must not vanish behind the exit status 0.
func TestALostResultIsNotSuccess(t *testing.T) {
	for _, form := range []string{"--json=false", "--json", "--events"} {
		var stderr bytes.Buffer
		m := newMain("vault", "create", "--name", "Ada", "--email", "ada@example.com", form,
			"--vault", filepath.Join(t.TempDir(), "vault"))
		m.Stdout, m.Stderr = fullDisk{}, &stderr
		m.Getenv = environment{"PATCHBAY_NEW_PASSWORD": "correct-horse-battery-staple"}.get
		if status := m.Run(t.Context()); status != 1 || !strings.Contains(stderr.String(), errFull.Error()) {
			t.Errorf("%s: status %d, %q", form, status, stderr.String())
		}
	}
}

// TestLongWordsOfAServerAreCutForAPerson: --json has all of them.
func TestLongWordsOfAServerAreCutForAPerson(t *testing.T) {
	said := strings.Repeat("z", 60_000)
	port := refuser(t, "554 "+said+"\r\n")
	for form, most := range map[string]int{"--json=false": 4_000, "--json": 1 << 20} {
		doc, err := json.Marshal(map[string]any{
			"host": "127.0.0.1", "port": port, "security": "none", "from": "ada@example.com",
		})
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, nil, string(doc), "smtp", "prove", "--from", "-", "--level", "connect", form)
		if got.status != 7 || len(got.stdout) > most || !strings.Contains(got.stdout, "zzzz") {
			t.Errorf("%s: status %d, %d bytes", form, got.status, len(got.stdout))
		}
		if form == "--json" && !strings.Contains(got.stdout, said) {
			t.Error("the document does not hold what the server said")
		}
	}
}

// refuser is a server that greets everyone with the same line.
func refuser(t *testing.T, greeting string) (port int) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(greeting)) // who hangs up early does not matter
			_ = conn.Close()
		}
	}()
	return listener.Addr().(*net.TCPAddr).Port
}
