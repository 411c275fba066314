package imap_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/secret"
)

const whole = `"mailbox":"ops@example.com","host":"imap.example.com","name":"Tickets","description":"reads tickets"`

func TestParse(t *testing.T) {
	tests := []struct {
		name, doc string
		want      imap.Settings
	}{
		{"the fields of the source", `{` + whole + `,"password":"p","port":"993","secure":"true"}`, imap.Settings{
			Mailbox: "ops@example.com", Name: "Tickets", Description: "reads tickets",
			Settings: account.Settings{Host: "imap.example.com", Port: "993", Security: account.SecurityImplicitTLS},
		}},
		{"everything else", `{"mailbox":" a@b.example ","host":" h ","port":1143,"security":"none","secure":true,"insecureAllowPlainPassword":true,"user":"u","auth":"oauth2","oauth2":{"tokenUrl":"t","clientId":"c"},"timeoutSeconds":"20","caPem":"x"}`, imap.Settings{
			Mailbox: "a@b.example",
			Settings: account.Settings{
				Host: "h", Port: "1143", Security: account.SecurityNone, InsecureAllowPlainPassword: true, User: "u",
				Auth: account.SignInOAuth2, OAuth2: account.OAuth2Settings{TokenURL: "t", ClientID: "c"}, TimeoutSeconds: 20, CAPEM: "x",
			},
		}},
		{"empty", `{}`, imap.Settings{Settings: account.Settings{Security: account.SecurityImplicitTLS}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := imap.Parse([]byte(tt.doc))
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
	for doc, want := range map[string]account.Security{
		``:                                account.SecurityImplicitTLS,
		`"secure":true`:                   account.SecurityImplicitTLS,
		`"secure":false`:                  account.SecurityNone,
		`"secure":"false"`:                account.SecurityNone,
		`"security":"starttls"`:           account.SecuritySTARTTLS,
		`"security":"none","secure":true`: account.SecurityNone,
		`"security":"implicit-tls","secure":false`: account.SecurityImplicitTLS,
	} {
		got, _, err := imap.Parse([]byte("{" + doc + "}"))
		if err != nil || got.Security != want {
			t.Errorf("%s: %s, %v; want %s", doc, got.Security, err, want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ name, doc, field string }{
		{"not JSON", `{"host"`, ""},
		{"unknown", `{"hots":"x"}`, "hots"},
		{"SMTP's fields", `{"from":"x"}`, "from"},
		{"twice", `{"host":"a","host":"b"}`, "host"},
		{"flag a word", `{"secure":"yes"}`, "secure"},
		{"a mask", `{"password":"********"}`, "password"},
		{"password with a line break", `{"password":"a\r\nb"}`, "password"},
		{"unknown inside", `{"oauth2":{"tokenURL":"x"}}`, "oauth2.tokenURL"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := imap.Parse([]byte(tt.doc))
			var f *fault.Fault
			if !errors.As(err, &f) || f.Code != "settings.invalid" {
				t.Fatalf("got %v", err)
			}
			if tt.field != "" && (len(f.Fields) != 1 || f.Fields[0].Name != tt.field) {
				t.Errorf("it blames %v", f.Fields)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	type row struct {
		port string
		auth account.SignIn
		user string
	}
	oauth2 := account.OAuth2Settings{ClientID: "c"}
	for _, tt := range []struct {
		name string
		give account.Settings
		want row
	}{
		{"implicit TLS", account.Settings{}, row{"993", account.SignInPassword, user}},
		{"STARTTLS", account.Settings{Security: account.SecuritySTARTTLS}, row{"143", account.SignInPassword, user}},
		{"clear text", account.Settings{Security: account.SecurityNone, User: "u"}, row{"143", account.SignInPassword, "u"}},
		{"OAuth 2.0", account.Settings{OAuth2: oauth2}, row{"993", account.SignInOAuth2, user}},
		{"OAuth 2.0 kept beside a password", account.Settings{OAuth2: oauth2, Auth: account.SignInPassword, Port: "1"}, row{"1", account.SignInPassword, user}},
	} {
		s := imap.Settings{Mailbox: user, Settings: tt.give}.WithDefaults()
		if diff := cmp.Diff(tt.want, row{s.Port, s.Auth, s.User}, cmp.AllowUnexported(row{})); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestCheck(t *testing.T) {
	good := func(edit func(*imap.Settings)) imap.Settings {
		s := imap.Settings{Mailbox: user, Name: "n", Description: "d"}
		s.Host = "imap.example.com"
		edit(&s)
		return s
	}
	for _, tt := range []struct {
		name   string
		s      imap.Settings
		fields string // to be saved
		prove  string // to be proved
	}{
		{"good", good(func(*imap.Settings) {}), "", ""},
		{"with variables", good(func(s *imap.Settings) { s.Mailbox, s.Host, s.Port = "%box%", "%host%", "%port%" }), "", ""},
		{"empty", imap.Settings{}, "name description mailbox host", "mailbox host"},
		{"without a name", good(func(s *imap.Settings) { s.Name = " " }), "name", ""},
		{"without a description", good(func(s *imap.Settings) { s.Description = "\t" }), "description", ""},
		{"a name that begins with a space", good(func(s *imap.Settings) { s.Name = " n" }), "name", "name"},
		{"a list of addresses", good(func(s *imap.Settings) { s.Mailbox = "a@b.example,c@d.example" }), "mailbox", "mailbox"},
		{"a scheme", good(func(s *imap.Settings) { s.Host = "imaps://x" }), "host", "host"},
		{"no port", good(func(s *imap.Settings) { s.Port = "0" }), "port", "port"},
		{"another security", good(func(s *imap.Settings) { s.Security = "ssl" }), "security", "security"},
		{"no sign-in", good(func(s *imap.Settings) { s.Auth = account.SignInNone }), "auth", "auth"},
		{"in clear", good(func(s *imap.Settings) { s.Security = account.SecurityNone }), "insecureAllowPlainPassword", "insecureAllowPlainPassword"},
		{"a token in clear", good(func(s *imap.Settings) {
			s.Security, s.Auth, s.OAuth2 = account.SecurityNone, account.SignInOAuth2, account.OAuth2Settings{TokenURL: "https://x.example/", ClientID: "c"}
		}), "security", "security"},
		{"OAuth 2.0 of nobody", good(func(s *imap.Settings) { s.Auth = account.SignInOAuth2 }), "oauth2.tokenUrl oauth2.clientId", "oauth2.tokenUrl oauth2.clientId"},
	} {
		if diff := cmp.Diff(tt.fields, fieldNames(tt.s.Check())); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
		if diff := cmp.Diff(tt.prove, fieldNames(tt.s.CheckProvable())); diff != "" {
			t.Errorf("%s, to be proved: %s", tt.name, diff)
		}
	}
}

func fieldNames(fields []fault.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	return strings.Join(names, " ")
}

func TestIdentity(t *testing.T) {
	s := imap.Settings{Mailbox: user}
	s.Host = "IMAP.example.com"
	if got := s.Destination(); got != "imap|imap.example.com|993|implicit-tls|"+user {
		t.Errorf("destination %s", got)
	}
	hash := s.Hash()
	same := s
	same.Name, same.Description, same.Port, same.User = "n", "d", "993", user
	if same.Hash() != hash {
		t.Error("what a proof does not depend on changes the hash")
	}
	other := s
	other.Port = "994"
	if other.Hash() == hash {
		t.Error("the hash does not depend on the port")
	}
}

func TestExpand(t *testing.T) {
	s := imap.Settings{Mailbox: "%box%@example.com"}
	s.Host, s.User = "imap.%zone%", "%who%"
	got, unresolved := s.Expand(func(name string) (string, bool) {
		value, ok := map[string]string{"box": "tickets", "zone": "example.net"}[name]
		return value, ok
	})
	if got.Mailbox != "tickets@example.com" || got.Host != "imap.example.net" {
		t.Errorf("%+v", got)
	}
	if diff := cmp.Diff([]account.Unresolved{{Field: "user", Name: "who"}}, unresolved); diff != "" {
		t.Error(diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{` + whole + `,"port":"993","password":"p","oauth2":{"scope":"s"}}`))
	f.Add([]byte(`{"mailbox":"%h%","secure":false}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, in, err := imap.Parse(doc)
		if err != nil {
			if !fault.HasCode(err, "settings.invalid") {
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
		again, _, err := imap.Parse(shown)
		if err != nil {
			t.Fatalf("%s: %v", shown, err)
		}
		if again.Hash() != s.Hash() {
			t.Errorf("%s reads back as something else", shown)
		}
	})
}
