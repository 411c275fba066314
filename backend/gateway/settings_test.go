package gateway_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"patchbay/backend/fault"
	"patchbay/backend/gateway"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

const document = `{"host":"mail.example.com","from":"it@example.com","senderName":"IT","password":"a code"}`

func TestSource004_ThePortIs465UnlessAnotherIsGiven(t *testing.T) {
	for doc, want := range map[string]string{
		`{}`: "465", `{"port":587}`: "587", `{"port":"2525"}`: "2525", `{"port":""}`: "465",
	} {
		s, _, err := gateway.Parse([]byte(doc))
		if err != nil || s.Port != want || s.SMTP().Port != want {
			t.Errorf("%s: %q %v", doc, s.Port, err)
		}
	}
	if got := (gateway.Settings{}).SMTP().Port; got != "465" {
		t.Errorf("settings without a port: %q", got)
	}
}

func TestSource004_TheSecurityIsTLSUnlessAnotherIsChosen(t *testing.T) {
	tests := map[string]struct {
		security gateway.Security
		protocol smtp.Security
		plain    bool
	}{
		`{}`:                  {gateway.TLS, smtp.SecurityImplicitTLS, false},
		`{"security":"tls"}`:  {gateway.TLS, smtp.SecurityImplicitTLS, false},
		`{"security":"ssl"}`:  {gateway.SSL, smtp.SecurityImplicitTLS, false},
		`{"security":"none"}`: {gateway.None, smtp.SecurityNone, true},
	}
	for doc, want := range tests {
		s, _, err := gateway.Parse([]byte(doc))
		got := s.SMTP()
		if err != nil || s.Security != want.security || got.Security != want.protocol || got.InsecureAllowPlainPassword != want.plain {
			t.Errorf("%s: %q %+v %v", doc, s.Security, got, err)
		}
	}
}

func TestSource004_SSLAndNoneWarn(t *testing.T) {
	for security, want := range map[gateway.Security][]string{
		gateway.TLS: {}, "": {}, gateway.SSL: {"security"}, gateway.None: {"security"},
	} {
		f := newFixture(t)
		d := whole()
		d.Settings.Security = security
		check, err := f.Check(t.Context(), d)
		if err != nil || !check.Ready {
			t.Fatalf("%q: %+v %v", security, check, err)
		}
		if diff := cmp.Diff(want, names(check.Risks)); diff != "" {
			t.Errorf("%q: %s", security, diff)
		}
		f.save(t, d) // a risk stops nothing
	}
	for port, want := range map[string][]string{"465": {}, "587": {"port"}, "25": {"port"}} {
		if diff := cmp.Diff(want, names(gateway.Settings{Port: port}.Risks())); diff != "" {
			t.Errorf("port %s: %s", port, diff)
		}
	}
}

func TestSource004_EachFieldIsMandatoryWhileTheGatewayIsEnabled(t *testing.T) {
	without := map[string]func(*gateway.Draft){
		"host":       func(d *gateway.Draft) { d.Settings.Host = "" },
		"from":       func(d *gateway.Draft) { d.Settings.From = "" },
		"senderName": func(d *gateway.Draft) { d.Settings.SenderName = "" },
		"password":   func(d *gateway.Draft) { d.Password = secret.Input{Change: secret.Keep} },
	}
	for field, leave := range without {
		t.Run(field, func(t *testing.T) {
			f := newFixture(t)
			d := whole()
			leave(&d)
			_, err := f.Save(t.Context(), d)
			if diff := cmp.Diff([]string{field}, names(fault.Of(err).Fields)); !fault.HasCode(err, gateway.CodeInvalid) || diff != "" {
				t.Errorf("%v: %s", err, diff)
			}
			check, err := f.Check(t.Context(), d)
			if diff := cmp.Diff([]string{field}, names(check.Faults)); err != nil || check.Ready || diff != "" {
				t.Errorf("check: %v %v: %s", check.Ready, err, diff)
			}
			if f.get(t).Configured() {
				t.Error("it is stored all the same")
			}
			d.Settings.Enabled = false
			f.save(t, d)
		})
	}
	f := newFixture(t)
	_, err := f.Save(t.Context(), gateway.Draft{Settings: gateway.Settings{Enabled: true}, Password: secret.Input{Change: secret.Clear}})
	if diff := cmp.Diff([]string{"host", "from", "senderName", "password"}, names(fault.Of(err).Fields)); diff != "" {
		t.Errorf("all of them: %s", diff)
	}
}

func TestSource004_NothingIsMandatoryWhileItIsOff(t *testing.T) {
	f := newFixture(t)
	stored := f.save(t, gateway.Draft{})
	if !stored.Configured() || stored.Settings.Enabled || stored.Settings.Port != "465" || stored.Settings.Security != gateway.TLS {
		t.Errorf("%+v", stored)
	}
}

