package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/protocol/provider"
	"patchbay/backend/secret"
)

// Secrets of every form; none of them opens anything.
const (
	jwt          = "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2lnbmF0dXJl"
	uuid         = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"
	sesPassword  = "BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9"
	sendGridKey  = "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"
	brevoKey     = "xsmtpsib-0123456789abcdef0123456789abcdef-ABCDEFGH"
	resendKey    = "re_c1tpEyD8_NKFusih9vKVQknRAQfmFcWCv"
	mailgunKey   = "key-3ax6xnjp29jd6fds4gc373sgvjxteol0"
	mailgunHexed = "0123456789abcdef0123456789abcdef-01234567-89abcdef"
)

type shapeCase struct {
	name, host, field, user, value string
	want                           string // code
	fix                            provider.Fix
	fixValue                       string
}

func shapeCases() []shapeCase {
	const (
		gmail  = "smtp.gmail.com"
		m365   = "smtp.office365.com"
		ses    = "email-smtp.eu-west-1.amazonaws.com"
		custom = "mail.example.com"
	)
	pass, client, refresh := provider.FieldPassword, provider.FieldClientSecret, provider.FieldRefreshToken
	none, strip := provider.FixNone, provider.FixStripBlanks
	return []shapeCase{
		{"plain", custom, pass, "ada", "correct horse battery", "", "", ""},
		{"unset", custom, pass, "ada", "", "", "", ""},
		{"no host", "", pass, "ada", sendGridKey[3:], "", "", ""},
		{"mask", custom, pass, "ada", "**********", provider.ShapeMask, none, ""},
		{"bullets", custom, client, "", " ●●●●●● ", provider.ShapeMask, none, ""},
		{"line break at the end", custom, pass, "ada", "pencil\r\n", provider.ShapeBlanks, strip, ""},
		{"blank in front", custom, client, "", " pencil", provider.ShapeBlanks, strip, ""},
		{"line break inside", custom, refresh, "", "0.AX\nYZ", provider.ShapeBlanks, strip, ""},
		{"zero-width space", custom, pass, "ada", "pen\u200bcil", provider.ShapeBlanks, strip, ""},
		{"no-break space at the end", custom, pass, "ada", "pencil\u00a0", provider.ShapeBlanks, strip, ""},
		{"blank inside", custom, pass, "ada", "pen cil", "", "", ""},
		{"not UTF-8", custom, pass, "ada", "pen\xffcil", "", "", ""},
		{"same as the user", custom, pass, "Ada@example.com", "ada@example.com", provider.ShapeSameAsUser, none, ""},

		{"token as password", m365, pass, "ada", jwt, provider.ShapeAccessToken, none, ""},
		{"token as refresh token", m365, refresh, "ada", jwt, provider.ShapeAccessToken, none, ""},
		{"token as client secret", m365, client, "ada", jwt, provider.ShapeAccessToken, none, ""},
		{"no token", custom, pass, "ada", "eyJ.not.a+token", "", "", ""},
		{"encrypted token", custom, refresh, "ada", "eyJh.a.b.c.d", "", "", ""},

		{"secret ID", m365, client, "", uuid, provider.ShapeSecretID, none, ""},
		{"secret ID, no provider", "", client, "", strings.ToUpper(uuid), provider.ShapeSecretID, none, ""},
		{"secret ID, ACS", "smtp.azurecomm.net", pass, "a.b.c", uuid, provider.ShapeSecretID, none, ""},
		{"secret value", m365, client, "", "abc8Q~xyzabcdefghijklmnopqrstuvwxyz012345", "", "", ""},
		{"a UUID of Google", gmail, client, "", uuid, "", "", ""},

		{"app password", gmail, pass, "ada@gmail.com", "abcdefghijklmnop", "", "", ""},
		{"app password as shown", gmail, pass, "ada@gmail.com", "abcd efgh ijkl mnop", provider.ShapeBlanks, strip, ""},
		{"app password of the web page", gmail, pass, "ada@gmail.com", "abcd\u00a0efgh\u00a0ijkl\u00a0mnop\n", provider.ShapeBlanks, strip, ""},
		{"account password", gmail, pass, "ada@gmail.com", "Tr0ub4dor&3", provider.ShapeAccountPassword, none, ""},
		{"relay", "smtp-relay.gmail.com", pass, "ada@example.com", "Tr0ub4dor&3", provider.ShapeAccountPassword, none, ""},
		{"Yahoo", "smtp.mail.yahoo.com", pass, "ada", "abcdefghijklmnop", "", "", ""},
		{"Yahoo account", "smtp.mail.yahoo.com", pass, "ada", "hunter2", provider.ShapeAccountPassword, none, ""},
		{"Apple", "smtp.mail.me.com", pass, "ada", "abcd-efgh-ijkl-mnop", "", "", ""},
		{"Apple account", "smtp.mail.me.com", pass, "ada", "abcd-efgh-ijkl", provider.ShapeAccountPassword, none, ""},
		{"QQ", "smtp.qq.com", pass, "ada", "abcdefghijklmnop", "", "", ""},
		{"QQ account", "imap.qq.com", pass, "ada", "abcdefghijklmno1", provider.ShapeAccountPassword, none, ""},
		{"163", "smtp.163.com", pass, "ada", "ABCDEFGHIJKLMNO1", "", "", ""},
		{"163 account", "smtp.163.com", pass, "ada", "hunter2", provider.ShapeAccountPassword, none, ""},

		{"AWS secret", ses, pass, "AKIAIOSFODNN7EXAMPLE", awsExample, provider.ShapeAWSSecret, provider.FixDeriveSES, "eu-west-1"},
		{"AWS key ID", ses, pass, "", "AKIAIOSFODNN7EXAMPLE", provider.ShapeAWSKeyID, none, ""},
		{"SES password", ses, pass, "AKIAIOSFODNN7EXAMPLE", sesPassword, "", "", ""},
		{"SES password elsewhere", custom, pass, "ada", sesPassword, provider.ShapeOtherProvider, none, ""},
		{"SES password, host still a placeholder", "%host%", pass, "ada", sesPassword, "", "", ""},
		{"SES password, no host", "", pass, "ada", sesPassword, "", "", ""},
		{"40 characters elsewhere", custom, pass, "ada", awsExample, "", "", ""},
		{"SendGrid", "smtp.sendgrid.net", pass, "apikey", sendGridKey, "", "", ""},
		{"SendGrid, own user", "smtp.eu.sendgrid.net", pass, "ada", sendGridKey, provider.ShapeWrongUser, provider.FixSetUser, "apikey"},
		{"SendGrid, no host yet", "", pass, "ada", sendGridKey, provider.ShapeWrongUser, provider.FixSetUser, "apikey"},
		{"SendGrid elsewhere", custom, pass, "ada", sendGridKey, provider.ShapeOtherProvider, none, ""},
		{"SendGrid, account password", "smtp.sendgrid.net", pass, "apikey", "hunter2", provider.ShapeNotAPIKey, none, ""},
		{"Resend", "smtp.resend.com", pass, "resend", resendKey, "", "", ""},
		{"Resend, own user", "smtp.resend.com", pass, "", resendKey, provider.ShapeWrongUser, provider.FixSetUser, "resend"},
		{"Resend elsewhere", gmail, pass, "ada", resendKey, provider.ShapeOtherProvider, none, ""},
		{"Brevo", "smtp-relay.brevo.com", pass, "ada", brevoKey, "", "", ""},
		{"Brevo, other key", "smtp-relay.brevo.com", pass, "ada", "hunter2", provider.ShapeNotAPIKey, none, ""},
		{"Brevo elsewhere", custom, pass, "ada", brevoKey, provider.ShapeOtherProvider, none, ""},
		{"Postmark", "smtp.postmarkapp.com", pass, uuid, uuid, "", "", ""},
		{"Postmark, own user", "smtp-broadcasts.postmarkapp.com", pass, "ada", uuid, provider.ShapeWrongUser, none, ""},
		{"Postmark, key pair", "smtp.postmarkapp.com", pass, "PM-T-x", "hunter2hunter2", "", "", ""},
		{"Mailgun", "smtp.mailgun.org", pass, "postmaster@example.com", mailgunHexed, "", "", ""},
		{"Mailgun API key", "smtp.mailgun.org", pass, "postmaster@example.com", mailgunKey, provider.ShapeAPIKey, none, ""},
		{"Mailgun elsewhere", custom, pass, "ada", mailgunHexed, provider.ShapeOtherProvider, none, ""},
	}
}

