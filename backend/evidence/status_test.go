package evidence_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/evidence"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
	"patchbay/backend/vault"
)

// lightCase is a thing with its newest proof, and the light that puts it in.
type lightCase struct {
	report      proof.Report
	with        account.Secrets // of the proof
	hash        string          // of what is stored
	stored      account.Secrets
	now         time.Time
	light       evidence.Light
	wantSummary string
}

func lightCases() map[string]lightCase {
	pass, none := password("correct horse"), account.Secrets{}
	tokens := account.Secrets{ClientSecret: secret.FromString("client secret")}
	renewed := account.Secrets{ClientSecret: secret.FromString("client secret"), RefreshToken: secret.FromString("refresh")}
	at := begin().Add(time.Hour)
	return map[string]lightCase{
		"proved":          {report("a", 0), pass, "a", pass, at, evidence.Proved, "Proved: signin works"},
		"warned":          {report("a", 0, warned("tls")), pass, "a", pass, at, evidence.Warned, "Proved: signin works"},
		"failed":          {report("a", 0, failed("authenticate")), pass, "a", pass, at, evidence.Failed, "Failed at sign-in"},
		"failed inbox":    {report("a", 0, failed("examine")), pass, "a", pass, at, evidence.Failed, "Failed at opening the inbox"},
		"failed greeting": {report("a", 0, failed("greeting")), pass, "a", pass, at, evidence.Failed, "Failed at greeting"},
		"another configuration": {
			report("a", 0), pass, "b", pass, at, evidence.Stale, "Stale: the configuration has changed",
		},
		"another password": {
			report("a", 0), pass, "a", password("another"), at, evidence.Stale, "Stale: the password has changed",
		},
		"another token": {
			report("a", 0), tokens, "a", renewed, at, evidence.Stale, "Stale: a secret has changed",
		},
		"the same tokens":   {report("a", 0), renewed, "a", renewed, at, evidence.Proved, "Proved: signin works"},
		"without sign-in":   {report("a", 0), none, "a", none, at, evidence.Proved, "Proved: signin works"},
		"stopped before it": {report("a", 0, failed("settings")), none, "a", pass, at, evidence.Failed, "Failed at settings"},
		"the certificate holds": {
			report("a", 0, encrypted(at)), pass, "a", pass, at, evidence.Proved, "Proved: signin works",
		},
		"the certificate is out": {
			report("a", 0, encrypted(at)), pass, "a", pass, at.Add(time.Second),
			evidence.Stale, "Stale: the server's certificate has expired since",
		},
		"failed with one that is out": {
			report("a", 0, encrypted(at), failed("authenticate")), pass, "a", pass, at.Add(time.Second),
			evidence.Failed, "Failed at sign-in",
		},
	}
}

// TestLights asks the ledger and the glance: both say the same.
func TestLights(t *testing.T) {
	for name, c := range lightCases() {
		t.Run(name, func(t *testing.T) {
			want := evidence.Status{Light: c.light, Summary: c.wantSummary}
			glance := evidence.GlanceOf(c.report, c.with, words()).Status(c.hash, c.stored, c.now)
			if diff := cmp.Diff(want, glance); diff != "" {
				t.Errorf("the glance: %s", diff)
			}
			v, ledger := newVault(t), evidence.NewLedger(kind, words())
			var status evidence.Status
			err := v.Update(t.Context(), func(tx *vault.Tx) (err error) {
				if err := ledger.Keep(tx, thing, c.report, c.with); err != nil {
					return err
				}
				status, err = ledger.Status(tx, thing, c.hash, c.stored, c.now)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, status, cmpopts.IgnoreFields(evidence.Status{}, "Proof")); diff != "" {
				t.Errorf("the ledger: %s", diff)
			}
			if status.Proof == nil || !status.Proof.StartedAt.Equal(c.report.StartedAt) {
				t.Errorf("it stands on %+v", status.Proof)
			}
		})
	}
}

func TestAThingWithoutProofs(t *testing.T) {
	want := evidence.Status{Light: evidence.Never, Summary: "Never proved"}
	if diff := cmp.Diff(want, evidence.Glance{}.Status("a", password("p"), begin())); diff != "" {
		t.Error(diff)
	}
	v, ledger := newVault(t), evidence.NewLedger(kind, words())
	err := v.Update(t.Context(), func(tx *vault.Tx) error {
		status, err := ledger.Status(tx, thing, "a", password("p"), begin())
		if diff := cmp.Diff(want, status); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if recent, err := ledger.Recent(tx, thing); err != nil || len(recent) != 0 {
			t.Errorf("%v, %v", recent, err)
		}
		return ledger.Remove(tx, thing)
	})
	if err != nil {
		t.Error(err)
	}
}
