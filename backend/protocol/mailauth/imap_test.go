package mailauth_test

import (
	"slices"
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// imapTexts are the refusals of a sign-in that are known by their words, by
// their response code or by their status. Enhanced is the response code.
func imapTexts() []text {
	return slices.Concat(imapProviderTexts(), imapSwitchTexts(), imapLimitTexts(), imapHostTexts(), imapServerTexts(), imapCodeTexts())
}

func imapProviderTexts() []text {
	user, password, credentials := []string{"user"}, []string{"password"}, []string{"user", "password"}
	return []text{
		{"", "NO", "AUTHENTICATIONFAILED", "Invalid credentials (Failure)", "auth.rejected", "gmail_credentials", credentials, false},
		{"", "NO", "ALERT", "Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)", "auth.app_password_required", "gmail", password, false},
		{"", "NO", "ALERT", "Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754 (Failure)", "auth.rejected", "gmail_browser", user, false},
		{"", "NO", "WEBALERT https://accounts.google.com/signin/continue?sarp=1", "Web login required.", "auth.rejected", "gmail_browser", user, false},
		{"", "NO", "ALERT", "Too many login attempts, please try again later.", "auth.too_many_attempts", "gmail", user, false},
		{"outlook.office365.com", "NO", "", "LOGIN failed.", "auth.basic_disabled", "m365_imap", []string{"auth"}, false},
		{"imap-mail.outlook.com", "no", "", "AUTHENTICATE failed.", "auth.basic_disabled", "m365_imap", []string{"auth"}, false},
		{"", "BAD", "", "User is authenticated but not connected.", "imap.access_disabled", "m365_not_connected", []string{"user", "mailbox"}, false},
		{"", "NO", "AUTHENTICATIONFAILED", "LOGIN Invalid credentials", "auth.app_password_required", "yahoo", password, false},
		{"", "NO", "AUTHENTICATIONFAILED", "LOGIN This user does not have access rights to this service", "auth.app_password_required", "yandex", password, false},
		{"", "NO", "", "Login fail. Account is abnormal, service is not open, password is incorrect, login frequency limited, or system is busy. More information at https://help.mail.qq.com/detail/0/1010", "auth.app_password_required", "qq", []string{"password", "user"}, false},
	}
}

func imapSwitchTexts() []text {
	user := []string{"user"}
	return []text{
		{"", "NO", "ALERT", "Your account is not enabled for IMAP use. Please visit your Gmail settings page and enable your account for IMAP access. (Failure)", "imap.access_disabled", "gmail", user, false},
		{"", "NO", "ALERT", "IMAP access is disabled for your domain. Please contact your domain administrator for questions about this feature. (Failure)", "imap.access_disabled", "gmail_domain", user, false},
		{"", "NO", "", "You are yet to enable IMAP for your account. Please contact your administrator.", "imap.access_disabled", "zoho", user, false},
		{"", "NO", "ALERT", "Please enable IMAP access", "imap.access_disabled", "", user, false},
		{"", "NO", "", "IMAP access for this account was disabled", "imap.access_disabled", "", user, false},
		{"", "NO", "AUTHENTICATIONFAILED", "IMAP is disabled for this user", "imap.access_disabled", "", user, false},
	}
}

func imapLimitTexts() []text {
	user := []string{"user"}
	return []text{
		{"", "NO", "ALERT", "Too many simultaneous connections. (Failure)", "imap.connection_limit", "gmail", user, false},
		{"", "NO", "OVERQUOTA", "Account exceeded command or bandwidth limits. (Failure)", "imap.limit_exceeded", "gmail_bandwidth", user, false},
		{"", "NO", "UNAVAILABLE", "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", "imap.connection_limit", "", user, false},
		{"", "NO", "LIMIT", "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)", "imap.connection_limit", "", user, false},
		{"", "BYE", "", "Too many connections from this address", "imap.connection_limit", "", user, false},
		{"", "NO", "limit", "Too many open sessions", "imap.connection_limit", "", user, false},
	}
}

// imapHostTexts say more when the host is known.
func imapHostTexts() []text {
	const refused = "AUTHENTICATIONFAILED"
	password := []string{"password"}
	return []text{
		{"imap.fastmail.com", "NO", refused, "Incorrect username, password or access token", "auth.app_password_required", "fastmail", []string{"password", "user"}, false},
		{"imap.mail.me.com", "NO", refused, "Authentication failed", "auth.app_password_required", "icloud", []string{"password", "user"}, false},
		{"Imap.Mail.Yahoo.com.", "NO", refused, "Authentication failed", "auth.app_password_required", "yahoo", password, false},
		{"imap.aol.com", "NO", refused, "Authentication failed", "auth.app_password_required", "yahoo", password, false},
		{"imap.163.com", "NO", "", "LOGIN Login error or password error", "auth.app_password_required", "netease", []string{"password", "user"}, false},
		{"imap.yandex.com", "NO", refused, "LOGIN Invalid credentials", "auth.app_password_required", "yandex", password, false},
		{"imap.zoho.eu", "NO", refused, "Invalid credentials", "auth.rejected", "zoho", []string{"host", "password"}, true},
		{"imap.gmx.net", "NO", refused, "authentication failed", "auth.rejected", "gmx", []string{"user", "password"}, true},
		{"imap.web.de", "NO", "", "authentication failed", "auth.rejected", "gmx", []string{"user", "password"}, true},
		{"notfastmail.com", "NO", refused, "Incorrect username, password or access token", "auth.rejected", "", []string{"user", "password"}, false},
	}
}

func imapServerTexts() []text {
	credentials, tls := []string{"user", "password"}, []string{"security", "port"}
	disabled := func(words string) text {
		return text{"", "NO", "AUTHENTICATIONFAILED", words, "auth.account_disabled", "", []string{"user"}, false}
	}
	tooMany := func(words string) text {
		return text{"", "NO", "", words, "auth.too_many_attempts", "", credentials, false}
	}
	return []text{
		{"", "NO", "AUTHENTICATIONFAILED", "Authentication failed.", "auth.rejected", "", credentials, false},
		{"", "NO", "PRIVACYREQUIRED", "Plaintext authentication disallowed on non-secure (SSL/TLS) connections.", "auth.needs_tls", "", tls, false},
		{"", "NO", "", "Cleartext authentication disallowed on non-secure (SSL/TLS) connections.", "auth.needs_tls", "", tls, false},
		{"", "NO", "UNAVAILABLE", "Temporary authentication failure. [mail.example.com:2026-11-22 08:00:00]", "auth.temporarily_unavailable", "", nil, false},
		{"", "NO", "", "Login failed.", "auth.rejected", "", credentials, true},
		{"", "NO", "", "LOGIN failed.", "auth.rejected", "", credentials, true},
		{"", "NO", "", "Login failed: authentication failure", "auth.rejected", "", credentials, true},
		{"", "NO", "", "Invalid user name or password.", "auth.rejected", "", credentials, true},
		{"", "NO", "", "An application specific password is required", "auth.app_password_required", "", []string{"password"}, false},
		disabled("Account disabled"), disabled("Your account is disabled."), disabled("User disabled"),
		disabled("Account locked"), disabled("The account is locked"), disabled("This account has been closed"), disabled("Mailbox suspended"),
		tooMany("Too many failed attempts"), tooMany("Too many failed logins"), tooMany("Too many authentication failures"), tooMany("Too many invalid commands"),
	}
}

func imapCodeTexts() []text {
	user := []string{"user"}
	no := func(code, want, reason string, fields []string) text {
		return text{"", "NO", code, "no", want, reason, fields, false}
	}
	return []text{
		no("authenticationfailed", "auth.rejected", "", []string{"user", "password"}),
		no("AUTHORIZATIONFAILED", "auth.rejected", "not_authorized", []string{"user", "mailbox"}),
		no("EXPIRED", "auth.rejected", "expired", []string{"password"}),
		no("PRIVACYREQUIRED", "auth.needs_tls", "", []string{"security", "port"}),
		no("CONTACTADMIN", "auth.account_disabled", "contact_admin", user),
		no("UNAVAILABLE", "auth.temporarily_unavailable", "", nil),
		no("SERVERBUG", "auth.temporarily_unavailable", "server_bug", nil),
		no("CLIENTBUG", "imap.protocol_violation", "client_bug", []string{"host"}),
		no("LIMIT", "imap.limit_exceeded", "limit", user),
		no("OVERQUOTA", "imap.limit_exceeded", "over_quota", user),
		no("INUSE", "imap.mailbox_unavailable", "in_use", user),
		no("NOPERM", "auth.rejected", "not_authorized", user),
		{"", "BAD", "", "Unknown command", "auth.mechanism_not_offered", "", []string{"auth"}, false},
		{"", "BYE", "", "Server shutting down", "net.closed", "bye", []string{"host"}, false},
	}
}

// TestIMAPTexts: every refusal that is known by its words gets its cause.
func TestIMAPTexts(t *testing.T) {
	checkTexts(t, imapTexts(), mailauth.DiagnoseIMAP)
}

// TestNoIMAPRowIsHidden: each row wins an answer that no earlier row takes.
func TestNoIMAPRowIsHidden(t *testing.T) {
	checkRows(t, mailauth.IMAPSignInRows(), imapTexts())
}

// TestDocumentedRefusal: the words of the manual stand beside its meaning.
func TestDocumentedRefusal(t *testing.T) {
	for _, words := range []string{"Invalid credentials (Failure)", "Authentication failed."} {
		f := mailauth.DiagnoseIMAP("", fault.Remote{Code: "NO", Enhanced: "AUTHENTICATIONFAILED", Text: words})
		if !strings.HasPrefix(f.Cause, "Bad username or password") || f.Remote.Text != words {
			t.Errorf("got %q for %q", f.Cause, f.Remote.Text)
		}
	}
}

func TestUnknownIMAPText(t *testing.T) {
	answer := fault.Remote{Code: "NO", Enhanced: "X-NEW", Text: "no"}
	f := mailauth.DiagnoseIMAP("", answer)
	if f.Code != "auth.rejected" || f.Source != "" || *f.Remote != answer {
		t.Errorf("got %+v", f)
	}
	checkWording(t, f)
}

// TestIMAPTokenRefusals: what is not about the token is not blamed on it.
func TestIMAPTokenRefusals(t *testing.T) {
	tests := map[string]struct {
		answer       fault.Remote
		want, reason string
	}{
		"not connected":    {fault.Remote{Code: "BAD", Text: "User is authenticated but not connected."}, "imap.access_disabled", "m365_not_connected"},
		"connections":      {fault.Remote{Code: "NO", Enhanced: "ALERT", Text: "Too many simultaneous connections. (Failure)"}, "imap.connection_limit", "gmail"},
		"switched off":     {fault.Remote{Code: "NO", Enhanced: "ALERT", Text: "IMAP access is disabled for your domain."}, "imap.access_disabled", "gmail_domain"},
		"not authorized":   {fault.Remote{Code: "NO", Enhanced: "AUTHORIZATIONFAILED", Text: "no"}, "auth.rejected", "not_authorized"},
		"unavailable":      {fault.Remote{Code: "NO", Enhanced: "unavailable", Text: "later"}, "auth.temporarily_unavailable", ""},
		"Microsoft's":      {fault.Remote{Code: "NO", Text: "AUTHENTICATE failed."}, "auth.token_rejected", "m365"},
		"Google's refusal": {fault.Remote{Code: "NO", Enhanced: "AUTHENTICATIONFAILED", Text: "Invalid credentials (Failure)"}, "auth.token_rejected", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := mailauth.DiagnoseToken("imap", mailbox, tt.answer, "", nil)
			if f.Code != tt.want || f.Reason != tt.reason {
				t.Errorf("got %s (%s): %s", f.Code, f.Reason, f.Cause)
			}
			checkWording(t, f)
		})
	}
}

func TestFillInMailbox(t *testing.T) {
	const remedy = "Run `Set-X MAILBOX` and `Add-Y MAILBOX -User USER`; FROM stays: `FROM`."
	got := mailauth.FillInMailbox(proof.Finding{Remedy: remedy}, "a@example.com", "b@example.com").Remedy
	if want := "Run `Set-X b@example.com` and `Add-Y b@example.com -User a@example.com`; FROM stays: `FROM`."; got != want {
		t.Errorf("got %s", got)
	}
	if got := mailauth.FillInMailbox(proof.Finding{Remedy: remedy}, "a; b", "$(c)").Remedy; got != remedy {
		t.Errorf("got %s", got)
	}
}
