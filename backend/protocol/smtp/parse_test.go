package smtp_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

const minimal = `"host":"mail.example.com","from":"ops@example.com"`

func TestParse(t *testing.T) {
	yes := true
	tests := []struct {
		name, doc string
		want      smtp.Settings
	}{
		{"the contract's body", `{"host":" mail.example.com ","from":"ops@example.com","port":"587","user":"u","password":"p","fromDisplayName":"Ops","replyTo":"r@example.com","replyToDisplayName":"R","envelopeFrom":"b@example.com","starttls":"true","ssl":"false"}`, smtp.Settings{
			Host: "mail.example.com", Port: "587", Security: smtp.SecuritySTARTTLS, User: "u", From: "ops@example.com", FromName: "Ops",
			Auth: smtp.SignInPassword, ReplyTo: "r@example.com", ReplyToName: "R", EnvelopeFrom: "b@example.com",
		}},
		{"everything else", `{` + minimal + `,"port":2525,"security":"none","ssl":true,"insecureAllowPlainPassword":"true","auth":"oauth2","oauth2":{"tokenUrl":"t","clientId":"c","scope":"s"},"ehloName":"e","timeoutSeconds":"20","caPem":"x","enabled":true}`, smtp.Settings{
			Enabled: &yes, Host: "mail.example.com", Port: "2525", Security: smtp.SecurityNone, InsecureAllowPlainPassword: true,
			Auth: smtp.SignInOAuth2, OAuth2: smtp.OAuth2Settings{TokenURL: "t", ClientID: "c", Scope: "s"},
			From: "ops@example.com", EHLOName: "e", TimeoutSeconds: 20, CAPEM: "x",
		}},
		{"empty", `{}`, smtp.Settings{Security: smtp.SecurityImplicitTLS}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := smtp.Parse([]byte(tt.doc))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParseSecurity(t *testing.T) {
	tests := map[string]smtp.Security{
		``:                                  smtp.SecurityImplicitTLS,
		`"ssl":true`:                        smtp.SecurityImplicitTLS,
		`"starttls":true`:                   smtp.SecuritySTARTTLS,
		`"ssl":true,"starttls":true`:        smtp.SecurityImplicitTLS,
		`"ssl":false`:                       smtp.SecurityNone,
		`"starttls":false`:                  smtp.SecurityNone,
		`"ssl":false,"starttls":false`:      smtp.SecurityNone,
		`"ssl":false,"starttls":true`:       smtp.SecuritySTARTTLS,
		`"ssl":true,"starttls":false`:       smtp.SecurityImplicitTLS,
		`"security":"starttls","ssl":true`:  smtp.SecuritySTARTTLS,
		`"security":"none","starttls":true`: smtp.SecurityNone,
	}
	for doc, want := range tests {
		got, _, err := smtp.Parse([]byte("{" + doc + "}"))
		if err != nil || got.Security != want {
			t.Errorf("%s: %s, %v; want %s", doc, got.Security, err, want)
		}
	}
}

func TestParseSecrets(t *testing.T) {
	_, in, err := smtp.Parse([]byte(`{"password":" p ","oauth2":{"clientSecret":""}}`))
	if err != nil {
		t.Fatal(err)
	}
	if in.Password.Change != secret.Set || string(in.Password.Value.Reveal()) != " p " {
		t.Error("the password is not set as written")
	}
	if in.ClientSecret.Change != secret.Clear || in.RefreshToken.Change != secret.Keep {
		t.Errorf("client secret %s, refresh token %s", in.ClientSecret.Change, in.RefreshToken.Change)
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name, doc string
		fields    []string
	}{
		{"nothing", ``, nil},
		{"not JSON", `{"host"`, nil},
		{"an array", `[]`, nil},
		{"null", `null`, nil},
		{"two documents", `{}{}`, nil},
		{"text behind", `{} x`, nil},
		{"not UTF-8", "{\"host\":\"\xff\"}", nil},
		{"too large", `{"caPem":"` + strings.Repeat("a", 64<<10) + `"}`, nil},
		{"unknown", `{"hots":"x","ssl":true,"b":1}`, []string{"b", "hots"}},
		{"another case", `{"Host":"x"}`, []string{"Host"}},
		{"unknown inside", `{"oauth2":{"tokenURL":"x"}}`, []string{"oauth2.tokenURL"}},
		{"twice", `{"host":"a","host":"b"}`, []string{"host"}},
		{"twice inside", `{"oauth2":{"scope":"a","scope":"b"}}`, []string{"oauth2.scope"}},
		{"strange name", `{"a\nb":1}`, []string{`"a\nb"`}},
		{"host a number", `{"host":1}`, []string{"host"}},
		{"host null", `{"host":null}`, []string{"host"}},
		{"port with a fraction", `{"port":587.5}`, []string{"port"}},
		{"port a boolean", `{"port":true}`, []string{"port"}},
		{"flag a word", `{"ssl":"yes"}`, []string{"ssl"}},
		{"flag a number", `{"starttls":1}`, []string{"starttls"}},
		{"flag empty", `{"enabled":""}`, []string{"enabled"}},
		{"timeout a word", `{"timeoutSeconds":"soon"}`, []string{"timeoutSeconds"}},
		{"oauth2 text", `{"oauth2":"x"}`, []string{"oauth2"}},
		{"several", `{"host":1,"from":2}`, []string{"host", "from"}},
		{"half a surrogate pair", `{"password":"\ud800"}`, []string{"password"}},
		{"mask of asterisks", `{"password":"********"}`, []string{"password"}},
		{"mask of bullets", `{"oauth2":{"clientSecret":"••••"}}`, []string{"oauth2.clientSecret"}},
		{"password with a line break", `{"password":"a\r\nb"}`, []string{"password"}},
		{"password a number", `{"password":12345}`, []string{"password"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := smtp.Parse([]byte(tt.doc))
			var f *fault.Fault
			if !errors.As(err, &f) || f.Code != "settings.invalid" || f.Kind != fault.Invalid {
				t.Fatalf("got %v", err)
			}
			var names []string
			for _, field := range f.Fields {
				names = append(names, field.Name)
			}
			if diff := cmp.Diff(tt.fields, names); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{` + minimal + `,"port":"587","password":"p","oauth2":{"scope":"s"}}`))
	f.Add([]byte(`{"host":"%h%","security":"none","caPem":"-----BEGIN CERTIFICATE-----"}`))
	f.Add([]byte(`{"a":1,"a":2}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, in, err := smtp.Parse(doc)
		if err != nil {
			if !fault.HasCode(err, smtp.CodeSettingsInvalid) {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		if in.Password.Change == secret.Set && secret.IsMask(string(in.Password.Value.Reveal())) {
			t.Error("a mask became the password")
		}
		// What is shown reads back as the same settings.
		shown, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := smtp.Parse(shown)
		if err != nil {
			t.Fatalf("%s does not read back: %v", shown, err)
		}
		if s.Hash() != again.Hash() {
			t.Errorf("%s reads back as other settings", shown)
		}
		// Valid settings hold nothing that could break out of a line.
		if len(s.Check()) == 0 && strings.ContainsAny(s.Host+s.From+s.User+s.FromName+s.EHLOName+s.ReplyTo, "\r\n\x00") {
			t.Errorf("a line break passed: %+v", s)
		}
	})
}
