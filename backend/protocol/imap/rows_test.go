package imap_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/protocol/mailauth"
)

// refusal is an answer in the server's words and what it means at a step.
type refusal struct {
	step                 string
	code, enhanced, text string
	want, reason         string
	fields               []string
}

func (r refusal) answer() fault.Remote {
	return fault.Remote{Code: r.code, Enhanced: r.enhanced, Text: r.text}
}

func refusals() []refusal {
	return slices.Concat(wordRefusals(), codeRefusals(), statusRefusals())
}

// wordRefusals are known by their words, at any step but the sign-in.
func wordRefusals() []refusal {
	user := []string{"user"}
	return []refusal{
		{"examine", "BAD", "", "User is authenticated but not connected.", "imap.access_disabled", "m365_not_connected", []string{"user", "mailbox"}},
		{"folders", "BAD", "", "User is authenticated but not connected.", "imap.access_disabled", "m365_not_connected", []string{"user", "mailbox"}},
		{"examine", "NO", "", "EXAMINE Unsafe Login. Please contact kefu@188.com for help", "imap.access_disabled", "unsafe_login", []string{"user", "password"}},
		{"folders", "NO", "", "SELECT Unsafe Login. Please contact kefu@188.com for help", "imap.access_disabled", "unsafe_login", []string{"user", "password"}},
		{"examine", "NO", "ALERT", "Too many simultaneous connections. (Failure)", "imap.connection_limit", "gmail", user},
		{"greeting", "BYE", "", "Too many connections from this IP", "imap.connection_limit", "", user},
		{"examine", "NO", "UNAVAILABLE", "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", "imap.connection_limit", "", user},
		{"examine", "NO", "OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)", "imap.limit_exceeded", "gmail_bandwidth", user},
		{"folders", "NO", "", "You are yet to enable IMAP for your account. Please contact your administrator.", "imap.access_disabled", "zoho", user},
		{"examine", "NO", "ALERT", "Your account is not enabled for IMAP use.", "imap.access_disabled", "gmail", user},
		{"examine", "NO", "ALERT", "IMAP access is disabled for your domain.", "imap.access_disabled", "gmail_domain", user},
		{"examine", "NO", "ALERT", "Please enable IMAP access", "imap.access_disabled", "", user},
		{"examine", "NO", "", "IMAP access was disabled", "imap.access_disabled", "", user},
		{"examine", "NO", "", "IMAP is disabled", "imap.access_disabled", "", user},
		{"examine", "NO", "", "Too many sessions", "imap.connection_limit", "", user},
	}
}

// codeRefusals are known by a response code of RFC 5530.
func codeRefusals() []refusal {
	user := []string{"user"}
	at := func(code, want, reason string, fields ...string) refusal {
		return refusal{"examine", "NO", code, "no", "imap." + want, reason, fields}
	}
	return []refusal{
		at("unavailable", "mailbox_unavailable", "unavailable"),
		at("NOPERM", "mailbox_unavailable", "no_permission", user...),
		at("AUTHORIZATIONFAILED", "mailbox_unavailable", "not_authorized", "user", "mailbox"),
		at("PRIVACYREQUIRED", "mailbox_unavailable", "needs_tls", "security", "port"),
		at("CONTACTADMIN", "mailbox_unavailable", "contact_admin", user...),
		at("INUSE", "mailbox_unavailable", "in_use", user...),
		at("NONEXISTENT", "mailbox_unavailable", "nonexistent", "mailbox", "user"),
		at("EXPIRED", "mailbox_unavailable", "expired", user...),
		at("CORRUPTION", "mailbox_unavailable", "corruption"),
		at("SERVERBUG", "mailbox_unavailable", "server_bug"),
		at("EXPUNGEISSUED", "mailbox_unavailable", "expunge_issued"),
		at("ALREADYEXISTS", "mailbox_unavailable", "already_exists"),
		at("CANNOT", "mailbox_unavailable", "cannot"),
		at("LIMIT", "limit_exceeded", "limit", user...),
		at("OVERQUOTA", "limit_exceeded", "over_quota", user...),
		at("CLIENTBUG", "protocol_violation", "client_bug", "host"),
		{"greeting", "BYE", "UNAVAILABLE", "later", "imap.greeting_bye", "unavailable", []string{"host"}},
		{"folders", "BYE", "UNAVAILABLE", "later", "net.closed", "unavailable", []string{"host"}},
		{"capability", "NO", "UNAVAILABLE", "later", "imap.mailbox_unavailable", "unavailable", nil},
		{"capability", "BYE", "UNAVAILABLE", "later", "net.closed", "unavailable", []string{"host"}},
		{"capability", "NO", "LIMIT", "later", "imap.limit_exceeded", "limit", user},
		{"capability", "BAD", "CLIENTBUG", "what", "imap.protocol_violation", "client_bug", []string{"host"}},
	}
}

// statusRefusals are known by their status alone.
func statusRefusals() []refusal {
	return []refusal{
		{"greeting", "BYE", "", "go away", "imap.greeting_bye", "", []string{"host", "port"}},
		{"examine", "BYE", "", "shutting down", "net.closed", "bye", []string{"host"}},
		{"logout", "BYE", "", "shutting down", "net.closed", "bye", []string{"host"}},
		{"capability", "BAD", "", "what", "imap.protocol_violation", "bad", []string{"host", "port"}},
	}
}

