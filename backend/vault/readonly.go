package vault

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"patchbay/backend/vault/journal"
)

const noteReadOnly = "the vault folder cannot be written: the vault can be read, and nothing can be saved"

// restoreAny opens the files of the header's generation as far as the folder
// allows.
func (v *Vault) restoreAny(h *sealedHeader, g *generation) (notes []string, err error) {
	if v.readOnly {
		return v.restoreForReading(h, g)
	}
	return v.restore(h, g)
}

// restoreForReading verifies snapshot and journal as restore does and changes
// neither. Badger, which cannot open a store without writing to it, stays
// closed: all records are kept in memory, sealed.
func (v *Vault) restoreForReading(h *sealedHeader, g *generation) (notes []string, err error) {
	if err := checkGenerations(h, g); err != nil {
		return nil, err
	}
	f := &found{}
	f.readSnapshot(g)
	var readErr error
	f.replay, f.tail, readErr = journal.Read(g.journalNow(), g.journalIdentity(), func(c journal.Commit) error {
		f.commits = append(f.commits, c)
		return nil
	})
	if err := f.fault(g, readErr); err != nil {
		return nil, err
	}
	interrupted, err := compare(&h.header, g, f)
	if err != nil {
		return nil, err
	}
	g.checkpoint, g.snapshot = f.point.Checkpoint, f.digest
	g.seq = max(f.point.Seq, f.replay.Seq)
	if interrupted {
		f.commits = nil
	}
	if err := f.replayCommits(g); err != nil {
		return nil, err
	}
	g.overlay = f.records
	return []string{noteReadOnly}, nil
}

// unrepaired words the notes about a header for a folder that stays as it is.
func unrepaired(notes []string) []string {
	out := make([]string, 0, len(notes))
	for _, note := range notes {
		note = strings.TrimSuffix(note, " and is written anew")
		out = append(out, strings.TrimSuffix(note, ","))
	}
	return out
}

// journalNow is where the journal lies: a rotation that was interrupted behind
// the switch has not given it its name yet.
func (g *generation) journalNow() string {
	if _, err := os.Stat(g.journalPath()); errors.Is(err, os.ErrNotExist) {
		if _, err := os.Stat(g.pendingJournalPath()); err == nil {
			return g.pendingJournalPath()
		}
	}
	return g.journalPath()
}

// retakeFolder takes the folder anew when the lock that is held is not the one
// that lies there, and finds out whether it can be written: while a vault is
// locked, folders are replaced and disks are mounted anew.
func (v *Vault) retakeFolder() error {
	now := writable(filepath.Clean(v.options.Dir))
	held := v.folder != nil && inPlace(v.path(lockName), v.folder.Stat)
	switch {
	case held && now != v.readOnly:
		return nil
	case held && !now:
		v.setFolder(v.folder, true)
		return nil
	}
	if err := v.leaveFolder(); err != nil {
		return folderFault(err)
	}
	folder, readOnly, err := takeFolder(v.options.Dir)
	if err != nil {
		return folderFault(err)
	}
	v.setFolder(folder, readOnly)
	return nil
}

// leaveFolder gives the folder's lock back.
func (v *Vault) leaveFolder() error {
	folder := v.folder
	v.setFolder(nil, v.readOnly)
	if folder == nil {
		return nil
	}
	return unlockFile(folder)
}

func (v *Vault) setFolder(folder *os.File, readOnly bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.folder, v.readOnly = folder, readOnly
}
