package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
	"patchbay/backend/vault/seal"
)

// files is what snapshot and journal hold, damaged or not. Everything in it is
// authentic.
type files struct {
	values  map[seal.Name][]byte
	point   journal.Point
	digest  journal.Digest
	replay  journal.Replay
	tail    journal.Digest
	notes   []string
	damaged bool
}

// readFiles reads all that opens of a generation's snapshot and journal, and
// changes neither.
func readFiles(g *generation, h *header) *files {
	f := &files{values: map[seal.Name][]byte{}}
	f.readSnapshot(g, h)
	f.readJournal(g)
	return f
}

func (f *files) set(e journal.Entry) {
	if e.Value == nil {
		delete(f.values, e.Name)
	} else {
		f.values[e.Name] = e.Value
	}
}

func (f *files) entry(name seal.Name) (journal.Entry, bool) {
	value, there := f.values[name]
	return journal.Entry{Name: name, Value: value}, there
}

// where says which file has what a transaction wrote.
func (f *files) where(revision uint64) string {
	if revision > max(f.point.Seq, f.replay.Start.Seq) {
		return inJournal
	}
	return inSnapshot
}

func (f *files) broken(note string) {
	f.notes, f.damaged = append(f.notes, note), true
}

func (f *files) readSnapshot(g *generation, h *header) {
	var err error
	f.point, f.digest, _, err = journal.ReadSnapshot(g.snapshotPath(), g.snapshotIdentity(),
		func(e journal.Entry) error { f.set(e); return nil })
	if err == nil {
		return
	}
	name := filepath.Base(g.snapshotPath())
	f.broken(reason(fileFault(name, err)))
	clear(f.values)
	left, err := journal.SalvageSnapshot(g.snapshotPath(), g.snapshotIdentity(), h.State.Checkpoint, f.set)
	if err != nil {
		return
	}
	f.point = left.Point
	switch lost := left.Count - len(f.values); {
	case left.Count >= 0 && lost > 0:
		f.broken(fmt.Sprintf("%d of the %d records in %s are unreadable", lost, left.Count, name))
	case left.Count < 0:
		f.broken(fmt.Sprintf("%d records in %s are readable, and its end is lost", len(f.values), name))
	}
}

func (f *files) readJournal(g *generation) {
	path := g.journalNow()
	var err error
	f.replay, f.tail, err = journal.Read(path, g.journalIdentity(), func(c journal.Commit) error {
		if c.Seq <= f.point.Seq { // folded into the snapshot before a crash
			return nil
		}
		for _, e := range c.Entries {
			f.set(e)
		}
		return nil
	})
	name := filepath.Base(path)
	switch {
	case errors.Is(err, journal.ErrTruncated):
		f.broken(fmt.Sprintf("%s ends at %s, and later changes had been saved in it", name, stamp(f.replay.At)))
	case err != nil:
		f.broken(reason(fileFault(name, err)))
	case f.replay.BadMarks > 0 || f.replay.BadFilling:
		f.notes = append(f.notes, name+" holds a damaged note, and no change is lost by it; the next unlock writes it anew")
	}
}

// reason is the sentence of a fault, without the words that all of them share.
func reason(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		return "a file of the vault cannot be read"
	}
	_, after, cut := strings.Cut(f.Message, ": ")
	if !cut {
		return f.Message
	}
	return after
}

// checkHeaders compares both copies on the disk with the header in use.
func (c *checker) checkHeaders(h *sealedHeader) {
	for _, name := range headerNames() {
		found, err := readHeader(filepath.Join(c.g.dir, name))
		switch {
		case errors.Is(err, os.ErrNotExist):
			c.note(name + " is missing; the next change writes it anew")
		case err != nil:
			c.note(name + " is damaged; the next change writes it anew")
		case !bytes.Equal(found.raw, h.raw):
			c.note(name + " is not the header that was written last; the next change writes it anew")
		}
	}
}

// checkMoment compares snapshot and journal with what was written last.
func (c *checker) checkMoment() {
	if c.files.damaged {
		return
	}
	if c.files.digest != c.g.snapshot {
		c.files.broken(filepath.Base(c.g.snapshotPath()) + " is not the one that was written last")
	}
	if c.g.journal != nil && c.files.tail != c.g.journal.Tail() {
		c.files.broken(filepath.Base(c.g.journalPath()) + " does not end where the last change was saved")
	}
}

// checkStore looks for what no single record shows: records too many, and
// finished files that changed since they were verified.
func (c *checker) checkStore() {
	if c.files.damaged && !c.storeDiffers && c.g.store != nil {
		c.note("the working store still has every record: make a backup now")
	}
	if c.g.store == nil {
		return
	}
	for _, err := range c.g.each() {
		if err != nil {
			c.storeDiffers = true
			c.note("the working store does not hold as many records as were stored")
		}
	}
	for _, name := range c.changedTables() {
		c.storeDiffers = true
		c.note(name + " of the working store has changed on the disk; the store is rebuilt at the next unlock")
	}
}

// changedTables names the tables of the working store that are no longer what
// was verified when the store was opened. Badger never changes a table, and may
// go on serving the blocks that it has in memory.
func (c *checker) changedTables() []string {
	now, err := kv.Files(c.g.storePath())
	if err != nil {
		return nil // a file was merged away meanwhile: the records were read
	}
	var out []string
	for _, file := range now {
		i := slices.IndexFunc(c.g.files, func(f kv.File) bool { return f.Name == file.Name })
		if i >= 0 && strings.HasSuffix(file.Name, kv.TableSuffix) && !bytes.Equal(c.g.files[i].Hash, file.Hash) {
			out = append(out, file.Name)
		}
	}
	return out
}
