package outgoing_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"patchbay/backend/outgoing"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
)

func (f *fixture) prove(t *testing.T, d outgoing.Draft, level smtp.Level) proof.Report {
	t.Helper()
	report, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{
		Draft: d, Level: level, To: "ada@example.com", Run: "run-1",
	})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestADraftIsProvedAndThenSaved(t *testing.T) {
	f := newFixture(t)
	server, draft := rehearsal(t)
	report := f.prove(t, draft, smtp.LevelSend)
	if report.Verdict != proof.Passed {
		t.Fatalf("verdict %s: %+v", report.Verdict, report.Steps)
	}
	if n := len(server.Messages()); n != 1 {
		t.Errorf("%d messages arrived", n)
	}
	if light := f.get(t).Status.Light; light != outgoing.Missing {
		t.Errorf("proving a draft made the server %s", light)
	}
	saved := f.save(t, draft)
	if saved.Status.Light != outgoing.Proved || saved.Status.Proof == nil {
		t.Errorf("the proof of the draft does not hold for what was saved: %+v", saved.Status)
	}
	if again := f.prove(t, edited(saved), smtp.LevelSignIn); again.Verdict != proof.Passed {
		t.Errorf("with the stored password: %+v", again.Steps)
	}
}

func TestStepsArriveAsEvents(t *testing.T) {
	f := newFixture(t)
	_, draft := rehearsal(t)
	report := f.prove(t, draft, smtp.LevelConnect)
	var begun, ended int
	for _, e := range f.events {
		if e.Name != "proof.step" || e.Run != "run-1" || e.Deployment != site {
			continue
		}
		if e.Step.Running {
			begun++
		} else {
			ended++
		}
	}
	if ended != len(report.Steps) || begun == 0 {
		t.Errorf("%d begun, %d ended, %d steps", begun, ended, len(report.Steps))
	}
}

func TestLights(t *testing.T) {
	f := newFixture(t)
	server, draft := rehearsal(t)
	saved := f.save(t, draft)
	expect := func(when string, light outgoing.Light, summary string) {
		t.Helper()
		got := f.get(t).Status
		if got.Light != light || !strings.HasPrefix(got.Summary, summary) {
			t.Errorf("%s: %s %q, want %s %q", when, got.Light, got.Summary, light, summary)
		}
	}
	expect("after saving", outgoing.Never, "Never proved")

	f.prove(t, edited(saved), smtp.LevelSignIn)
	expect("after a proof", outgoing.Proved, "Proved: signing in works")

	if err := server.SetFault("password-refused"); err != nil {
		t.Fatal(err)
	}
	f.prove(t, edited(saved), smtp.LevelSignIn)
	expect("after a refusal", outgoing.Failed, "Failed at sign-in")

	if err := server.SetFault(""); err != nil {
		t.Fatal(err)
	}
	f.prove(t, edited(saved), smtp.LevelSignIn)

	changed := edited(saved)
	changed.Settings.FromName = "Another name"
	saved = f.save(t, changed)
	expect("after a change", outgoing.Stale, "Stale: the configuration has changed")

	f.prove(t, edited(saved), smtp.LevelSignIn)
	repassworded := edited(saved)
	repassworded.Secrets.Password = set("not the one that was proved")
	saved = f.save(t, repassworded)
	expect("after a new password", outgoing.Stale, "Stale: the password has changed")

	restored := edited(saved)
	restored.Secrets.Password = draft.Secrets.Password
	restored.Secrets.Password = set(string(server.Password().Reveal()))
	f.save(t, restored)
	expect("with the proved password again", outgoing.Proved, "Proved")

	f.now = f.now.Add(50 * 365 * 24 * time.Hour)
	expect("after the certificate has expired", outgoing.Stale, "Stale: the server's certificate")
}

func TestAProofOfAnUnknownVariableStopsBeforeAnyConnection(t *testing.T) {
	f := newFixture(t)
	listener := newHostileListener(t)
	report := f.prove(t, outgoing.Draft{
		Settings: smtp.Settings{Host: "127.0.0.1", Port: listener.port, User: "%user%", From: "a@example.com"},
	}, smtp.LevelConnect)
	finding := report.Steps[0].Finding
	if report.Verdict != proof.Failed || finding == nil || finding.Code != "settings.placeholder_unresolved" ||
		len(finding.Fields) != 1 || finding.Fields[0] != "user" || !strings.Contains(finding.Cause, "%user%") {
		t.Errorf("%+v", report.Steps)
	}
	if got := listener.received(); len(got) > 0 {
		t.Errorf("it connected: %q", got)
	}
}

func TestAProofThatCannotBeStoredIsShownAllTheSame(t *testing.T) {
	f := newFixture(t)
	_, draft := rehearsal(t)
	f.access.full = true
	report := f.prove(t, draft, smtp.LevelSignIn)
	if report.Verdict != proof.Passed || report.Unsaved != "the disk of the vault folder is full" {
		t.Errorf("%s, %q", report.Verdict, report.Unsaved)
	}
}

func TestOnlyTheNewestProofsAreKept(t *testing.T) {
	f := newFixture(t)
	listener := newHostileListener(t)
	draft := outgoing.Draft{Settings: smtp.Settings{
		Host: "127.0.0.1", Port: listener.port, Security: smtp.SecurityNone, From: "a@example.com",
	}}
	saved := f.save(t, draft)
	f.prove(t, edited(saved), smtp.LevelConnect)
	other := edited(saved)
	other.Settings.FromName = "x"
	for range 10 {
		f.prove(t, other, smtp.LevelConnect)
	}
	if got := f.get(t).Status; got.Light != outgoing.Stale {
		t.Errorf("eleven proofs later the first one still stands: %+v", got)
	}
}

// TestARoundTripIsProvedByWhoReads the message that was sent.
func TestARoundTripIsProvedByWhoReads(t *testing.T) {
	f := newFixture(t)
	_, draft := rehearsal(t)
	saved := f.save(t, draft)
	var got smtp.Sent
	report, err := f.servers.Prove(t.Context(), site, outgoing.ProofRequest{
		Draft: edited(saved), Level: smtp.LevelRoundTrip, To: "ada@example.com",
		Receive: func(_ context.Context, sent smtp.Sent) proof.Outcome {
			got = sent
			return proof.Outcome{Detail: "found in INBOX"}
		},
	})
	if err != nil || report.Verdict != proof.Passed || got.To != "ada@example.com" {
		t.Errorf("%v %s, sent %+v", err, report.Verdict, got)
	}
	if status := f.get(t).Status; status.Light != outgoing.Proved || status.Summary != "Proved: a message was sent and read back" {
		t.Errorf("%s %q", status.Light, status.Summary)
	}
}
