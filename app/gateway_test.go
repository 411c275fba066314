package app_test

import (
	"regexp"
	"strings"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
)

const canaryOfGateway = "canary-code-Hc3mW9-orchard"

// rehearsedGateway saves a gateway that reaches the rehearsal server.
func (p *pages) rehearsedGateway(t *testing.T) app.MailGateway {
	t.Helper()
	draft := must(p.gateway.RehearsalDraft())(t)
	check := must(p.gateway.Check(draft))(t)
	if !check.Ready || len(check.Faults) > 0 || check.DefaultPort != "465" {
		t.Errorf("the rehearsal's draft: %+v", check)
	}
	return must(p.gateway.Save(draft))(t)
}

// gatewayDraft changes nothing of what is stored.
func gatewayDraft(g app.MailGateway) app.MailGatewayDraft {
	return app.MailGatewayDraft{
		Revision: g.Revision, Enabled: g.Enabled, Host: g.Host, Port: g.Port, From: g.From, SenderName: g.SenderName,
		Security: g.Security, CAPEM: g.CAPEM, UseDeploymentID: g.UseDeploymentID, Password: app.SecretInput{Change: "keep"},
	}
}

func TestSource004_APasswordIsResetFromThePages(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	grace := p.admit(t, "Grace", "editor")
	p.settleIn(t, "Grace")
	p.lock(t)
	must(p.session.Unlock(app.Unlock{Operator: "Ada", Password: ownerPassword}))(t)

	empty := must(p.gateway.Get())(t)
	if empty.Configured || empty.Port != "465" || empty.Security != "tls" || empty.Light != "missing" || !empty.MayEdit {
		t.Errorf("before one is saved: %+v", empty)
	}
	if _, err := p.operators.ResetPassword(grace.ID); !fault.HasCode(err, "gateway.not_configured") {
		t.Errorf("without a gateway: %v", err)
	}
	stored := p.rehearsedGateway(t)
	proof := must(p.gateway.Prove(app.MailGatewayProof{RunID: "g", Draft: gatewayDraft(stored), Level: "send"}))(t)
	if proof.Verdict == "failed" || must(p.gateway.Get())(t).LastProof == nil {
		t.Errorf("the proof: %+v", proof.Steps)
	}
	if err := p.rehearsal.Clear(); err != nil {
		t.Fatal(err)
	}
	reset := must(p.operators.ResetPassword(grace.ID))(t)
	if reset.To != "grace@example.com" || reset.ExpiresAt == "" || reset.Operator.ResetUntil != reset.ExpiresAt ||
		!reset.Operator.MustChange || reset.Operator.ResetUsed || reset.Remote == nil {
		t.Errorf("%+v", reset)
	}
	mails := must(p.rehearsal.Messages())(t)
	if len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	mail := must(p.rehearsal.Message(mails[0].ID))(t)
	mailed := regexp.MustCompile(`[a-z2-9]{4}(-[a-z2-9]{4}){6}`).FindString(mail.Text)
	p.lock(t)
	status := must(p.session.Unlock(app.Unlock{Operator: "Grace", Password: mailed}))(t)
	if status.State != "must_change" {
		t.Errorf("with the mailed password: %+v", status)
	}
	if _, err := p.gateway.Get(); !fault.HasCode(err, "operator.password_change_needed") {
		t.Errorf("before a new one is set: %v", err)
	}
	next := "a lighthouse made of marzipan"
	if err := p.session.ChangePassword(app.PasswordChange{Current: mailed, Next: next, Confirm: next}); err != nil {
		t.Fatal(err)
	}
	p.lock(t)
	must(p.session.Unlock(app.Unlock{Operator: "Grace", Password: next}))(t)
	p.mu.Lock()
	told := strings.Join(p.events, "\n")
	p.mu.Unlock()
	searchFor(t, "events", []byte(told), mailed)
	searchFiles(t, p.dir, mailed)
}

