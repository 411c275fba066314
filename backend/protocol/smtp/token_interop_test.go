package smtp_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	rehearsal "patchbay/backend/rehearsal/authority"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/smtpd"
	"patchbay/backend/secret"
	"patchbay/build/peers"
)

const (
	clientSecret = "the secret of the mail client"
	accessToken  = "access-token-4f1c-of-alice"
)

// newTokenAuthority gives everyone the same access token, and tells Dovecot
// whose it is.
func newTokenAuthority(t *testing.T, owner string, active bool) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if _, given, _ := r.BasicAuth(); given != "the+secret+of+the+mail+client" && given != clientSecret {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
			return
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": accessToken, "token_type": "Bearer", "expires_in": 600})
	})
	mux.HandleFunc("POST /introspect", func(w http.ResponseWriter, r *http.Request) {
		known := active && r.FormValue("token") == accessToken
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"active": known, "username": owner})
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// tokenServers are Postfix and a Dovecot that takes tokens.
func tokenServers(t *testing.T, tokens *httptest.Server, mechanism string) realServers {
	t.Helper()
	ca, err := rehearsal.New(time.Now())
	if err != nil {
		t.Fatal(err)
	}
	dovecot := peers.RunDovecot(t, peers.DovecotOptions{
		Passwords: map[string]string{alice: password}, Certificate: ca.Certificate(rehearsal.Good),
		Mechanisms: []string{mechanism}, Introspection: tokens.URL + "/introspect",
	})
	postfix := peers.RunPostfix(t, peers.PostfixOptions{
		Domain: "example.test", Mailboxes: []string{alice}, AuthSocket: dovecot.AuthSocket(), LMTPSocket: dovecot.LMTPSocket(),
		Ports: map[string]peers.SMTPPort{
			"starttls": {Security: peers.STARTTLS, Certificate: ca.Certificate(rehearsal.Good), SignIn: true},
		},
	})
	return realServers{ca, dovecot, postfix}
}

func (r realServers) tokenSettings(tokens *httptest.Server, user string) smtp.Settings {
	host, port, _ := net.SplitHostPort(r.postfix.Address("starttls"))
	return smtp.Settings{
		Host: host, Port: port, Security: smtp.SecuritySTARTTLS, CAPEM: r.authority.PEM(), From: alice,
		Auth: smtp.SignInOAuth2, User: user, EHLOName: "client.example.test",
		OAuth2: smtp.OAuth2Settings{TokenURL: tokens.URL + "/token", ClientID: "mail client"},
	}
}

func TestDovecotTakesTokens(t *testing.T) {
	for _, mechanism := range []string{"XOAUTH2", "OAUTHBEARER"} {
		t.Run(mechanism, func(t *testing.T) {
			tokens := newTokenAuthority(t, alice, true)
			servers := tokenServers(t, tokens, mechanism)
			report := smtp.Prove(t.Context(), smtp.Request{
				Settings: servers.tokenSettings(tokens, alice), Level: smtp.LevelSend,
				Secrets: smtp.Secrets{ClientSecret: secret.FromString(clientSecret)},
			})
			if report.Verdict != proof.Passed {
				t.Fatalf("not passed: %s\n%s", golden.JSON(t, report), servers.dovecot.Log())
			}
			servers.checkDelivered(t, report)
			step := stepNamed(t, report, "authenticate")
			if !strings.HasPrefix(step.Detail, mechanism) || step.Token == nil || !step.Token.Opaque {
				t.Errorf("the step says %+v", step)
			}
			noToken(t, "the report", golden.JSON(t, report))
		})
	}
}

func TestDovecotRefusesTokens(t *testing.T) {
	for _, tt := range []struct {
		name, owner, user string
		active            bool
	}{
		{"another user's", "bob@example.test", alice, true},
		{"a revoked one", alice, alice, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tokens := newTokenAuthority(t, tt.owner, tt.active)
			servers := tokenServers(t, tokens, "XOAUTH2")
			report := smtp.Prove(t.Context(), smtp.Request{
				Settings: servers.tokenSettings(tokens, tt.user), Level: smtp.LevelSignIn,
				Secrets: smtp.Secrets{ClientSecret: secret.FromString(clientSecret)},
			})
			f := findingAt(t, report, "authenticate")
			if f.Code != "auth.token_rejected" || f.Remote == nil || f.Remote.Code != "535" {
				t.Errorf("%+v\n%s", f, servers.dovecot.Log())
			}
			if f.Remote != nil && !strings.Contains(f.Remote.Text, "status") {
				t.Errorf("the server's reason is lost: %q", f.Remote.Text)
			}
			noToken(t, "the report", golden.JSON(t, report))
		})
	}
}

// TestPasswordsOnlyServer: a server that takes no tokens is recognised before
// one is asked for.
func TestPasswordsOnlyServer(t *testing.T) {
	tokens := newTokenAuthority(t, alice, true)
	asked := false
	tokens.Config.Handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true })
	server, err := smtpd.Start(smtpd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	endpoint := server.Endpoints()[0]
	report := smtp.Prove(t.Context(), smtp.Request{
		Settings: smtp.Settings{
			Host: endpoint.Host, Port: strconv.Itoa(endpoint.Port), Security: smtp.SecuritySTARTTLS, CAPEM: server.CAPEM(), From: alice,
			Auth: smtp.SignInOAuth2, OAuth2: smtp.OAuth2Settings{TokenURL: tokens.URL + "/token", ClientID: "mail client"},
		},
		Secrets: smtp.Secrets{ClientSecret: secret.FromString(clientSecret)},
	})
	f := findingAt(t, report, "authenticate")
	if f.Code != "auth.mechanism_not_offered" || f.Reason != "no_tokens" || asked {
		t.Errorf("asked: %t, %+v", asked, f)
	}
}

func stepNamed(t *testing.T, report proof.Report, name string) proof.Step {
	t.Helper()
	i := slices.IndexFunc(report.Steps, func(s proof.Step) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no step %s in %s", name, golden.JSON(t, report))
	}
	return report.Steps[i]
}

func noToken(t *testing.T, where, text string) {
	t.Helper()
	for _, canary := range []string{accessToken, clientSecret} {
		if strings.Contains(text, canary) {
			t.Errorf("%s holds a secret", where)
		}
	}
}
