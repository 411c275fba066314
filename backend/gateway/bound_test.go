package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

// keep makes a draft keep the stored authorization code.
func keep(stored gateway.Stored) gateway.Draft { return stored.Draft() }

func TestSC14_TheAuthorizationCodeGoesWhereItWasSavedFor(t *testing.T) {
	moves := map[string]func(*gateway.Settings){
		"host":     func(s *gateway.Settings) { s.Host = "evil.example.com" },
		"port":     func(s *gateway.Settings) { s.Port = "1" },
		"security": func(s *gateway.Settings) { s.Security = gateway.None },
		"from":     func(s *gateway.Settings) { s.From = "eve@example.com" },
	}
	for field, move := range moves {
		t.Run(field, func(t *testing.T) {
			f := newFixture(t)
			d := keep(f.save(t, whole()))
			move(&d.Settings)
			check, err := f.Check(t.Context(), d)
			if err != nil || check.Ready || check.Bound == "" || cmp.Diff([]string{"password"}, check.Unbound) != "" {
				t.Errorf("check: %+v %v", check, err)
			}
			report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: d, Level: smtp.LevelSignIn})
			if err != nil || report.Verdict != proof.Failed || report.Steps[0].Finding == nil || report.Steps[0].Finding.Code != gateway.CodeBoundElsewhere {
				t.Errorf("proof: %+v %v", report.Steps, err)
			}
			_, err = f.Save(t.Context(), d)
			if !fault.HasCode(err, gateway.CodeBoundElsewhere) || cmp.Diff([]string{"password"}, names(fault.Of(err).Fields)) != "" {
				t.Errorf("save: %v %v", err, fault.Of(err).Fields)
			}
			if e := f.newest(t); e.Action != "gateway.saved" || !e.Refused {
				t.Errorf("the journal says %+v", e)
			}
			if got := f.get(t); got.Settings != whole().Settings.WithDefaults() {
				t.Errorf("it is stored all the same: %+v", got.Settings)
			}
		})
	}
	t.Run("tls and ssl are the same", func(t *testing.T) {
		f := newFixture(t)
		d := keep(f.save(t, whole()))
		d.Settings.Security = gateway.SSL
		if got := f.save(t, d); got.Settings.Security != gateway.SSL || !got.Password.Set {
			t.Errorf("%+v", got)
		}
	})
	t.Run("with a deployment it is let go", func(t *testing.T) {
		f := newFixture(t)
		d := keep(f.save(t, whole()))
		f.deployments.settings = smtp.Settings{Host: "mail.example.com", From: "portal@example.com"}
		d.Settings = gateway.Settings{Enabled: true, UseDeployment: "Portal"}
		if got := f.save(t, d); got.Password.Set || got.Settings.UseDeployment != site {
			t.Errorf("%+v", got)
		}
	})
}

func TestSC15_WhatIsStoredSaysNothingOfTheCode(t *testing.T) {
	f := newFixture(t)
	stored := f.save(t, whole())
	if !stored.Password.Set || stored.Password.ChangedAt.IsZero() {
		t.Errorf("%+v", stored.Infos)
	}
	if d := stored.Draft(); d.Password.Change != secret.Keep || d.Password.Value.IsSet() {
		t.Error("the draft has a secret")
	}
}

func TestAnOldRevisionIsNotSaved(t *testing.T) {
	f := newFixture(t)
	stored := f.save(t, whole())
	f.save(t, keep(stored))
	if _, err := f.Save(t.Context(), keep(stored)); !fault.HasCode(err, "vault.stale_revision") {
		t.Errorf("save: %v", err)
	}
	if err := f.Remove(t.Context(), stored.Revision); !fault.HasCode(err, "vault.stale_revision") {
		t.Errorf("remove: %v", err)
	}
	if err := f.Remove(t.Context(), f.get(t).Revision); err != nil {
		t.Fatal(err)
	}
	if got := f.get(t); got.Configured() || got.Password.Set {
		t.Errorf("after removing: %+v", got)
	}
	if err := f.Remove(t.Context(), 0); !fault.HasCode(err, gateway.CodeNotConfigured) {
		t.Errorf("nothing to remove: %v", err)
	}
}

func TestOnlyAnOwnerChangesTheGateway(t *testing.T) {
	f := newFixture(t)
	stored := f.save(t, whole())
	template, err := f.Template(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.access.viewer = true
	changes := map[string]func() error{
		"gateway.saved":   func() error { _, err := f.Save(t.Context(), keep(stored)); return err },
		"gateway.removed": func() error { return f.Remove(t.Context(), stored.Revision) },
		"gateway.template_saved": func() error {
			_, _, err := f.SaveTemplate(t.Context(), template.Template, 0)
			return err
		},
		"gateway.template_removed": func() error { return f.RemoveTemplate(t.Context(), 0) },
		"gateway.sent": func() error {
			_, err := f.SendDraft(t.Context(), template.Template, nil, "eve@example.com")
			return err
		},
	}
	for action, change := range changes {
		if err := change(); fault.Of(err).Kind != fault.Denied {
			t.Errorf("%s: %v", action, err)
		}
		if e := f.newest(t); e.Action != action || !e.Refused {
			t.Errorf("%s: the journal says %+v", action, e)
		}
	}
	if _, err := f.SendReset(t.Context(), gateway.ResetMail{Email: "eve@example.com"}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("mailing a password: %v", err)
	}
	if got := f.get(t); got.Revision != stored.Revision {
		t.Error("something has changed")
	}
	if _, err := f.Check(t.Context(), keep(stored)); err != nil {
		t.Errorf("checking: %v", err)
	}
	report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: gateway.Draft{Settings: gateway.Settings{Host: "127.0.0.1", Port: "1", From: "it@example.com"}}, Level: smtp.LevelConnect})
	if err != nil || report.Verdict != proof.Failed {
		t.Errorf("proving: %v %v", report.Verdict, err)
	}
}

func TestAStoredGatewayIsProvedAndItsLightFollows(t *testing.T) {
	f := newFixture(t)
	server, d := rehearsal(t)
	stored := f.save(t, d)
	if stored.Status.Light != "never" {
		t.Errorf("before a proof: %+v", stored.Status)
	}
	report, err := f.Prove(t.Context(), gateway.ProofRequest{Draft: keep(stored), Level: smtp.LevelSend, To: "ada@example.com"})
	if err != nil || report.Verdict == proof.Failed || report.Unsaved != "" {
		t.Fatalf("%+v %v", report, err)
	}
	if server.Inbox().Len() != 1 {
		t.Error("no test message has arrived")
	}
	if got := f.get(t); got.Status.Proof == nil || got.Status.Light == "never" || got.Status.Light == "failed" {
		t.Errorf("after it: %+v", got.Status)
	}
	if err := server.SetFault("sender-not-owned"); err != nil {
		t.Fatal(err)
	}
	report, err = f.Prove(t.Context(), gateway.ProofRequest{Draft: keep(stored), Level: smtp.LevelEnvelope, To: "ada@example.com"})
	if err != nil || report.Verdict != proof.Failed {
		t.Fatalf("%+v %v", report, err)
	}
	for _, step := range report.Steps {
		if step.Finding == nil {
			continue
		}
		for _, field := range step.Finding.Fields {
			if !strings.Contains("host port from senderName security password caPem to", field) {
				t.Errorf("a finding blames %s", field)
			}
		}
	}
	off := keep(f.get(t))
	off.Settings.Enabled = false
	if got := f.save(t, off); got.Status.Light != "disabled" {
		t.Errorf("switched off: %+v", got.Status)
	}
}
