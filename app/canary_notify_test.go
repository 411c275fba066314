package app_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"patchbay/app"
	"patchbay/backend/fault"
)

const (
	canaryAction  = "canary-action-Tz5nL2-delta"
	canaryGateway = "canary-gateway-Bq7fS9-moraine"
)

// TestSC25_NoSecretOfNotificationsComesBack does for the own server of an action what
// TestSC25_NoSecretComesBack does for outgoing mail.
func TestSC25_NoSecretOfNotificationsComesBack(t *testing.T) {
	p, site := informing(t)
	seen := &collector{t: t}
	draft := p.action(t, site.ID, "Send message")
	own := must(p.notifying.RehearsalServer(site.ID))(t)
	draft.Own = &own
	draft.Own.Password, draft.Own.TimeoutSeconds = app.SecretInput{Change: "set", Value: canaryAction}, 1
	for _, faultName := range []string{"password-echoed", "starttls-missing", "silence", "certificate-expired", ""} {
		must(p.rehearsal.SetFault("smtp", faultName))(t)
		seen.add(p.notifying.ProveAction(app.NotificationActionProof{RunID: "r", Draft: draft, Level: "send"}))
	}
	seen.add(p.notifying.CheckAction(draft))
	saved := must(p.notifying.SaveAction(draft))(t)
	seen.add(saved, nil)
	seen.add(p.notifying.SaveAction(draft)) // an old revision by now
	event := app.NotificationEvent{RunID: "r", DeploymentID: site.ID, ActionID: saved.ID, Everyone: true, Message: "Look."}
	for _, faultName := range []string{"password-echoed", ""} {
		must(p.rehearsal.SetFault("smtp", faultName))(t)
		sent := must(p.notifying.Send(event))(t)
		seen.add(sent, nil)
		seen.add(p.messages.Retry(app.MessageRetry{RunID: "r", DeploymentID: site.ID, ID: sent.Messages[0].ID}))
		seen.add(p.messages.RetryEvent(app.EventRetry{RunID: "r", DeploymentID: site.ID, EventID: sent.EventID, MayArriveTwice: true}))
	}
	draft.Revision, draft.Own.Password = saved.Revision, app.SecretInput{Change: "keep"}
	draft.Own.Host = "127.0.0.2"
	seen.add(p.notifying.CheckAction(draft))
	seen.add(p.notifying.SaveAction(draft))
	seen.add(p.notifying.ProveAction(app.NotificationActionProof{RunID: "r", Draft: draft, Level: "send"}))
	seen.add(p.notifying.SignInAction(app.NotificationActionSignIn{RunID: "r", Draft: draft, Method: "device"}))
	seen.add(p.notifying.Get(site.ID))
	seen.add(p.messages.List(app.MessageQuery{DeploymentID: site.ID}))
	seen.add(p.rehearsal.Messages())
	seen.add(p.keys.Status())
	p.sawNothing(t, seen, []string{"auth.rejected", "settings.secret_bound_elsewhere", "notify.sent", `"kind":"notifications"`}, canaryAction)
}

// TestSC25_AMailedPasswordIsInItsMailOnly resets an operator's password, and looks
// for it, and for that of the gateway, in all that the pages, events, faults and the
// vault folder hold.
func TestSC25_AMailedPasswordIsInItsMailOnly(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	seen := &collector{t: t}
	grace := p.admit(t, "Grace", "editor")
	draft := must(p.gateway.RehearsalDraft())(t)
	right := draft.Password
	draft.Password = app.SecretInput{Change: "set", Value: canaryGateway}
	seen.add(p.gateway.Check(draft))
	seen.add(p.gateway.Prove(app.MailGatewayProof{RunID: "r", Draft: draft, Level: "send"}))
	saved := must(p.gateway.Save(draft))(t)
	seen.add(saved, nil)
	seen.add(p.operators.ResetPassword(grace.ID)) // the server refuses the gateway's password
	draft.Revision, draft.Password = saved.Revision, right
	seen.add(p.gateway.Save(draft))
	text := app.TemplateText{Subject: "A password", HTML: "<p>password=%generated-password%=</p>"}
	must(p.templates.Save(app.MailTemplateDraft{Kind: ofReset, Text: text}))(t)
	must(p.rehearsal.SetFault("smtp", "message-refused"))(t)
	seen.add(p.operators.ResetPassword(grace.ID)) // nothing changes
	must(p.rehearsal.SetFault("smtp", ""))(t)
	seen.add(must(p.operators.ResetPassword(grace.ID))(t), nil)
	mailed := p.mailedPassword(t)
	seen.add(p.gateway.Get())
	seen.add(p.operators.List())
	seen.add(p.rehearsal.Messages())
	seen.fail(p.session.Lock())
	seen.add(p.session.Unlock(app.Unlock{Operator: "Grace", Password: mailed}))
	seen.fail(p.session.Lock())
	seen.add(p.session.Unlock(app.Unlock{Operator: "Grace", Password: mailed})) // a second time
	seen.add(p.session.Unlock(app.Unlock{Operator: "Ada", Password: ownerPassword}))
	p.sawNothing(t, seen, []string{"operator.password_mailed", "operator.password_not_mailed"}, mailed, canaryGateway)
}

