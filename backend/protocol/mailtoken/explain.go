package mailtoken

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/protocol/mailauth"
)

// explain turns the error of a question to an endpoint into a finding. What
// the endpoint answered tells more than what the library made of it.
func (c *client) explain(ctx context.Context, err error, to endpoint) proof.Finding {
	last := c.answers.last
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return cancelled()
	case last != nil:
		return c.clean(c.explainAnswer(*last, to))
	case errors.Is(err, dial.ErrTooLong):
		return notAnEndpoint(to, "has more than any such answer needs")
	case isNotHTTP(err):
		return notAnEndpoint(to, "is not HTTP")
	}
	f, ok := dial.FindingOf(err)
	if !ok {
		f = dial.Explain(err, "waiting for the answer of the "+to.name)
	}
	return aim(f, to)
}

// isNotHTTP reports whether an answer could not be read as HTTP. Package http
// does not export these errors; their texts are stable.
func isNotHTTP(err error) bool {
	return strings.Contains(err.Error(), "malformed HTTP") || strings.Contains(err.Error(), "response headers exceeded")
}

// cancelled is what dial says of a connection, for a sign-in.
func cancelled() proof.Finding {
	return proof.Finding{
		Code: dial.CodeClosed, Reason: dial.ReasonCancelled,
		Cause:  "The sign-in at the provider was cancelled, and the connection was closed.",
		Remedy: "Start again when you are ready.",
	}
}

// explainAnswer explains an answer that holds no token.
func (c *client) explainAnswer(last answer, to endpoint) proof.Finding {
	success := last.status >= http.StatusOK && last.status < http.StatusMultipleChoices
	var f proof.Finding
	switch {
	case last.status >= http.StatusMultipleChoices && last.status < http.StatusBadRequest:
		f = redirected(to, last.status)
	case success && last.errorCode() == "":
		f = notAnEndpoint(to, "holds no token")
		f.Remote = &fault.Remote{Code: strconv.Itoa(last.status), Text: c.mask(last.body)}
	default:
		f = mailauth.DiagnoseTokenEndpoint(last.status, []byte(c.mask(last.body)))
	}
	f.Fields = renamed(f.Fields, to)
	return f
}

// renamed blames the endpoint that was asked where the token endpoint is blamed.
func renamed(fields []string, to endpoint) []string {
	fields = slices.Clone(fields)
	for i, field := range fields {
		if field == "oauth2.tokenUrl" {
			fields[i] = to.field
		}
	}
	return fields
}

// aim makes a finding about a connection speak of an endpoint. Fields of the
// mail server are not at fault, and its ports no remedy.
func aim(f proof.Finding, to endpoint) proof.Finding {
	if f.Reason == dial.ReasonCancelled {
		return f
	}
	fields := []string{to.field}
	if slices.Contains(f.Fields, "caPem") {
		fields = append(fields, "caPem")
	}
	f.Fields = fields
	switch f.Code {
	case dial.CodeRefused:
		f.Remedy = "Check host and port of the " + to.name + "'s address, and that the provider runs there."
	case dial.CodeTimeout:
		f.Remedy = "Check the address of the " + to.name + ", and that no firewall holds the traffic back: from here it needs the way that web pages take."
	case dial.CodeClosed:
		f.Remedy = "Check the address of the " + to.name + ". If it is right, the provider or a firewall in between ends connections from this machine."
	case dial.CodeNotTLS:
		f.Cause = "The " + to.name + " answered in plain text where TLS was expected."
		f.Remedy = "Check host and port of its address: https is port 443 unless another is given."
	}
	return f
}

func settingsMissing(fields []string) *proof.Finding {
	return &proof.Finding{
		Code:   "settings.missing",
		Cause:  "To obtain a token, more has to be known.",
		Remedy: "Fill in the fields that are marked.",
		Fields: fields,
	}
}

func settingsInvalid(field, cause string) *proof.Finding {
	return &proof.Finding{
		Code: "settings.invalid", Cause: cause,
		Remedy: "Correct the field that is marked.", Fields: []string{field},
	}
}

func unsafeEndpoint(e endpoint) *proof.Finding {
	f := settingsInvalid(e.field, "The address of the "+e.name+" is not one that secrets may be sent to.")
	f.Remedy = "Enter the whole address beginning with https://, without user name or fragment."
	return f
}

func redirected(to endpoint, status int) proof.Finding {
	return proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "redirected",
		Cause:  "The " + to.name + " sends Patchbay on to another address. Secrets are sent to the address that was entered and to no other.",
		Remedy: "Copy the address of the " + to.name + " from the provider's documentation: it answers by itself.",
		Fields: []string{to.field},
		Remote: &fault.Remote{Code: strconv.Itoa(status), Text: http.StatusText(status)},
	}
}

func notAnEndpoint(to endpoint, because string) proof.Finding {
	return proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "not_an_endpoint",
		Cause:  fmt.Sprintf("What answered is no %s: the answer %s.", to.name, because),
		Remedy: "Copy the address of the " + to.name + " from the provider's documentation. A sign-in page or a proxy may have answered instead.",
		Fields: []string{to.field},
	}
}

func wrongType(name string) *proof.Finding {
	return &proof.Finding{
		Code: mailauth.CodeTokenRejected, Reason: "token_type",
		Cause:  fmt.Sprintf("The provider issued a token of type %q; mail servers take bearer tokens only.", shown(name)),
		Remedy: "Have the provider issue bearer tokens to this client.",
		Fields: []string{"oauth2.clientId"},
	}
}