func TestSource004_TheUserNameIsTheEMailAddress(t *testing.T) {
	s, password, err := gateway.Parse([]byte(document))
	got := s.SMTP()
	if err != nil || got.User != "it@example.com" || got.From != "it@example.com" || got.FromName != "IT" || got.Auth != smtp.SignInPassword {
		t.Errorf("%+v %v", got, err)
	}
	if password.Change != secret.Set || !password.Value.Equal(secret.FromString("a code")) {
		t.Error("the authorization code is not the password")
	}
}

func TestWhatIsNotValidIsNamed(t *testing.T) {
	tests := map[string]struct {
		change func(*gateway.Settings)
		field  string
	}{
		"a host with a path":           {func(s *gateway.Settings) { s.Host = "https://mail.example.com/" }, "host"},
		"a host with a line break":     {func(s *gateway.Settings) { s.Host = "mail.example.com\r\nX" }, "host"},
		"a variable in the host":       {func(s *gateway.Settings) { s.Host = "mail.%tenant-id%.example.com" }, "host"},
		"a port that is none":          {func(s *gateway.Settings) { s.Port = "70000" }, "port"},
		"an address that is none":      {func(s *gateway.Settings) { s.From = "IT" }, "from"},
		"an address with a line break": {func(s *gateway.Settings) { s.From = "it@example.com\r\nBcc: eve@example.com" }, "from"},
		"a name with a line break":     {func(s *gateway.Settings) { s.SenderName = "IT\r\nBcc: eve@example.com" }, "senderName"},
		"a name with NUL":              {func(s *gateway.Settings) { s.SenderName = "IT\x00" }, "senderName"},
		"another security":             {func(s *gateway.Settings) { s.Security = "starttls" }, "security"},
		"no certificate":               {func(s *gateway.Settings) { s.CAPEM = "-----BEGIN" }, "caPem"},
		"a deployment that is none":    {func(s *gateway.Settings) { s.UseDeployment = "Nowhere" }, "useDeployment"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			d := whole()
			tt.change(&d.Settings)
			_, err := f.Save(t.Context(), d)
			fields := names(fault.Of(err).Fields)
			if !fault.HasCode(err, gateway.CodeInvalid) || len(fields) == 0 || fields[0] != tt.field {
				t.Errorf("%v %v", err, fault.Of(err).Fields)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for doc, field := range map[string]string{
		`{"hosts":"a"}`: "hosts", `{"host":"a","host":"b"}`: "host", `{"host":1}`: "host", `{"port":true}`: "port",
		`{"enabled":"perhaps"}`: "enabled", `{"security":"starttls"}`: "security", `{"security":"TLS"}`: "security",
		`{"password":"********"}`: "password", `{"password":"a\r\nb"}`: "password",
		`[]`: "", `{`: "", ``: "", `"x"`: "",
	} {
		_, password, err := gateway.Parse([]byte(doc))
		f := fault.Of(err)
		if err == nil || f.Code != gateway.CodeInvalid || password.Value.IsSet() {
			t.Errorf("%s: %v", doc, err)
			continue
		}
		if field != "" && (len(f.Fields) != 1 || f.Fields[0].Name != field) {
			t.Errorf("%s: %v", doc, f.Fields)
		}
	}
}

func TestParseReadsEveryField(t *testing.T) {
	s, _, err := gateway.Parse([]byte(`{"enabled":"false","host":"h","port":"1","from":"a@b.c","senderName":"N",
		"security":"ssl","useDeployment":"Portal","caPem":"x"}`))
	want := gateway.Settings{
		Host: "h", Port: "1", From: "a@b.c", SenderName: "N", Security: gateway.SSL, UseDeployment: "Portal", CAPEM: "x",
	}
	if diff := cmp.Diff(want, s); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if s, _, err = gateway.Parse([]byte(`{}`)); err != nil || !s.Enabled {
		t.Errorf("a document that does not say enables: %+v %v", s, err)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{document, `{}`, `{"port":1e9}`, `{"security":"none","password":""}`, "\xff", `{"from":"\r\n"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, password, err := gateway.Parse(doc)
		if err != nil {
			if password.Value.IsSet() || s != (gateway.Settings{}) {
				t.Error("what is refused gives something")
			}
			return
		}
		if !json.Valid(doc) {
			t.Error("it has read what is not JSON")
		}
		for _, fault := range s.Check() {
			if fault.Name == "" || fault.Message == "" || strings.ContainsAny(fault.Message, "\r\n") {
				t.Errorf("a fault says %+v", fault)
			}
		}
		if len(s.Check()) == 0 && s.Enabled && s.UseDeployment == "" && strings.ContainsAny(s.Host+s.From+s.SenderName, "\r\n\x00") {
			t.Errorf("%+v passes", s)
		}
	})
}
