package oauth

import (
	"fmt"
	"net/url"
	"strings"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// follow says where a request is sent on to, if it may be.
func follow(reply Reply, to Endpoint, hops int) (string, *proof.Finding) {
	from, err := url.Parse(reply.URL)
	if err != nil {
		return "", Redirected(reply, to, "without saying where to")
	}
	next, err := from.Parse(reply.Header.Get("Location"))
	switch {
	case err != nil || reply.Header.Get("Location") == "":
		return "", Redirected(reply, to, "without saying where to")
	case next.Scheme != from.Scheme || !strings.EqualFold(next.Host, from.Host):
		return "", Redirected(reply, to, "to another server, "+next.Scheme+"://"+next.Host)
	case hops >= maxRedirects:
		return "", Redirected(reply, to, fmt.Sprintf("and on: %d times", hops+1))
	}
	return next.String(), nil
}

// Redirected explains an answer that sends a request on where it may not be.
func Redirected(reply Reply, to Endpoint, where string) *proof.Finding {
	return &proof.Finding{
		Code: signin.CodeResponseInvalid, Reason: "redirected",
		Cause:  "The " + to.Name + " sends Patchbay on " + where + ".",
		Remedy: "Enter the address that answers by itself. A sign-in page, a proxy, or http in place of https is the usual reason.",
		Fields: []string{to.Field},
		Remote: &fault.Remote{Code: fmt.Sprint(reply.Status), Text: shown(reply.Header.Get("Location"))},
	}
}
