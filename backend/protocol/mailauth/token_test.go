package mailauth_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"patchbay/backend/protocol/mailauth"
	"patchbay/backend/secret"
)

func tokenExchange(t testing.TB, mechanism, user string) mailauth.TokenExchange {
	t.Helper()
	e, err := mailauth.NewToken(mechanism, user, "server.example.com", 143, secret.FromString("vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg=="))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestChooseToken(t *testing.T) {
	tests := []struct{ offered, want string }{
		{"", ""},
		{"PLAIN LOGIN", ""},
		{"OAUTHBEARER XOAUTH2", mailauth.XOAUTH2},
		{"LOGIN xoauth2", mailauth.XOAUTH2},
		{"PLAIN oauthbearer", mailauth.OAUTHBEARER},
	}
	for _, tt := range tests {
		if got := mailauth.ChooseToken(strings.Fields(tt.offered)); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.offered, got, tt.want)
		}
	}
}

// TestTokenMessages: OAUTHBEARER is the example of RFC 7628 §4.1, XOAUTH2 has
// the form Google documents.
func TestTokenMessages(t *testing.T) {
	const token = "vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg=="
	tests := []struct{ mechanism, user, want string }{
		{mailauth.OAUTHBEARER, "user@example.com", "n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer " + token + "\x01\x01"},
		{mailauth.OAUTHBEARER, "a,b=c", "n,a=a=2Cb=3Dc,\x01host=server.example.com\x01port=143\x01auth=Bearer " + token + "\x01\x01"},
		{mailauth.XOAUTH2, "someuser@example.com", "user=someuser@example.com\x01auth=Bearer " + token + "\x01\x01"},
	}
	for _, tt := range tests {
		got, ok, err := tokenExchange(t, tt.mechanism, tt.user).Start()
		if err != nil || !ok || string(got) != tt.want {
			t.Errorf("%s: %q, %v, %v; want %q", tt.mechanism, got, ok, err, tt.want)
		}
	}
}

func TestRefusalIsKeptAndAcknowledged(t *testing.T) {
	const refusal = `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`
	for mechanism, want := range map[string]string{mailauth.XOAUTH2: "", mailauth.OAUTHBEARER: "\x01"} {
		t.Run(mechanism, func(t *testing.T) {
			e := tokenExchange(t, mechanism, "user@example.com")
			if _, _, err := e.Start(); err != nil {
				t.Fatal(err)
			}
			response, err := e.Next([]byte(refusal))
			if err != nil || response == nil || string(response) != want {
				t.Errorf("answered %q, %v; want %q", response, err, want)
			}
			if got := e.Refusal(); got != refusal {
				t.Errorf("kept %q", got)
			}
			if err := e.Finish(); !errors.Is(err, mailauth.ErrChallenge) {
				t.Errorf("success after a refusal: %v", err)
			}
			if response, err := e.Next([]byte(refusal)); response != nil || !errors.Is(err, mailauth.ErrChallenge) {
				t.Errorf("a second challenge: %q, %v", response, err)
			}
		})
	}
}

func TestTokenWithoutChallenge(t *testing.T) {
	e := tokenExchange(t, mailauth.XOAUTH2, "user@example.com")
	if err := e.Finish(); err != nil || e.Refusal() != "" {
		t.Errorf("%v, %q", err, e.Refusal())
	}
}

func TestRefusalIsBounded(t *testing.T) {
	e := tokenExchange(t, mailauth.XOAUTH2, "user@example.com")
	if _, err := e.Next([]byte(strings.Repeat("ä", 1<<20))); err != nil {
		t.Fatal(err)
	}
	if got := len(e.Refusal()); got == 0 || got > 4<<10 {
		t.Errorf("%d bytes are kept", got)
	}
}

func TestTokensThatCannotBeSent(t *testing.T) {
	tests := []struct{ name, user, host, token string }{
		{"no user", "", "h", "t"},
		{"no token", "u", "h", ""},
		{"separator in the user", "u\x01auth=Bearer x", "h", "t"},
		{"line end in the user", "u\r\n", "h", "t"},
		{"separator in the host", "u", "h\x01x", "t"},
		{"separator in the token", "u", "h", "t\x01"},
		{"blank in the token", "u", "h", "t t"},
		{"line end in the token", "u", "h", "t\n"},
		{"other script in the token", "u", "h", "tö"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, mechanism := range []string{mailauth.XOAUTH2, mailauth.OAUTHBEARER} {
				if _, err := mailauth.NewToken(mechanism, tt.user, tt.host, 1, secret.FromString(tt.token)); !errors.Is(err, mailauth.ErrCredential) {
					t.Errorf("%s: %v", mechanism, err)
				}
			}
		})
	}
	if _, err := mailauth.NewToken(mailauth.Plain, "u", "h", 1, secret.FromString("t")); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("PLAIN was taken: %v", err)
	}
}

func FuzzToken(f *testing.F) {
	f.Add("user@example.com", "mail.example.com", "token", []byte(`{"status":"400"}`))
	f.Add("a,b=c", "::1", "t", []byte("\xff"))
	f.Fuzz(func(t *testing.T, user, host, token string, challenge []byte) {
		for mechanism, parts := range map[string]int{mailauth.XOAUTH2: 4, mailauth.OAUTHBEARER: 6} {
			e, err := mailauth.NewToken(mechanism, user, host, 587, secret.FromString(token))
			if err != nil {
				return
			}
			message, _, err := e.Start()
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Split(string(message), "\x01"); len(got) != parts || got[parts-3] != "auth=Bearer "+token {
				t.Fatalf("%s falls into %d parts", mechanism, len(got))
			}
			if strings.ContainsAny(string(message), "\r\n\x00") {
				t.Fatal("the message ends a line")
			}
			if _, err := e.Next(challenge); err != nil || len(e.Refusal()) > 4<<10 {
				t.Fatal(fmt.Errorf("%d bytes kept: %w", len(e.Refusal()), err))
			}
		}
	})
}