func TestCheckSecret(t *testing.T) {
	for _, tt := range shapeCases() {
		c := provider.ShapeContext{Host: tt.host, Field: tt.field, User: tt.user}
		w, ok := provider.CheckSecret(c, secret.FromString(tt.value))
		if ok != (tt.want != "") || w.Code != tt.want || w.Fix != tt.fix || w.FixValue != tt.fixValue {
			t.Errorf("%s: %s %s %s, want %s %s %s", tt.name, w.Code, w.Fix, w.FixValue, tt.want, tt.fix, tt.fixValue)
		}
		if !ok {
			continue
		}
		sentences(t, w.Message)
		sentences(t, w.Remedy)
		if strings.Contains(fmt.Sprintf("%+v", w), strings.TrimSpace(tt.value)) {
			t.Errorf("%s: the warning quotes the secret", tt.name)
		}
	}
}

func TestCheckSecretWithProvider(t *testing.T) {
	ses, _ := provider.ByID("ses")
	c := provider.ShapeContext{Provider: &ses, Field: provider.FieldPassword}
	w, _ := provider.CheckSecret(c, secret.FromString(awsExample))
	want := provider.ShapeWarning{Code: provider.ShapeAWSSecret, Fix: provider.FixDeriveSES, FixValue: "us-east-1", Message: w.Message, Remedy: w.Remedy}
	if diff := cmp.Diff(want, w); diff != "" {
		t.Error(diff)
	}
	empty := provider.ShapeContext{Provider: &provider.Provider{}, Field: provider.FieldPassword}
	if w, ok := provider.CheckSecret(empty, secret.FromString("pencil")); ok {
		t.Errorf("a provider without servers: %+v", w)
	}
}

