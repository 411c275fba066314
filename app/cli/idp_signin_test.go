package cli_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patchbay/backend/protocol/signin"
	"patchbay/backend/rehearsal/idpd"
	"patchbay/backend/rehearsal/script"
)

// signedIn is the last event of a sign-in, and how the command ended.
type signedIn struct {
	status int
	events []string
	result struct {
		Event, Verdict, Level, Email, NameID string
		Claims                               map[string]any
		Attributes                           map[string][]string
		Decision                             *struct {
			Admitted bool
			Account  string
		}
	}
}

// signIn runs the command; person is called with the address of the event open.
func signIn(t *testing.T, person func(address string), args ...string) signedIn {
	t.Helper()
	program := newMain(append([]string{"idp", "signin", "--no-browser", "--events"}, args...)...)
	r, w := io.Pipe()
	program.Stdout = w
	status := make(chan int, 1)
	go func() {
		status <- program.Run(t.Context())
		_ = w.Close()
	}()
	var got signedIn
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		got.events = append(got.events, lines.Text())
		var open struct{ Event, URL string }
		if err := json.Unmarshal(lines.Bytes(), &open); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		if open.Event == "open" {
			person(open.URL)
		}
	}
	got.status = <-status
	if len(got.events) == 0 {
		t.Fatal("nothing was printed")
	}
	if err := json.Unmarshal([]byte(got.events[len(got.events)-1]), &got.result); err != nil {
		t.Fatal(err)
	}
	return got
}

// documents starts a rehearsal provider and writes the document of a kind.
func documents(t *testing.T, kind signin.Type) (server *idpd.Server, path string) {
	t.Helper()
	server, err := idpd.Start(idpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	document, err := idpDocument(server, kind)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "idp.json")
	if err := os.WriteFile(path, document, 0o600); err != nil {
		t.Fatal(err)
	}
	return server, path
}

func TestSignInCommand(t *testing.T) {
	t.Parallel()
	for _, kind := range []signin.Type{signin.OIDC, signin.OAuth2, signin.SAML} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			server, path := documents(t, kind)
			browser := script.NewBrowser(t, server.CAPEM())
			got := signIn(t, func(address string) {
				if !strings.HasPrefix(address, server.Issuer()) {
					t.Errorf("the address is not the provider's own: %s", address)
				}
				if _, err := browser.SignIn(address, "anna"); err != nil {
					t.Error(err)
				}
			}, "--from", path)
			r := got.result
			if got.status != 0 || r.Event != "result" || r.Verdict != "passed" || r.Level != "signin" || r.Email != "anna@example.com" {
				t.Errorf("%d %+v", got.status, r)
			}
			if r.Decision == nil || !r.Decision.Admitted || (r.Claims == nil) == (r.Attributes == nil) {
				t.Errorf("%+v", r)
			}
			if secret := string(server.ClientSecret().Reveal()); strings.Contains(strings.Join(got.events, ""), secret) {
				t.Error("the client secret is printed")
			}
		})
	}
}

// TestSignInCommandByHand: the answer to the real callback URL lies in a file
// that appears once the person has signed in.
func TestSignInCommandByHand(t *testing.T) {
	t.Parallel()
	for _, kind := range []signin.Type{signin.OIDC, signin.SAML} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			server, path := documents(t, kind)
			answer := filepath.Join(t.TempDir(), "answer.txt")
			got := signIn(t, func(address string) {
				exit, err := script.NewBrowser(t, server.CAPEM()).Choose(address, "anna")
				if err != nil {
					t.Error(err)
				}
				text := exit.URL
				if exit.Form != nil {
					text = exit.Form.Get("SAMLResponse")
				}
				if err := os.WriteFile(answer, []byte(text), 0o600); err != nil {
					t.Error(err)
				}
			}, "--from", path, "--paste", answer)
			if got.status != 0 || got.result.Verdict == "failed" || got.result.Email != "anna@example.com" {
				t.Errorf("%d %+v\n%s", got.status, got.result, got.events[len(got.events)-1])
			}
		})
	}
}

func TestSignInCommandUnreadablePaste(t *testing.T) {
	t.Parallel()
	_, path := documents(t, signin.OIDC)
	answer := filepath.Join(t.TempDir(), "answer.txt")
	got := signIn(t, func(string) {
		if err := os.WriteFile(answer, []byte("good morning"), 0o600); err != nil {
			t.Error(err)
		}
	}, "--from", path, "--paste", answer)
	if last := got.events[len(got.events)-1]; got.status != 3 || !strings.Contains(last, "idp.paste_unreadable") {
		t.Errorf("%d %s", got.status, last)
	}
}
