package outgoing_test

import (
	"sync"
	"testing"

	"patchbay/backend/event"
	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

// TestProofsSavesAndLocksAtTheSameTime is for the race detector: secrets are
// wiped by one while others use theirs.
func TestProofsSavesAndLocksAtTheSameTime(t *testing.T) {
	f, a := newFixture(t), newAuthority(t)
	draft := tokenDraft(t, a)
	draft.Settings.OAuth2.AuthURL = a.URL + "/authorize"
	draft.Secrets.RefreshToken = set("refresh-0")
	saved := f.save(t, draft)
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() {
			_, _ = f.servers.Prove(t.Context(), site, outgoing.ProofRequest{Draft: edited(saved), Level: smtp.LevelSignIn})
		})
		group.Go(func() {
			_, _ = f.servers.SignIn(t.Context(), site, outgoing.SignInRequest{
				Draft: edited(saved), Method: outgoing.ThroughBrowser, Prompt: func(p event.Prompt) { go answerFor(p.URL) },
			})
		})
		group.Go(func() { _, _ = f.servers.Save(t.Context(), site, edited(saved)) })
		group.Go(func() { f.bus.Publish(event.Event{Name: "vault.locked"}) })
	}
	group.Wait()
	if report := f.prove(t, edited(f.get(t)), smtp.LevelSignIn); report.Verdict != proof.Passed {
		t.Errorf("afterwards: %+v", findingOf(report))
	}
}

// TestSC29_CheckingAndSavingAskNobody: only what proves leaves the machine.
func TestSC29_CheckingAndSavingAskNobody(t *testing.T) {
	f, a, listener := newFixture(t), newAuthority(t), newHostileListener(t)
	draft := tokenDraft(t, a)
	draft.Settings.Port = listener.port
	draft.Settings.OAuth2.AuthURL, draft.Settings.OAuth2.DeviceURL = a.URL+"/authorize", a.URL+"/device"
	draft.Secrets.ClientSecret, draft.Secrets.RefreshToken = set("the client's secret"), set("refresh-0")
	if _, err := f.servers.Check(t.Context(), site, draft); err != nil {
		t.Fatal(err)
	}
	saved := f.save(t, draft)
	if _, err := f.servers.Check(t.Context(), site, edited(saved)); err != nil {
		t.Fatal(err)
	}
	for _, ask := range []func() error{
		func() error { _, err := f.servers.Ends(t.Context(), site); return err },
		func() error { _, err := f.servers.Recent(t.Context(), site); return err },
		func() error { return f.servers.Remove(t.Context(), site, saved.Revision) },
	} {
		if err := ask(); err != nil {
			t.Error(err)
		}
	}
	if len(a.asked) > 0 || len(listener.received()) > 0 {
		t.Errorf("someone was asked: %v %q", a.asked, listener.received())
	}
}
