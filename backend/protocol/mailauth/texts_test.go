package mailauth_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailauth"
)

// text is a reply in the server's words and what it means.
type text struct {
	host                 string // "" for words that mean the same everywhere
	code, enhanced, text string
	want, reason         string
	fields               []string
	unverified           bool
}

func (tt text) answer() fault.Remote {
	return fault.Remote{Code: tt.code, Enhanced: tt.enhanced, Text: tt.text}
}

// signInTexts are the replies to AUTH that are known by their words or codes.
func signInTexts() []text {
	return slices.Concat(microsoftTexts(), googleTexts(), providerTexts(), hostTexts(), serverTexts(), codeTexts())
}

func microsoftTexts() []text {
	const unsuccessful = "Authentication unsuccessful, "
	auth := []string{"auth"}
	credentials := []string{"user", "password"}
	return []text{
		{"", "535", "5.7.139", unsuccessful + "SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information.", "auth.basic_disabled", "m365_tenant", auth, false},
		{"", "535", "5.7.139", unsuccessful + "SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.", "auth.basic_disabled", "m365_mailbox", []string{"auth", "user"}, false},
		{"", "535", "5.7.139", unsuccessful + "user is locked by your organization's security defaults policy. Contact your administrator.", "auth.basic_disabled", "m365_security_defaults", auth, false},
		{"", "535", "5.7.139", unsuccessful + "the request did not meet the criteria to be authenticated successfully. Contact your administrator.", "auth.rejected", "m365_conditional_access", []string{"user"}, false},
		{"", "535", "5.7.139", unsuccessful + "basic authentication is disabled.", "auth.basic_disabled", "m365_basic", auth, false},
		{"", "535", "5.7.139", unsuccessful + "the user credentials were incorrect.", "auth.rejected", "m365_credentials", credentials, false},
		{"", "535", "5.7.3", "Authentication unsuccessful [AM0PR02CA0001.eurprd02.prod.outlook.com]", "auth.rejected", "m365_credentials", credentials, false},
		{"smtp.office365.com", "535", "5.7.3", "Authentication unsuccessful", "auth.rejected", "m365_credentials", credentials, false},
		{"", "535", "5.7.139", unsuccessful + "account locked.", "auth.account_disabled", "m365_locked", []string{"user"}, false},
		{"", "504", "5.7.4", "Unrecognized authentication type", "auth.mechanism_not_offered", "m365_mechanism", []string{"auth", "security"}, false},
		{"", "550", "5.7.30", "Basic authentication is not supported for Client Submission.", "auth.basic_disabled", "m365_retired", auth, false},
		{"", "432", "4.3.2", "STOREDRV.ClientSubmit; sender thread limit exceeded", "smtp.temporary_failure", "m365_thread_limit", []string{"user"}, true},
		{"smtp-mail.outlook.com", "535", "5.7.139", unsuccessful + "basic authentication is disabled.", "auth.basic_disabled", "outlook_com", auth, false},
		{"SMTP-Mail.Outlook.com.", "535", "5.7.3", "Authentication unsuccessful", "auth.basic_disabled", "outlook_com", auth, false},
	}
}

func googleTexts() []text {
	return []text{
		{"", "534", "5.7.9", "Application-specific password required. For more information, go to\nhttps://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp", "auth.app_password_required", "gmail", []string{"password"}, false},
		{"", "535", "5.7.8", "Username and Password not accepted. For more information, go to\nhttps://support.google.com/mail/?p=BadCredentials x - gsmtp", "auth.rejected", "gmail_credentials", []string{"user", "password"}, false},
		{"", "534", "5.7.14", "<https://accounts.google.com/signin/continue?sarp=1> Please log in via your\nweb browser and then try again.", "auth.rejected", "gmail_browser", []string{"user"}, false},
		{"", "454", "4.7.0", "Too many login attempts, please try again later.", "auth.too_many_attempts", "gmail", []string{"user"}, false},
	}
}

func providerTexts() []text {
	password := []string{"password"}
	return []text{
		{"", "535", "5.7.0", "(#AUTH005) Too many bad auth attempts.", "auth.too_many_attempts", "yahoo", password, false},
		{"", "535", "5.7.0", "(#AUTH005) Bad credentials", "auth.app_password_required", "yahoo", password, false},
		{"", "535", "5.7.8", "Error: authentication failed: This user does not have access rights to this service", "auth.app_password_required", "yandex", password, false},
		{"", "535", "", "Login Fail. Please enter your authorization code to login. More information in http://service.mail.qq.com/cgi-bin/help?subtype=1&&id=28&&no=1001256", "auth.app_password_required", "qq", password, false},
		{"", "526", "", "Authentication failure", "auth.app_password_required", "aliyun", password, true},
		{"", "440", "", "mail account doubtful", "auth.account_disabled", "aliyun", password, true},
		{"", "535", "", "Authorization failed: Envelope From address ops@example.com not authorized", "smtp.sender_not_owned", "oci_approved_sender", []string{"from"}, false},
		{"", "535", "", "Authentication Credentials Invalid", "auth.rejected", "ses", []string{"user", "password", "host"}, false},
		{"", "454", "", "Throttling failure: Maximum sending rate exceeded.", "smtp.temporary_failure", "throttled", []string{"user"}, false},
		{"", "454", "", "Throttling failure: Daily message quota exceeded.", "smtp.temporary_failure", "quota", []string{"user"}, false},
		{"", "535", "", "Authentication failed: The provided authorization grant is invalid, expired, or revoked", "auth.rejected", "sendgrid", []string{"user", "password"}, false},
		{"", "451", "", "Authentication failed: Maximum credits exceeded", "auth.temporarily_unavailable", "quota", []string{"user"}, false},
	}
}

