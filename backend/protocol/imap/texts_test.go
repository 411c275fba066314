package imap_test

import (
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

// spoken is what a server says, verbatim, and what the proof makes of it. In
// the answers TAG stands for the command's tag.
type spoken struct {
	name         string
	host         string // "" is 127.0.0.1
	greeting     string
	signIn       string            // the answer to the sign-in, "" lets in
	replies      map[string]string // by verb
	step         string
	code, reason string
	text         string // of the server in the finding
	unverified   bool
}

const noLogin = "auth.rejected"

// refusedSignIns are the rows about signing in.
func refusedSignIns() []spoken {
	refuse := func(name, answer, code, reason string) spoken {
		_, text, _ := strings.Cut(answer, "] ")
		return spoken{name: name, signIn: "TAG " + answer, step: "authenticate", code: code, reason: reason, text: text}
	}
	at := func(host string, s spoken) spoken {
		s.host = host
		return s
	}
	bare := func(s spoken) spoken { // an answer without a response code
		s.text = strings.TrimPrefix(strings.TrimPrefix(s.signIn, "TAG NO "), "TAG BAD ")
		return s
	}
	guessed := func(s spoken) spoken {
		s.unverified = true
		return bare(s)
	}
	return []spoken{
		refuse("Gmail, credentials", "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", noLogin, "gmail_credentials"),
		refuse("Gmail, app password", "NO [ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)", "auth.app_password_required", "gmail"),
		refuse("Gmail, IMAP off", "NO [ALERT] Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)", "imap.access_disabled", "gmail"),
		refuse("Google Workspace, IMAP off", "NO [ALERT] IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature. (Failure)", "imap.access_disabled", "gmail_domain"),
		refuse("Gmail, connections", "NO [ALERT] Too many simultaneous connections. (Failure)", "imap.connection_limit", "gmail"),
		refuse("Gmail, bandwidth", "NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)", "imap.limit_exceeded", "gmail_bandwidth"),
		bare(at("outlook.office365.com", refuse("Microsoft 365, password", "NO LOGIN failed.", "auth.basic_disabled", "m365_imap"))),
		refuse("Yahoo", "NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials", "auth.app_password_required", "yahoo"),
		bare(refuse("Zoho", "NO You are yet to enable IMAP for your account. Please contact your administrator.", "imap.access_disabled", "zoho")),
		bare(refuse("QQ", "NO Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy", "auth.app_password_required", "qq")),
		at("imap.fastmail.com", refuse("Fastmail", "NO [AUTHENTICATIONFAILED] Incorrect username, password or access token", "auth.app_password_required", "fastmail")),
		at("imap.mail.me.com", refuse("iCloud", "NO [AUTHENTICATIONFAILED] Authentication Failed", "auth.app_password_required", "icloud")),
		refuse("Dovecot, credentials", "NO [AUTHENTICATIONFAILED] Authentication failed.", noLogin, ""),
		refuse("Dovecot, in clear", "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.", "auth.needs_tls", ""),
		refuse("Dovecot, backend", "NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-11-22 08:00:00]", "auth.temporarily_unavailable", ""),
		refuse("Dovecot, connections", "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", "imap.connection_limit", ""),
		refuse("Dovecot, limit", "NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", "imap.connection_limit", ""),
		refuse("poczta.fm", "NO [ALERT] Please enable IMAP access", "imap.access_disabled", ""),
		guessed(refuse("Courier", "NO Login failed.", noLogin, "")),
		guessed(refuse("Cyrus", "NO Login failed: authentication failure", noLogin, "")),
		guessed(refuse("hMailServer", "NO Invalid user name or password.", noLogin, "")),
		bare(refuse("Microsoft 365, not connected", "BAD User is authenticated but not connected.", "imap.access_disabled", "m365_not_connected")),
	}
}

// refusedLater are the rows about what comes before and after.
func refusedLater() []spoken {
	const notConnected = "User is authenticated but not connected."
	const unsafe = "Unsafe Login. Please contact kefu@188.com for help"
	return []spoken{
		{name: "Microsoft 365 at EXAMINE", replies: map[string]string{"EXAMINE": "TAG BAD " + notConnected}, step: "examine", code: "imap.access_disabled", reason: "m365_not_connected", text: notConnected},
		{name: "Microsoft 365 at LIST", replies: map[string]string{"LIST": "TAG BAD " + notConnected}, step: "folders", code: "imap.access_disabled", reason: "m365_not_connected", text: notConnected},
		{name: "NetEase", replies: map[string]string{"EXAMINE": "TAG NO EXAMINE " + unsafe}, step: "examine", code: "imap.access_disabled", reason: "unsafe_login", text: "EXAMINE " + unsafe},
		{name: "connections at EXAMINE", replies: map[string]string{"EXAMINE": "TAG NO [LIMIT] Too many connections"}, step: "examine", code: "imap.connection_limit", text: "Too many connections"},
		{name: "no INBOX", replies: map[string]string{"EXAMINE": "TAG NO [NONEXISTENT] Mailbox doesn't exist: INBOX"}, step: "examine", code: "imap.mailbox_unavailable", reason: "nonexistent", text: "Mailbox doesn't exist: INBOX"},
		{name: "no permission", replies: map[string]string{"EXAMINE": "TAG NO [NOPERM] Permission denied"}, step: "examine", code: "imap.mailbox_unavailable", reason: "no_permission", text: "Permission denied"},
		{name: "greeting", greeting: "* BYE Too many connections from your IP address", step: "greeting", code: "imap.connection_limit", text: "Too many connections from your IP address"},
		{name: "refused greeting", greeting: "* BYE [UNAVAILABLE] Service down", step: "greeting", code: "imap.greeting_bye", reason: "unavailable", text: "Service down"},
	}
}

// TestVerbatimTexts provokes every row at a server and asks the proof.
func TestVerbatimTexts(t *testing.T) {
	for _, tt := range append(refusedSignIns(), refusedLater()...) {
		t.Run(tt.name, func(t *testing.T) {
			report := tt.prove(t)
			f := findingAt(t, report, tt.step)
			if f.Code != tt.code || f.Reason != tt.reason || f.Unverified != tt.unverified {
				t.Errorf("got %s (%s, unverified %v), want %s (%s)", f.Code, f.Reason, f.Unverified, tt.code, tt.reason)
			}
			if f.Remote == nil || f.Remote.Text != tt.text {
				t.Errorf("the server's words: got %+v, want %q", f.Remote, tt.text)
			}
			checkWording(t, f)
		})
	}
}

// prove runs a proof against a server that says it.
func (tt spoken) prove(t *testing.T) proof.Report {
	t.Helper()
	b := behaviour{greeting: tt.greeting, replies: tt.replies}
	if tt.signIn != "" {
		b.signIn = func(p *script.Peer, tag, _ string) { p.Send(strings.ReplaceAll(tt.signIn, "TAG", tag)) }
	}
	s := script.Serve(t, b.play)
	request := imap.Request{Settings: settings(s, account.SecurityNone, script.Authority{}), Secrets: secrets()}
	if tt.host != "" {
		request.Settings.Host = tt.host
		request.Network = dial.Network{Resolver: dial.NewResolver(peers.RunNameServer(t, tt.host+". A 127.0.0.1\n").Address)}
	}
	report := imap.Prove(t.Context(), request)
	if doc := golden.JSON(t, report); leaks(doc) {
		t.Errorf("the report holds the password: %s", doc)
	}
	return report
}

// TestWebAlertIsShown: the page stands in an untagged line before the answer.
func TestWebAlertIsShown(t *testing.T) {
	const page = "https://accounts.google.com/signin/continue?sarp=1&scc=1&plt=AKgnsb"
	report := spoken{signIn: "* NO [WEBALERT " + page + "] Web login required.\r\n" +
		"TAG NO [ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"}.prove(t)
	f := findingAt(t, report, "authenticate")
	if f.Code != noLogin || f.Reason != "gmail_browser" || !strings.Contains(f.Remedy, page) {
		t.Errorf("got %s (%s): %s", f.Code, f.Reason, f.Remedy)
	}
	if want := "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)"; f.Remote.Text != want {
		t.Errorf("got %q", f.Remote.Text)
	}
}

// TestBadHostname: in the words in which mail programs say it.
func TestBadHostname(t *testing.T) {
	set := imap.Settings{Mailbox: user}
	set.Host = "imap.exampel.com"
	report := imap.Prove(t.Context(), imap.Request{
		Settings: set, Secrets: secrets(), Network: dial.Network{Resolver: dial.NewResolver(peers.RunNameServer(t, "imap.example.com. A 127.0.0.1\n").Address)},
	})
	f := findingAt(t, report, "resolve")
	if f.Code != dial.CodeHostNotFound || !strings.HasPrefix(f.Cause, "Bad hostname: No such host is known.") || !strings.Contains(f.Cause, set.Host) {
		t.Errorf("got %s: %s", f.Code, f.Cause)
	}
	checkWording(t, f)
}

// TestSecureConnectionRequired: the case that other programs explain with a
// sentence that says nothing.
func TestSecureConnectionRequired(t *testing.T) {
	a := script.NewAuthority(t)
	s := script.Serve(t, behaviour{implicit: script.TLS(a.Issue(t, nil))}.play)
	report := prove(t, settings(s, account.SecurityNone, a))
	f := findingAt(t, report, "greeting")
	if f.Code != dial.CodeExpectedTLS || f.Fields[0] != "security" || f.Alternative == nil {
		t.Errorf("got %s, fields %v: %s", f.Code, f.Fields, golden.JSON(t, report))
	}
	if !strings.HasPrefix(f.Cause, "A secure connection is required, and Use secure connection is cleared") {
		t.Errorf("cause: %s", f.Cause)
	}
}

// TestVerbatimTokenTexts: the rows about access tokens.
func TestVerbatimTokenTexts(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	tokens := tokenEndpoint(t)
	for name, tt := range map[string]struct{ status, text, code, reason string }{
		"Microsoft 365":                {"NO ", "AUTHENTICATE failed.", "auth.token_rejected", "m365"},
		"Microsoft 365, not connected": {"BAD ", "User is authenticated but not connected.", "imap.access_disabled", "m365_not_connected"},
		"Gmail":                        {"NO [AUTHENTICATIONFAILED] ", "Invalid credentials (Failure)", "auth.token_rejected", ""},
		"Gmail, connections":           {"NO [ALERT] ", "Too many simultaneous connections. (Failure)", "imap.connection_limit", "gmail"},
		"a backend":                    {"NO [UNAVAILABLE] ", "Temporary authentication failure.", "auth.temporarily_unavailable", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := script.Serve(t, behaviour{implicit: config, caps: "IMAP4rev1 SASL-IR AUTH=XOAUTH2", signIn: func(p *script.Peer, tag, _ string) {
				p.Send(tag + " " + tt.status + tt.text)
			}}.play)
			set := settings(s, account.SecurityImplicitTLS, a)
			set.OAuth2 = account.OAuth2Settings{TokenURL: tokens.URL, ClientID: "c"}
			report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: account.Secrets{ClientSecret: secret.FromString("client-canary")}})
			f := findingAt(t, report, "authenticate")
			if f.Code != tt.code || f.Reason != tt.reason || f.Remote == nil || f.Remote.Text != tt.text {
				t.Errorf("got %s (%s), %+v", f.Code, f.Reason, f.Remote)
			}
			checkWording(t, f)
			if strings.Contains(f.Remedy, "MAILBOX") || strings.Contains(f.Remedy, "USER") {
				t.Errorf("a command that cannot be copied: %s", f.Remedy)
			}
			if strings.Contains(golden.JSON(t, report), "canary") {
				t.Error("the report holds a secret")
			}
		})
	}
}
