package vault

import (
	"fmt"

	"patchbay/backend/vault/journal"
)

// noteCommit notes the last transaction in the folder's lock file, after it is
// durable and before it is acknowledged. An older journal put in the place of
// this one is then noticed even when the vault was never closed. The note may
// lag behind after a loss of power, but is never ahead.
func (v *Vault) noteCommit(j *journal.Journal) {
	if err := v.options.Disk.WriteAt(v.folder, j.Note(), 0); err != nil {
		v.log.Warn("the last change could not be noted beside the journal")
	}
}

// lostCommits says when the journal ends before the last transaction that was
// noted.
func (v *Vault) lostCommits(j *journal.Journal, replay journal.Replay) []string {
	note := make([]byte, journal.NoteSize)
	if n, _ := v.folder.ReadAt(note, 0); n != len(note) || !j.Behind(note) {
		return nil
	}
	return []string{fmt.Sprintf("the journal is an older copy: it ends at %s, and later changes had been saved; "+
		"restore the newer one, or enter these changes again", stamp(replay.At))}
}