// Editors and viewers read and prove; what makes an owner of whoever does it is
// refused, and noted.
func TestSC12_OnlyOwnersHaveTheGateway(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	others := map[string]app.OperatorRow{"Ed": p.admit(t, "Ed", "editor"), "Vic": p.admit(t, "Vic", "viewer")}
	grace := p.admit(t, "Grace", "viewer")
	stored := p.rehearsedGateway(t)
	for name := range others {
		p.lock(t)
		p.settleIn(t, name)
		got := must(p.gateway.Get())(t)
		if got.MayEdit || got.Revision != stored.Revision {
			t.Errorf("%s reads %+v", name, got)
		}
		must(p.gateway.Check(gatewayDraft(got)))(t)
		if proof := must(p.gateway.Prove(app.MailGatewayProof{RunID: name, Draft: gatewayDraft(got), Level: "signin"}))(t); proof.Verdict == "failed" {
			t.Errorf("%s proves %+v", name, proof.Steps)
		}
		for action, try := range map[string]func() error{
			"gateway.saved":            func() error { _, err := p.gateway.Save(gatewayDraft(got)); return err },
			"gateway.removed":          func() error { return p.gateway.Remove(got.Revision) },
			"operator.password_mailed": func() error { _, err := p.operators.ResetPassword(grace.ID); return err },
		} {
			if err := try(); !fault.HasCode(err, "operator.not_allowed") {
				t.Errorf("%s: %s says %v", name, action, err)
			}
			newest := must(p.audit.Find(app.AuditFilter{}))(t).Entries[0]
			if newest.Action != action || newest.Operator != name || !newest.Refused {
				t.Errorf("%s: the journal says %+v", name, newest)
			}
		}
	}
}

// TestSC14_ThePageCannotSendTheAuthorizationCodeElsewhere saves the code for a
// destination that differs from the hostile one in one field, changes that field,
// and tries everything that a page can do.
func TestSC14_ThePageCannotSendTheAuthorizationCodeElsewhere(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	for field, move := range map[string]func(*app.MailGatewayDraft){
		"host":     func(d *app.MailGatewayDraft) { d.Host = "mail.example.com" },
		"port":     func(d *app.MailGatewayDraft) { d.Port = "1" },
		"security": func(d *app.MailGatewayDraft) { d.Security = "tls" },
		"from":     func(d *app.MailGatewayDraft) { d.From = "somebody@example.com" },
	} {
		t.Run(field, func(t *testing.T) {
			h := newHostile(t)
			hostile := app.MailGatewayDraft{
				Enabled: true, Host: "127.0.0.1", Port: h.port, From: "it@example.com", SenderName: "IT", Security: "none",
				Password: app.SecretInput{Change: "set", Value: canaryOfGateway},
			}
			saved := hostile
			saved.Revision = must(p.gateway.Get())(t).Revision
			move(&saved)
			stored := must(p.gateway.Save(saved))(t)
			hostile.Revision, hostile.Password = stored.Revision, app.SecretInput{Change: "keep"}
			if check := must(p.gateway.Check(hostile))(t); len(check.Unbound) != 1 || check.Bound == "" || check.Ready {
				t.Errorf("check: %+v", check)
			}
			for _, level := range []string{"signin", "envelope", "send"} {
				proof := must(p.gateway.Prove(app.MailGatewayProof{RunID: "r", Draft: hostile, Level: level}))(t)
				if proof.Verdict != "failed" || proof.Steps[0].Finding == nil || proof.Steps[0].Finding.Code != "settings.secret_bound_elsewhere" {
					t.Errorf("%s: %+v", level, proof.Steps)
				}
			}
			if _, err := p.gateway.Save(hostile); !fault.HasCode(err, "settings.secret_bound_elsewhere") {
				t.Errorf("saved: %v", err)
			}
			if form := h.holds(canaryOfGateway); form != "" {
				t.Errorf("the hostile server was told the code, in %s", form)
			}
		})
	}
	t.Run("and it would hear", func(t *testing.T) {
		h := newHostile(t)
		draft := app.MailGatewayDraft{
			Enabled: true, Host: "127.0.0.1", Port: h.port, From: "it@example.com", SenderName: "IT", Security: "none",
			Password: app.SecretInput{Change: "set", Value: canaryOfGateway},
		}
		must(p.gateway.Prove(app.MailGatewayProof{RunID: "r", Draft: draft, Level: "signin"}))(t)
		if h.holds(canaryOfGateway) == "" {
			t.Error("the hostile server hears nothing")
		}
	})
}
