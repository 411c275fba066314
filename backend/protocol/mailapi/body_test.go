package mailapi_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/secret"
)

const password = `p4ss "word" of <the> sample & more`

// sample is what the contract's sample request configures.
func sample() (smtp.Settings, smtp.Secrets) {
	return smtp.Settings{
		Host: "smtp.gmail.com", Port: "587", Security: smtp.SecuritySTARTTLS, Auth: smtp.SignInPassword,
		User: "notify@example.com", From: "notify@example.com", FromName: "From KC Test team",
		ReplyTo: "help@example.com", ReplyToName: "Receiver",
	}, smtp.Secrets{Password: secret.FromString(password)}
}

// TestTheSample: the body is the sample request of the contract, byte by byte.
func TestTheSample(t *testing.T) {
	want, err := os.ReadFile("testdata/sample.json")
	if err != nil {
		t.Fatal(err)
	}
	body, losses, going := mailapi.Body(sample())
	if diff := cmp.Diff(strings.TrimSpace(string(want)), string(body.Reveal())); diff != "" {
		t.Error(diff)
	}
	if losses != nil || !cmp.Equal(going, []string{"password"}) {
		t.Errorf("%v %v", losses, going)
	}
	masked := strings.Replace(strings.TrimSpace(string(want)), strings.ReplaceAll(password, `"`, `\"`), proof.Mask, 1)
	if diff := cmp.Diff(masked, mailapi.Masked(body)); diff != "" {
		t.Error(diff)
	}
}

func TestMaskedOfSomethingElse(t *testing.T) {
	for _, text := range []string{"", "hunter2", `{"password":5,"x":"hunter2"}`, `["hunter2"]`} {
		if got := mailapi.Masked(secret.FromString(text)); got != proof.Mask {
			t.Errorf("%q: %q", text, got)
		}
	}
}

// TestABodyMeansTheSame: what the contract has fields for is read from a body as
// it was written, by the reader of the other side of the contract.
func TestABodyMeansTheSame(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 2026))
	for range 3000 {
		s, secrets := anySettings(random)
		body, losses, going := mailapi.Body(s, secrets)
		got, in, err := smtp.Parse(body.Reveal())
		if err != nil {
			t.Fatalf("%v\n%s", err, body.Reveal())
		}
		want := s.WithDefaults()
		wantSecret := want.Auth == smtp.SignInPassword && secrets.Password.IsSet()
		if want.Auth == smtp.SignInOAuth2 {
			if len(losses) == 0 || losses[0].Field != "oauth2" || !losses[0].Breaks {
				t.Fatalf("OAuth 2.0 is lost unsaid: %v", losses)
			}
			want.Auth = smtp.SignInPassword // what the contract makes of a user
		}
		if want.Auth == smtp.SignInNone {
			want.User = ""
		}
		want.Enabled, want.OAuth2, want.CAPEM, want.EHLOName = nil, smtp.OAuth2Settings{}, "", ""
		want.InsecureAllowPlainPassword, want.TimeoutSeconds = false, account.DefaultTimeoutSeconds
		if diff := cmp.Diff(want, got.WithDefaults()); diff != "" {
			t.Fatalf("%s\n%s", diff, body.Reveal())
		}
		if (in.Password.Change == secret.Set) != wantSecret || wantSecret && !in.Password.Value.Equal(secrets.Password) || (going != nil) != wantSecret {
			t.Fatalf("password %s, going %v\n%s", in.Password.Change, going, body.Reveal())
		}
	}
}

// anySettings are such as could have been saved, and some that could not.
func anySettings(random *rand.Rand) (smtp.Settings, smtp.Secrets) {
	const alphabet = "abc %+\"\\<>&{}'/=\u00e9\u20ac\U0001f4ee\u007f"
	letters := []rune(alphabet)
	text := func() string {
		made := make([]rune, random.IntN(8))
		for i := range made {
			made[i] = letters[random.IntN(len(letters))]
		}
		return string(made)
	}
	s := smtp.Settings{
		Host: "h" + strings.TrimSpace(text()), Port: []string{"", "25", "465", "587", "2525"}[random.IntN(5)],
		Security: []smtp.Security{"", smtp.SecurityImplicitTLS, smtp.SecuritySTARTTLS, smtp.SecurityNone}[random.IntN(4)],
		Auth:     []smtp.SignIn{"", smtp.SignInNone, smtp.SignInPassword, smtp.SignInOAuth2}[random.IntN(4)],
		User:     text(), From: "f" + text(), FromName: text(), ReplyTo: text(), ReplyToName: text(), EnvelopeFrom: text(),
		EHLOName: text(), TimeoutSeconds: random.IntN(30), CAPEM: text(), InsecureAllowPlainPassword: random.IntN(2) == 0,
	}
	s.Host = strings.TrimSpace(s.Host)
	secrets := smtp.Secrets{ClientSecret: secret.FromString(text())}
	if random.IntN(3) > 0 {
		secrets.Password = secret.FromString("p" + text())
	}
	return s, secrets
}

