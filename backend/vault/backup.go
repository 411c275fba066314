package vault

import (
	"bytes"
	"context"
	"io"
	"iter"
	"time"

	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/seal"
)

// BackupInfo describes a backup. It is authentic only when a key has opened it.
type BackupInfo struct {
	VaultID    string
	Generation uint64
	At         time.Time // UTC: the moment that the backup holds
	Records    int       // without secrets; 0 where no key was given to count them
	Secrets    int
	Size       int64 // of the file, in bytes
	Operators  []Slot
}

// WriteBackup writes everything, sealed, as one file: see [OpenBackup]. It holds
// the vault as of one moment. Views go on meanwhile, and updates wait only until
// that moment is fixed. Every record is opened before it is written, so that a
// backup of a damaged store is refused instead of made.
//
// It raises vault.locked and vault.damaged; errors of w are returned as they
// are, and what was written by then is no backup.
func (v *Vault) WriteBackup(ctx context.Context, w io.Writer) (BackupInfo, error) {
	m, err := v.fixMoment(ctx)
	if err != nil {
		return BackupInfo{}, err
	}
	defer m.keys.Wipe()
	info, err := m.verify(ctx)
	if err != nil {
		return BackupInfo{}, err
	}
	var snapshot bytes.Buffer
	sealed, err := m.encode(&snapshot)
	if err != nil {
		return BackupInfo{}, err
	}
	info.Size, err = writeContainer(w, sealed.raw, snapshot.Bytes())
	return info, err
}

// NoteBackup notes in the header that a backup was stored, so that a damaged
// vault can still say which one to restore.
func (v *Vault) NoteBackup(ctx context.Context, at time.Time) error {
	return v.changeKeys(ctx, nil, func(h *header) error {
		h.BackupAt = at.UTC()
		return nil
	})
}

// moment is the whole vault at one instant, sealed, with keys of its own: the
// vault may be locked or rotated while the moment is being written.
type moment struct {
	header  header
	keys    *seal.Keys
	sealer  *seal.Sealer
	point   journal.Point
	entries []journal.Entry
	known   map[seal.Name]uint64 // revisions that the records must have
}

// fixMoment copies the sealed records under the writer's turn.
func (v *Vault) fixMoment(ctx context.Context) (*moment, error) {
	if err := v.turn(ctx); err != nil {
		return nil, err
	}
	defer v.endWriting()
	g := v.live
	if g == nil {
		return nil, errLocked()
	}
	now, keys := v.now(), *g.keys
	m := &moment{
		header: v.header.clone(), keys: &keys,
		point: journal.Point{Checkpoint: g.checkpoint + 1, Seq: g.seq, Epoch: v.header.Epoch, At: now},
	}
	m.sealer = &seal.Sealer{Keys: m.keys, VaultID: g.sealer.VaultID, Generation: g.number}
	m.header.WrittenAt, m.header.BackupAt = now, now
	m.known = g.index.revisions()
	for entry, err := range g.each() {
		if err == nil {
			err = ctx.Err()
		} else {
			err = errStoreDiffers(err)
		}
		if err != nil {
			m.keys.Wipe()
			return nil, err
		}
		m.entries = append(m.entries, journal.Entry{Name: entry.Name, Value: bytes.Clone(entry.Value)})
	}
	return m, nil
}

// verify opens and counts every record and every secret.
func (m *moment) verify(ctx context.Context) (BackupInfo, error) {
	info := BackupInfo{
		VaultID: m.header.id(), Generation: m.header.Generation, At: m.point.At, Operators: m.header.slots(),
	}
	for _, e := range m.entries {
		if err := ctx.Err(); err != nil {
			return BackupInfo{}, err
		}
		head, err := openWhole(m.sealer, e)
		if err != nil || head.Revision != m.known[e.Name] {
			return BackupInfo{}, errStoreDiffers(err)
		}
		info.count(head)
	}
	return info, nil
}

func (i *BackupInfo) count(head seal.Head) {
	if head.Kind == kindSecret {
		i.Secrets++
	} else {
		i.Records++
	}
}

// openWhole opens everything of a sealed record: head, body, and the secret
// inside with its own destination.
func openWhole(s *seal.Sealer, e journal.Entry) (seal.Head, error) {
	head, body, err := s.Open(e.Name, e.Value)
	if err != nil {
		return seal.Head{}, err
	}
	plain, err := plaintext(s, e.Name, head, body)
	plain.wipe()
	return head, err
}

// encode writes the snapshot and returns the header that names it.
func (m *moment) encode(snapshot io.Writer) (*sealedHeader, error) {
	id := journal.Identity{VaultID: m.sealer.VaultID, Generation: m.sealer.Generation, Key: &m.keys.Snapshot}
	digest, _, err := journal.EncodeSnapshot(snapshot, id, m.point, m.all())
	if err != nil {
		return nil, err
	}
	m.header.State = state{
		Checkpoint: m.point.Checkpoint, Seq: m.point.Seq, At: m.point.At, Snapshot: digest[:],
	}
	return encodeHeader(m.header, &m.keys.Header)
}

func (m *moment) all() iter.Seq2[journal.Entry, error] {
	return func(yield func(journal.Entry, error) bool) {
		for _, e := range m.entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}
