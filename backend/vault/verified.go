package vault

import (
	"iter"

	"patchbay/backend/vault/journal"
)

// verified yields every sealed record as each does, but opens it before: what
// takes the place of snapshot and journal must be what was stored, whatever the
// working store returns. The first record that is not ends it with an error, and
// the next unlock rebuilds the store.
func (g *generation) verified() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for e, err := range g.each() {
			if err == nil {
				err = g.verify(e)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// verify opens a record and compares it with the index.
func (g *generation) verify(e journal.Entry) error {
	head, _, err := g.sealer.Open(e.Name, e.Value)
	known := g.index[head.Kind][head.ID]
	if err != nil || known.name != e.Name || known.revision != head.Revision {
		g.spoiled.Store(true)
		return errStoreDiffers(err)
	}
	return nil
}