func TestRefusals(t *testing.T) {
	for _, tt := range refusals() {
		t.Run(tt.step+" "+tt.code+" "+tt.enhanced+" "+tt.text, func(t *testing.T) {
			f := imap.Diagnose(tt.step, imap.Settings{}, tt.answer(), nil)
			if f.Code != tt.want || f.Reason != tt.reason || f.Unverified {
				t.Errorf("got %s (%s), want %s (%s)", f.Code, f.Reason, tt.want, tt.reason)
			}
			if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
				t.Error(diff)
			}
			if f.Source == "" {
				t.Error("this is the fallback: no source")
			}
			if f.Remote == nil || *f.Remote != tt.answer() {
				t.Errorf("the answer is not kept: %+v", f.Remote)
			}
			checkWording(t, f)
		})
	}
}

// TestNoRefusalIsHidden: each row wins an answer that no earlier row takes.
func TestNoRefusalIsHidden(t *testing.T) {
	for _, step := range []string{"greeting", "capability", "examine"} {
		rows := imap.RowsAt(step)
		won := map[int]bool{}
		for _, tt := range refusals() {
			won[winner(rows, tt.answer())] = true
		}
		for i, row := range rows {
			if !won[i] {
				t.Errorf("%s: nothing is explained by row %d: %v %v %v", step, i, row.Codes, row.Enhanced, row.Text)
			}
		}
	}
}

func winner(rows []mailauth.Row, answer fault.Remote) int {
	answer.Enhanced = strings.ToUpper(answer.Enhanced)
	return slices.IndexFunc(rows, func(row mailauth.Row) bool {
		_, ok := mailauth.Match([]mailauth.Row{row}, answer)
		return ok
	})
}

// TestUnknownRefusals: the step tells what is left.
func TestUnknownRefusals(t *testing.T) {
	for step, want := range map[string]string{
		"starttls": "imap.starttls_refused", "folders": "imap.mailbox_unavailable", "examine": "imap.mailbox_unavailable",
		"authenticate": "auth.rejected", "capability": "imap.protocol_violation", "greeting": "imap.protocol_violation",
	} {
		f := imap.Diagnose(step, imap.Settings{}, fault.Remote{Code: "NO", Text: "no"}, nil)
		if f.Code != want || f.Source != "" || f.Remote.Text != "no" {
			t.Errorf("%s: got %+v", step, f)
		}
		checkWording(t, f)
	}
}

// TestNoticesAreShown: what a person has to read or open stands in the finding.
func TestNoticesAreShown(t *testing.T) {
	const page = "https://accounts.google.com/signin/continue?sarp=1&scc=1"
	answer := fault.Remote{Code: "NO", Enhanced: "ALERT", Text: "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"}
	f := imap.Diagnose("authenticate", imap.Settings{}, answer, []proof.Notice{
		{Kind: proof.NoticeWebAlert, Text: "Web login required.", URL: page},
		{Kind: proof.NoticeAlert, Text: answer.Text},
		{Kind: proof.NoticeAlert, Text: "The server moves on Sunday."},
		{Kind: proof.NoticeWebAlert, URL: "javascript:alert(1)"},
	})
	if !strings.Contains(f.Remedy, page) || strings.Contains(f.Remedy, "javascript") {
		t.Errorf("remedy: %s", f.Remedy)
	}
	if !strings.Contains(f.Cause, "The server moves on Sunday.") || strings.Contains(f.Cause, "answer/78754") {
		t.Errorf("cause: %s", f.Cause)
	}
	checkWording(t, f)
}

// TestCommandsNameTheMailbox: they can be copied as they are.
func TestCommandsNameTheMailbox(t *testing.T) {
	settings := imap.Settings{Mailbox: "shared@example.com", Settings: account.Settings{User: "ops@example.com"}}
	f := imap.Diagnose("examine", settings, fault.Remote{Code: "BAD", Text: "User is authenticated but not connected."}, nil)
	for _, command := range []string{
		"`Set-CASMailbox shared@example.com -ImapEnabled $true`",
		"`Add-MailboxPermission shared@example.com -User ops@example.com -AccessRights FullAccess`",
	} {
		if !strings.Contains(f.Remedy, command) {
			t.Errorf("%s is not in %s", command, f.Remedy)
		}
	}
}

// checkWording holds a finding to what people are promised.
func checkWording(t *testing.T, f proof.Finding) {
	t.Helper()
	for _, sentence := range []string{f.Cause, f.Remedy} {
		if !strings.HasSuffix(sentence, ".") || strings.ContainsRune(sentence, '!') || strings.Contains(strings.ToLower(sentence), "please") || strings.Count(sentence, "`")%2 != 0 {
			t.Errorf("not a plain sentence: %q", sentence)
		}
	}
	if f.Unverified && !strings.Contains(f.Cause, "probably") && !strings.Contains(f.Cause, " may ") {
		t.Errorf("unverified, and said as certain: %q", f.Cause)
	}
}
