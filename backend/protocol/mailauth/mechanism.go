package mailauth

import (
	"errors"
	"slices"
	"strings"

	"patchbay/backend/secret"
)

// Names of the SASL mechanisms that Patchbay speaks.
const (
	Plain       = "PLAIN"         // RFC 4616
	Login       = "LOGIN"         // never standardised, everywhere
	CRAMMD5     = "CRAM-MD5"      // RFC 2195
	SCRAMSHA1   = "SCRAM-SHA-1"   // RFC 5802
	SCRAMSHA256 = "SCRAM-SHA-256" // RFC 7677
)

// Errors of an exchange. They mean that the server does not keep to the
// mechanism; the exchange must be cancelled.
var (
	ErrChallenge  = errors.New("the server's challenge does not follow the mechanism")
	ErrIterations = errors.New("the server asks for an iteration count out of bounds")
	ErrSignature  = errors.New("the server did not prove that it knows the password")
	ErrCredential = errors.New("the user name or the password cannot be sent with this mechanism")
)

// Credentials are what a password mechanism needs.
type Credentials struct {
	User     string
	Password secret.Text
}

// Exchange is one run of a mechanism. Responses are not yet encoded in base64;
// the caller wipes them when they are sent.
type Exchange interface {
	// Start returns the initial response. Without one (ok is false) the
	// server speaks first.
	Start() (response []byte, ok bool, err error)
	// Next answers a challenge.
	Next(challenge []byte) (response []byte, err error)
	// Finish is called when the server reports success, and fails when it
	// has not proved what the mechanism has it prove.
	Finish() error
}

// preference lists the mechanisms from the one that shows a server least.
func preference() []string {
	return []string{SCRAMSHA256, SCRAMSHA1, CRAMMD5, Plain, Login}
}

// Choose returns the best of the offered mechanisms that Patchbay speaks with
// a password, "" when there is none. Names are compared without case.
func Choose(offered []string) string {
	for _, mechanism := range preference() {
		if slices.ContainsFunc(offered, func(name string) bool { return strings.EqualFold(name, mechanism) }) {
			return mechanism
		}
	}
	return ""
}

// OnlyTokens reports whether all that is offered takes access tokens: the
// server no longer takes passwords.
func OnlyTokens(offered []string) bool {
	return len(offered) > 0 && !slices.ContainsFunc(offered, func(name string) bool {
		return !strings.EqualFold(name, XOAUTH2) && !strings.EqualFold(name, OAUTHBEARER)
	})
}

// New begins an exchange with a mechanism that [Choose] returned.
func New(mechanism string, c Credentials) (Exchange, error) {
	if c.User == "" || strings.ContainsRune(c.User, 0) || slices.Contains(c.Password.Reveal(), 0) {
		return nil, ErrCredential
	}
	switch mechanism {
	case Plain:
		return &plainExchange{c}, nil
	case Login:
		return &loginExchange{credentials: c}, nil
	case CRAMMD5:
		return &cramExchange{c}, nil
	case SCRAMSHA1, SCRAMSHA256:
		return newSCRAM(mechanism, c), nil
	default:
		return nil, errors.ErrUnsupported
	}
}
