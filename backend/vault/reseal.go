package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// errCopy says that a record did not arrive in the new generation as it was.
var errCopy = errors.New("vault: a copied record differs from its source")

// copyRecords opens every record with the old keys and seals it with the new
// ones. Heads stay as they are: a rotation changes nothing that anyone sees.
func (r *rotation) copyRecords(ctx context.Context) error {
	r.expected = newDigests()
	total, done := r.old.index.count(), 0
	var failed error
	err := r.next.store.Write(func(yield func(name, value []byte) bool) {
		for entry, err := range r.old.each() {
			var name seal.Name
			var value []byte
			if err == nil {
				name, value, err = r.reseal(entry)
			}
			if failed = errors.Join(err, ctx.Err()); failed != nil {
				return
			}
			if failed = r.next.disk.Reach(stepNewRecord); failed != nil {
				return
			}
			if !yield(name[:], value) {
				return
			}
			done++
			r.progress(done, total)
		}
	})
	return errors.Join(failed, err)
}

func (r *rotation) reseal(e journal.Entry) (seal.Name, []byte, error) {
	head, body, err := r.old.sealer.Open(e.Name, e.Value)
	if known := r.old.index[head.Kind][head.ID]; err != nil || known.name != e.Name || known.revision != head.Revision {
		r.old.spoiled.Store(true)
		return seal.Name{}, nil, errDamaged("a record in the working store is not what was stored").
			WithHint(reopenHint).WithCause(err)
	}
	plain, err := plaintext(r.old.sealer, e.Name, head, body)
	if err != nil {
		return seal.Name{}, nil, err
	}
	defer plain.wipe()
	r.expected.add(head, plain)
	if head.Kind == kindSecret {
		body, err = json.Marshal(secretRecord{Destination: plain.destination, Box: r.next.sealer.SealSecret(
			r.next.sealer.Name(head.Kind, head.ID), head.Revision, plain.destination, plain.value)})
		if err != nil {
			return seal.Name{}, nil, err
		}
	}
	name, sealed := r.next.sealer.Seal(head, body)
	r.next.index.add(name, head)
	return name, sealed, nil
}

// content is what a record holds once everything is opened.
type content struct {
	destination string // of a secret
	value       []byte
	secret      bool
}

func (c content) wipe() {
	if c.secret {
		clear(c.value)
	}
}

// plaintext opens a secret with the destination that it was stored for; other
// records are open already.
func plaintext(s *seal.Sealer, name seal.Name, head seal.Head, body []byte) (content, error) {
	if head.Kind != kindSecret {
		return content{value: body}, nil
	}
	var record secretRecord
	if err := json.Unmarshal(body, &record); err != nil {
		return content{}, err
	}
	value, err := s.OpenSecret(name, head.Revision, record.Destination, record.Box)
	if err != nil {
		return content{}, errTampered("a stored secret does not open").WithCause(err)
	}
	return content{destination: record.Destination, value: value, secret: true}, nil
}

// digests are keyed digests of plaintexts. The key is random and lives as long
// as the rotation.
type digests struct {
	key     *seal.Key
	records map[[2]string][]byte
}

func newDigests() digests { return digests{key: seal.NewKey(), records: map[[2]string][]byte{}} }

func (d digests) of(h seal.Head, c content) []byte {
	return d.key.MAC(seal.Bind([]byte(h.Kind), []byte(h.ID), seal.Number(uint64(h.Form)), seal.Number(h.Revision),
		seal.Number(uint64(h.ChangedAt.UnixNano())), []byte(c.destination), c.value))
}

func (d digests) add(h seal.Head, c content) { d.records[[2]string{h.Kind, h.ID}] = d.of(h, c) }

// addTx brings the changes of a transaction of the new generation into account.
func (d digests) addTx(tx *Tx) error {
	for _, name := range tx.order {
		p := tx.changes[name]
		if p.deleted {
			delete(d.records, [2]string{p.head.Kind, p.head.ID})
			continue
		}
		head, body, err := tx.g.sealer.Open(name, p.value)
		if err != nil {
			return err
		}
		plain, err := plaintext(tx.g.sealer, name, head, body)
		if err != nil {
			return err
		}
		d.add(head, plain)
		plain.wipe()
	}
	return nil
}

// verifyStore reads the whole new store back and compares count and digests.
func (r *rotation) verifyStore() error {
	r.stored = map[seal.Name]journal.Digest{}
	index := index{}
	err := r.next.store.Each(func(raw, value []byte) error {
		name := seal.Name(raw)
		head, body, err := r.next.sealer.Open(name, value)
		if err != nil {
			return err
		}
		plain, err := plaintext(r.next.sealer, name, head, body)
		if err != nil {
			return err
		}
		defer plain.wipe()
		if !bytes.Equal(r.expected.of(head, plain), r.expected.records[[2]string{head.Kind, head.ID}]) {
			return errCopy
		}
		index.add(name, head)
		r.stored[name] = sha256.Sum256(value)
		return nil
	})
	if err == nil && len(r.stored) != len(r.expected.records) {
		err = fmt.Errorf("%w: %d of %d arrived", errCopy, len(r.stored), len(r.expected.records))
	}
	r.next.index = index
	return err
}

// verifySnapshot reads the new snapshot back and compares it with the store.
func (r *rotation) verifySnapshot() error {
	_, digest, count, err := journal.ReadSnapshot(r.next.snapshotPath(), r.next.snapshotIdentity(),
		func(e journal.Entry) error {
			if r.stored[e.Name] != sha256.Sum256(e.Value) {
				return errCopy
			}
			return nil
		})
	if err == nil && (count != len(r.stored) || digest != r.next.snapshot) {
		err = errCopy
	}
	return err
}
