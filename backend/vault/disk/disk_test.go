package disk_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/vault/disk"
)

// failAt is a disk that fails on one side of one step, and notes all steps.
func failAt(step string, m disk.Moment, result error) (d disk.Disk, steps *[]string) {
	steps = new([]string)
	return disk.Watched(func(now disk.Moment, s disk.Step) error {
		if now == disk.Before {
			*steps = append(*steps, s.String())
		}
		if now == m && s.String() == step {
			return result
		}
		return nil
	}), steps
}

func writeText(text string) func(*disk.File) error {
	return func(f *disk.File) error {
		_, err := f.Write([]byte(text))
		return err
	}
}

// file is what lies at a path: "(none)" when there is nothing.
func file(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return "(none)"
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// TestReplaceFails lets each step of a replacement fail: the file is the old one
// or the new one, and nothing is left beside it.
func TestReplaceFails(t *testing.T) {
	for name, c := range map[string]struct {
		step     string
		moment   disk.Moment
		want     string
		unsynced bool
	}{
		"no new file":        {"create file.tmp", disk.Before, "old", false},
		"nothing written":    {"write file.tmp", disk.Before, "old", false},
		"written and failed": {"write file.tmp", disk.After, "old", false},
		"not synced":         {"sync file.tmp", disk.Before, "old", false},
		"sync reports":       {"sync file.tmp", disk.After, "old", false},
		"not renamed":        {"rename file", disk.Before, "old", false},
		"renamed and failed": {"rename file", disk.After, "new", true},
		"folder not synced":  {"sync folder dir", disk.Before, "new", true},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dir", "file")
			if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("old"), 0o600)); err != nil {
				t.Fatal(err)
			}
			d, _ := failAt(c.step, c.moment, syscall.EIO)
			err := d.Replace(path, writeText("new"))
			if !errors.Is(err, syscall.EIO) || errors.Is(err, disk.ErrUnsynced) != c.unsynced {
				t.Errorf("the error is %v", err)
			}
			if got := file(t, path); got != c.want {
				t.Errorf("the file is %q", got)
			}
			if got := file(t, path+disk.TempSuffix); got != "(none)" {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

func TestStepsOfAReplacement(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dir", "file")
	if err := errors.Join(os.Mkdir(filepath.Dir(path), 0o700),
		os.WriteFile(path+disk.TempSuffix, []byte("of an interrupted one"), 0o600)); err != nil {
		t.Fatal(err)
	}
	d, steps := failAt("", disk.Before, nil)
	if err := d.Replace(path, writeText("new")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"remove file.tmp", "create file.tmp", "write file.tmp", "sync file.tmp", "rename file", "sync folder dir",
	}
	if diff := cmp.Diff(want, *steps); diff != "" {
		t.Error(diff)
	}
	if err := (disk.Disk{}).Replace(path, writeText("newer")); err != nil || file(t, path) != "newer" {
		t.Errorf("on the disk as it is: %q, %v", file(t, path), err)
	}
}

func TestShortWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	d, _ := failAt("write file", disk.Before, io.ErrShortWrite)
	f, err := d.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	n, err := f.WriteAt([]byte("12345678"), 0)
	if n != 4 || !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("wrote %d: %v", n, err)
	}
	if err := f.Close(); err != nil || file(t, path) != "1234" {
		t.Errorf("the file is %q: %v", file(t, path), err)
	}
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	d, steps := failAt("truncate file", disk.After, syscall.EIO)
	f, err := d.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte("12345678")); err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(3); !errors.Is(err, syscall.EIO) {
		t.Errorf("truncated: %v", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil || file(t, path) != "123" {
		t.Errorf("the file is %q: %v", file(t, path), err)
	}
	if _, err := d.Create(path); !errors.Is(err, os.ErrExist) {
		t.Errorf("created over a file: %v", err)
	}
	if err := errors.Join(d.RemoveAll(path), d.RemoveAll(path), d.Reach("the end")); err != nil {
		t.Error(err)
	}
	want := []string{
		"create file", "write file", "truncate file", "sync file", "create file", "remove file", "remove file", "reach the end",
	}
	if diff := cmp.Diff(want, *steps); diff != "" {
		t.Error(diff)
	}
}
