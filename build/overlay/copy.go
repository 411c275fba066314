package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// copyModule copies what a build needs of a module. The cache's files are
// read-only, the copies are not.
func copyModule(to, from string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() {
			if name == "testdata" || name == "badger" && path != from {
				return filepath.SkipDir // the library's own command and its test data
			}
			return nil
		}
		if strings.HasSuffix(name, "_test.go") || !built(name) {
			return nil
		}
		inside, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		return copyFile(filepath.Join(to, inside), path)
	})
}

func built(name string) bool {
	switch filepath.Ext(name) {
	case ".go", ".s", ".h", ".mod", ".sum":
		return true
	}
	return false
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o644)
}
