package smtp_test

import (
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/protocol/smtp"
)

// Postfix takes more mail than one connection carries, Dovecot has it, and one that
// Postfix refuses does not hinder the others.
func TestPostfixTakesMailOneAfterTheOther(t *testing.T) {
	servers := runServers(t)
	tap := servers.tap(t, "starttls")
	const mails = 120
	s := &sending{}
	for i := range mails {
		s.to = append(s.to, alice)
		if i == 50 {
			s.to[i] = "nobody-here@" + strings.SplitN(alice, "@", 2)[1]
		}
	}
	err := smtp.Send(t.Context(), smtp.SendRequest{Batch: s.batch(), Request: smtp.Request{
		Settings: servers.settings(tap.Address(), smtp.SecuritySTARTTLS), Secrets: secrets(),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range s.deliveries {
		if want := map[bool]smtp.Result{true: smtp.Refused, false: smtp.Accepted}[i == 50]; d.Result != want {
			t.Errorf("%d: %+v %+v", i, d, d.Finding)
		}
	}
	for _, i := range []int{0, mails - 1} {
		mail, err := servers.dovecot.Delivered(alice, s.deliveries[i].MessageID, delivery)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(mail, "multipart/alternative") || !strings.Contains(mail, fmt.Sprintf("=?UTF-8?q?Gr=C3=B6=C3=9Fe_%d?=", i)) {
			t.Errorf("another message was delivered:\n%s", mail)
		}
	}
	if leaksOfAlice(string(tap.Sent())) {
		t.Error("the password went in clear")
	}
}