// hostTexts say more when the host is known.
func hostTexts() []text {
	return []text{
		{"smtp.mail.me.com", "535", "5.7.8", "Error: authentication failed", "auth.app_password_required", "icloud", []string{"password", "user"}, false},
		{"smtp.mail.yahoo.com", "535", "5.7.0", "Bad credentials", "auth.app_password_required", "yahoo", []string{"password"}, false},
		{"smtp.zoho.eu", "535", "", "Authentication Failed", "auth.rejected", "zoho", []string{"host", "password"}, false},
		{"smtppro.zoho.com", "535", "", "Authentication Failed", "auth.rejected", "zoho", []string{"host", "password"}, false},
		{"smtpout.secureserver.net", "535", "", "Authentication failed: account disabled", "auth.account_disabled", "godaddy", []string{"user"}, false},
		{"smtp.mailgun.org", "535", "", "Authentication failed", "auth.rejected", "mailgun", []string{"host", "user", "password"}, true},
		{"smtp.eu.mailgun.org", "535", "", "Authentication failed", "auth.rejected", "", []string{"user", "password"}, false},
		{"notzoho.com", "535", "", "Authentication Failed", "auth.rejected", "", []string{"user", "password"}, false},
	}
}

func serverTexts() []text {
	credentials := []string{"user", "password"}
	tls := []string{"security", "port"}
	disabled := func(code, enhanced, words string) text {
		return text{"", code, enhanced, words, "auth.account_disabled", "", []string{"user"}, false}
	}
	return []text{
		disabled("535", "", "Authentication failed: account disabled"),
		disabled("535", "5.7.8", "Your account locked, call us"),
		disabled("535", "", "The account is disabled"),
		disabled("550", "", "This account has been closed"),
		disabled("535", "", "Mailbox suspended"),
		disabled("525", "5.7.13", "The account is not active"),
		{"", "421", "4.7.0", "Too many authentication failures", "auth.too_many_attempts", "", credentials, false},
		{"", "535", "5.7.8", "Too many failed login attempts", "auth.too_many_attempts", "", credentials, false},
		{"", "421", "4.7.0", "mail.example.com Error: too many errors", "auth.too_many_attempts", "", credentials, false},
		{"", "530", "5.7.0", "Must issue a STARTTLS command first", "auth.needs_tls", "", tls, false},
		{"", "503", "5.5.1", "Error: authentication not enabled", "auth.not_offered", "", tls, false},
		{"", "503", "", "AUTH command used when not advertised", "auth.not_offered", "not_advertised", tls, true},
		{"", "535", "5.7.8", "Error: authentication failed: Invalid authentication mechanism", "auth.mechanism_not_offered", "", []string{"auth"}, false},
		{"", "535", "5.7.8", "Error: authentication failed: UGFzc3dvcmQ6", "auth.rejected", "", credentials, false},
		{"", "535", "", "Application password is required", "auth.app_password_required", "", []string{"password"}, false},
		{"", "535", "", "Incorrect authentication data", "auth.rejected", "", credentials, false},
		{"", "454", "4.7.0", "Temporary authentication failure", "auth.temporarily_unavailable", "", nil, false},
	}
}

func codeTexts() []text {
	tls := []string{"security", "port"}
	return []text{
		{"", "538", "5.7.11", "Encryption required for requested authentication mechanism", "auth.needs_tls", "", tls, false},
		{"", "523", "5.7.10", "Encryption Needed", "auth.needs_tls", "", tls, false},
		{"", "538", "", "no", "auth.needs_tls", "", tls, false},
		{"", "432", "4.7.12", "A password transition is needed", "auth.rejected", "password_transition", []string{"password"}, false},
		{"", "432", "", "later", "auth.rejected", "password_transition", []string{"password"}, false},
		{"", "500", "5.5.6", "Authentication Exchange line is too long", "auth.mechanism_not_offered", "line_too_long", []string{"password", "auth"}, false},
		{"", "534", "5.7.9", "Authentication mechanism is too weak", "auth.mechanism_not_offered", "too_weak", []string{"auth", "password"}, false},
		{"", "534", "", "no", "auth.mechanism_not_offered", "too_weak", []string{"auth", "password"}, false},
		{"", "535", "5.7.8", "Error: authentication failed", "auth.rejected", "", []string{"user", "password"}, false},
		{"", "535", "", "Authentication failed", "auth.rejected", "", []string{"user", "password"}, false},
		{"", "530", "", "Authentication required", "auth.mechanism_not_offered", "sign_in_required", []string{"auth", "security"}, false},
		{"", "504", "5.5.4", "Unrecognized authentication type", "auth.mechanism_not_offered", "", []string{"auth"}, false},
		{"", "421", "4.4.1", "Connection timed out", "auth.temporarily_unavailable", "", nil, false},
	}
}

