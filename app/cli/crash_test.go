package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"patchbay/app/cli"
)

// crashing is the name under which the test binary is the whole program, which
// crashes in a goroutine of its own as soon as it looks at its pages. The
// variable of that name says how; without it the program lives.
const crashing = "crashing"

// crash runs that program.
func crash() {
	var shown fs.FS = pages()
	if how := os.Getenv(crashing); how != "" {
		shown = crashingPages(how)
	}
	os.Exit(cli.Execute(shown, "", ""))
}

type crashingPages string

// Open prints what the process says of itself and does not return.
func (p crashingPages) Open(string) (fs.File, error) {
	fmt.Println(protection())
	go die(string(p), []byte(canary))
	select {}
}

// die ends the process. The secret is an argument, and within its reach.
func die(how string, key []byte) {
	switch how {
	case "panic":
		panic(errors.New("refused: " + string(key)))
	case "argument":
		seal([8]byte(key), nil, nil)
	case "fatal":
		seal([8]byte(key), map[string]int{}, &sync.Mutex{})
	}
}

// seal takes a key by value, as ciphers do, and fails: by a panic without a map
// to write into, else in a way that no recovery reaches.
//
//go:noinline
func seal(key [8]byte, written map[string]int, open *sync.Mutex) {
	written[string(key[:])] = 1
	open.Unlock()
}

// asArguments is how Go prints the first bytes of the canary.
func asArguments() string {
	var s strings.Builder
	for i := range 8 {
		fmt.Fprintf(&s, "%#x, ", canary[i])
	}
	return strings.TrimSuffix(s.String(), ", ")
}

// runCrash runs the program that dies, and returns what it said where.
func runCrash(t *testing.T, how, traceback string) outcome {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = []string{crashing, "serve", "--vault", t.TempDir() + "/vault"}
	cmd.Env = append(os.Environ(), crashing+"="+how, "GOTRACEBACK="+traceback)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); !errors.As(err, &exit) {
		t.Fatalf("it did not crash: %v", err)
	}
	return outcome{exit.ExitCode(), stdout.String(), stderr.String()}
}

// TestSC25_ACrashPrintsNoSecret lets the program die in a goroutine that nobody
// watches. A developer who asks for traces gets them, which shows that there
// was something to hide.
func TestSC25_ACrashPrintsNoSecret(t *testing.T) {
	t.Parallel()
	secret := map[string]string{"panic": canary, "argument": asArguments(), "fatal": asArguments()}
	for how, shown := range secret {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			if got := runCrash(t, how, ""); got.stderr != "" || got.status == 0 {
				t.Errorf("it ended with status %d and said: %s", got.status, got.stderr)
			}
			if got := runCrash(t, how, "all"); !strings.Contains(got.stderr, shown) {
				t.Errorf("a trace that was asked for has no %s: %s", shown, got.stderr)
			}
		})
	}
}

// TestSC25_TheProgramStillSpeaks: only what the program did not say is hidden.
func TestSC25_TheProgramStillSpeaks(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Args = []string{crashing, "nonsense"}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err == nil || !strings.Contains(stderr.String(), `there is no command "nonsense"`) {
		t.Errorf("%v: it said: %s", err, stderr.String())
	}
}

// TestSC25_AReportedPanicNamesNoArguments: the log of a recovered panic says
// where, and not with what.
func TestSC25_AReportedPanicNamesNoArguments(t *testing.T) {
	m := newMain("vault", "status")
	m.Getenv = func(name string) string {
		if name == "PATCHBAY_VAULT" {
			seal([8]byte([]byte(canary)), nil, nil)
		}
		return ""
	}
	status := m.Run(context.Background())
	said := m.Stderr.(*bytes.Buffer).String()
	if status != 1 || !strings.Contains(said, "cli_test.seal") || !strings.Contains(said, "crash_test.go:") {
		t.Errorf("it ended with status %d: %s", status, said)
	}
	if strings.Contains(said, asArguments()[:len("0x00, 0x00, 0x00")]) {
		t.Errorf("the arguments are shown: %s", said)
	}
}
