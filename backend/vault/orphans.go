package vault

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/vault/disk"
)

// finishRotation gives the journal its name when a rotation was interrupted
// after the header had named the new generation.
func finishRotation(g *generation) error {
	if _, err := os.Stat(g.journalPath()); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := os.Stat(g.pendingJournalPath()); err != nil {
		return nil // missing as well: reading it says so
	}
	return g.disk.Rename(g.pendingJournalPath(), g.journalPath())
}

// checkGenerations refuses a header beside the files of a newer generation that
// was in use.
func checkGenerations(h *sealedHeader, g *generation) error {
	_, err := os.Stat(g.snapshotPath())
	gone := errors.Is(err, os.ErrNotExist)
	return eachNumbered(g.dir, func(kind string, number uint64, name string) error {
		newer := number > g.number
		if (kind == "journal" && newer) || (kind == "snapshot" && newer && gone) {
			at := "an unknown time"
			if info, err := os.Stat(filepath.Join(g.dir, name)); err == nil {
				at = stamp(info.ModTime())
			}
			return errRolledBack(fmt.Sprintf("the header is of %s, before a rotation; %s of the new generation is of %s",
				stamp(h.WrittenAt), name, at))
		}
		return nil
	})
}

// unfinishedRotation reports a snapshot of the next generation. It is of a
// rotation that was interrupted before it took effect; or the header, and with
// it everything of this generation, was put back from before a rotation and the
// newer journal removed. Without its key the two look alike.
func unfinishedRotation(g *generation) (notes []string) {
	_ = eachNumbered(g.dir, func(kind string, number uint64, name string) error { // no list, nothing to report
		if info, err := os.Stat(filepath.Join(g.dir, name)); kind == "snapshot" && number > g.number && err == nil {
			notes = append(notes, fmt.Sprintf("%s of %s was removed: a change of the encryption key that had begun did not take effect",
				name, stamp(info.ModTime())))
		}
		return nil
	})
	return notes
}

// removeOrphans removes what interrupted writes and rotations left behind.
func removeOrphans(g *generation) error {
	entries, err := os.ReadDir(g.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if name == creatingName || (isOurs(name) && strings.HasSuffix(name, disk.TempSuffix)) ||
			(isOurs(name) && strings.HasSuffix(name, ".new")) {
			if err := g.disk.RemoveAll(filepath.Join(g.dir, name)); err != nil {
				return err
			}
		}
	}
	return eachNumbered(g.dir, func(_ string, number uint64, name string) error {
		if number == g.number {
			return nil
		}
		return g.disk.RemoveAll(filepath.Join(g.dir, name))
	})
}

// eachNumbered hands every file or folder named after a generation to fn.
func eachNumbered(dir string, fn func(kind string, number uint64, name string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		kind, suffix, _ := strings.Cut(entry.Name(), ".")
		number, err := strconv.ParseUint(suffix, 10, 64)
		if err != nil || !slices.Contains([]string{"snapshot", "journal", "store"}, kind) {
			continue
		}
		if err := fn(kind, number, entry.Name()); err != nil {
			return err
		}
	}
	return nil
}
