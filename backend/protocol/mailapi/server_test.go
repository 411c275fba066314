package mailapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/mailapi"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

const (
	givenToken   = "t0ken-that-a-person+entered/1="
	clientSecret = "S3cr3t~of/the+client?&"
	issuedToken  = "4cc3ss_t0ken-that-was-issued"
)

// answer plays what a server says to a request that was read.
type answer func(p *script.Peer, request *http.Request, body string)

// server is one over TLS. The connection that is only for evidence brings no
// request.
type server struct {
	*script.Server
	authority script.Authority
}

func serve(t testing.TB, play answer) server { return serveAs(t, script.NewAuthority(t), play) }

func serveAs(t testing.TB, authority script.Authority, play answer) server {
	t.Helper()
	config := script.TLS(authority.Issue(t, nil))
	return server{authority: authority, Server: script.Serve(t, func(p *script.Peer) {
		if !p.StartTLS(config) {
			return
		}
		request, err := http.ReadRequest(p.Reader)
		if err != nil {
			return
		}
		body, err := io.ReadAll(request.Body)
		if err != nil {
			p.Errorf("the request ends in the middle: %v", err)
		}
		play(p, request, string(body))
	})}
}

func (s server) url() string { return "https://" + s.Addr() + "/digitanium/v4/mail/config" }

// request pushes the sample to this server with a token that was given.
func (s server) request() mailapi.PushRequest {
	body, _, _ := mailapi.Body(sample())
	return mailapi.PushRequest{
		Settings: mailapi.Settings{Form: mailapi.FormSSMS, URL: s.url(), CAPEM: s.authority.PEM, TimeoutSeconds: 20},
		Secrets:  mailapi.Secrets{Token: secret.FromString(givenToken)}, Body: body, Version: "test", Host: "desk",
	}
}

// withTokenFrom makes a request obtain its token at another server, which the
// same authority vouches for.
func withTokenFrom(r mailapi.PushRequest, s server) mailapi.PushRequest {
	r.TokenURL, r.ClientID, r.Scope = "https://"+s.Addr()+"/token", "client", "mail:write"
	r.Secrets = mailapi.Secrets{ClientSecret: secret.FromString(clientSecret)}
	return r
}

func say(status int, contentType, body string, header ...string) answer {
	return func(p *script.Peer, _ *http.Request, _ string) {
		lines := append([]string{
			fmt.Sprintf("HTTP/1.1 %d %s", status, http.StatusText(status)), "Content-Type: " + contentType,
			fmt.Sprintf("Content-Length: %d", len(body)), "Connection: close",
		}, header...)
		_, _ = io.WriteString(p.Conn, strings.Join(lines, "\r\n")+"\r\n\r\n"+body)
	}
}

func sayJSON(status int, body string) answer { return say(status, "application/json", body) }

// sayRaw answers with these bytes and hangs up.
func sayRaw(text string) answer {
	return func(p *script.Peer, _ *http.Request, _ string) { _, _ = io.WriteString(p.Conn, text) }
}

// contract is one of the contract's answers.
func contract(status int, word, message string) answer {
	return sayJSON(status, fmt.Sprintf(`{"message":%q,"status":%q,"subSystem":8}`, message, word))
}

func took() answer { return contract(200, "OK", "Successfully updated SMTP Details") }

func issue() answer {
	return sayJSON(200, `{"access_token":"`+issuedToken+`","token_type":"Bearer","expires_in":3600}`)
}

// codes lists what was found.
func codes(report proof.Report) string {
	var found []string
	for _, step := range report.Steps {
		if step.Finding == nil {
			continue
		}
		for _, f := range append([]proof.Finding{*step.Finding}, step.Also...) {
			text := f.Code
			if f.Reason != "" {
				text += " (" + f.Reason + ")"
			}
			found = append(found, text)
		}
	}
	return strings.Join(found, ", ")
}

// verdicts lists the steps with their verdicts.
func verdicts(report proof.Report) string {
	var texts []string
	for _, step := range report.Steps {
		texts = append(texts, step.Name+" "+string(step.Verdict))
	}
	return strings.Join(texts, ", ")
}

func findingOf(t testing.TB, report proof.Report) proof.Finding {
	t.Helper()
	for _, step := range report.Steps {
		if step.Finding != nil {
			return *step.Finding
		}
	}
	t.Fatalf("nothing was found: %s", verdicts(report))
	return proof.Finding{}
}

// isSentence reports whether a text is written as those that people read.
func isSentence(text string) bool {
	return strings.HasSuffix(text, ".") && !strings.ContainsAny(text, "!\u2019") && !strings.Contains(strings.ToLower(text), "please") &&
		text[:1] == strings.ToUpper(text[:1])
}