// TestTexts: every reply that is known by its words gets its cause.
func TestTexts(t *testing.T) {
	checkTexts(t, signInTexts(), mailauth.DiagnoseSMTP)
}

// checkTexts asks for the meaning of each text.
func checkTexts(t *testing.T, texts []text, diagnose func(host string, answer fault.Remote) proof.Finding) {
	t.Helper()
	for _, tt := range texts {
		t.Run(tt.host+" "+tt.code+" "+tt.enhanced+" "+tt.text, func(t *testing.T) {
			f := diagnose(tt.host, tt.answer())
			if f.Code != tt.want || f.Reason != tt.reason || f.Unverified != tt.unverified {
				t.Errorf("got %s (%s, unverified %v), want %s (%s)", f.Code, f.Reason, f.Unverified, tt.want, tt.reason)
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

// checkWording holds a finding to what people are promised: plain sentences,
// and no certainty where there is none.
func checkWording(t *testing.T, f proof.Finding) {
	t.Helper()
	for _, sentence := range []string{f.Cause, f.Remedy} {
		if !strings.HasSuffix(sentence, ".") || strings.ContainsRune(sentence, '!') || strings.Contains(strings.ToLower(sentence), "please") {
			t.Errorf("not a plain sentence: %q", sentence)
		}
		if strings.Count(sentence, "`")%2 != 0 {
			t.Errorf("a command without an end: %q", sentence)
		}
	}
	if f.Unverified && !strings.Contains(f.Cause, "probably") && !strings.Contains(f.Cause, " may ") {
		t.Errorf("unverified, and said as certain: %q", f.Cause)
	}
}

// TestNoRowIsHidden: each row wins an answer that no earlier row takes.
func TestNoRowIsHidden(t *testing.T) {
	checkRows(t, mailauth.SignInRows(), signInTexts())
}

// checkRows wants each row to explain a text, and to say how that is known.
func checkRows(t *testing.T, rows []mailauth.Row, texts []text) {
	t.Helper()
	won := map[int]bool{}
	for _, tt := range texts {
		answer := tt.answer()
		answer.Code, answer.Enhanced = strings.ToUpper(answer.Code), strings.ToUpper(answer.Enhanced)
		won[winner(rows, tt.host, answer)] = true
	}
	for i, row := range rows {
		if !won[i] {
			t.Errorf("nothing is explained by row %d: %v %v %v %v", i, row.Hosts, row.Codes, row.Enhanced, row.Text)
		}
		if row.Source == "" {
			t.Errorf("row %d has no source", i)
		}
	}
}

// winner is the index of the first row that matches, -1 when there is none.
func winner(rows []mailauth.Row, host string, answer fault.Remote) int {
	return slices.IndexFunc(rows, func(row mailauth.Row) bool {
		_, ok := mailauth.MatchAt([]mailauth.Row{row}, host, answer)
		return ok
	})
}

func TestUnknownText(t *testing.T) {
	f := mailauth.DiagnoseSMTP("", fault.Remote{Code: "550", Text: "no"})
	if f.Code != "auth.rejected" || f.Source != "" || f.Remote.Text != "no" {
		t.Errorf("got %+v", f)
	}
	checkWording(t, f)
}

func TestOffers(t *testing.T) {
	tests := map[string]struct {
		offer        mailauth.Offer
		want, reason string
		fields       []string
	}{
		"before STARTTLS":   {mailauth.Offer{Port: 587, STARTTLS: true}, "auth.needs_tls", "", []string{"security", "port"}},
		"on port 25":        {mailauth.Offer{Port: 25, Encrypted: true}, "auth.not_offered", "mta_port", []string{"port", "auth"}},
		"elsewhere":         {mailauth.Offer{Port: 587, Encrypted: true}, "auth.not_offered", "", []string{"port", "auth"}},
		"only tokens":       {mailauth.Offer{Mechanisms: []string{"XOAUTH2", "oauthbearer"}}, "auth.mechanism_not_offered", "tokens_only", []string{"auth"}},
		"only Windows":      {mailauth.Offer{Mechanisms: []string{"GSSAPI", "ntlm"}}, "auth.mechanism_not_offered", "windows_only", []string{"auth"}},
		"tokens or Windows": {mailauth.Offer{Mechanisms: []string{"NTLM", "XOAUTH2"}}, "auth.mechanism_not_offered", "", []string{"auth"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := tt.offer.Diagnose()
			if f.Code != tt.want || f.Reason != tt.reason {
				t.Errorf("got %s (%s)", f.Code, f.Reason)
			}
			if diff := cmp.Diff(tt.fields, f.Fields); diff != "" {
				t.Error(diff)
			}
			checkWording(t, f)
		})
	}
}
