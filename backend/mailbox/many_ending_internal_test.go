package mailbox

import (
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/mailauth"
)

func TestWhatAnEndingTellsOfTheServer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		step, code, responseCode, text string

		kind      endingKind
		untouched bool // may be tried again
	}{
		"it held":                             {kind: answered},
		"settings":                            {step: "settings", code: "settings.missing", kind: unasked},
		"a wrong password":                    {step: "authenticate", code: mailauth.CodeRejected, responseCode: "AUTHENTICATIONFAILED", kind: answered},
		"too many connections at sign-in":     {step: "authenticate", code: imap.CodeConnectionLimit, responseCode: "LIMIT", kind: refused, untouched: true},
		"too many connections at the inbox":   {step: "examine", code: imap.CodeConnectionLimit, kind: refused},
		"its directory is down":               {step: "authenticate", code: mailauth.CodeTemporarilyUnavailable, kind: refused, untouched: true},
		"too many attempts":                   {step: "authenticate", code: mailauth.CodeTooManyAttempts, kind: refused},
		"a limit that it names":               {step: "capability", code: imap.CodeLimitExceeded, responseCode: "LIMIT", kind: refused, untouched: true},
		"an answer that is too long":          {step: "authenticate", code: imap.CodeLimitExceeded, kind: answered},
		"a farewell for too many connections": {step: "greeting", code: imap.CodeGreetingBye, text: "Too many connections from your address", kind: refused, untouched: true},
		"a farewell for now":                  {step: "greeting", code: imap.CodeGreetingBye, responseCode: "UNAVAILABLE", kind: refused, untouched: true},
		"a farewell for good":                 {step: "greeting", code: imap.CodeGreetingBye, text: "Go away", kind: answered},
		"nobody there":                        {step: "connect", code: "net.refused", kind: unreached, untouched: true},
		"no such host":                        {step: "resolve", code: "net.host_not_found", kind: unreached, untouched: true},
		"hung up before the sign-in":          {step: "tls", code: "net.closed", kind: unreached, untouched: true},
		"hung up at the sign-in":              {step: "authenticate", code: "net.closed", kind: answered},
		"a certificate of nobody":             {step: "tls", code: "tls.unknown_authority", kind: answered},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report := proof.Report{Steps: []proof.Step{{Name: "first", Verdict: proof.Passed}}}
			if test.step != "" {
				report.Steps = append(report.Steps, proof.Step{Name: test.step, Verdict: proof.Failed, Finding: &proof.Finding{
					Code: test.code, Remote: &fault.Remote{Code: "NO", Enhanced: test.responseCode, Text: test.text},
				}})
			}
			got := endingOf(&report)
			if got.kind != test.kind || got.untouched != test.untouched {
				t.Errorf("kind %d, untouched %v, want %d and %v", got.kind, got.untouched, test.kind, test.untouched)
			}
		})
	}
}

// TestSilenceIsAbsence: what is absent for many mailboxes in a row is not asked
// for each of the others.
func TestSilenceIsAbsence(t *testing.T) {
	for _, c := range []struct {
		step, code string
		want       bool
	}{
		{"resolve", "net.host_not_found", true},
		{"connect", "net.refused", true},
		{"greeting", "net.timeout", true},
		{"tls", "net.timeout", true},
		{"tls", "net.closed", false}, // it may have had enough of this machine
		{"authenticate", "net.timeout", false},
	} {
		report := failed(proof.Report{}, c.step, c.code)
		if got := endingOf(&report).absent; got != c.want {
			t.Errorf("%s at %s: absent is %t, want %t", c.code, c.step, got, c.want)
		}
	}
}
