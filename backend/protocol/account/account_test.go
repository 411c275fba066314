package account_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/document"
	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/secret"
)

func TestDifferentDestinationsNeverHaveTheSameText(t *testing.T) {
	t.Parallel()
	base := account.Settings{Host: "mail.example.com", Port: "993", Security: account.SecurityImplicitTLS, User: "ada"}
	change := func(fn func(*account.Settings)) account.Settings {
		s := base
		fn(&s)
		return s
	}
	same := []account.Settings{
		change(func(s *account.Settings) { s.Host = "MAIL.example.com." }),
		change(func(s *account.Settings) { s.Port = "0993" }),
		change(func(s *account.Settings) { s.CAPEM = "another authority does not change where it goes" }),
	}
	for _, s := range same {
		if got := s.Destination("imap"); got != base.Destination("imap") {
			t.Errorf("%q is the same place as %q", got, base.Destination("imap"))
		}
	}
	seen := map[string]bool{base.Destination("imap"): true}
	for _, s := range []account.Settings{
		change(func(s *account.Settings) { s.Host = "mail.example.org" }),
		change(func(s *account.Settings) { s.Port = "143" }),
		change(func(s *account.Settings) { s.Security = account.SecuritySTARTTLS }),
		change(func(s *account.Settings) { s.User = "ADA" }),
		change(func(s *account.Settings) { s.User = `a|b` }),
		change(func(s *account.Settings) { s.User = `a\|b` }),
		change(func(s *account.Settings) { s.Security, s.User = `implicit-tls|a`, `b` }),
	} {
		text := s.Destination("imap")
		if seen[text] {
			t.Errorf("%q stands for two places", text)
		}
		seen[text] = true
	}
	if seen[base.Destination("smtp")] {
		t.Error("a password for reading mail would go to the server that sends it")
	}
}

func TestCheckHost(t *testing.T) {
	t.Parallel()
	for host, message := range map[string]string{
		"mail.example.com":         "",
		"mail":                     "",
		"my_container":             "",
		"192.0.2.7":                "",
		"2001:db8::7":              "",
		"[2001:db8::7]":            "",
		"bücher.example":           "",
		"https://mail.example.com": "scheme",
		"mail.example.com:993":     "the port has a field of its own",
		"mail example.com":         "space",
		"ada@example.com":          "without a path or a user",
		"192.0.2.300":              "not a valid IP address",
		"-mail.example.com":        "not a host name",
		strings.Repeat("a", 64):    "not a host name",
	} {
		if got := account.CheckHost(host); (message == "") != (got == "") || !strings.Contains(got, message) {
			t.Errorf("%q: %q, want %q", host, got, message)
		}
	}
}

func TestParseAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"ada@example.com":       "ada@example.com",
		"Ada+Tag@Example.COM":   "Ada+Tag@example.com",
		"ada@bücher.example":    "ada@xn--bcher-kva.example",
		"ada@[192.0.2.1]":       "ada@[192.0.2.1]",
		"Ada <ada@example.com>": "",
		`"ada"@example.com`:     "",
		"ada@@example.com":      "",
		"ada":                   "",
		"a..b@example.com":      "",
		"ada@192.0.2.1":         "",
		"ada\r\n@example.com":   "",
	} {
		got, err := account.ParseAddress(address)
		if want == "" {
			if err == nil {
				t.Errorf("%q is taken as %q", address, got)
			}
			continue
		}
		if err != nil || got.String() != want {
			t.Errorf("%q: %q, %v; want %q", address, got, err, want)
		}
	}
}

func TestSignInIsCheckedAsAWhole(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		settings account.Settings
		want     []string
	}{
		{"nothing is sent", account.Settings{Auth: account.SignInNone, Security: account.SecurityNone}, nil},
		{"over TLS", account.Settings{Auth: account.SignInPassword, Security: account.SecuritySTARTTLS}, nil},
		{"in clear", account.Settings{Auth: account.SignInPassword, Security: account.SecurityNone}, []string{"insecureAllowPlainPassword"}},
		{"in clear, allowed", account.Settings{Auth: account.SignInPassword, Security: account.SecurityNone, InsecureAllowPlainPassword: true}, nil},
		{"a token in clear", account.Settings{Auth: account.SignInOAuth2, Security: account.SecurityNone, InsecureAllowPlainPassword: true}, []string{"oauth2.tokenUrl", "oauth2.clientId", "security"}},
	} {
		c := &account.Checker{Resolved: true}
		c.SignIn(tt.settings)
		var got []string
		for _, f := range append(c.Missing, c.Invalid...) {
			got = append(got, f.Name)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestMissingSecretsFollowTheGrant(t *testing.T) {
	t.Parallel()
	value := secret.FromString("a value")
	tokens := account.Settings{Auth: account.SignInOAuth2}
	person := tokens
	person.OAuth2.DeviceURL = "https://login.example.com/device"
	for _, tt := range []struct {
		name     string
		settings account.Settings
		secrets  account.Secrets
		want     []fault.Field
	}{
		{"password", account.Settings{Auth: account.SignInPassword}, account.Secrets{}, []fault.Field{{Name: "password", Message: "is required to sign in"}}},
		{"password there", account.Settings{Auth: account.SignInPassword}, account.Secrets{Password: value}, nil},
		{"of the application", tokens, account.Secrets{}, []fault.Field{{Name: "oauth2.clientSecret", Message: "is required for a token of the application itself"}}},
		{"a refresh token decides", tokens, account.Secrets{RefreshToken: value}, nil},
		{"of a person", person, account.Secrets{ClientSecret: value}, []fault.Field{{Name: "oauth2.refreshToken", Message: "is required: a person has to sign in at the provider once"}}},
	} {
		if diff := cmp.Diff(tt.want, tt.settings.MissingSecrets(tt.secrets)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestOAuth2DocumentIsReadBack(t *testing.T) {
	t.Parallel()
	want := account.OAuth2Settings{
		Grant: account.GrantRefreshToken, TokenURL: "https://login.example.com/token", AuthURL: "https://login.example.com/auth",
		DeviceURL: "https://login.example.com/device", ClientID: "client", Scope: "mail", ClientAuth: "none", ClientSecretExpires: "2027-05-31",
	}
	text, err := json.Marshal(map[string]any{"oauth2": want.Document(account.SecretViews{})})
	if err != nil {
		t.Fatal(err)
	}
	r, err := document.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	got, clientSecret, _ := account.ReadOAuth2(r)
	if err := r.Finish(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if clientSecret.Change != secret.Keep {
		t.Errorf("a secret that is not there is %q", clientSecret.Change)
	}
	if (account.OAuth2Settings{}).Document(account.SecretViews{}) != nil {
		t.Error("an empty member is shown")
	}
}