func TestStripBlanks(t *testing.T) {
	tests := []struct{ host, value, want string }{
		{"smtp.gmail.com", " abcd efgh\u00a0ijkl mnop\n", "abcdefghijklmnop"},
		{"mail.example.com", " abcd efgh\u00a0ijkl mnop\n", "abcd efgh\u00a0ijkl mnop"},
		{"mail.example.com", "\ufeffpen\r\n\u200bcil \xff\t", "pencil \xff"},
		{"mail.example.com", " \n ", ""},
	}
	for _, tt := range tests {
		c := provider.ShapeContext{Host: tt.host, Field: provider.FieldPassword}
		value := secret.FromString(tt.value)
		got := provider.StripBlanks(c, value)
		if string(got.Reveal()) != tt.want || string(value.Reveal()) != tt.value {
			t.Errorf("%s: %q became %q, want %q", tt.host, tt.value, got.Reveal(), tt.want)
		}
	}
}

// FuzzCheckSecret holds that no warning quotes what was entered, that stripping
// ends the complaint about blanks, and that the secret itself stays as it is.
func FuzzCheckSecret(f *testing.F) {
	for _, tt := range shapeCases() {
		f.Add(tt.host, tt.field, tt.user, []byte(tt.value))
	}
	f.Fuzz(func(t *testing.T, host, field, user string, raw []byte) {
		before := string(raw)
		c := provider.ShapeContext{Host: host, Field: field, User: user}
		w, ok := provider.CheckSecret(c, secret.New(raw))
		if ok == (w.Code == "") {
			t.Fatalf("found %v with the code %q", ok, w.Code)
		}
		if w.Code == provider.ShapeBlanks {
			stripped := provider.StripBlanks(c, secret.New(raw))
			if again, _ := provider.CheckSecret(c, stripped); again.Code == provider.ShapeBlanks {
				t.Error("blanks are left after stripping")
			}
		}
		// Only what has a digit and is long: the texts are made of the same words.
		if long := strings.TrimSpace(before); len(long) >= 16 && ok &&
			strings.Contains(w.Message+w.Remedy+w.FixValue, long) && !strings.Contains(host+user, long) && strings.ContainsAny(long, "0123456789") {
			t.Error("the warning quotes the secret")
		}
		if string(raw) != before {
			t.Error("the secret was changed")
		}
	})
}
