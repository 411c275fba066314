package clientgrant_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/clientgrant"
	"patchbay/backend/rehearsal/script"
	"patchbay/backend/secret"
)

const (
	clientID     = "the+client"
	clientSecret = "S3cr3t~of/the+client?&"
	accessToken  = "4cc3ss_t0ken-that-was-issued"
)

// answer plays what an endpoint says to a request that was read.
type answer func(p *script.Peer, request *http.Request, body string)

// endpoint is a token endpoint over TLS. The connection that is only for evidence
// brings no request.
type endpoint struct {
	*script.Server
	authority script.Authority
}

func serve(t testing.TB, play answer) endpoint {
	t.Helper()
	authority := script.NewAuthority(t)
	config := script.TLS(authority.Issue(t, nil))
	return endpoint{authority: authority, Server: script.Serve(t, func(p *script.Peer) {
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

func (e endpoint) url() string { return "https://" + e.Addr() + "/token" }

// request asks this endpoint as a good client does.
func (e endpoint) request() clientgrant.Request {
	return clientgrant.Request{
		Settings: clientgrant.Settings{TokenURL: e.url(), ClientID: clientID, Scope: "mail:write", CAPEM: e.authority.PEM, TimeoutSeconds: 20},
		Secret:   secret.FromString(clientSecret), Version: "test", Host: "desk",
	}
}

// say answers with a status, a type and a body, and further header lines.
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

// issue is what a good endpoint says.
func issue() answer {
	return sayJSON(200, `{"access_token":"`+accessToken+`","token_type":"bearer","expires_in":3600}`)
}

// codes lists what was found at the step token, or the step that failed before.
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

// findingOf is the first thing that was found.
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
