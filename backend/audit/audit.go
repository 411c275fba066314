// Package audit keeps the journal of who changed what and when.
//
// An entry is written in the same transaction as the change it records, so
// that neither exists without the other; what was refused is an entry of its
// own. Every entry carries the hash of the one before it, and a head record
// carries the number of entries and the last hash: an entry that was deleted,
// moved or edited breaks the chain.
package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"patchbay/backend/vault"
)

// CodeBroken is the fault of a journal whose chain does not hold.
const CodeBroken = "audit.broken"

// Entry is one line of the journal. It never holds a secret's value.
type Entry struct {
	Sequence   uint64    `json:"sequence"` // from 1
	At         time.Time `json:"at"`
	Operator   string    `json:"operator"`             // name of who did it
	Via        string    `json:"via,omitempty"`        // the API client through which it was done, see Through
	Action     string    `json:"action"`               // "outgoing.server.saved"
	Deployment string    `json:"deployment,omitempty"` // ID
	Subject    string    `json:"subject,omitempty"`    // what it was done to
	Detail     string    `json:"detail,omitempty"`
	Refused    bool      `json:"refused,omitempty"` // it was tried, and was not allowed
}

type record struct {
	Entry    Entry  `json:"entry"`
	Previous string `json:"previous"` // hash of the entry before, empty for the first
}

// head ends the chain. The names in it are those of all entries, so that a page
// can offer them without reading the journal whole; heads of the first versions
// have none.
type head struct {
	Count     uint64   `json:"count"`
	Hash      string   `json:"hash"`
	Operators []string `json:"operators,omitempty"` // sorted
	Actions   []string `json:"actions,omitempty"`   // sorted
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
// Sequence, At and Via are set here.
func (j *Journal) Append(tx *vault.Tx, e Entry) error {
	last, meta, err := j.heads.Get(tx, headID)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return fmt.Errorf("read the head of the audit journal: %w", err)
	}
	e.Sequence = last.Count + 1
	e.At = j.now().UTC()
	e.Via = through(tx.Context())
	r := record{Entry: e, Previous: last.Hash}
	if _, err := j.entries.Put(tx, entryID(e.Sequence), r, 0); err != nil {
		return fmt.Errorf("append to the audit journal: %w", err)
	}
	next, err := j.advance(tx, last, r)
	if err != nil {
		return err
	}
	if _, err := j.heads.Put(tx, headID, next, meta.Revision); err != nil {
		return fmt.Errorf("advance the head of the audit journal: %w", err)
	}
	return nil
}

// advance is the head after one more record.
func (j *Journal) advance(tx *vault.Tx, last head, r record) (head, error) {
	next := head{Count: r.Entry.Sequence, Hash: r.hash(), Operators: last.Operators, Actions: last.Actions}
	if last.Count > 0 && len(last.Actions) == 0 {
		items, err := j.entries.All(tx)
		if err != nil {
			return head{}, fmt.Errorf("read the audit journal: %w", err)
		}
		for _, item := range items {
			next.name(item.Value.Entry)
		}
	}
	next.name(r.Entry)
	return next, nil
}

// name adds who and what an entry names.
func (h *head) name(e Entry) {
	h.Operators = insert(h.Operators, e.Operator)
	h.Actions = insert(h.Actions, e.Action)
}

// insert adds a name to sorted ones.
func insert(names []string, name string) []string {
	i, found := slices.BinarySearch(names, name)
	if found || name == "" {
		return names
	}
	return slices.Insert(slices.Clone(names), i, name)
}

// entryID sorts by sequence.
func entryID(sequence uint64) string { return fmt.Sprintf("%020d", sequence) }
