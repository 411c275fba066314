package evidence

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

// record keeps the newest proofs of a thing and of drafts of it. Its JSON names,
// and those of what it holds, are a promise to old vaults.
type record struct {
	Proofs []provedRecord `json:"proofs"` // newest first
}

// provedRecord is a proof, and the mark that tells whether the password of a
// draft is the one saved afterwards.
type provedRecord struct {
	Report proof.Report `json:"report"`
	mark
}

// encodedRecord is a provedRecord whose report is in its JSON form already.
type encodedRecord struct {
	Report json.RawMessage `json:"report"`
	mark
}

// keptRecord is a record whose proofs are passed on as they stand: one more is
// put before them without reading them.
type keptRecord struct {
	Proofs []json.RawMessage `json:"proofs"`
}

// maxProofs bounds the proofs kept of one thing.
const maxProofs = 10

// Ledger keeps the newest proofs of the things of one kind.
type Ledger struct {
	words  Words
	most   int
	limits Limits
	proofs vault.Collection[record]
	kept   vault.Collection[keptRecord] // the same records
}

// NewLedger returns the ledger whose records have a kind. It keeps ten proofs of
// a thing, each of not more than 40 KiB.
func NewLedger(kind string, w Words) *Ledger {
	return NewBoundedLedger(kind, w, maxProofs, Limits{Transcript: maxStoredTranscript, Bytes: maxStoredProof})
}

// NewBoundedLedger returns one that keeps the most newest proofs of a thing,
// each within the limits.
func NewBoundedLedger(kind string, w Words, most int, limits Limits) *Ledger {
	return &Ledger{
		words: w, most: most, limits: limits,
		proofs: vault.NewCollection[record](kind, 1, nil), kept: vault.NewCollection[keptRecord](kind, 1, nil),
	}
}

// Keep stores a proof among the newest of a thing. The secrets are those it was
// made with: they are recognised later, not kept.
func (l *Ledger) Keep(tx *vault.Tx, id string, report proof.Report, secrets Secrets) error {
	return l.keep(tx, id, report, markOf(secrets))
}

// KeepGlanced stores a proof as [Ledger.Keep] does, where a glance at it was made
// with its secrets already.
func (l *Ledger) KeepGlanced(tx *vault.Tx, id string, report proof.Report, g Glance) error {
	return l.keep(tx, id, report, g.mark)
}

func (l *Ledger) keep(tx *vault.Tx, id string, report proof.Report, of mark) error {
	_, doc := l.limits.encode(report)
	newest, err := json.Marshal(encodedRecord{Report: doc, mark: of})
	if err != nil {
		return fmt.Errorf("evidence: encode a proof: %w", err)
	}
	kept, _, err := l.kept.Get(tx, id)
	if err != nil && !errors.Is(err, vault.ErrNoRecord) {
		return err
	}
	all := slices.Insert(kept.Proofs, 0, json.RawMessage(newest))
	_, err = l.kept.Put(tx, id, keptRecord{Proofs: all[:min(len(all), l.most)]}, vault.AnyRevision)
	return err
}

// Status finds the newest proof of exactly this configuration, by its hash, and
// these secrets.
func (l *Ledger) Status(tx *vault.Tx, id, hash string, secrets Secrets, now time.Time) (Status, error) {
	all, err := l.all(tx, id)
	if err != nil {
		return Status{}, err
	}
	if len(all) == 0 {
		return Status{Light: Never, Summary: "Never proved"}, nil
	}
	for _, p := range all {
		if p.Report.ConfigHash == hash && p.of(secrets) {
			status := l.words.judge(p.Report).now(now)
			status.Proof = &p.Report
			return status, nil
		}
	}
	status := stale(all[0].Report.ConfigHash == hash, withPassword(secrets))
	status.Proof = &all[0].Report
	return status, nil
}

// Entry is one of the newest proofs of a thing.
type Entry struct {
	Report proof.Report
	words  Words
}

// Summary says in short what came of the proof.
func (e Entry) Summary(now time.Time) string { return e.words.judge(e.Report).now(now).Summary }

// Current reports whether a status stands on this proof, and it is one of
// exactly what is stored now.
func (e Entry) Current(s Status) bool {
	return s.Proof != nil && s.Light != Stale && e.Report.StartedAt.Equal(s.Proof.StartedAt)
}

// Recent lists the proofs that are kept of a thing, the newest first.
func (l *Ledger) Recent(tx *vault.Tx, id string) ([]Entry, error) {
	all, err := l.all(tx, id)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(all))
	for i, p := range all {
		entries[i] = Entry{Report: p.Report, words: l.words}
	}
	return entries, nil
}

// Remove forgets the proofs of a thing that goes. One without proofs is no
// fault.
func (l *Ledger) Remove(tx *vault.Tx, id string) error {
	err := l.proofs.Delete(tx, id, vault.AnyRevision)
	if errors.Is(err, vault.ErrNoRecord) {
		return nil
	}
	return err
}

func (l *Ledger) all(tx *vault.Tx, id string) ([]provedRecord, error) {
	r, _, err := l.proofs.Get(tx, id)
	if errors.Is(err, vault.ErrNoRecord) {
		return nil, nil
	}
	return r.Proofs, err
}

// judge prepares the judgement of a report.
func (w Words) judge(report proof.Report) judgement {
	end, _ := LeafEnd(report)
	return judgement{light: lightOf(report.Verdict), summary: w.summary(report), leafEnd: end}
}
