// Command overlay prepares a build in which Badger makes nothing durable, as it
// does on Windows: there its msync and its syncing of folders do nothing. What
// the vault promises must hold all the same, and a loss of power can be tried
// on Linux only.
//
// It copies the two modules into a folder, empties the functions there, and
// writes a go.mod beside them that uses the copies:
//
//	overlay build/cache/overlay && go test -modfile=build/cache/overlay/go.mod ./backend/vault
//
// (The flag -overlay, after which this is named, refuses to replace files of
// the module cache.)
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// emptied are the functions that do nothing in the build, by module and by the
// folder there.
func emptied() []library {
	return []library{
		{module: "github.com/dgraph-io/ristretto/v2", folder: "z", function: "msync"},
		{module: "github.com/dgraph-io/badger/v4", folder: ".", function: "syncDir"},
	}
}

type library struct{ module, folder, function string }

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: overlay FOLDER")
		os.Exit(2)
	}
	if err := prepare(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "overlay:", err)
		os.Exit(1)
	}
}

func prepare(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o755)); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := copyFile(filepath.Join(dir, name), name); err != nil {
			return err
		}
	}
	for _, l := range emptied() {
		if err := l.prepare(dir); err != nil {
			return fmt.Errorf("%s: %w", l.module, err)
		}
	}
	return nil
}

// prepare copies a module and names the copy in the go.mod.
func (l library) prepare(dir string) error {
	from, err := run("list", "-m", "-f", "{{.Dir}}", l.module)
	if err != nil {
		return err
	}
	to := filepath.Join(dir, "testdata", filepath.FromSlash(l.module)) // which formatters leave alone
	if err := copyModule(to, from); err != nil {
		return err
	}
	if err := emptyIn(filepath.Join(to, l.folder), l.function); err != nil {
		return err
	}
	_, err = run("mod", "edit", "-replace", l.module+"="+to, filepath.Join(dir, "go.mod"))
	return err
}

func run(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
