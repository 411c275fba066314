package audit_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/audit"
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// damage changes the records of the journal behind its back, with the vault's
// own key.
type damage struct {
	*vault.Tx
	entries, heads vault.Collection[json.RawMessage]
}

const head = "head"

func id(sequence int) string { return fmt.Sprintf("%020d", sequence) }

func (d damage) move(from, to string) error {
	doc, _, err := d.entries.Get(d.Tx, from)
	if err != nil {
		return err
	}
	_, err = d.entries.Put(d.Tx, to, doc, vault.AnyRevision)
	return err
}

func (d damage) remove(sequences ...int) error {
	for _, sequence := range sequences {
		if err := d.entries.Delete(d.Tx, id(sequence), vault.AnyRevision); err != nil {
			return err
		}
	}
	return nil
}

// edit replaces a text that must be there.
func (d damage) edit(records vault.Collection[json.RawMessage], id, old, replacement string) error {
	doc, _, err := records.Get(d.Tx, id)
	if err != nil {
		return err
	}
	if !strings.Contains(string(doc), old) {
		return fmt.Errorf("%s is not in %s", old, doc)
	}
	edited := strings.Replace(string(doc), old, replacement, 1)
	_, err = records.Put(d.Tx, id, json.RawMessage(edited), vault.AnyRevision)
	return err
}

// damages are what can be done to a journal of four entries, with the first
// entry that does not fit afterwards.
func damages() map[string]struct {
	do    func(d damage) error
	first int
} {
	type row = struct {
		do    func(d damage) error
		first int
	}
	rows := map[string]row{
		"two entries swapped": {func(d damage) error {
			if err := d.move(id(1), id(9)); err != nil {
				return err
			}
			if err := d.move(id(2), id(1)); err != nil {
				return err
			}
			if err := d.move(id(9), id(2)); err != nil {
				return err
			}
			return d.remove(9)
		}, 1},
		"the newest two deleted":         {func(d damage) error { return d.remove(3, 4) }, 3},
		"all deleted":                    {func(d damage) error { return d.remove(1, 2, 3, 4) }, 1},
		"an entry repeated":              {func(d damage) error { return d.move(id(2), id(3)) }, 3},
		"an entry beyond the head":       {func(d damage) error { return d.move(id(4), id(5)) }, 5},
		"an entry before the first":      {func(d damage) error { return d.move(id(1), id(0)) }, 1},
		"the head deleted":               {func(d damage) error { return d.heads.Delete(d.Tx, head, vault.AnyRevision) }, 1},
		"the head's count raised":        {func(d damage) error { return d.edit(d.heads, head, `"count":4`, `"count":5`) }, 5},
		"the head's count lowered":       {func(d damage) error { return d.edit(d.heads, head, `"count":4`, `"count":3`) }, 4},
		"the head's hash edited":         {func(d damage) error { return d.edit(d.heads, head, `"hash":"`, `"hash":"0`) }, 4},
		"the names in the head edited":   {func(d damage) error { return d.edit(d.heads, head, `"Ada"`, `"Eve"`) }, 5},
		"the actions in the head edited": {func(d damage) error { return d.edit(d.heads, head, `"a3"`, `"a9"`) }, 5},
		"the newest deleted and the head put back": {func(d damage) error {
			if err := d.edit(d.heads, head, `"count":4`, `"count":3`); err != nil {
				return err
			}
			return d.remove(4)
		}, 3},
	}
	for n := 1; n <= 4; n++ {
		first := n + 1 // the next entry vouches for it
		if n == 4 {
			first = 4 // and the head for the last
		}
		rows[fmt.Sprintf("entry %d deleted", n)] = row{func(d damage) error { return d.remove(n) }, n}
		for part, text := range map[string][2]string{
			"operator": {`"Ada"`, `"Eve"`}, "action": {`"action":"a`, `"action":"b`}, "time": {`2026-11-21`, `2026-11-20`},
			"subject": {`"subject":"s`, `"subject":"t`}, "detail": {`"detail":"d`, `"detail":"e`},
			"refusal": {`"refused":true`, `"refused":false`}, "deployment": {`"deployment":"x`, `"deployment":"y`},
		} {
			rows[fmt.Sprintf("the %s of entry %d edited", part, n)] = row{func(d damage) error {
				return d.edit(d.entries, id(n), text[0], text[1])
			}, first}
		}
	}
	return rows
}

// TestSC28_AuditDetectsDeletionReorderingAndEdits does everything to the
// journal that somebody with the vault's key but without Patchbay could do one
// at a time, and expects the first entry to be named that does not fit.
func TestSC28_AuditDetectsDeletionReorderingAndEdits(t *testing.T) {
	for name, tt := range damages() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVault(t)
			journal := audit.New(v, clock)
			for n := 1; n <= 4; n++ {
				e := audit.Entry{
					Operator: "Ada", Action: fmt.Sprint("a", n), Deployment: "x", Subject: "s", Detail: "d", Refused: true,
				}
				if err := v.Update(t.Context(), func(tx *vault.Tx) error { return journal.Append(tx, e) }); err != nil {
					t.Fatal(err)
				}
			}
			whole, err := journal.Verify(t.Context())
			if err != nil || whole.Entries != 4 || len(whole.Last) != 64 {
				t.Fatalf("an untouched journal: %+v, %v", whole, err)
			}
			err = v.Update(t.Context(), func(tx *vault.Tx) error {
				return tt.do(damage{
					Tx: tx, entries: vault.NewCollection[json.RawMessage]("audit", 1, nil),
					heads: vault.NewCollection[json.RawMessage]("audit-head", 1, nil),
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			chain, err := journal.Verify(t.Context())
			if !fault.HasCode(err, audit.CodeBroken) || chain.Entries != tt.first-1 {
				t.Errorf("%d entries hold, and it says %v; the first that does not fit is %d", chain.Entries, err, tt.first)
			}
			if err != nil && !strings.Contains(err.Error(), fmt.Sprint("at entry ", tt.first)) {
				t.Errorf("the fault names another entry than %d: %v", tt.first, err)
			}
		})
	}
}

func TestSC28_TheChainSurvivesARotation(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	appendEntries(t, v, journal, "a", "b")
	before, err := journal.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Rotate(t.Context(), vault.RotateOptions{}); err != nil {
		t.Fatal(err)
	}
	if after, err := journal.Verify(t.Context()); err != nil || after != before {
		t.Errorf("%+v became %+v, %v", before, after, err)
	}
	appendEntries(t, v, journal, "c")
	if after, err := journal.Verify(t.Context()); err != nil || after.Entries != 3 {
		t.Errorf("with one more entry %+v, %v", after, err)
	}
}

// TestTheChainOfOldJournalsHolds has the hash of an entry as the first version
// wrote it.
func TestTheChainOfOldJournalsHolds(t *testing.T) {
	v := newVault(t)
	journal := audit.New(v, clock)
	appendEntries(t, v, journal, "vault.created")
	sum := sha256.Sum256([]byte(`{"entry":{"sequence":1,"at":"2026-11-21T10:00:00Z","operator":"Ada",` +
		`"action":"vault.created"},"previous":""}`))
	chain, err := journal.Verify(t.Context())
	if err != nil || chain != (audit.Chain{Entries: 1, Last: hex.EncodeToString(sum[:])}) {
		t.Errorf("%+v, %v", chain, err)
	}
}
