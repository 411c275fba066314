package workbench_test

import (
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"patchbay/backend/deployment"
	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/operator"
	"patchbay/backend/outgoing"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/authority"
	"patchbay/build/peers"
)

const (
	sender = "it@example.test"
	edsBox = "ed@example.test"
	code   = "an authorization code"
	// arrival is how long Postfix and Dovecot may take; nothing is measured by it.
	arrival = 20 * time.Second
)

// mailHouse is a house whose gateway is a real Postfix, which delivers to a real
// Dovecot.
type mailHouse struct {
	*house
	dovecot *peers.Dovecot
	draft   gateway.Draft
}

func newMailHouse(t *testing.T) *mailHouse {
	t.Helper()
	own, err := authority.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dovecot := peers.RunDovecot(t, peers.DovecotOptions{
		Passwords: map[string]string{sender: code, edsBox: "of his mailbox"}, Certificate: own.Certificate(authority.Good),
	})
	postfix := peers.RunPostfix(t, peers.PostfixOptions{
		Domain: "example.test", Mailboxes: []string{sender, edsBox}, SenderLogins: map[string]string{sender: sender},
		AuthSocket: dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(),
		Ports: map[string]peers.SMTPPort{
			"tls": {Security: peers.ImplicitTLS, Certificate: own.Certificate(authority.Good), SignIn: true},
		},
	})
	host, port, _ := net.SplitHostPort(postfix.Address("tls"))
	return &mailHouse{house: newHouse(t, edsBox), dovecot: dovecot, draft: gateway.Draft{
		Settings: gateway.Settings{
			Enabled: true, Host: host, Port: port, From: sender, SenderName: "IT of Acme", CAPEM: own.PEM(),
		},
		Password: set(code),
	}}
}

// arrived is the newest mail in Ed's mailbox.
func (h *mailHouse) arrived(t *testing.T) string {
	t.Helper()
	if err := h.dovecot.Log().Wait("saved mail to INBOX", arrival); err != nil {
		t.Fatal(err)
	}
	ids := regexp.MustCompile(`msgid=(<[^>]+>): saved mail`).FindAllStringSubmatch(h.dovecot.Log().String(), -1)
	mail, err := h.dovecot.Delivered(edsBox, ids[len(ids)-1][1], arrival)
	if err != nil {
		t.Fatal(err)
	}
	return mail
}

func TestSource004_TheResetMailArrivesInDovecotAndItsPasswordWorksOnce(t *testing.T) {
	h := newMailHouse(t)
	h.gateway(t, h.draft)
	reset, err := h.ResetPassword(t.Context(), h.ed)
	if err != nil {
		t.Fatal(err)
	}
	if reset.To != edsBox || reset.Remote == nil || reset.Remote.Code != "250" || !reset.Member.MustChange {
		t.Errorf("%+v", reset)
	}
	mail := h.arrived(t)
	mailed := passwordIn(t, mail)
	if !strings.Contains(mail, "IT of Acme") || !strings.Contains(mail, "the vault acme") {
		t.Error("the mail names neither sender nor vault")
	}
	if _, err := h.enter(t, "Ed", edsPassword); err == nil {
		t.Error("the old password still opens the vault")
	}
	who, err := h.enter(t, "Ed", mailed)
	if err != nil || !who.MustChange || h.Operators.Status().State != operator.MustChange {
		t.Fatalf("the mailed password: %+v %v", who, err)
	}
	if _, err := h.Gateway.Get(t.Context()); !fault.HasCode(err, operator.CodePasswordChangeNeeded) {
		t.Errorf("before a new password is set: %v", err)
	}
	const own = "a lighthouse made of marzipan"
	if err := h.choose(t, mailed, own); err != nil {
		t.Fatal(err)
	}
	if _, err := h.enter(t, "Ed", mailed); err == nil {
		t.Error("the mailed password works once more")
	}
	h.unlock(t, "Ed", own)
	h.unlock(t, "Ada", adasPassword)
	searchFolder(t, h.dir, []string{mailed})
}

