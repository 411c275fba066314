package vault

import (
	"time"

	"patchbay/backend/vault/seal"
)

// kindSecret is the kind of the records that hold secrets.
const kindSecret = "secret"

// index says which records there are: kind, then ID. It holds no values.
type index map[string]map[string]indexed

type indexed struct {
	name      seal.Name
	form      uint32
	revision  uint64
	changedAt time.Time
}

// change is what a transaction does to the index.
type change struct {
	head    seal.Head
	name    seal.Name
	deleted bool
}

func (x index) add(name seal.Name, h seal.Head) {
	if x[h.Kind] == nil {
		x[h.Kind] = map[string]indexed{}
	}
	x[h.Kind][h.ID] = indexed{name: name, form: h.Form, revision: h.Revision, changedAt: h.ChangedAt}
}

func (x index) apply(c change) {
	if c.deleted {
		delete(x[c.head.Kind], c.head.ID)
		return
	}
	x.add(c.name, c.head)
}

// revisions returns the revision of every record by name.
func (x index) revisions() map[seal.Name]uint64 {
	out := make(map[seal.Name]uint64, x.count())
	for _, ids := range x {
		for _, e := range ids {
			out[e.name] = e.revision
		}
	}
	return out
}

func (x index) count() int {
	n := 0
	for _, ids := range x {
		n += len(ids)
	}
	return n
}
