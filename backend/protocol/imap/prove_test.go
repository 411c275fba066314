package imap_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
)

// leaks looks for the password in the forms that the mechanisms give it.
func leaks(text string) bool {
	for _, form := range []string{
		password, "hunter2-canary",
		base64.StdEncoding.EncodeToString([]byte(password)),
		base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password)),
	} {
		if strings.Contains(text, form) {
			return true
		}
	}
	return false
}

func TestProve(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	tests := []struct {
		security account.Security
		b        behaviour
		want     string
	}{
		{account.SecurityImplicitTLS, behaviour{implicit: config}, "settings resolve connect tls greeting capability authenticate folders examine logout"},
		{account.SecuritySTARTTLS, behaviour{startTLS: config}, "settings resolve connect greeting capability starttls authenticate folders examine logout"},
		{account.SecurityNone, behaviour{}, "settings resolve connect greeting capability authenticate folders examine logout"},
	}
	for _, tt := range tests {
		t.Run(string(tt.security), func(t *testing.T) {
			s := script.Serve(t, tt.b.play)
			report := prove(t, settings(s, tt.security, a))
			if report.Verdict != proof.Passed {
				t.Fatalf("not passed: %s", golden.JSON(t, report))
			}
			var names []string
			for _, step := range report.Steps {
				names = append(names, step.Name)
			}
			if diff := cmp.Diff(tt.want, strings.Join(names, " ")); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(report.Shows, "We were able to connect to your mailbox.") {
				t.Errorf("it shows %q", report.Shows)
			}
			inClear, all := s.Received()
			if !leaks(all) {
				t.Error("the password was not sent: the test shows nothing")
			}
			if leaks(inClear) && tt.security != account.SecurityNone {
				t.Error("the password was sent in clear")
			}
		})
	}
}
