package mailauth_test

import (
	"strings"
	"testing"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/mailauth"
)

func TestDiagnoseSMTP(t *testing.T) {
	tests := []struct{ code, enhanced, text, want, reason string }{
		{"535", "5.7.139", "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled", "auth.basic_disabled", "m365_mailbox"},
		{"535", "5.7.139", "Authentication unsuccessful, user is locked by your organization's security defaults policy.", "auth.basic_disabled", "m365_security_defaults"},
		{"535", "5.7.139", "Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully.", "auth.rejected", "m365_conditional_access"},
		{"535", "5.7.139", "Authentication unsuccessful, basic authentication is disabled.", "auth.basic_disabled", "m365_basic"},
		{"535", "5.7.139", "Authentication unsuccessful, account locked.", "auth.account_disabled", "m365_locked"},
		{"535", "5.7.139", "Authentication unsuccessful, the user credentials were incorrect.", "auth.rejected", "m365_credentials"},
		{"504", "5.7.4", "Unrecognized authentication type", "auth.mechanism_not_offered", "m365_mechanism"},
		{"534", "5.7.14", "<https://accounts.google.com/signin/continue> Please log in via your\nweb browser and then try again.", "auth.rejected", "gmail_browser"},
		{"454", "4.7.0", "Too many login attempts, please try again later.", "auth.too_many_attempts", "gmail"},
		{"535", "5.7.0", "(#AUTH005) Too many bad auth attempts.", "auth.too_many_attempts", "yahoo"},
		{"535", "5.7.8", "Error: authentication failed: This user does not have access rights to this service", "auth.app_password_required", "yandex"},
		{"535", "", "Login Fail. Please enter your authorization code to login. More information in http://service.mail.qq.com/?no=1001256", "auth.app_password_required", "qq"},
		{"535", "", "Authorization failed: Envelope From address a@b.c not authorized", "smtp.sender_not_owned", "oci_approved_sender"},
		{"535", "", "Authentication Credentials Invalid", "auth.rejected", "ses"},
		{"535", "", "Authentication failed: The provided authorization grant is invalid, expired, or revoked", "auth.rejected", "sendgrid"},
		{"451", "", "Authentication failed: Maximum credits exceeded", "auth.temporarily_unavailable", "quota"},
		{"535", "", "Authentication failed: account disabled", "auth.account_disabled", ""},
		{"503", "5.5.1", "Error: authentication not enabled", "auth.not_offered", ""},
		{"530", "5.7.0", "Must issue a STARTTLS command first", "auth.needs_tls", ""},
		{"535", "5.7.8", "Error: authentication failed: Invalid authentication mechanism", "auth.mechanism_not_offered", ""},
		{"432", "4.7.12", "A password transition is needed", "auth.rejected", "password_transition"},
		{"534", "5.7.9", "Authentication mechanism is too weak", "auth.mechanism_not_offered", "too_weak"},
		{"535", "", "Incorrect authentication data", "auth.rejected", ""},
		{"454", "4.7.0", "Temporary authentication failure", "auth.temporarily_unavailable", ""},
		{"550", "", "no", "auth.rejected", ""},
		{"503", "", "AUTH command used when not advertised", "auth.not_offered", "not_advertised"},
	}
	for _, tt := range tests {
		answer := fault.Remote{Code: tt.code, Enhanced: tt.enhanced, Text: tt.text}
		f := mailauth.DiagnoseSMTP(answer)
		if f.Code != tt.want || f.Reason != tt.reason {
			t.Errorf("%s %s %s: %s (%s), want %s (%s)", tt.code, tt.enhanced, tt.text, f.Code, f.Reason, tt.want, tt.reason)
		}
		if f.Remote == nil || *f.Remote != answer {
			t.Errorf("the answer is not kept: %+v", f.Remote)
		}
		for _, sentence := range []string{f.Cause, f.Remedy} {
			if !strings.HasSuffix(sentence, ".") || strings.Contains(strings.ToLower(sentence), "please") {
				t.Errorf("not a plain sentence: %q", sentence)
			}
		}
	}
}

// TestMatchCopies: a finding may be changed without changing the table.
func TestMatchCopies(t *testing.T) {
	answer := fault.Remote{Code: "535", Enhanced: "5.7.8"}
	mailauth.DiagnoseSMTP(answer).Fields[0] = "changed"
	if got := mailauth.DiagnoseSMTP(answer).Fields[0]; got != "user" {
		t.Errorf("the table says %s", got)
	}
}
