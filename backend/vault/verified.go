package vault

import (
	"iter"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// verified yields every sealed record as each does, but opens it before: what
// takes the place of snapshot and journal must be what was stored, whatever the
// working store returns. The first record that is not ends it with an error, and
// the next unlock rebuilds the store.
func (g *generation) verified() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		serial := g.sealer.Serial()
		var body []byte
		defer func() { clear(body[:cap(body)]) }()
		for e, err := range g.each() {
			if err == nil {
				body, err = g.verify(serial, e, body[:0])
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// verify opens a record into a buffer and compares it with the index.
func (g *generation) verify(serial *seal.Serial, e journal.Entry, buffer []byte) (body []byte, err error) {
	head, body, err := serial.Open(buffer, e.Name, e.Value)
	known := g.index[head.Kind][head.ID]
	if err != nil || known.name != e.Name || known.revision != head.Revision {
		g.spoiled.Store(true)
		return nil, errStoreDiffers(err)
	}
	return body, nil
}
