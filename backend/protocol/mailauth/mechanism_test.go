package mailauth_test

import (
	"errors"
	"strings"
	"testing"

	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/secret"
)

func credentials() mailauth.Credentials {
	return mailauth.Credentials{User: "user", Password: secret.FromString("pencil")}
}

func exchange(t testing.TB, mechanism string) mailauth.Exchange {
	t.Helper()
	e, err := mailauth.New(mechanism, credentials())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestChoose(t *testing.T) {
	tests := []struct{ offered, want string }{
		{"", ""},
		{"XOAUTH2 GSSAPI", ""},
		{"LOGIN PLAIN", mailauth.Plain},
		{"login", mailauth.Login},
		{"PLAIN CRAM-MD5", mailauth.CRAMMD5},
		{"PLAIN SCRAM-SHA-1 scram-sha-256", mailauth.SCRAMSHA256},
		{"SCRAM-SHA-256-PLUS LOGIN", mailauth.Login},
	}
	for _, tt := range tests {
		if got := mailauth.Choose(strings.Fields(tt.offered)); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.offered, got, tt.want)
		}
	}
}

func TestOnlyTokens(t *testing.T) {
	for offered, want := range map[string]bool{"": false, "XOAUTH2": true, "xoauth2 OAUTHBEARER": true, "XOAUTH2 GSSAPI": false} {
		if got := mailauth.OnlyTokens(strings.Fields(offered)); got != want {
			t.Errorf("%q: %v", offered, got)
		}
	}
}

// TestCRAM is the example of RFC 2195 §2.
func TestCRAM(t *testing.T) {
	e, err := mailauth.New(mailauth.CRAMMD5, mailauth.Credentials{User: "tim", Password: secret.FromString("tanstaaftanstaaf")})
	if err != nil {
		t.Fatal(err)
	}
	got, err := e.Next([]byte("<1896.697170952@postoffice.reston.mci.net>"))
	if err != nil || string(got) != "tim b913a602c7eda7a495b4e6e7334d3890" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestPlain(t *testing.T) {
	got, ok, err := exchange(t, mailauth.Plain).Start()
	if err != nil || !ok || string(got) != "\x00user\x00pencil" {
		t.Errorf("%q, %v, %v", got, ok, err)
	}
}

// TestResponsesAreCopies: the caller wipes what it has sent.
func TestResponsesAreCopies(t *testing.T) {
	c := credentials()
	e, err := mailauth.New(mailauth.Login, c)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		response, err := e.Next(nil)
		if err != nil {
			t.Fatal(err)
		}
		clear(response)
	}
	if string(c.Password.Reveal()) != "pencil" {
		t.Error("the password was wiped")
	}
}

func TestRefusedCredentials(t *testing.T) {
	for _, c := range []mailauth.Credentials{
		{Password: secret.FromString("p")},
		{User: "a\x00b", Password: secret.FromString("p")},
		{User: "a", Password: secret.FromString("p\x00q")},
	} {
		if _, err := mailauth.New(mailauth.Plain, c); !errors.Is(err, mailauth.ErrCredential) {
			t.Errorf("%q was taken", c.User)
		}
	}
	if _, err := mailauth.New("NTLM", credentials()); err == nil {
		t.Error("NTLM was taken")
	}
}

func TestSCRAMBoundsTheServer(t *testing.T) {
	tests := []struct {
		name, message string // NONCE is the client's
		want          error
	}{
		{"good", "r=NONCEx,s=c2FsdA==,i=4096", nil},
		{"good with an extension behind", "r=NONCEx,s=c2FsdA==,i=4096,x=y", nil},
		{"too many iterations", "r=NONCEx,s=c2FsdA==,i=600001", mailauth.ErrIterations},
		{"far too many", "r=NONCEx,s=c2FsdA==,i=2147483648", mailauth.ErrIterations},
		{"more than a number holds", "r=NONCEx,s=c2FsdA==,i=99999999999999999999", mailauth.ErrChallenge},
		{"none", "r=NONCEx,s=c2FsdA==,i=0", mailauth.ErrIterations},
		{"negative", "r=NONCEx,s=c2FsdA==,i=-1", mailauth.ErrChallenge},
		{"nonce not extended", "r=NONCE,s=c2FsdA==,i=4096", mailauth.ErrChallenge},
		{"another nonce", "r=x,s=c2FsdA==,i=4096", mailauth.ErrChallenge},
		{"mandatory extension", "m=x,r=NONCEx,s=c2FsdA==,i=4096", mailauth.ErrChallenge},
		{"no salt", "r=NONCEx,s=,i=4096", mailauth.ErrChallenge},
		{"huge salt", "r=NONCEx,s=" + strings.Repeat("AAAA", 1000) + ",i=4096", mailauth.ErrChallenge},
		{"salt not base64", "r=NONCEx,s=*,i=4096", mailauth.ErrChallenge},
		{"empty", "", mailauth.ErrChallenge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := exchange(t, mailauth.SCRAMSHA256)
			first, _, err := e.Start()
			if err != nil {
				t.Fatal(err)
			}
			_, nonce, _ := strings.Cut(string(first), ",r=")
			response, err := e.Next([]byte(strings.ReplaceAll(tt.message, "NONCE", nonce)))
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if err != nil && response != nil {
				t.Error("a response besides the error")
			}
		})
	}
}

func TestSCRAMWantsTheSignature(t *testing.T) {
	e := exchange(t, mailauth.SCRAMSHA1)
	first, _, _ := e.Start()
	if err := e.Finish(); !errors.Is(err, mailauth.ErrSignature) {
		t.Errorf("success at once: %v", err)
	}
	_, nonce, _ := strings.Cut(string(first), ",r=")
	if _, err := e.Next([]byte("r=" + nonce + "x,s=c2FsdA==,i=1")); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Next([]byte("v=AAAA")); !errors.Is(err, mailauth.ErrSignature) {
		t.Errorf("a wrong signature: %v", err)
	}
	if err := e.Finish(); !errors.Is(err, mailauth.ErrSignature) {
		t.Errorf("success all the same: %v", err)
	}
}

func FuzzChallenge(f *testing.F) {
	f.Add("SCRAM-SHA-256", []byte("r=NONCEx,s=c2FsdA==,i=1"), []byte("v=AAAA"))
	f.Add("CRAM-MD5", []byte("<1@x>"), []byte(""))
	f.Add("LOGIN", []byte("Username:"), []byte("Password:"))
	f.Fuzz(func(t *testing.T, mechanism string, one, two []byte) {
		e, err := mailauth.New(mechanism, credentials())
		if err != nil {
			return
		}
		first, _, err := e.Start()
		if err != nil {
			t.Fatal(err)
		}
		_, nonce, _ := strings.Cut(string(first), ",r=")
		if strings.Contains(string(one), ",i=") && len(one) > 64 {
			return // bounded work, but slow for a fuzzer
		}
		for _, challenge := range [][]byte{[]byte(strings.ReplaceAll(string(one), "NONCE", nonce)), two} {
			response, err := e.Next(challenge)
			if err != nil && response != nil {
				t.Fatal("a response besides the error")
			}
			if mechanism != mailauth.Login && strings.Contains(string(response), "pencil") {
				t.Fatal("the password was given away")
			}
			if err != nil {
				return
			}
		}
		if err := e.Finish(); err == nil && strings.HasPrefix(mechanism, "SCRAM") {
			t.Fatal("a signature was guessed")
		}
	})
}
