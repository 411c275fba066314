package clientgrant

import (
	"fmt"
	"net/http"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/httppost"
	"patchbay/backend/protocol/oauth"
	"patchbay/backend/protocol/signin"
)

// Codes of findings about a token endpoint. Those of the connection are net.*
// and tls.*.
const (
	CodeClientRejected = "token.client_rejected" // the client or its secret is not taken
	CodeGrantRefused   = "token.grant_refused"   // the client may not obtain tokens of its own
	CodeScopeRefused   = "token.scope_refused"   // not all that was asked for is granted
	CodeInvalidAnswer  = "token.invalid_answer"  // no token endpoint answers so
	CodeRefused        = "token.refused"         // any other; Finding.Reason says which
)

const sourceRFC6749 = "RFC 6749 §5.2"

// refused explains an error in the endpoint's own words (RFC 6749 §5.2).
func (g grant) refused(status int, said oauth.ErrorAnswer) proof.Finding {
	f := g.explain(status, said)
	if f.Reason == "" {
		f.Reason = reasonOf(said.Code)
	}
	if f.Source == "" {
		f.Source = sourceRFC6749
	}
	words := strings.TrimSpace(said.Description + "\n" + said.URI)
	f.Remote = &fault.Remote{Code: clip(g.redactor.Redact(said.Code)), Text: clip(g.redactor.Redact(words))}
	return f
}

func (g grant) explain(status int, said oauth.ErrorAnswer) proof.Finding {
	switch said.Code {
	case "invalid_client":
		return g.clientRejected()
	case "unauthorized_client":
		return g.unauthorizedClient(said.Description)
	case "unsupported_grant_type":
		return proof.Finding{
			Code:   CodeGrantRefused,
			Cause:  "The token endpoint issues no tokens to clients themselves: it does not know the grant client_credentials.",
			Remedy: "Switch the client credentials grant on at the target, or check that this is the token endpoint of the right server.",
			Fields: []string{"tokenUrl"},
		}
	case "invalid_scope":
		return proof.Finding{
			Code:   CodeScopeRefused,
			Cause:  "The token endpoint does not know, or does not grant to this client, a scope that was asked for: " + g.Scope + ".",
			Remedy: "Take out the scopes that the target does not list for this client, or have them assigned to it there.",
			Fields: []string{g.field(fieldScope)},
		}
	case "invalid_request":
		return proof.Finding{
			Code:   CodeRefused,
			Cause:  "The token endpoint finds that the request lacks something, or holds something that it does not take.",
			Remedy: "Read what it says below. Some servers want the client in the body: choose client_secret_post.",
			Fields: []string{"clientAuth", g.field(fieldScope), "tokenUrl"},
		}
	}
	return g.otherwise(status)
}

// clientRejected names the other way of client authentication instead of trying
// it: the credential is sent once.
func (g grant) clientRejected() proof.Finding {
	other := ClientSecretPost
	if g.WithDefaults().ClientAuth == ClientSecretPost {
		other = ClientSecretBasic
	}
	return proof.Finding{
		Code:   CodeClientRejected,
		Cause:  "The token endpoint does not take the client " + g.ClientID + " with this secret: one of the two is wrong, the client is switched off, or it has to prove itself in another way.",
		Remedy: "Compare the client ID, character by character, and enter the secret again. If both are right, choose " + other + ".",
		Fields: []string{"clientId", g.field(fieldSecret), "clientAuth"},
	}
}

// unauthorizedClient covers a grant that is switched off, and with some servers
// a wrong secret too.
func (g grant) unauthorizedClient(description string) proof.Finding {
	if strings.Contains(strings.ToLower(description), "client credentials") {
		f := g.clientRejected()
		f.Source, f.Unverified = "Keycloak", true
		f.Cause = "The client ID or the secret is probably wrong: some servers, Keycloak among them, answer so."
		return f
	}
	return proof.Finding{
		Code:   CodeGrantRefused,
		Cause:  "The token endpoint knows the client " + g.ClientID + ", which may not obtain tokens for itself.",
		Remedy: "Switch the client credentials grant on for this client at the target; in Keycloak that is the client's service account.",
		Fields: []string{"clientId"},
	}
}

// otherwise goes by the status.
func (g grant) otherwise(status int) proof.Finding {
	f := proof.Finding{
		Code:   CodeRefused,
		Cause:  fmt.Sprintf("The token endpoint refused with HTTP %d.", status),
		Remedy: "Read what it says below, and ask the target's administrator.",
		Fields: []string{"tokenUrl"},
	}
	switch {
	case status == http.StatusTooManyRequests:
		f.Cause, f.Remedy = "The token endpoint has been asked too often.", "Wait some minutes, then try once."
	case status == http.StatusLocked:
		f.Cause, f.Remedy = "The target is locked: another Patchbay answers so while its vault is locked.", "Unlock it, then try again."
	case status >= http.StatusInternalServerError:
		f.Cause = fmt.Sprintf("The target, or a gateway in front of it, has a fault of its own: HTTP %d.", status)
		f.Remedy = "Try again in a while. If it stays, give the target's administrator the time of this attempt."
	}
	return f
}

// turnedAway explains a refusal without an error of OAuth.
func (g grant) turnedAway(a httppost.Answer, said *fault.Remote) proof.Finding {
	var f proof.Finding
	switch a.Status {
	case http.StatusUnauthorized:
		f = g.clientRejected()
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone:
		f = proof.Finding{
			Code:   CodeRefused,
			Cause:  "There is no token endpoint at this address.",
			Remedy: "Compare the token URL with the target's documentation, letter by letter.",
			Fields: []string{"tokenUrl"},
		}
	default:
		f = g.otherwise(a.Status)
	}
	f.Reason, f.Remote = fmt.Sprintf("status_%d", a.Status), said
	return f
}

func (g grant) redirected(a httppost.Answer) proof.Finding {
	f := g.mistaken("redirect", "sends the request on to another address", &fault.Remote{
		Code: fmt.Sprint(a.Status), Text: clip(g.redactor.Redact(signin.WithoutQuery(a.Header.Get("Location")))),
	})
	f.Cause = "The token endpoint sends Patchbay on to another address. The secret is sent to the address that was entered and to no other."
	return f
}

// mistaken explains an answer that no token endpoint gives; because goes on
// after "the answer".
func (g grant) mistaken(reason, because string, said *fault.Remote) proof.Finding {
	f := g.target().Endpoint.Mistaken(reason, because)
	f.Code, f.Remote = CodeInvalidAnswer, said
	return f
}

// reasonOf is the name of an error that RFC 6749 §5.2 knows. Any other is the
// endpoint's invention: it may hold what it was sent.
func reasonOf(code string) string {
	switch code {
	case "invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope":
		return code
	}
	return "other"
}
