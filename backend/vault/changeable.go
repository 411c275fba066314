package vault

import (
	"os"

	"patchbay/backend/vault/journal"
)

// changeable says why nothing may be written: the vault is locked, its folder
// cannot be written, it is no longer the folder that was opened, or a write has
// failed and what the disk holds must be verified first. The caller holds the
// writer's turn.
func (v *Vault) changeable() error {
	switch {
	case v.live == nil:
		return errLocked()
	case v.readOnly:
		return errFolderReadOnly()
	case v.stale():
		return errStale()
	case v.live.journal.Broken():
		return writeFault(journal.ErrBroken)
	}
	return nil
}

// stale reports whether the folder was replaced under the open vault, by a
// restored backup or by a copy: a change would then end up in a vault that
// another process may have open, or beside files that do not belong to it.
func (v *Vault) stale() bool {
	if !inPlace(v.path(lockName), v.folder.Stat) {
		return true
	}
	return v.live != nil && v.live.journal != nil && !inPlace(v.live.journalPath(), v.live.journal.Stat)
}

// inPlace reports whether a path still stands for an open file.
func inPlace(path string, open func() (os.FileInfo, error)) bool {
	opened, err := open()
	if err != nil {
		return true // unknown: writing will say what is wrong
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(there, opened)
}

// abandonStore leaves the working store open until the process ends. Badger
// writes and removes files by name, so that closing it would change a folder
// that is not its own any more.
func (g *generation) abandonStore() { g.store = nil }
