// Package audit keeps the journal of who changed what and when.
//
// An entry is written in the same transaction as the change it records, so
// that neither exists without the other. Every entry carries the hash of the
// one before it, and a head record carries the number of entries and the last
// hash: an entry that was deleted, moved or edited breaks the chain.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// CodeBroken is the fault of a journal whose chain does not hold.
const CodeBroken = "audit.broken"

// Entry is one line of the journal. It never holds a secret's value.
type Entry struct {
	Sequence   uint64    `json:"sequence"` // from 1
	At         time.Time `json:"at"`
	Operator   string    `json:"operator"`             // name of who did it
	Action     string    `json:"action"`               // "outgoing.server.saved"
	Deployment string    `json:"deployment,omitempty"` // ID
	Subject    string    `json:"subject,omitempty"`    // what it was done to
	Detail     string    `json:"detail,omitempty"`
}

type record struct {
	Entry    Entry  `json:"entry"`
	Previous string `json:"previous"` // hash of the entry before, empty for the first
}

type head struct {
	Count uint64 `json:"count"`
	Hash  string `json:"hash"`
}

const headID = "head"

// Vault is what the journal reads from.
type Vault interface {
	View(ctx context.Context, fn func(*vault.Tx) error) error
}

// Journal appends entries and reads them back.
type Journal struct {
	vault   Vault
	now     func() time.Time
	entries vault.Collection[record]
	heads   vault.Collection[head]
}

// New returns the journal of a vault.
func New(v Vault, now func() time.Time) *Journal {
	return &Journal{
		vault:   v,
		now:     now,
		entries: vault.NewCollection[record]("audit", 1, nil),
		heads:   vault.NewCollection[head]("audit-head", 1, nil),
	}
}

// Append adds an entry within the transaction of the change it records; its
// Sequence and At are set here.
func (j *Journal) Append(tx *vault.Tx, e Entry) error {
	last, meta, err := j.heads.Get(tx, headID)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return fmt.Errorf("read the head of the audit journal: %w", err)
	}
	e.Sequence = last.Count + 1
	e.At = j.now().UTC()
	r := record{Entry: e, Previous: last.Hash}
	if _, err := j.entries.Put(tx, entryID(e.Sequence), r, 0); err != nil {
		return fmt.Errorf("append to the audit journal: %w", err)
	}
	next := head{Count: e.Sequence, Hash: r.hash()}
	if _, err := j.heads.Put(tx, headID, next, meta.Revision); err != nil {
		return fmt.Errorf("advance the head of the audit journal: %w", err)
	}
	return nil
}

// List returns the newest entries, newest first; limit 0 means all.
func (j *Journal) List(ctx context.Context, limit int) ([]Entry, error) {
	var out []Entry
	err := j.vault.View(ctx, func(tx *vault.Tx) error {
		items, err := j.entries.All(tx)
		if err != nil {
			return err
		}
		for _, item := range slices.Backward(items) {
			if limit > 0 && len(out) == limit {
				break
			}
			out = append(out, item.Value.Entry)
		}
		return nil
	})
	return out, err
}

// Verify walks the whole chain. It returns a fault with CodeBroken that names
// the first entry that does not fit.
func (j *Journal) Verify(ctx context.Context) error {
	return j.vault.View(ctx, func(tx *vault.Tx) error {
		items, err := j.entries.All(tx)
		if err != nil {
			return err
		}
		last, _, err := j.heads.Get(tx, headID)
		if err != nil && !errors.Is(err, vault.ErrNoRecord) {
			return err
		}
		previous := ""
		for i, item := range items {
			r := item.Value
			if r.Entry.Sequence != uint64(i)+1 || r.Previous != previous {
				return broken(uint64(i) + 1)
			}
			previous = r.hash()
		}
		if last.Count != uint64(len(items)) || last.Hash != previous {
			return broken(uint64(len(items)))
		}
		return nil
	})
}

func broken(sequence uint64) error {
	return fault.New(fault.Invalid, CodeBroken,
		fmt.Sprintf("the audit journal does not hold together at entry %d", sequence)).
		WithHint("an entry was removed, moved or changed outside Patchbay")
}

// entryID sorts by sequence.
func entryID(sequence uint64) string { return fmt.Sprintf("%020d", sequence) }

func (r record) hash() string {
	doc, err := json.Marshal(r)
	if err != nil {
		panic("audit: an entry of strings and numbers does not marshal: " + err.Error())
	}
	sum := sha256.Sum256(doc)
	return hex.EncodeToString(sum[:])
}
