package smtp_test

import (
	"crypto/tls"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

// text is a reply in the server's words, the verbs it is given to, and what it
// means there.
type text struct {
	verbs      string // GREETING EHLO STARTTLS AUTH MAIL RCPT DATA BODY
	reply      string
	code       string
	reason     string
	fields     []string
	unverified bool
}

const (
	envelope = "MAIL RCPT"
	message  = "DATA BODY"
	anywhere = "MAIL RCPT DATA BODY"
)

// texts are the replies that are known by their words or codes.
func texts() []text {
	return slices.Concat(connectionTexts(), providerTexts(), senderTexts(), relayTexts(), ehloNameTexts(), softwareTexts(), policyTexts(), codeTexts())
}

func connectionTexts() []text {
	return []text{
		{"GREETING", "554 mail.example.com No SMTP service here", "smtp.greeting_refused", "no_service", []string{"host", "port"}, false},
		{"GREETING", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", "smtp.greeting_refused", "client_rejected", []string{"host", "auth"}, false},
		{"GREETING", "521 5.3.2 mail.example.com does not accept mail", "smtp.greeting_refused", "no_service", []string{"host", "port"}, false},
		{"GREETING", "421 4.7.0 mail.example.com Too many connections", "smtp.greeting_refused", "too_many_connections", []string{"host"}, false},
		{"GREETING", "421 4.3.2 Service not available", "smtp.greeting_refused", "temporary", []string{"host"}, false},
		{"GREETING", "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]", "smtp.greeting_refused", "no_reverse_dns", []string{"host", "auth"}, false},
		{"GREETING", "421-4.7.0 Try again later, closing connection.\r\n421 4.7.0 x", "smtp.greeting_refused", "ehlo_name", []string{"ehloName"}, false},
		{"EHLO", "421-4.7.0 Try again later, closing connection. (EHLO)\r\n421 4.7.0 x", "smtp.ehlo_refused", "ehlo_name", []string{"ehloName"}, false},
		{anywhere, "421-4.7.0 Try again later, closing connection. (MAIL)\r\n421 4.7.0 x", "smtp.ehlo_refused", "ehlo_name", []string{"ehloName"}, false},
		{"EHLO", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", "smtp.ehlo_refused", "client_rejected", []string{"host", "auth"}, false},
		{"EHLO", "450 4.7.1 Client host rejected: cannot find your reverse hostname", "smtp.ehlo_refused", "no_reverse_dns", []string{"host", "auth"}, false},
		{"EHLO", "450 4.3.2 Try again", "smtp.ehlo_refused", "temporary", []string{"ehloName"}, false},
		{"EHLO", "502 5.5.2 Error: command not recognized", "smtp.ehlo_refused", "unknown_command", []string{"security", "port"}, false},
		{"STARTTLS", "454 4.7.0 TLS not available due to local problem", "smtp.starttls_refused", "local_problem", []string{"security", "port"}, false},
		{"STARTTLS", "454 4.5.0 SMTP protocol violation, no commands allowed to pipeline after STARTTLS", "smtp.starttls_refused", "pipelining", []string{"security", "port"}, false},
		{"STARTTLS", "454 4.7.0 later", "smtp.starttls_refused", "temporary", []string{"security", "port"}, false},
	}
}

// providerTexts are declared once and mean the same everywhere.
func providerTexts() []text {
	return []text{
		{"GREETING EHLO AUTH " + anywhere, "550 5.7.30 Basic authentication is not supported for Client Submission.", "auth.basic_disabled", "m365_retired", []string{"auth"}, false},
		{"AUTH " + anywhere, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", "smtp.temporary_failure", "m365_thread_limit", []string{"user"}, true},
		{"AUTH " + anywhere, "535 Authorization failed: Envelope From address ops@example.com not authorized", "smtp.sender_not_owned", "oci_approved_sender", []string{"from"}, false},
		{"AUTH " + anywhere, "451 Authentication failed: Maximum credits exceeded", "auth.temporarily_unavailable", "quota", []string{"user"}, false},
		{anywhere, "454 Throttling failure: Maximum sending rate exceeded.", "smtp.temporary_failure", "throttled", []string{"user"}, false},
		{anywhere, "454 Throttling failure: Daily message quota exceeded.", "smtp.temporary_failure", "quota", []string{"user"}, false},
		{"GREETING EHLO", "454 4.7.0 Too many login attempts, please try again later.", "auth.too_many_attempts", "gmail", []string{"user"}, false},
		{"AUTH", "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled", "auth.basic_disabled", "m365_tenant", []string{"auth"}, false},
		{"AUTH", "530 5.7.0 Must issue a STARTTLS command first", "auth.needs_tls", "", []string{"security", "port"}, false},
	}
}

func senderTexts() []text {
	from := []string{"from"}
	owned := func(reason, reply string) text {
		return text{anywhere, reply, "smtp.sender_not_owned", reason, from, false}
	}
	return []text{
		owned("m365_send_as", "550 5.7.60 SMTP; Client does not have permissions to send as this sender"),
		owned("m365_send_as", "550 SMTP; Client does not have permissions to send as this sender"),
		owned("m365_send_as", "554 5.2.252 SendAsDenied; ops@example.com not allowed to send as from@example.com"),
		owned("m365_send_as", "554 SendAsDenied; not allowed"),
		owned("yahoo", "550 Request failed; Mailbox unavailable"),
		owned("zoho", "553 Relaying disallowed as <from@example.com>"),
		owned("yandex", "553 5.7.1 Sender address rejected: not owned by auth user."),
		{anywhere, "501 mail from address must be same as authorization user", "smtp.sender_not_owned", "same_as_user", from, true},
		{anywhere, "553 ...mail from must equal authorized user", "smtp.sender_not_owned", "same_as_user", from, true},
		owned("unverified_identity", "554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1: from@example.com"),
		owned("unverified_identity", "550 The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved."),
		owned("", "553 5.7.1 <from@example.com>: Sender address rejected: not owned by user ops"),
		owned("", "553 5.7.1 <from@example.com>: Sender address rejected: not logged in"),
		{anywhere, "550 5.1.8 <x>: Sender address rejected: Domain not found", "smtp.sender_refused", "domain_not_found", from, false},
		{anywhere, "450 4.1.8 <x>: Sender address rejected: Domain not found", "smtp.temporary_failure", "domain_not_found", from, false},
		{anywhere, "504 5.5.2 <x>: Sender address rejected: need fully-qualified address", "smtp.sender_refused", "", from, false},
	}
}

func relayTexts() []text {
	denied := func(reason, reply string, unverified bool, fields ...string) text {
		return text{anywhere, reply, "smtp.relay_denied", reason, fields, unverified}
	}
	return []text{
		denied("m365_external_recipient", "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain", false, "host", "auth"),
		denied("m365_connector", "550 5.7.64 TenantAttribution; Relay Access Denied", false, "host", "auth"),
		denied("gmail_relay", "550-5.7.1 Invalid credentials for relay [192.0.2.1]. The IP address you've\r\n550 5.7.1 registered", true, "auth"),
		denied("", "554 5.7.1 <to@example.org>: Relay access denied", false, "auth", "port"),
		denied("", "454 4.7.1 <to@example.org>: Relay access denied", false, "auth", "port"),
		denied("", "550 5.7.1 Relaying denied", false, "auth", "port"),
		denied("exim", "550 relay not permitted", true, "auth", "port"),
		denied("exim", "550-Please turn on SMTP Authentication in your mail client.\r\n550 x is not permitted to relay through this server without authentication.", true, "auth", "port"),
		denied("exchange", "550 5.7.1 Unable to relay", false, "auth", "port"),
		denied("client_rejected", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", false, "host", "auth"),
		denied("no_reverse_dns", "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", false, "host", "auth"),
		denied("no_service", "521 5.3.2 example.com does not accept mail", false, "host"),
	}
}

func ehloNameTexts() []text {
	const verbs = "EHLO MAIL RCPT DATA"
	ehlo := func(reason, reply string) text {
		return text{verbs, reply, "smtp.ehlo_refused", reason, []string{"ehloName"}, false}
	}
	return []text{
		ehlo("ehlo_name_not_qualified", "504 5.5.2 <vm>: Helo command rejected: need fully-qualified hostname"),
		ehlo("ehlo_name_not_found", "450 4.7.1 <vm.invalid>: Helo command rejected: Host not found"),
		ehlo("ehlo_name_invalid", "501 5.5.2 <x>: Helo command rejected: Invalid name"),
		ehlo("ehlo_name_invalid", "550 <x>: Helo command rejected: Invalid name"),
		ehlo("ehlo_name", "550 5.7.1 <x>: Helo command rejected: Access denied"),
	}
}

func softwareTexts() []text {
	auth, tls := []string{"auth"}, []string{"security", "port"}
	return []text{
		{anywhere, "530 5.7.57 Client not authenticated to send mail. [AM0PR02CA0001]", "smtp.sender_refused", "sign_in_required", auth, false},
		{anywhere, "550 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM", "smtp.sender_refused", "sign_in_required", auth, false},
		{anywhere, "530-5.7.0 Authentication Required. For more information, go to\r\n530 5.7.0 https://support.google.com/mail/?p=WantAuthError", "smtp.sender_refused", "sign_in_required", auth, false},
		{anywhere, "530 log in", "smtp.sender_refused", "sign_in_required", auth, false},
		{anywhere, "530 5.7.0 Must issue a STARTTLS command first", "auth.needs_tls", "", tls, false},
		{anywhere, "530 Must issue a STARTTLS command first", "auth.needs_tls", "", tls, false},
		{anywhere, "530 STARTTLS is needed", "auth.needs_tls", "", tls, false},
		{anywhere, "523 5.7.10 Encryption Needed", "auth.needs_tls", "", tls, false},
		{anywhere, "450 4.7.1 <to@example.org>: Recipient address rejected: Greylisted", "smtp.temporary_failure", "greylisted", []string{"from", "to"}, false},
		{anywhere, "451 4.7.1 Greylisting in action, come back later", "smtp.temporary_failure", "greylisted", []string{"from", "to"}, false},
		{anywhere, "451 4.7.1 Graylisted", "smtp.temporary_failure", "greylisted", []string{"from", "to"}, false},
		{anywhere, "421 4.4.1 Connection timed out", "smtp.temporary_failure", "server_timeout", []string{"host"}, false},
		{anywhere, "550 5.1.1 <to@example.org>: Recipient address rejected: User unknown in local recipient table", "smtp.recipient_refused", "no_such_mailbox", []string{"to"}, false},
		{anywhere, "550 User unknown", "smtp.recipient_refused", "no_such_mailbox", []string{"to"}, false},
		{anywhere, "504 5.5.2 <x>: Recipient address rejected: need fully-qualified address", "smtp.recipient_refused", "", []string{"to"}, false},
	}
}

func policyTexts() []text {
	var all []text
	for verbs, code := range map[string]string{envelope: "smtp.sender_refused", message: "smtp.message_refused"} {
		all = append(all,
			text{verbs, "550-5.7.26 This mail has been blocked because the sender is unauthenticated.\r\n550 5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.", code, "sender_unauthenticated", []string{"from"}, false},
			text{verbs, "550 5.7.20 No passing DKIM signature found", code, "dkim", []string{"from"}, false},
			text{verbs, "550 5.7.23 SPF validation failed", code, "spf", []string{"from"}, false},
			text{verbs, "550-5.7.25 The IP address sending this message does not have a PTR record setup\r\n550 5.7.25 x", code, "no_reverse_dns", []string{"host"}, false},
			text{verbs, "555 5.5.4 Unsupported option: SIZE", code, "parameters", []string{"host", "port"}, false},
			text{verbs, "555 MAIL FROM/RCPT TO parameters not recognized", code, "parameters", []string{"host", "port"}, false},
			text{verbs, "503 5.5.1 Error: need MAIL command", code, "command", []string{"host", "port"}, false},
			text{verbs, "502 not implemented", code, "command", []string{"host", "port"}, false},
		)
	}
	return append(all, text{anywhere, "550 5.4.5 Daily user sending limit exceeded. For more information on Gmail", "smtp.message_refused", "quota", []string{"user"}, false})
}

func codeTexts() []text {
	to, host := []string{"to"}, []string{"host"}
	return []text{
		{anywhere, "550 5.1.7 bad sender", "smtp.sender_refused", "sender_address", []string{"from"}, false},
		{anywhere, "550 5.7.27 Sender address has null MX", "smtp.sender_refused", "sender_address", []string{"from"}, false},
		{anywhere, "450 4.1.8 no domain", "smtp.temporary_failure", "domain_not_found", []string{"from"}, false},
		{anywhere, "550 5.1.1 no", "smtp.recipient_refused", "no_such_mailbox", to, false},
		{anywhere, "550 5.1.2 no", "smtp.recipient_refused", "bad_domain", to, false},
		{anywhere, "556 5.1.10 Recipient address has null MX", "smtp.recipient_refused", "null_mx", to, false},
		{anywhere, "556 example.org takes no mail", "smtp.recipient_refused", "null_mx", to, false},
		{anywhere, "550 5.2.1 disabled", "smtp.recipient_refused", "mailbox_disabled", to, false},
		{anywhere, "552 5.2.2 full", "smtp.recipient_refused", "mailbox_full", to, false},
		{anywhere, "550 5.4.1 Recipient address rejected: Access denied", "smtp.recipient_refused", "no_route", to, false},
		{anywhere, "553 5.6.7 non-ASCII", "smtp.sender_refused", "smtputf8_needed", []string{"from", "to"}, false},
		{anywhere, "552 5.3.4 Message size exceeds fixed limit", "smtp.size_exceeded", "", host, false},
		{anywhere, "552 size", "smtp.size_exceeded", "", host, false},
		{anywhere, "552 too large", "smtp.size_exceeded", "", host, false},
		{anywhere, "552 no room", "smtp.size_exceeded", "quota", []string{"user", "to"}, false},
		{anywhere, "551 5.7.1 User not local", "smtp.recipient_refused", "not_local", []string{"to", "auth"}, false},
		{anywhere, "421 4.3.2 bye", "smtp.temporary_failure", "closing", host, false},
		{anywhere, "452 4.3.1 Insufficient system storage", "smtp.temporary_failure", "storage", host, false},
		{anywhere, "451 4.3.0 later", "smtp.temporary_failure", "", host, false},
		{anywhere, "450 busy", "smtp.temporary_failure", "", host, false},
	}
}

// stepOf names the step at which a verb's answer is judged.
func stepOf(verb string) string {
	steps := map[string]string{"AUTH": "authenticate", "MAIL": "sender", "RCPT": "recipient", "DATA": "deliver", "BODY": "deliver"}
	if step, ok := steps[verb]; ok {
		return step
	}
	return strings.ToLower(verb)
}

// TestTexts: every reply that is known by its words gets its cause, at every
// step where it can come.
func TestTexts(t *testing.T) {
	a := script.NewAuthority(t)
	good := script.TLS(a.Issue(t, nil))
	for _, tt := range texts() {
		for _, verb := range strings.Fields(tt.verbs) {
			t.Run(verb+" "+tt.reply, func(t *testing.T) {
				s := script.Serve(t, tt.behaviour(verb, good).play)
				set := settings(s, smtp.SecurityNone, a)
				set.InsecureAllowPlainPassword = true
				if verb == "STARTTLS" {
					set.Security = smtp.SecuritySTARTTLS
				}
				report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: smtp.LevelSend, To: "to@example.org"})
				tt.check(t, verb, findingAt(t, report, stepOf(verb)))
			})
		}
	}
}

func (tt text) behaviour(verb string, good *tls.Config) behaviour {
	b := behaviour{replies: map[string]string{verb: tt.reply}}
	switch verb {
	case "GREETING":
		b.greeting = tt.reply
	case "STARTTLS":
		b.startTLS = good
	}
	return b
}

func (tt text) check(t *testing.T, verb string, f proof.Finding) {
	t.Helper()
	if f.Code != tt.code || f.Reason != tt.reason || f.Unverified != tt.unverified {
		t.Errorf("got %s (%s, unverified %v), want %s (%s): %s", f.Code, f.Reason, f.Unverified, tt.code, tt.reason, f.Cause)
	}
	if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
		t.Error(diff)
	}
	if f.Source == "" {
		t.Error("this is the fallback: no source")
	}
	if f.Unverified && !strings.Contains(f.Cause, "probably") && !strings.Contains(f.Cause, " may ") {
		t.Errorf("unverified, and said as certain: %q", f.Cause)
	}
	signedIn := strings.Contains(anywhere, verb) && slices.Contains([]string{"smtp.temporary_failure", "smtp.sender_not_owned"}, tt.code)
	if got := strings.Contains(f.Cause, "The sign-in itself was accepted."); got != signedIn {
		t.Errorf("the sign-in was accepted: %v, want %v", got, signedIn)
	}
}

// TestNoRowIsHidden: each row wins an answer that no earlier row takes. What
// providers say at every step is held in package mailauth.
func TestNoRowIsHidden(t *testing.T) {
	for _, verb := range []string{"GREETING", "EHLO", "STARTTLS", "MAIL", "DATA"} {
		rows := smtp.RowsAt(verb)
		won := map[int]bool{}
		for _, tt := range texts() {
			if slices.Contains(strings.Fields(tt.verbs), verb) {
				won[winner(t, rows, tt.reply)] = true
			}
		}
		shared := 0
		if verb != "STARTTLS" {
			shared = len(mailauth.ProviderRows())
		}
		for i, row := range rows[shared:] {
			if !won[shared+i] {
				t.Errorf("%s: nothing is explained by row %d: %v %v %v", verb, shared+i, row.Codes, row.Enhanced, row.Text)
			}
		}
	}
}

// winner is the index of the first row that matches a reply, -1 for none.
func winner(t *testing.T, rows []mailauth.Row, answer string) int {
	t.Helper()
	rec := proof.NewRecorder(proof.Report{}, &proof.Redactor{}, nil)
	code, enhanced, lines, err := smtp.ReadReply(strings.NewReader(answer+"\r\n"), rec)
	if err != nil {
		t.Fatal(err)
	}
	remote := fault.Remote{Code: answer[:3], Enhanced: enhanced, Text: strings.Join(lines, "\n")}
	if code == 0 {
		t.Fatal("no code")
	}
	return slices.IndexFunc(rows, func(row mailauth.Row) bool {
		_, ok := mailauth.Match([]mailauth.Row{row}, remote)
		return ok
	})
}

// TestCommandsAreFilledIn: a command of a remedy holds the operator's values.
func TestCommandsAreFilledIn(t *testing.T) {
	a := script.NewAuthority(t)
	tests := map[string]struct{ verb, reply, command string }{
		"sign-in": {"AUTH", "535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox.", "`Set-CASMailbox ops@example.com -SmtpClientAuthenticationDisabled $false`"},
		"sender":  {"MAIL", "550 5.7.60 no", "`Add-RecipientPermission bounce@example.com -Trustee ops@example.com -AccessRights SendAs`"},
		"message": {"BODY", "550 5.7.60 no", "`Add-RecipientPermission ops@example.com -Trustee ops@example.com -AccessRights SendAs`"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := script.Serve(t, behaviour{replies: map[string]string{tt.verb: tt.reply}}.play)
			set := settings(s, smtp.SecurityNone, a)
			set.InsecureAllowPlainPassword, set.EnvelopeFrom = true, "bounce@example.com"
			report := smtp.Prove(t.Context(), smtp.Request{Settings: set, Secrets: secrets(), Level: smtp.LevelSend})
			if f := findingAt(t, report, stepOf(tt.verb)); !strings.Contains(f.Remedy, tt.command) {
				t.Errorf("%s is missing in %s", tt.command, f.Remedy)
			}
		})
	}
}

// TestMiddleboxes: what a firewall does to a conversation is not held for the
// server's doing.
func TestMiddleboxes(t *testing.T) {
	a := script.NewAuthority(t)
	start := smtp.SecuritySTARTTLS
	tests := []finding{
		{name: "STARTTLS overwritten", server: behaviour{caps: []string{"PIPELINING", "XXXXXXXA", "AUTH PLAIN"}}, security: start, step: "starttls", code: "smtp.starttls_not_offered", reason: "middlebox", fields: []string{"security", "port"}, words: "XXXXXXXA"},
		{name: "EHLO overwritten", server: behaviour{replies: map[string]string{"EHLO": "250-XXXX\r\n250-XXXXXXXB\r\n250 SIZE"}}, security: start, step: "starttls", code: "smtp.starttls_not_offered", reason: "middlebox", fields: []string{"security", "port"}},
		{name: "an extension of its own", server: behaviour{caps: []string{"XCLIENT", "XX", "X-EXPS LOGIN"}}, security: start, step: "starttls", code: "smtp.starttls_not_offered", fields: []string{"security", "port"}},
		{name: "greeting overwritten", server: behaviour{greeting: "220 *****0*2****************0*****"}, security: smtp.SecurityNone, step: "greeting", code: "smtp.protocol_violation", reason: "middlebox", fields: []string{"security", "port"}, verdict: proof.Warned, words: "*****0*2"},
		{name: "greeting and STARTTLS overwritten", server: behaviour{greeting: "220 ********************", caps: []string{"XXXXXXXA"}}, security: start, step: "starttls", code: "smtp.starttls_not_offered", reason: "middlebox", fields: []string{"security", "port"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, a) })
	}
}