// mailedPassword reads the password out of the newest mail.
func (p *pages) mailedPassword(t *testing.T) string {
	t.Helper()
	caught := must(p.rehearsal.Messages())(t)
	if len(caught) == 0 {
		t.Fatal("no mail was caught")
	}
	mail := must(p.rehearsal.Message(caught[0].ID))(t)
	found := regexp.MustCompile(`password=([^=\s]{20,})=`).FindStringSubmatch(mail.Text)
	if found == nil {
		t.Fatal("there is no password in the mail")
	}
	return found[1]
}

// sawNothing looks for secrets in what was seen, in the events, in the journal and in
// the vault folder, once the journey has got as far as it should.
func (p *pages) sawNothing(t *testing.T, seen *collector, reached []string, secrets ...string) {
	t.Helper()
	seen.add(p.audit.List(0))
	p.mu.Lock()
	seen.out.WriteString(strings.Join(p.events, "\n"))
	p.mu.Unlock()
	for _, word := range reached {
		if !bytes.Contains(seen.out.Bytes(), []byte(word)) {
			t.Errorf("the journey did not get as far as %s", word)
		}
	}
	searchFor(t, "answers, faults and events", seen.out.Bytes(), secrets...)
	searchFiles(t, p.dir, secrets...)
	p.lock(t)
	searchFiles(t, p.dir, secrets...)
}

// TestSC14_ThePageOfAnActionCannotSendAStoredSecretElsewhere does for the own server
// of an action what TestSC14_APageCannotSendAStoredSecretElsewhere does for outgoing
// mail.
func TestSC14_ThePageOfAnActionCannotSendAStoredSecretElsewhere(t *testing.T) {
	p := open(t, app.Options{})
	p.create(t)
	for _, kind := range []string{"password", "client secret", "refresh token"} {
		for field, move := range elsewhere(kind) {
			t.Run(kind+" and "+field, func(t *testing.T) {
				h := newHostile(t)
				site := p.site(t)
				hostile := h.drafts(site)[kind]
				saved := hostile
				move(&saved)
				draft := p.action(t, site, "Send message")
				draft.Own = &saved
				draft.Revision = must(p.notifying.SaveAction(draft))(t).Revision
				keep := app.SecretInput{Change: "keep"}
				hostile.Password, hostile.OAuth2.ClientSecret, hostile.OAuth2.RefreshToken = keep, keep, keep
				draft.Own = &hostile
				p.tryAction(t, draft)
				for _, planted := range []string{canaryMail, canaryClient, canaryRefresh} {
					if form := h.holds(planted); form != "" {
						t.Errorf("the hostile server was told %s, in %s", planted[:12], form)
					}
				}
			})
		}
	}
}

// tryAction does with the draft of an action what a page can do; it must not be saved.
func (p *pages) tryAction(t *testing.T, draft app.NotificationActionDraft) {
	t.Helper()
	if check := must(p.notifying.CheckAction(draft))(t); len(check.Own.Unbound) == 0 || strings.HasPrefix(check.Own.Unbound[0], "ownServer") {
		t.Errorf("the page is not told which secret does not fit: %+v", check.Own)
	}
	proof := must(p.notifying.ProveAction(app.NotificationActionProof{RunID: "r", Draft: draft, Level: "send"}))(t)
	if f := proof.Steps[0].Finding; proof.Verdict != "failed" || f == nil || f.Code != "settings.secret_bound_elsewhere" {
		t.Errorf("the proof: %+v", proof.Steps)
	}
	// Whatever this answers, it must not tell.
	_, _ = p.notifying.SignInAction(app.NotificationActionSignIn{RunID: "r", Draft: draft, Method: "device"})
	if _, err := p.notifying.SaveAction(draft); !fault.HasCode(err, "settings.secret_bound_elsewhere") {
		t.Errorf("saved: %v", err)
	}
}