// What Postfix refuses is told in its words, and changes nothing.
func TestPostfixRefusesAResetMail(t *testing.T) {
	tests := map[string]struct {
		change func(*gateway.Draft)
		to     string
		code   string
		remote string
	}{
		"another authorization code": {func(d *gateway.Draft) { d.Password = set("another code") }, edsBox, gateway.CodeNotSent, "535"},
		"an unknown recipient":       {func(*gateway.Draft) {}, "nobody-here@example.test", gateway.CodeRefused, "550"},
		"no trusted authority":       {func(d *gateway.Draft) { d.Settings.CAPEM = "" }, edsBox, gateway.CodeNotSent, ""},
	}
	h := newMailHouse(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := h.draft
			tt.change(&d)
			stored, err := h.Gateway.Get(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			d.Revision = stored.Revision
			h.gateway(t, d)
			_, err = h.Operators.Change(t.Context(), operator.Details{ID: h.ed, Name: "Ed", Email: tt.to, Role: operator.Editor})
			if err != nil {
				t.Fatal(err)
			}
			slot := h.slot(t)
			_, err = h.ResetPassword(t.Context(), h.ed)
			got := fault.Of(err)
			if got.Code != tt.code || tt.remote != "" && (got.Remote == nil || got.Remote.Code != tt.remote) {
				t.Errorf("%s %q %+v", got.Code, got.Message, got.Remote)
			}
			if h.slot(t) != slot {
				t.Error("his slot has changed")
			}
		})
	}
	h.unlock(t, "Ed", edsPassword)
}

// With the outgoing mail of a deployment the mail goes the same way, until an editor
// leads it elsewhere.
func TestSource004_AResetMailGoesThroughTheOutgoingMailOfADeployment(t *testing.T) {
	h := newMailHouse(t)
	ctx := t.Context()
	site, err := h.Deployments.Save(ctx, deployment.Deployment{
		Name: "Portal", TenantID: "acme", Hostname: "portal.example.com", Environment: deployment.Test,
		Variables: []deployment.Variable{{Name: "mail-host", Value: h.draft.Settings.Host}},
	})
	if err != nil {
		t.Fatal(err)
	}
	settings := h.draft.Settings.SMTP()
	settings.Host = "%mail-host%"
	_, err = h.Outgoing.Save(ctx, site.ID, outgoing.Draft{
		Settings: settings, Secrets: smtp.SecretInputs{Password: set(code)},
	})
	if err != nil {
		t.Fatal(err, fault.Of(err).Fields)
	}
	h.gateway(t, gateway.Draft{Settings: gateway.Settings{Enabled: true, UseDeployment: "Portal"}})
	if _, err := h.ResetPassword(ctx, h.ed); err != nil {
		t.Fatal(err)
	}
	mailed := passwordIn(t, h.arrived(t))
	h.unlock(t, "Ed", mailed)
	if err := h.choose(t, mailed, edsPassword); err != nil {
		t.Fatal(err)
	}
	moved := site // Ed is at work: an editor may change a variable
	moved.Variables = []deployment.Variable{{Name: "mail-host", Value: "127.0.0.2"}}
	if _, err := h.Deployments.Save(ctx, moved); err != nil {
		t.Fatal(err)
	}
	h.unlock(t, "Ada", adasPassword)
	stored, err := h.Gateway.Get(ctx)
	if err != nil || !strings.Contains(stored.Redirected, "127.0.0.2") {
		t.Errorf("%+v %v", stored, err)
	}
	if _, err := h.ResetPassword(ctx, h.ed); !fault.HasCode(err, gateway.CodeRedirected) {
		t.Errorf("mailing it elsewhere: %v", err)
	}
	h.unlock(t, "Ed", edsPassword)
	if _, err := h.ResetPassword(ctx, h.ed); fault.Of(err).Kind != fault.Denied {
		t.Errorf("an editor: %v", err)
	}
	if _, err := h.Gateway.Save(ctx, stored.Draft()); fault.Of(err).Kind != fault.Denied {
		t.Errorf("an editor allows the other server: %v", err)
	}
}
