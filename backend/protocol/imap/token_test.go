package imap_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/account"
	"patchbay/backend/protocol/imap"
	"patchbay/backend/rehearsal/golden"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

const accessToken = "access-token-4f1c-canary"

// tokenEndpoint gives everyone the same access token.
func tokenEndpoint(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"access_token": accessToken, "token_type": "Bearer", "expires_in": 600})
	}))
	t.Cleanup(server.Close)
	return server
}

func TestTokens(t *testing.T) {
	a := script.NewAuthority(t)
	config := script.TLS(a.Issue(t, nil))
	tokens := tokenEndpoint(t)
	refuse := func(farewell string) func(p *script.Peer, tag, line string) {
		return func(p *script.Peer, tag, _ string) {
			p.Send("+ " + encode(`{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`))
			if line, _ := p.Next(); line != farewell {
				p.Errorf("the refusal was answered by %q", line)
			}
			p.Send(tag + " NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
		}
	}
	accept := func(want string) func(p *script.Peer, tag, line string) {
		return func(p *script.Peer, tag, line string) {
			judge(p, tag, decode(line[strings.LastIndexByte(line, ' ')+1:]), want)
		}
	}
	const bearer = "\x01auth=Bearer " + accessToken + "\x01\x01"
	for _, tt := range []struct {
		name, caps, code string
		signIn           func(p *script.Peer, tag, line string)
	}{
		{"XOAUTH2", "IMAP4rev1 SASL-IR AUTH=XOAUTH2", "", accept("user=" + user + bearer)},
		{"XOAUTH2 when asked", "IMAP4rev1 AUTH=XOAUTH2", "", func(p *script.Peer, tag, line string) {
			p.Send("+")
			answer, _ := p.Next()
			judge(p, tag, decode(answer), "user="+user+bearer)
		}},
		{"XOAUTH2 refused", "IMAP4rev1 SASL-IR AUTH=XOAUTH2", "auth.token_rejected", refuse("")},
		{"OAUTHBEARER refused", "IMAP4rev1 SASL-IR AUTH=OAUTHBEARER", "auth.token_rejected", refuse("AQ==")},
		{"no tokens", "IMAP4rev1 AUTH=PLAIN", "auth.mechanism_not_offered", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := script.Serve(t, behaviour{implicit: config, caps: tt.caps, signIn: tt.signIn}.play)
			set := settings(s, account.SecurityImplicitTLS, a)
			set.OAuth2 = account.OAuth2Settings{TokenURL: tokens.URL, ClientID: "c"}
			report := imap.Prove(t.Context(), imap.Request{Settings: set, Secrets: account.Secrets{ClientSecret: secret.FromString("client-canary")}})
			doc := golden.JSON(t, report)
			if strings.Contains(doc, "canary") {
				t.Errorf("the report holds a secret: %s", doc)
			}
			step := stepOf(t, report, "authenticate")
			switch {
			case tt.code == "" && (report.Verdict != proof.Passed || step.Token == nil):
				t.Error(doc)
			case tt.code != "" && (step.Finding == nil || step.Finding.Code != tt.code):
				t.Error(doc)
			case tt.code == "auth.token_rejected" && !strings.Contains(step.Finding.Remote.Text, "mail.google.com"):
				t.Errorf("the server's reason is lost: %q", step.Finding.Remote.Text)
			}
		})
	}
}
