package signin

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
)

// Explain says why an endpoint gave no answer. A context that has ended goes
// before the error, which only follows from it.
func (e Endpoint) Explain(ctx context.Context, err error) proof.Finding {
	if ended := ctx.Err(); ended != nil {
		err = ended
	}
	if isNotHTTP(err) {
		return e.Mistaken("not_http", "is not HTTP")
	}
	return e.Aim(dial.Explain(err, "waiting for the answer of the "+e.Name))
}

// isNotHTTP reports whether an answer could not be read as HTTP. Package http
// does not export these errors; their texts are stable.
func isNotHTTP(err error) bool {
	return strings.Contains(err.Error(), "malformed HTTP") || strings.Contains(err.Error(), "response headers exceeded")
}

// Mistaken explains an answer that no such endpoint gives.
func (e Endpoint) Mistaken(reason, because string) proof.Finding {
	return proof.Finding{
		Code: CodeResponseInvalid, Reason: reason,
		Cause:  fmt.Sprintf("What answered is no %s: the answer %s.", e.Name, because),
		Remedy: "Copy the address from the " + e.owner() + "'s documentation. A sign-in page, a proxy or a firewall may have answered instead.",
		Fields: []string{e.Field},
	}
}

// Aim makes a finding about a connection speak of an endpoint: the fields and
// ports of a mail server are not at fault.
func (e Endpoint) Aim(f proof.Finding) proof.Finding {
	if f.Reason == "cancelled" {
		return proof.Finding{
			Code: CodeCancelled, Cause: "The test was cancelled.", Remedy: "Start it again when you are ready.",
		}
	}
	fields := []string{e.Field}
	if slices.Contains(f.Fields, "caPem") {
		fields = append(fields, "caPem")
	}
	f.Fields = fields
	f.Cause = strings.ReplaceAll(f.Cause, "mail server", e.owner())
	f.Remedy = strings.ReplaceAll(f.Remedy, "mail server", e.owner())
	switch f.Code {
	case dial.CodeRefused:
		f.Remedy = "Check host and port of the " + e.Name + ", and that the " + e.owner() + " runs there."
	case dial.CodeTimeout:
		f.Remedy = "Check the " + e.Name + ", and that no firewall holds the traffic back: it takes the way that web pages take."
	case dial.CodeClosed:
		f.Remedy = "Check the " + e.Name + ". If it is right, the " + e.owner() + " or a firewall in between ends connections from this machine."
	case dial.CodeHostnameMismatch:
		f.Remedy = "Use an address whose name the certificate holds, if it is the same server; otherwise have the " + e.owner() + " install a certificate for this name."
	case dial.CodeNotTLS:
		f.Cause = "At the " + e.Name + " somebody answered in plain text where TLS was expected."
		f.Remedy = "Check host and port of the address: https is port 443 unless another is given."
	}
	return f
}

// Unguarded says that an address is not safe enough for what it is for.
func (e Endpoint) Unguarded() proof.Finding {
	return proof.Finding{
		Code: CodeCheckFailed, Reason: "unsafe_endpoint",
		Cause:  "The " + e.Name + ", " + WithoutQuery(e.URL) + ", is no safe address: what goes there, and what comes from there, could be heard or changed on its way.",
		Remedy: "Use an address that begins with https:// and holds neither a user name nor a fragment.",
		Fields: []string{e.Field},
	}
}

// OverClearText warns of plain HTTP on this machine, once of all endpoints: a
// provider there has none of them behind TLS, and the same would be said of each.
func OverClearText(heard ...Endpoint) proof.Finding {
	var names, fields []string
	for _, e := range heard {
		names = append(names, "the "+e.Name)
		if !slices.Contains(fields, e.Field) {
			fields = append(fields, e.Field)
		}
	}
	return proof.Finding{
		Code: CodeCheckFailed, Reason: "clear_text",
		Cause:  "What is sent goes in clear text to " + strings.Join(names, ", ") + ". That is on this machine, so that nobody else hears it.",
		Remedy: "Use https before anybody signs in over a network.",
		Fields: fields,
	}
}
