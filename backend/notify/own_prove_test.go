package notify_test

import (
	"encoding/json"
	"os"
	"testing"

	"patchbay/backend/evidence"
	"patchbay/backend/notify"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/vault"
)

func (f *fixture) proveOwn(t testing.TB, d notify.ActionDraft) proof.Report {
	t.Helper()
	report, err := f.notify.ProveOwn(t.Context(), site, notify.OwnProofRequest{Draft: d, Level: smtp.LevelSend, To: "ada@example.com", Run: "run-1"})
	if err != nil || report.Unsaved != "" {
		t.Fatal(err, report.Unsaved)
	}
	return report
}

// own saves an action that has a server of its own, which runs.
func (f *fixture) own(t testing.TB) (notify.Action, *smtpd.Server) {
	t.Helper()
	server, request := newServer(t)
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: request.Settings}
	d.Secrets.Password = set(string(server.Password().Reveal()))
	return f.saveAction(t, d), server
}

func TestProofsOfAnOwnServerAreKept(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved, server := f.own(t)
	want := func(light evidence.Light, summary string) {
		t.Helper()
		if got := f.action(t, saved.ID).Status; got.Light != light || got.Summary != summary {
			t.Errorf("%s %q, want %s %q", got.Light, got.Summary, light, summary)
		}
	}
	want(evidence.Never, "Never proved")
	f.proveOwn(t, saved.Draft())
	want(evidence.Proved, "Proved: a message was accepted")
	if err := server.SetFault("password-refused"); err != nil {
		t.Fatal(err)
	}
	f.proveOwn(t, saved.Draft())
	want(evidence.Failed, "Failed at sign-in")

	moved := saved.Draft()
	own := *moved.Own
	own.Server.FromName = "Somebody"
	moved.Own = &own
	saved = f.saveAction(t, moved)
	if saved.Status.Light != evidence.Stale {
		t.Errorf("what saving returns: %+v", saved.Status)
	}
	want(evidence.Stale, "Stale: the configuration has changed")

	draft := saved.Draft()
	draft.ID, draft.Name = "", "New"
	f.proveOwn(t, draft) // of an action that there is not: there is nowhere to keep it
	if n := f.records(t, notify.KindProofs); n != 1 {
		t.Errorf("%d records of proofs", n)
	}
}

func TestProofsOfAnOwnServerGoWithTheirAction(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(*fixture, notify.Action) error{
		"the action": func(f *fixture, a notify.Action) error {
			return f.notify.RemoveAction(t.Context(), site, a.ID, a.Revision)
		},
		"the deployment": func(f *fixture, _ notify.Action) error {
			return f.access.Update(t.Context(), func(tx *vault.Tx) error { return f.notify.RemoveAll(tx, site) })
		},
	} {
		f := newFixture(t)
		saved, _ := f.own(t)
		f.proveOwn(t, saved.Draft())
		if n := f.records(t, notify.KindProofs); n != 1 {
			t.Errorf("%s: %d records before", name, n)
		}
		if err := remove(f, saved); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if n := f.records(t, notify.KindProofs); n != 0 {
			t.Errorf("%s: %d records are left", name, n)
		}
	}
}

// A record as the first version wrote it: every later one has to read it.
func TestProofsOfTheFirstVersionAreRead(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	saved, _ := f.own(t)
	doc, err := os.ReadFile("testdata/proofs.json")
	if err != nil {
		t.Fatal(err)
	}
	err = f.access.Update(t.Context(), func(tx *vault.Tx) error {
		_, err := vault.NewCollection[json.RawMessage](notify.KindProofs, 1, nil).Put(tx, saved.ID, doc, 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got := f.action(t, saved.ID).Status
	if got.Light != evidence.Stale || got.Proof == nil || got.Proof.Verdict != proof.Failed || got.Document().Code != "auth.rejected" {
		t.Errorf("%+v", got)
	}
}

// records counts those of a kind.
func (f *fixture) records(t testing.TB, kind string) (n int) {
	t.Helper()
	err := f.access.View(t.Context(), func(tx *vault.Tx) error {
		all, err := vault.NewCollection[json.RawMessage](kind, 1, nil).All(tx)
		n = len(all)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
