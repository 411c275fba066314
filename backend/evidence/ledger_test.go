package evidence_test

import (
	"strings"
	"testing"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/vault"
)

func keepAll(t *testing.T, v *vault.Vault, ledger *evidence.Ledger, reports ...proof.Report) {
	t.Helper()
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		for _, r := range reports {
			if err := ledger.Keep(tx, thing, r, password("p")); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheLedgerKeepsTheNewest(t *testing.T) {
	for name, c := range map[string]struct {
		ledger *evidence.Ledger
		most   int
	}{
		"ten":      {evidence.NewLedger(kind, words()), 10},
		"only two": {evidence.NewBoundedLedger(kind, words(), 2, evidence.Limits{Transcript: 1 << 10, Bytes: 4 << 10}), 2},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVault(t)
			for n := range 12 {
				keepAll(t, v, c.ledger, report("a", n))
			}
			_ = v.View(t.Context(), func(tx *vault.Tx) error {
				recent, err := c.ledger.Recent(tx, thing)
				if err != nil || len(recent) != c.most {
					t.Fatalf("%d are kept, %v", len(recent), err)
				}
				for i, entry := range recent {
					if want := report("a", 11-i).StartedAt; !entry.Report.StartedAt.Equal(want) {
						t.Errorf("number %d is of %s, want %s", i, entry.Report.StartedAt, want)
					}
				}
				return nil
			})
		})
	}
}

// TestAnOlderProofOfWhatIsStoredHolds: proofs of drafts that were given up do
// not take the light away.
func TestAnOlderProofOfWhatIsStoredHolds(t *testing.T) {
	v, ledger := newVault(t), evidence.NewLedger(kind, words())
	keepAll(t, v, ledger, report("stored", 0), report("draft", 1, failed("connect")))
	_ = v.View(t.Context(), func(tx *vault.Tx) error {
		status, err := ledger.Status(tx, thing, "stored", password("p"), begin())
		if err != nil || status.Light != evidence.Proved || !status.Proof.StartedAt.Equal(begin()) {
			t.Errorf("%+v, %v", status, err)
		}
		recent, err := ledger.Recent(tx, thing)
		if err != nil || recent[0].Current(status) || !recent[1].Current(status) {
			t.Errorf("current: %v %v, %v", recent[0].Current(status), recent[1].Current(status), err)
		}
		if got := recent[0].Summary(begin()); got != "Failed at connect" {
			t.Errorf("the draft's says %q", got)
		}
		status.Light = evidence.Stale
		if recent[1].Current(status) {
			t.Error("a stale proof is current")
		}
		return nil
	})
}

// TestAGlanceHasTheMarkOfItsProof: what is kept with it is recognised by the same
// secrets as what is kept with them.
func TestAGlanceHasTheMarkOfItsProof(t *testing.T) {
	v, ledger := newVault(t), evidence.NewLedger(kind, words())
	r := report("a", 0)
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		return ledger.KeepGlanced(tx, thing, r, evidence.GlanceOf(r, password("p"), words()))
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = v.View(t.Context(), func(tx *vault.Tx) error {
		for with, want := range map[string]evidence.Light{"p": evidence.Proved, "q": evidence.Stale} {
			status, err := ledger.Status(tx, thing, "a", password(with), begin())
			if err != nil || status.Light != want || !status.Proof.StartedAt.Equal(r.StartedAt) {
				t.Errorf("with %q: %+v, %v", with, status, err)
			}
		}
		return nil
	})
}

func TestRemoveForgets(t *testing.T) {
	v, ledger := newVault(t), evidence.NewLedger(kind, words())
	keepAll(t, v, ledger, report("a", 0))
	err := v.Update(t.Context(), func(tx *vault.Tx) error { return ledger.Remove(tx, thing) })
	if err != nil {
		t.Fatal(err)
	}
	_ = v.View(t.Context(), func(tx *vault.Tx) error {
		if recent, err := ledger.Recent(tx, thing); err != nil || len(recent) != 0 {
			t.Errorf("%d are left, %v", len(recent), err)
		}
		return nil
	})
}

// TestTheStoredFormIsOfOldVaults: records that the first version wrote under
// these names keep their lights.
func TestTheStoredFormIsOfOldVaults(t *testing.T) {
	type stored struct {
		Report proof.Report `json:"report"`
		Salt   []byte       `json:"salt,omitempty"`
		Mark   []byte       `json:"mark,omitempty"`
	}
	type old struct {
		Proofs []stored `json:"proofs"`
	}
	v, ledger := newVault(t), evidence.NewLedger(kind, words())
	keepAll(t, v, ledger, report("a", 0))
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		written, _, err := vault.NewCollection[old](kind, 1, nil).Get(tx, thing)
		if err != nil || len(written.Proofs) != 1 || len(written.Proofs[0].Salt) != 32 || len(written.Proofs[0].Mark) != 32 {
			t.Fatalf("an old version reads %+v, %v", written, err)
		}
		// HMAC-SHA-256 of "p" under 32 zeros, as the first version made it.
		written.Proofs[0].Salt = make([]byte, 32)
		written.Proofs[0].Mark = []byte(markOfP())
		_, err = vault.NewCollection[old](kind, 1, nil).Put(tx, thing, written, vault.AnyRevision)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_ = v.View(t.Context(), func(tx *vault.Tx) error {
		status, err := ledger.Status(tx, thing, "a", password("p"), begin())
		if err != nil || status.Light != evidence.Proved {
			t.Errorf("%+v, %v", status, err)
		}
		return nil
	})
}

// TestAStoredProofIsBounded whatever a server says.
func TestAStoredProofIsBounded(t *testing.T) {
	long := strings.Repeat("no ", 20<<10)
	r := report("a", 0, encrypted(begin()), failed("authenticate"))
	r.Steps[1].Detail = long
	r.Steps[1].Mailbox = &proof.Mailbox{Capabilities: []string{long}}
	for range 100 {
		r.Transcript = append(r.Transcript, proof.Line{From: proof.FromServer, Text: long[:1000]})
	}
	small := evidence.Compact(r, evidence.Limits{Transcript: 16 << 10, Bytes: 40 << 10})
	if small.Steps[1].Detail != "" || small.Steps[1].Mailbox != nil || small.Transcript != nil || !small.TranscriptCut {
		t.Errorf("it keeps %+v", small.Steps[1])
	}
	if f := small.Steps[1].Finding; f == nil || f.Cause != "The server says no." {
		t.Errorf("what Patchbay said is gone: %+v", f)
	}
	if end, ok := evidence.LeafEnd(small); !ok || !end.Equal(begin()) || small.Steps[0].TLS.Certificates[0].PEM != "" {
		t.Errorf("when the certificate ends is gone: %+v", small.Steps[0].TLS)
	}
	if r.Steps[1].Detail != long || len(r.Transcript) != 100 || r.Steps[0].TLS == nil {
		t.Error("the report itself was changed")
	}
	r.Steps[1].Detail, r.Steps[1].Mailbox = "", nil
	within := evidence.Compact(r, evidence.Limits{Transcript: 16 << 10, Bytes: 40 << 10})
	if len(within.Transcript) != 16 || !within.TranscriptCut || within.Steps[0].TLS.Certificates[0].PEM == "" {
		t.Errorf("%d lines are kept", len(within.Transcript))
	}
}
