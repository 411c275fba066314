package smtp_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/smtp"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

// signedToken is an access token as large providers issue it.
func signedToken() (whole string, parts []string) {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	parts = []string{
		part(`{"typ":"JWT","alg":"RS256","kid":"1f0c"}`),
		part(`{"aud":"https://outlook.office365.com","scp":"SMTP.Send","upn":"ops@example.com","jti":"0000-1111"}`),
		part("a signature that makes all the difference"),
	}
	return strings.Join(parts, "."), parts
}

// echoes are what a hostile server makes of a response.
func echoes() map[string]func(response string) []string {
	return map[string]func(string) []string{
		"as it came":  func(r string) []string { return []string{"535 5.7.8 " + r} },
		"decoded":     func(r string) []string { return []string{"535 5.7.8 " + visible(r)} },
		"URL-encoded": func(r string) []string { return []string{"535 5.7.8 " + url.QueryEscape(decoded(r))} },
		"hexadecimal": func(r string) []string { return []string{"535 5.7.8 " + hex.EncodeToString([]byte(decoded(r)))} },
		"base64 once more": func(r string) []string {
			return []string{"535 5.7.8 x" + base64.StdEncoding.EncodeToString([]byte("  "+decoded(r)))}
		},
		"one part per line": func(r string) []string { return partLines(visible(r)) },
	}
}

func decoded(response string) string {
	raw, _ := base64.StdEncoding.DecodeString(response)
	return string(raw)
}

func visible(response string) string { return strings.ReplaceAll(decoded(response), "\x01", " ") }

// partLines takes the token apart at its dots.
func partLines(response string) []string {
	_, token, _ := strings.Cut(response, "Bearer ")
	parts := strings.Split(token, ".")
	lines := make([]string, len(parts))
	for i, part := range parts {
		lines[i] = "535-5.7.8 " + strings.TrimSpace(part)
	}
	return append(lines, "535 5.7.8 refused")
}

// TestSC25_AServerThatEchoesATokenLeavesNoneInTheReport in whatever form, be it
// in pieces that another could put together again.
func TestSC25_AServerThatEchoesATokenLeavesNoneInTheReport(t *testing.T) {
	token, parts := signedToken()
	a := script.NewAuthority(t)
	for name, echo := range echoes() {
		for _, challenged := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				s := script.Serve(t, behaviour{
					startTLS: script.TLS(a.Issue(t, nil)), caps: []string{"AUTH XOAUTH2"},
					auth: func(p *script.Peer, line string) {
						response := strings.TrimPrefix(line, "AUTH XOAUTH2 ")
						if challenged {
							p.Send("334 " + base64.StdEncoding.EncodeToString([]byte(`{"status":"401","scope":"`+visible(response)+`"}`)))
							p.Line()
						}
						p.Send(echo(response)...)
					},
				}.play)
				report := proveToken(t, settings(s, smtp.SecuritySTARTTLS, a), token)
				doc, err := json.Marshal(report)
				if err != nil {
					t.Fatal(err)
				}
				if f := lastFinding(report); f.Code != "auth.token_rejected" {
					t.Errorf("%+v", f)
				}
				for _, piece := range append(parts, token) {
					for _, form := range []string{piece, hex.EncodeToString([]byte(piece)), base64.StdEncoding.EncodeToString([]byte(piece))} {
						if strings.Contains(string(doc), form) {
							t.Errorf("the report holds a piece of the token as %.20s…", form)
						}
					}
				}
			})
		}
	}
}

// TestARefusedTokenLeavesNoExchangeOpen: the error challenge is answered and
// the reply to that is read before anything else is said.
func TestARefusedTokenLeavesNoExchangeOpen(t *testing.T) {
	a := script.NewAuthority(t)
	tests := []struct {
		name  string
		auth  func(p *script.Peer, line string)
		after []string // what the server hears from the challenge on
		code  string
	}{
		{"two steps", func(p *script.Peer, _ string) {
			p.Send("334 eyJzdGF0dXMiOiI0MDAifQ==")
			p.Line()
			p.Send("535 5.7.3 Authentication unsuccessful")
		}, []string{"", "QUIT"}, "auth.token_rejected"},
		{"a second challenge", func(p *script.Peer, _ string) {
			p.Send("334 eyJzdGF0dXMiOiI0MDAifQ==")
			p.Line()
			p.Send("334 eyJzdGF0dXMiOiI0MDAifQ==")
			p.Line()
			p.Send("501 cancelled")
		}, []string{"", "*", "QUIT"}, "smtp.protocol_violation"},
		{"success after a refusal", func(p *script.Peer, _ string) {
			p.Send("334 eyJzdGF0dXMiOiI0MDAifQ==")
			p.Line()
			p.Send("235 2.7.0 welcome")
		}, []string{""}, "smtp.protocol_violation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{
				startTLS: script.TLS(a.Issue(t, nil)), caps: []string{"AUTH XOAUTH2"}, auth: tt.auth,
			}.play)
			report := proveToken(t, settings(s, smtp.SecuritySTARTTLS, a), "an-opaque-token")
			if f := lastFinding(report); f.Code != tt.code {
				t.Errorf("%+v", f)
			}
			_, all := s.Received()
			_, after, _ := strings.Cut(all, "AUTH XOAUTH2 ")
			lines := strings.Split(strings.TrimSuffix(after, "\r\n"), "\r\n")[1:]
			if strings.Join(lines, "\n") != strings.Join(tt.after, "\n") {
				t.Errorf("the server heard %q, want %q", lines, tt.after)
			}
		})
	}
}

// TestSC23_ATokenEndsNoLine: what would end the line or a part of the message
// is not sent, and it is not the user name that is blamed.
func TestSC23_ATokenEndsNoLine(t *testing.T) {
	a := script.NewAuthority(t)
	for _, token := range []string{"abc\r\nRSET", "abc\x01auth=Bearer def", "abc\x00", "abc def", "ä"} {
		s := script.Serve(t, behaviour{startTLS: script.TLS(a.Issue(t, nil)), caps: []string{"AUTH XOAUTH2 OAUTHBEARER"}}.play)
		report := proveToken(t, settings(s, smtp.SecuritySTARTTLS, a), token)
		if f := lastFinding(report); f.Reason != "token_characters" || f.Fields[0] != "oauth2.tokenUrl" {
			t.Errorf("%q: %+v", token, f)
		}
		if _, all := s.Received(); strings.Contains(all, "AUTH") {
			t.Errorf("%q: the server heard %q", token, all)
		}
	}
}

func proveToken(t *testing.T, s smtp.Settings, token string) proof.Report {
	t.Helper()
	endpoint := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": 600})
	}))
	t.Cleanup(endpoint.Close)
	s.Auth, s.User = smtp.SignInOAuth2, user
	s.OAuth2 = smtp.OAuth2Settings{TokenURL: endpoint.URL, ClientID: "client"}
	return smtp.Prove(t.Context(), smtp.Request{
		Settings: s, Secrets: smtp.Secrets{ClientSecret: secret.FromString("the client's secret")}, Level: smtp.LevelSignIn,
	})
}

func lastFinding(report proof.Report) proof.Finding {
	var last proof.Finding
	for _, step := range report.Steps {
		if step.Finding != nil {
			last = *step.Finding
		}
	}
	return last
}
