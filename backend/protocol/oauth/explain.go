package oauth

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/refusal"
	"patchbay/backend/protocol/signin"
)

// explain turns the error of a request into a finding.
func (s *Session) explain(ctx context.Context, err error, to Endpoint) proof.Finding {
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return cancelled()
	case errors.Is(err, dial.ErrTooLong):
		return notAnEndpoint(to, "too_long", fmt.Sprintf("has more than %d KiB", maxAnswer>>10))
	case isNotHTTP(err):
		return notAnEndpoint(to, "not_http", "is not HTTP")
	}
	f, ok := dial.FindingOf(err)
	if !ok {
		f = dial.Explain(err, "waiting for the answer of the "+to.Name)
	}
	return Aim(f, to)
}

// isNotHTTP reports whether an answer could not be read as HTTP. Package http
// does not export these errors; their texts are stable.
func isNotHTTP(err error) bool {
	return strings.Contains(err.Error(), "malformed HTTP") || strings.Contains(err.Error(), "response headers exceeded")
}

// Aim makes a finding about a connection speak of an endpoint: the fields and
// ports of a mail server are not at fault.
func Aim(f proof.Finding, to Endpoint) proof.Finding {
	if f.Reason == "cancelled" {
		return cancelled()
	}
	fields := []string{to.Field}
	if slices.Contains(f.Fields, "caPem") {
		fields = append(fields, "caPem")
	}
	f.Fields = fields
	f.Cause = strings.ReplaceAll(f.Cause, "mail server", "provider")
	f.Remedy = strings.ReplaceAll(f.Remedy, "mail server", "provider")
	switch f.Code {
	case dial.CodeRefused:
		f.Remedy = "Check host and port in the address of the " + to.Name + ", and that the provider runs there."
	case dial.CodeTimeout:
		f.Remedy = "Check the address of the " + to.Name + ", and that no firewall holds the traffic back: it takes the way that web pages take."
	case dial.CodeClosed:
		f.Remedy = "Check the address of the " + to.Name + ". If it is right, the provider or a firewall in between ends connections from this machine."
	case dial.CodeHostnameMismatch:
		f.Remedy = "Use an address whose name the certificate holds, if it is the same server; otherwise have the provider install a certificate for this name."
	case dial.CodeNotTLS:
		f.Cause = "The " + to.Name + " answered in plain text where TLS was expected."
		f.Remedy = "Check host and port of its address: https is port 443 unless another is given."
	}
	return f
}

func cancelled() proof.Finding {
	return proof.Finding{
		Code:   signin.CodeCancelled,
		Cause:  "The test was cancelled.",
		Remedy: "Start it again when you are ready.",
	}
}

func notAnEndpoint(to Endpoint, reason, because string) proof.Finding {
	return proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: reason,
		Cause:  fmt.Sprintf("What answered is no %s: the answer %s.", to.Name, because),
		Remedy: "Copy the address from the provider's documentation. A sign-in page, a proxy or a firewall may have answered instead.",
		Fields: []string{to.Field},
	}
}

// Unreadable explains an answer that is not the JSON it should be.
func (s *Session) Unreadable(err error, reply Reply, to Endpoint) proof.Finding {
	reason, because := "not_json", "is not JSON"
	var malformed *MalformedError
	switch {
	case refusal.IsHTML(reply.Type, string(reply.Body[:min(len(reply.Body), maxTold)])):
		reason, because = "html", "is a web page"
	case errors.As(err, &malformed):
		reason, because = malformed.Reason, malformed.because
	}
	// A page is shown, because it says who answered instead. What was meant to be
	// tokens is not: they cannot be masked where they cannot be read.
	text := reply.withheld()
	if !reply.unsafe && (!reply.private || reason == "html") {
		text = Beginning(s.Redactor, reply.Body)
	}
	f := notAnEndpoint(to, reason, because)
	f.Remote = &fault.Remote{Code: fmt.Sprint(reply.Status), Text: strings.TrimSpace(reply.Type + "\n" + text)}
	return f
}
