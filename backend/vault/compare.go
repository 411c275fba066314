package vault

import (
	"bytes"
	"fmt"
	"path/filepath"
)

// compare checks that header, snapshot and journal belong to one moment. It
// reports whether a fold was interrupted between its two replacements.
func compare(h *header, g *generation, f *found) (interrupted bool, err error) {
	snapshot, journalName := filepath.Base(g.snapshotPath()), filepath.Base(g.journalPath())
	start := f.replay.Start
	switch {
	case max(f.point.Epoch, f.replay.Epoch) > h.Epoch:
		return false, errRolledBack(fmt.Sprintf("the header is of %s, and a newer one was in use at %s",
			stamp(h.WrittenAt), stamp(later(f.point.At, f.replay.At))))
	case f.point.Checkpoint < h.State.Checkpoint, f.point.Checkpoint < start.Checkpoint:
		return false, errRolledBack(fmt.Sprintf("%s is of %s, and a newer one was in use at %s",
			snapshot, stamp(f.point.At), stamp(later(h.State.At, start.At))))
	case f.point.Checkpoint == h.State.Checkpoint && !bytes.Equal(f.digest[:], h.State.Snapshot):
		return false, errTampered(snapshot + " is not the one that was written last")
	case start.Checkpoint == f.point.Checkpoint && start.Snapshot != f.digest:
		return false, errTampered(snapshot + " and " + journalName + " do not belong together")
	case start.Checkpoint < f.point.Checkpoint:
		interrupted = start.Checkpoint+1 == f.point.Checkpoint && start.Snapshot == f.point.Previous &&
			f.tail == f.point.Folded
		if !interrupted {
			return false, errRolledBack(fmt.Sprintf("%s is of %s, and %s is of %s",
				journalName, stamp(start.At), snapshot, stamp(f.point.At)))
		}
	}
	if max(f.point.Seq, f.replay.Seq) < h.State.Seq {
		return false, errRolledBack(fmt.Sprintf("%s ends at %s, and later changes were there at the last close of %s",
			journalName, stamp(f.replay.At), stamp(h.State.At)))
	}
	return interrupted, nil
}
