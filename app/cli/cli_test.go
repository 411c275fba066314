package cli_test

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/testscript"

	"patchbay/app/cli"
	"patchbay/backend/vault/kdf"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestMain makes the test binary the program itself when a script runs it as
// patchbay, and a program that crashes when a test runs it as that.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"patchbay": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		program := newMain(os.Args[1:]...)
		program.Stdin, program.Stdout, program.Stderr, program.Getenv = os.Stdin, os.Stdout, os.Stderr, os.Getenv
		os.Exit(program.Run(ctx))
	}, crashing: crash})
}

// newMain is the program at the cost of tests, with nothing around it.
func newMain(args ...string) *cli.Main {
	cost := kdf.ForTests()
	return &cli.Main{
		Args: args, Pages: pages(), Version: "1.2.3", Commit: "abcdef", Cost: &cost,
		Stdin: strings.NewReader(""), Stdout: &bytes.Buffer{}, Stderr: &bytes.Buffer{},
		Getenv: func(string) string { return "" },
	}
}

func pages() fs.FS {
	return fstest.MapFS{"index.html": {Data: []byte("<!doctype html><title>Patchbay</title>")}}
}

// environment is a program's environment.
type environment map[string]string

func (e environment) get(name string) string { return e[name] }

// outcome is what a run left behind.
type outcome struct {
	status         int
	stdout, stderr string
}

func run(t *testing.T, env environment, stdin string, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	m := newMain(args...)
	m.Stdin, m.Stdout, m.Stderr, m.Getenv = strings.NewReader(stdin), &stdout, &stderr, env.get
	status := m.Run(t.Context())
	return outcome{status, stdout.String(), stderr.String()}
}
