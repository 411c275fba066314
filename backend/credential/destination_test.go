package credential_test

import (
	"strings"
	"testing"

	"patchbay/backend/credential"
	"patchbay/backend/protocol/account"
)

func TestReadable(t *testing.T) {
	for destination, want := range map[string]string{
		"smtp|mail.example.com|465|implicit-tls|portal":          "mail.example.com on port 465 (implicit-tls) as portal",
		"imap|imap.example.com|993|implicit-tls|ada@example.com": "imap.example.com on port 993 (implicit-tls) as ada@example.com",
		`imap|imap.example.com|143|starttls|a\|b\\c`:             `imap.example.com on port 143 (starttls) as a|b\c`,
		"oauth2|https://login.example.com/token|patchbay":        "https://login.example.com/token as the client patchbay",
		"oauth2|https://login.example.com/token|patchbay|imap|imap.example.com|993|implicit-tls|ada": "https://login.example.com/token as the client patchbay, " +
			"for imap.example.com on port 993 (implicit-tls) as ada",
		"oauth2|https://login.example.com/token|patchbay|https://login.example.com/device|smtp|mail.example.com|587|starttls|ada": "https://login.example.com/token as the client patchbay, " +
			"for mail.example.com on port 587 (starttls) as ada",
		`oauth2|https://login.example.com/token|a\|smtp\|b`: "https://login.example.com/token as the client a|smtp|b",
		"something else": "something else",
		"":               "",
	} {
		if got := credential.Readable(destination); got != want {
			t.Errorf("%s reads %q, want %q", destination, got, want)
		}
	}
}

// FuzzReadable takes any parts of a destination: they come back whole.
func FuzzReadable(f *testing.F) {
	f.Add("imap.example.com", "993", "implicit-tls", "ada@example.com")
	f.Add("a|b", `c\`, `\|`, "|smtp|")
	f.Fuzz(func(t *testing.T, host, port, security, user string) {
		got := credential.Readable(account.Join("imap", host, port, security, user))
		if want := host + " on port " + port + " (" + security + ") as " + user; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := credential.Readable(host); len(got) > len(host)+100 || strings.Contains(got, "%!") {
			t.Errorf("%q reads %q", host, got)
		}
	})
}

func TestUsed(t *testing.T) {
	application := byToken("ada@example.com")
	application.OAuth2.Grant = account.GrantClientCredentials
	for name, c := range map[string]struct {
		expanded account.Settings
		want     string
	}{
		"password":    {byPassword(), "password"},
		"token":       {byToken("ada@example.com"), "oauth2.clientSecret oauth2.refreshToken"},
		"application": {application, "oauth2.clientSecret"},
		"none":        {account.Settings{Auth: account.SignInNone}, ""},
	} {
		var used []string
		for _, field := range []string{"password", "oauth2.clientSecret", "oauth2.refreshToken", "no such field"} {
			if credential.Used(c.expanded, field) {
				used = append(used, field)
			}
		}
		if got := strings.Join(used, " "); got != c.want {
			t.Errorf("%s uses %q, want %q", name, got, c.want)
		}
	}
}
