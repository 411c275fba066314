package vault

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"patchbay/backend/vault/journal"
)

// Where a record was found damaged.
const (
	inSnapshot = "snapshot"
	inJournal  = "journal"
	inStore    = "working store"
)

// RecordDamage is a record that is not what was stored. A secret has the kind
// "secret" and the ID "kind/ID/field" of what it belongs to.
type RecordDamage struct {
	Kind, ID string
	Where    string // "snapshot", "journal" or "working store"
	Problem  string
}

// Verification is what was found in a vault. The vault is whole when there is
// neither damage nor a note.
type Verification struct {
	Records, Secrets int // that are whole everywhere
	Damaged          []RecordDamage
	Notes            []string // what is wrong and belongs to no single record
}

// Verify reads the unlocked vault's files again, all of them: both copies of the
// header, snapshot and journal. It opens every record and every secret, and
// compares the working store with them record by record. It changes nothing;
// views go on meanwhile, updates wait.
//
// progress is told how many records are done; it may be nil, and must not change
// the vault. Damage is no error. Verify raises vault.locked.
func (v *Vault) Verify(ctx context.Context, progress func(done, total int)) (Verification, error) {
	if err := v.turn(ctx); err != nil {
		return Verification{}, err
	}
	defer v.endWriting()
	g := v.live
	if g == nil {
		return Verification{}, errLocked()
	}
	c := &checker{g: g, files: readFiles(g, &v.header.header)}
	c.checkHeaders(v.header)
	c.checkMoment()
	if err := c.checkRecords(ctx, progress); err != nil {
		return Verification{}, err
	}
	c.checkStore()
	if c.storeDiffers {
		g.spoiled.Store(true) // it is not sealed as it is, but rebuilt
	}
	return c.result(), nil
}

// checker compares what is known of a vault with what lies on the disk.
type checker struct {
	g            *generation
	files        *files
	found        Verification
	storeDiffers bool
}

func (c *checker) note(text string) { c.found.Notes = append(c.found.Notes, text) }

func (c *checker) damaged(kind, id, where, problem string) {
	c.storeDiffers = c.storeDiffers || where == inStore
	c.found.Damaged = append(c.found.Damaged, RecordDamage{
		Kind: kind, ID: shownID(kind, id), Where: where, Problem: problem,
	})
}

func (c *checker) result() Verification {
	c.found.Notes = append(c.found.Notes, c.files.notes...)
	slices.SortFunc(c.found.Damaged, func(a, b RecordDamage) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Where, b.Where))
	})
	return c.found
}

// checkRecords goes through everything that the index knows.
func (c *checker) checkRecords(ctx context.Context, progress func(done, total int)) error {
	if progress == nil {
		progress = func(int, int) {}
	}
	done, total := 0, c.g.index.count()
	for kind, ids := range c.g.index {
		for id, known := range ids {
			if err := ctx.Err(); err != nil {
				return err
			}
			onDisk, inUse := c.checkFiles(kind, id, known), c.checkStored(kind, id, known)
			if onDisk && inUse {
				c.count(kind)
			}
			done++
			if done%100 == 0 || done == total {
				progress(done, total)
			}
		}
	}
	return nil
}

func (c *checker) count(kind string) {
	if kind == kindSecret {
		c.found.Secrets++
	} else {
		c.found.Records++
	}
}

// checkFiles opens a record as snapshot and journal have it.
func (c *checker) checkFiles(kind, id string, known indexed) bool {
	where := c.files.where(known.revision)
	e, there := c.files.entry(known.name)
	if !there {
		c.damaged(kind, id, where, "it is missing or unreadable there")
		return false
	}
	return c.checkEntry(kind, id, where, e, known)
}

// checkStored compares what the working store returns with snapshot and journal.
func (c *checker) checkStored(kind, id string, known indexed) bool {
	value, err := c.g.value(known.name)
	switch {
	case err != nil:
		c.damaged(kind, id, inStore, "it cannot be read")
		return false
	case value == nil:
		c.damaged(kind, id, inStore, "it is missing")
		return false
	}
	want, there := c.files.entry(known.name)
	if there && bytes.Equal(value, want.Value) {
		return true
	}
	return c.checkEntry(kind, id, inStore, journal.Entry{Name: known.name, Value: value}, known)
}

// checkEntry opens everything of a record and compares it with the index.
func (c *checker) checkEntry(kind, id, where string, e journal.Entry, known indexed) bool {
	head, err := openWhole(c.g.sealer, e)
	switch {
	case err != nil:
		c.damaged(kind, id, where, "it does not open")
	case head.Revision != known.revision || head.Form != known.form || !head.ChangedAt.Equal(known.changedAt):
		c.damaged(kind, id, where, "another state of it lies there than was saved last")
	default:
		return true
	}
	return false
}