func TestLosses(t *testing.T) {
	off, on := false, true
	for name, tt := range map[string]struct {
		edit   func(*smtp.Settings, *smtp.Secrets)
		want   []mailapi.Loss
		leaves bool // no password goes
	}{
		"nothing":            {func(s *smtp.Settings, _ *smtp.Secrets) { s.Enabled = &on }, nil, false},
		"OAuth 2.0":          {func(s *smtp.Settings, _ *smtp.Secrets) { s.Auth = smtp.SignInOAuth2 }, []mailapi.Loss{{Field: "oauth2", Breaks: true}}, true},
		"no password":        {func(_ *smtp.Settings, in *smtp.Secrets) { in.Password = secret.Text{} }, []mailapi.Loss{{Field: "password", Breaks: true}}, true},
		"no text":            {func(_ *smtp.Settings, in *smtp.Secrets) { in.Password = secret.FromString("\xff\xfe") }, []mailapi.Loss{{Field: "password", Breaks: true}}, true},
		"no sign-in":         {func(s *smtp.Settings, _ *smtp.Secrets) { s.Auth = smtp.SignInNone }, nil, true},
		"authorities":        {func(s *smtp.Settings, _ *smtp.Secrets) { s.CAPEM = "pem" }, []mailapi.Loss{{Field: "caPem", Breaks: true}}, false},
		"unused authorities": {func(s *smtp.Settings, _ *smtp.Secrets) { s.CAPEM, s.Security = "pem", smtp.SecurityNone }, nil, false},
		"a consent": {func(s *smtp.Settings, _ *smtp.Secrets) {
			s.InsecureAllowPlainPassword, s.Security = true, smtp.SecurityNone
		}, []mailapi.Loss{{Field: "insecureAllowPlainPassword"}}, false},
		"an unneeded consent": {func(s *smtp.Settings, _ *smtp.Secrets) { s.InsecureAllowPlainPassword = true }, nil, false},
		"the rest": {
			func(s *smtp.Settings, _ *smtp.Secrets) { s.EHLOName, s.TimeoutSeconds, s.Enabled = "desk", 30, &off },
			[]mailapi.Loss{{Field: "ehloName"}, {Field: "timeoutSeconds"}, {Field: "enabled"}},
			false,
		},
	} {
		s, secrets := sample()
		tt.edit(&s, &secrets)
		body, losses, going := mailapi.Body(s, secrets)
		if diff := cmp.Diff(tt.want, losses, cmpopts.IgnoreFields(mailapi.Loss{}, "Text")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for _, loss := range losses {
			if !strings.HasSuffix(loss.Text, ".") {
				t.Errorf("%s: %q is no sentence", name, loss.Text)
			}
		}
		if tt.leaves != (going == nil) || tt.leaves != strings.HasSuffix(string(body.Reveal()), "\"password\": \"\"\n}") {
			t.Errorf("%s: %v goes", name, going)
		}
	}
}

// FuzzBody: whatever the settings hold stays within its field, and what is shown
// of a body does not depend on its password.
func FuzzBody(f *testing.F) {
	f.Add("smtp.example.com", "Ada \"the\" first", "p\u2028w\\")
	f.Add("\xff", "\x00\r\n", "\xc0\xaf")
	f.Fuzz(func(t *testing.T, host, name, word string) {
		s := smtp.Settings{Host: host, FromName: name, Auth: smtp.SignInPassword, From: "a@example.com"}
		body, _, going := mailapi.Body(s, smtp.Secrets{Password: secret.FromString(word)})
		if strings.Count(string(body.Reveal()), "\n") != 12 || strings.ContainsAny(string(body.Reveal()), "\r\x00") {
			t.Errorf("%q", body.Reveal())
		}
		other, _, _ := mailapi.Body(s, smtp.Secrets{Password: secret.FromString("another")})
		if going != nil && mailapi.Masked(body) != mailapi.Masked(other) {
			t.Errorf("%s", mailapi.Masked(body))
		}
	})
}
