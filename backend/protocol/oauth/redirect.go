package oauth

import (
	"fmt"

	"patchbay/backend/fault"
	"patchbay/backend/proof"
	"patchbay/backend/protocol/signin"
)

// follow says where a request is sent on to, if it may be.
func follow(reply Reply, to signin.Endpoint, hops int) (string, *proof.Finding) {
	if hops >= signin.MaxRedirects {
		return "", Redirected(reply, to, fmt.Sprintf("and on: %d times", hops+1))
	}
	next, f := to.Follow(reply.URL, reply.Header.Get("Location"))
	return next, quoting(f, reply)
}

// Redirected explains an answer that sends a request on where it may not be.
func Redirected(reply Reply, to signin.Endpoint, where string) *proof.Finding {
	return quoting(to.Redirected(where), reply)
}

// quoting adds where an answer points to, if there is a finding.
func quoting(f *proof.Finding, reply Reply) *proof.Finding {
	if f != nil {
		f.Remote = &fault.Remote{Code: fmt.Sprint(reply.Status), Text: signin.WithoutQuery(reply.Header.Get("Location"))}
	}
	return f
}
