package signin

import (
	"net/url"
	"strings"

	"patchbay/backend/proof"
)

// MaxRedirects is how often a request that carries no secret is sent on.
const MaxRedirects = 3

// Follow says where an answer that came from an address sends a request on to.
// It may go to the same server only; the finding says why it may not.
func (e Endpoint) Follow(from, location string) (string, *proof.Finding) {
	base, err := url.Parse(from)
	if err != nil || location == "" {
		return "", e.Redirected("without saying where to")
	}
	next, err := base.Parse(location)
	if err != nil {
		return "", e.Redirected("without saying where to")
	}
	if next.Scheme != base.Scheme || !strings.EqualFold(next.Host, base.Host) {
		return "", e.Redirected("to another server, " + next.Scheme + "://" + next.Host)
	}
	return next.String(), nil
}

// Redirected explains an answer that sends a request on where it may not be. Where
// goes on after "sends Patchbay on".
func (e Endpoint) Redirected(where string) *proof.Finding {
	return &proof.Finding{
		Code: CodeResponseInvalid, Reason: "redirected",
		Cause:  "The " + e.Name + " sends Patchbay on " + where + ".",
		Remedy: "Enter the address that answers by itself. A sign-in page, a proxy, or http in place of https is the usual reason.",
		Fields: []string{e.Field},
	}
}
