package vault_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"patchbay/backend/vault"
)

func TestSC27_OneProcess(t *testing.T) {
	v, dir, _ := create(t)
	for range 3 {
		_, err := vault.Open(options(dir))
		wantCode(t, err, vault.CodeInUse)
	}
	_, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	wantCode(t, err, vault.CodeInUse)
	closeVault(t, v)

	var wait sync.WaitGroup
	opened := make(chan *vault.Vault, 50)
	for range cap(opened) {
		wait.Go(func() {
			if v, err := vault.Open(options(dir)); err == nil {
				opened <- v
			}
		})
	}
	wait.Wait()
	if len(opened) != 1 {
		t.Errorf("%d of 50 opened the vault", len(opened))
	}
	for len(opened) > 0 {
		closeVault(t, <-opened)
	}
}

func TestSC26_UnsafeFolders(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files are not what protects a folder on Windows")
	}
	v, dir, _ := create(t)
	closeVault(t, v)
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("a new folder has mode %v: %v", info.Mode(), err)
	}
	for _, mode := range []os.FileMode{0o750, 0o701, 0o770, 0o704, 0o777} {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		_, err := vault.Open(options(dir))
		if err == nil {
			t.Errorf("mode %o was accepted", mode)
			continue
		}
		wantCode(t, err, vault.CodeUnsafeFolder)
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	_, err := vault.Open(options(link))
	wantCode(t, err, vault.CodeUnsafeFolder)
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, 12345, -1); err != nil {
			t.Fatal(err)
		}
		_, err := vault.Open(options(dir))
		wantCode(t, err, vault.CodeUnsafeFolder)
	}
}

// TestSC26_FilesArePrivate looks at every file and folder after each kind of
// work that makes new ones. Badger's own files are as private as their folder.
func TestSC26_FilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files are not what protects a folder on Windows")
	}
	v, dir, _ := create(t)
	everythingIsPrivate(t, dir, "creating")
	save(t, v, "a", "b")
	everythingIsPrivate(t, dir, "saving")
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	everythingIsPrivate(t, dir, "a rotation")
	save(t, v, "c")
	killed := copyDir(t, dir)
	closeVault(t, v)
	everythingIsPrivate(t, dir, "closing")
	v = open(t, killed)
	unlock(t, v)
	save(t, v, "d")
	everythingIsPrivate(t, filepath.Join(killed, "store.2"), "rebuilding")
}

func everythingIsPrivate(t *testing.T, dir, after string) {
	t.Helper()
	count := 0
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a live store removes files that it has merged
		}
		badgers := !entry.IsDir() && strings.HasPrefix(filepath.Base(filepath.Dir(path)), "store.")
		if err == nil && !badgers && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("after %s %s has mode %v", after, entry.Name(), info.Mode())
		}
		count++
		return err
	})
	if err != nil || count < 5 {
		t.Errorf("after %s there are %d files: %v", after, count, err)
	}
}

// TestSC26_AFolderThatWasOpenedUpIsNotUnlocked opens the folder to others while
// the vault is locked.
func TestSC26_AFolderThatWasOpenedUpIsNotUnlocked(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes of files are not what protects a folder on Windows")
	}
	v, dir, _ := create(t)
	if err := v.Lock(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	_, err := v.Unlock(t.Context(), "", password())
	wantCode(t, err, vault.CodeUnsafeFolder)
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	unlock(t, v)
}

func TestMissing(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{dir, filepath.Join(dir, "none")} {
		_, err := vault.Open(options(dir))
		wantCode(t, err, vault.CodeMissing)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("looking for a vault left %v, %v", entries, err)
	}
}

func TestCreateOverwritesNothing(t *testing.T) {
	v, dir, _ := create(t)
	save(t, v, "a")
	closeVault(t, v)
	_, _, err := vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	wantCode(t, err, vault.CodeExists)
	removeFile(t, dir, "header.a")
	removeFile(t, dir, "header.b")
	_, _, err = vault.Create(t.Context(), options(dir), operatorID, operatorName, password())
	wantCode(t, err, vault.CodeExists)
	if _, err := os.Stat(filepath.Join(dir, "snapshot.1")); err != nil {
		t.Error("the snapshot is gone")
	}
	other := filepath.Join(t.TempDir(), "other")
	if err := os.Mkdir(other, 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, other, "thesis.txt", []byte("mine"))
	_, _, err = vault.Create(t.Context(), options(other), operatorID, operatorName, password())
	wantCode(t, err, vault.CodeExists)
}

func TestCreateGoesOnAfterAnInterruption(t *testing.T) {
	v, dir, _ := create(t)
	half := copyDir(t, dir)
	closeVault(t, v)
	removeFile(t, half, "header.a")
	removeFile(t, half, "header.b")
	writeFile(t, half, "creating", nil)
	_, err := vault.Open(options(half))
	wantCode(t, err, vault.CodeMissing)
	v, _, err = vault.Create(t.Context(), options(half), operatorID, operatorName, password())
	if err != nil {
		t.Fatal(describe(err))
	}
	save(t, v, "a")
	closeVault(t, v)
	if err := tryOpen(t.Context(), half, nil); err != nil {
		t.Error(describe(err))
	}
}

func TestCancelled(t *testing.T) {
	v, _, _ := create(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, do := range map[string]func() error{
		"view":   func() error { return v.View(ctx, func(*vault.Tx) error { return nil }) },
		"update": func() error { return v.Update(ctx, func(*vault.Tx) error { return nil }) },
		"rotate": func() error { _, err := v.Rotate(ctx, vault.RotateOptions{}); return err },
		"unlock": func() error { _, err := v.Unlock(ctx, "", password()); return err },
	} {
		if err := do(); err == nil {
			t.Errorf("%s went on", name)
		}
	}
}
