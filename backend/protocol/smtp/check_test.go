package smtp_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
)

func valid() smtp.Settings {
	return smtp.Settings{Host: "mail.example.com", From: "ops@example.com"}
}

func TestCheck(t *testing.T) {
	type edit = func(*smtp.Settings)
	tests := []struct {
		name   string
		edit   edit
		fields []string
	}{
		{"minimal", func(*smtp.Settings) {}, nil},
		{"all good", func(s *smtp.Settings) {
			*s = smtp.Settings{
				Host: "2001:db8::1", Port: "65535", Security: smtp.SecurityNone, InsecureAllowPlainPassword: true,
				User: "a b", From: "jürgen@müller.example", FromName: `"Ops", <Team>`, ReplyTo: "a+b@example.com",
				EnvelopeFrom: "b@[192.0.2.1]", EHLOName: "[IPv6:2001:db8::1]", TimeoutSeconds: 300, CAPEM: script.NewAuthority(t).PEM,
			}
		}, nil},
		{"IDN host", func(s *smtp.Settings) { s.Host = "mail.müller.example." }, nil},
		{"underscore", func(s *smtp.Settings) { s.Host = "mail_1" }, nil},
		{"bracketed IPv6", func(s *smtp.Settings) { s.Host = "[::1]" }, nil},
		{"placeholders", func(s *smtp.Settings) { s.Host, s.Port, s.From = "%h%", "%p%", "a@%d%" }, nil},
		{"placeholder with a line break", func(s *smtp.Settings) { s.From = "a@%d%\r\nBcc: x" }, []string{"from"}},
		{"no host", func(s *smtp.Settings) { s.Host = "" }, []string{"host"}},
		{"blank host", func(s *smtp.Settings) { s.Host = "  " }, []string{"host"}},
		{"no from", func(s *smtp.Settings) { s.From = "" }, []string{"from"}},
		{"no from, password", func(s *smtp.Settings) { s.From = ""; s.Auth = smtp.SignInPassword }, []string{"from"}},
		{"scheme", func(s *smtp.Settings) { s.Host = "https://mail.example.com" }, []string{"host"}},
		{"host with port", func(s *smtp.Settings) { s.Host = "mail.example.com:465" }, []string{"host"}},
		{"IPv6 with port", func(s *smtp.Settings) { s.Host = "[::1]:465" }, []string{"host"}},
		{"path", func(s *smtp.Settings) { s.Host = "mail.example.com/x" }, []string{"host"}},
		{"space inside", func(s *smtp.Settings) { s.Host = "mail example.com" }, []string{"host"}},
		{"empty label", func(s *smtp.Settings) { s.Host = "mail..com" }, []string{"host"}},
		{"hyphen first", func(s *smtp.Settings) { s.Host = "-mail.com" }, []string{"host"}},
		{"long host", func(s *smtp.Settings) { s.Host = strings.Repeat("a", 64) + ".com" }, []string{"host"}},
		{"control in host", func(s *smtp.Settings) { s.Host = "mail\x01" }, []string{"host"}},
		{"broken IPv4", func(s *smtp.Settings) { s.Host = "256.1.1.1" }, []string{"host"}},
		{"port 0", func(s *smtp.Settings) { s.Port = "0" }, []string{"port"}},
		{"port 70000", func(s *smtp.Settings) { s.Port = "70000" }, []string{"port"}},
		{"port -1", func(s *smtp.Settings) { s.Port = "-1" }, []string{"port"}},
		{"port +25", func(s *smtp.Settings) { s.Port = "+25" }, []string{"port"}},
		{"port word", func(s *smtp.Settings) { s.Port = "smtp" }, []string{"port"}},
		{"security", func(s *smtp.Settings) { s.Security = "tls" }, []string{"security"}},
		{"auth", func(s *smtp.Settings) { s.Auth = "plain" }, []string{"auth"}},
		{"password in clear", func(s *smtp.Settings) { s.Security = smtp.SecurityNone; s.User = "u" }, []string{"insecureAllowPlainPassword"}},
		{"no password in clear", func(s *smtp.Settings) { s.Security = smtp.SecurityNone }, nil},
		{"blank user", func(s *smtp.Settings) { s.User = "  " }, []string{"user"}},
		{"user with a line break", func(s *smtp.Settings) { s.User = "u\nv" }, []string{"user"}},
		{"user with a NUL", func(s *smtp.Settings) { s.User = "u\x00v" }, []string{"user"}},
		{"user with a space behind", func(s *smtp.Settings) { s.User = "u " }, []string{"user"}},
		{"two @", func(s *smtp.Settings) { s.From = "a@b@example.com" }, []string{"from"}},
		{"no @", func(s *smtp.Settings) { s.From = "example.com" }, []string{"from"}},
		{"nothing before @", func(s *smtp.Settings) { s.From = "@example.com" }, []string{"from"}},
		{"nothing behind @", func(s *smtp.Settings) { s.From = "a@" }, []string{"from"}},
		{"with a name", func(s *smtp.Settings) { s.From = "Ops <a@example.com>" }, []string{"from"}},
		{"two addresses", func(s *smtp.Settings) { s.From = "a@example.com,b@example.com" }, []string{"from"}},
		{"space in address", func(s *smtp.Settings) { s.From = "a b@example.com" }, []string{"from"}},
		{"two dots", func(s *smtp.Settings) { s.From = "a..b@example.com" }, []string{"from"}},
		{"parameters smuggled", func(s *smtp.Settings) { s.From = "a@example.com> SIZE=1" }, []string{"from"}},
		{"zero-width space", func(s *smtp.Settings) { s.From = "a\u200bb@example.com" }, []string{"from"}},
		{"no-break space", func(s *smtp.Settings) { s.From = "a\u00a0b@example.com" }, []string{"from"}},
		{"bare IP", func(s *smtp.Settings) { s.From = "a@192.0.2.1" }, []string{"from"}},
		{"name with a line break", func(s *smtp.Settings) { s.FromName = "Ops\r\nBcc: x@example.com" }, []string{"fromDisplayName"}},
		{"name turned around", func(s *smtp.Settings) { s.FromName = "\u202eOps" }, []string{"fromDisplayName"}},
		{"name with a backslash", func(s *smtp.Settings) { s.FromName = `Größe\x` }, []string{"fromDisplayName"}},
		{"name of spaces", func(s *smtp.Settings) { s.FromName = "   " }, []string{"fromDisplayName"}},
		{"long name", func(s *smtp.Settings) { s.FromName = strings.Repeat("a", 1025) }, []string{"fromDisplayName"}},
		{"reply-to", func(s *smtp.Settings) { s.ReplyTo = "a@" }, []string{"replyTo"}},
		{"reply-to name", func(s *smtp.Settings) { s.ReplyToName = "a\x7f" }, []string{"replyToDisplayName"}},
		{"envelope sender", func(s *smtp.Settings) { s.EnvelopeFrom = "x" }, []string{"envelopeFrom"}},
		{"EHLO name", func(s *smtp.Settings) { s.EHLOName = "my laptop" }, []string{"ehloName"}},
		{"EHLO literal", func(s *smtp.Settings) { s.EHLOName = "[mail]" }, []string{"ehloName"}},
		{"timeout", func(s *smtp.Settings) { s.TimeoutSeconds = 301 }, []string{"timeoutSeconds"}},
		{"negative timeout", func(s *smtp.Settings) { s.TimeoutSeconds = -1 }, []string{"timeoutSeconds"}},
		{"broken PEM", func(s *smtp.Settings) {
			s.CAPEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
		}, []string{"caPem"}},
		{"no PEM", func(s *smtp.Settings) { s.CAPEM = "certificate" }, []string{"caPem"}},
		{"oauth2", func(s *smtp.Settings) { s.Auth = smtp.SignInOAuth2 }, []string{"oauth2.tokenUrl", "oauth2.clientId"}},
		{"oauth2 in clear", func(s *smtp.Settings) {
			s.Auth, s.Security = smtp.SignInOAuth2, smtp.SecurityNone
			s.OAuth2 = smtp.OAuth2Settings{TokenURL: "http://id.example.com", ClientID: "c"}
		}, []string{"oauth2.tokenUrl", "security"}},
		{"line breaks in oauth2", func(s *smtp.Settings) {
			s.OAuth2 = smtp.OAuth2Settings{
				TokenURL: "https://id.example.com/\r\nX: y", AuthURL: "https://id.example.com/\nx", DeviceURL: "https://id\x00.example.com",
				ClientID: "c\r\nd", Scope: "a\nb",
			}
		}, []string{"oauth2.tokenUrl", "oauth2.authUrl", "oauth2.deviceUrl", "oauth2.clientId", "oauth2.scope"}},
		{"unknown words in oauth2", func(s *smtp.Settings) {
			s.OAuth2 = smtp.OAuth2Settings{Grant: "password", ClientAuth: "private_key_jwt", ClientSecretExpires: "2027-13-01"}
		}, []string{"oauth2.grant", "oauth2.clientAuth", "oauth2.clientSecretExpires"}},
		{"plain HTTP to a name of this machine", func(s *smtp.Settings) {
			s.OAuth2 = smtp.OAuth2Settings{
				TokenURL: "http://localhost/token", AuthURL: "http://127.0.0.1.example.com/", DeviceURL: "http://user:secret@127.0.0.1/",
			}
		}, []string{"oauth2.tokenUrl", "oauth2.authUrl", "oauth2.deviceUrl"}},
		{"everything", func(s *smtp.Settings) { *s = smtp.Settings{Port: "x", ReplyTo: "x"} }, []string{"host", "from", "port", "replyTo"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := valid()
			tt.edit(&s)
			var names []string
			for _, f := range s.Check() {
				names = append(names, f.Name)
				if f.Message == "" || strings.HasSuffix(f.Message, ".") || strings.Contains(f.Message, "of ,") {
					t.Errorf("message %q", f.Message)
				}
			}
			if diff := cmp.Diff(tt.fields, names); diff != "" {
				t.Error(diff)
			}
		})
	}
}
