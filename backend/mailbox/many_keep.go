package mailbox

import (
	"context"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Results are kept in batches: one transaction for so many, or for what has come
// within so long. A run ends when its last batch is stored, so that none is large.
const (
	batchSize = 100
	batchTime = time.Second
	// maxWaiting results wait for a slow disk before the run does.
	maxWaiting = 4 * batchSize
)

// archive keeps the results of a run while it goes on.
type archive struct {
	mailboxes *Mailboxes
	lookup    lookup
	in        chan provedOne
	done      chan struct{}
	unsaved   string // why results could not be stored; to be read after done
}

func newArchive(m *Mailboxes, lookup lookup) *archive {
	a := &archive{mailboxes: m, lookup: lookup, in: make(chan provedOne, maxWaiting), done: make(chan struct{})}
	go a.run()
	return a
}

// close stores what is left, and says why results could not be stored.
func (a *archive) close() (unsaved string) {
	close(a.in)
	<-a.done
	return a.unsaved
}

func (a *archive) run() {
	defer close(a.done)
	tick := time.NewTicker(batchTime)
	defer tick.Stop()
	var batch []provedOne
	for {
		select {
		case one, open := <-a.in:
			if !open {
				a.store(batch)
				return
			}
			if batch = append(batch, one); len(batch) == batchSize {
				a.store(batch)
				batch = batch[:0]
			}
		case <-tick.C:
			a.store(batch)
			batch = batch[:0]
		}
	}
}

// store writes a batch in one transaction. What the servers said stands even
// when the run was cancelled.
func (a *archive) store(batch []provedOne) {
	if len(batch) == 0 {
		return
	}
	err := a.mailboxes.access.Update(context.Background(), func(tx *vault.Tx) error {
		for _, one := range batch {
			if err := a.keep(tx, one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && a.unsaved == "" {
		a.unsaved = fault.Of(err).Message
	}
	clear(batch)
}

// keep stores one result. Where the mailbox is of the revision that was proved,
// its configuration and its secrets are too.
func (a *archive) keep(tx *vault.Tx, one provedOne) error {
	m := a.mailboxes
	meta, err := m.records.Meta(tx, one.id)
	if err != nil {
		return vault.Optional(err) // deleted meanwhile
	}
	if meta.Revision != one.revision {
		return m.keepProof(tx, a.lookup, one, nil)
	}
	if err := m.ledger.KeepGlanced(tx, one.id, one.report, one.glance); err != nil {
		return err
	}
	_, err = m.states.Put(tx, one.id, stateRecord{Glance: one.glance, Current: true}, vault.AnyRevision)
	return err
}
