package notify_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/notify"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// echo is a mail server that repeats what signs in to it, in what it says.
func echo(p *script.Peer) {
	p.Send("220 mail.test ESMTP")
	for line, ok := p.Next(); ok; line, ok = p.Next() {
		switch verb, rest, _ := strings.Cut(line, " "); verb {
		case "EHLO":
			p.Send("250-mail.test", "250 AUTH PLAIN")
		case "AUTH":
			decoded, _ := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			p.Send("535 5.7.8 " + rest + " " + strings.ReplaceAll(string(decoded), "\x00", " ") + " is wrong")
		default:
			p.Send("250 ok")
		}
	}
}

// TestSC25_NothingThatIsShownHoldsASecret: whatever a hostile server repeats.
func TestSC25_NothingThatIsShownHoldsASecret(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	server := script.Serve(t, echo)
	d := f.action(t, "Send message").Draft()
	d.Own = &notify.Own{Server: smtp.Settings{
		Host: "127.0.0.1", Port: server.Port(), Security: smtp.SecurityNone, InsecureAllowPlainPassword: true,
		Auth: smtp.SignInPassword, User: "ops", From: "own@example.com",
	}}
	d.Secrets.Password = set(canary)
	f.saveAction(t, d)
	f.switches(t, notify.Switches{Notifications: true})
	e := notify.Event{Action: "Send message", People: []string{f.ada(t).ID}, Message: "M"}
	messages := f.send(t, e)
	if m := messages[0]; m.Outcome != notify.NotSent || m.Reason != "auth.rejected" || m.Remote == nil || !strings.Contains(m.Remote.Text, "is wrong") {
		t.Fatalf("%+v %+v", m, m.Remote)
	}
	retried, err := f.notify.Retry(t.Context(), site, notify.Again{MessageID: messages[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	report, err := f.notify.ProveOwn(t.Context(), site, notify.OwnProofRequest{Draft: f.action(t, "Send message").Draft(), Level: smtp.LevelSignIn})
	if err != nil {
		t.Fatal(err)
	}
	page, err := f.notify.Messages(t.Context(), site, notify.MessageQuery{})
	if err != nil {
		t.Fatal(err)
	}
	_, wrong := f.notify.SaveAction(t.Context(), site, notify.ActionDraft{Action: d.Action, Secrets: d.Secrets})
	f.mu.Lock()
	defer f.mu.Unlock()
	shown, err := json.Marshal([]any{messages, retried, report, page, f.list(t), f.entries(t), f.events, fault.Of(wrong)})
	if err != nil {
		t.Fatal(err)
	}
	said := string(shown) + fmt.Sprintf("%+v %#v", d.Secrets, f.events)
	for skip := range 3 {
		encoded := base64.RawStdEncoding.EncodeToString([]byte(canary)[skip:])
		if strings.Contains(said, encoded[:len(encoded)-4]) {
			t.Errorf("it tells the secret in base64, %d", skip)
		}
	}
	for _, form := range []string{canary, url.QueryEscape(canary), fmt.Sprintf("%x", canary)} {
		if strings.Contains(said, form) {
			t.Errorf("it tells the secret as %s", form)
		}
	}
}
