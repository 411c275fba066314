package saslserver

import (
	"crypto/rand"
	"encoding/base64"

	"patchbay/backend/secret"
)

// User signs in to every rehearsal server. It is an address, because people
// use it as the sender as well.
const User = "rehearsal@example.com"

// NewPassword makes a password for one run of a server.
func NewPassword() secret.Text {
	var random [15]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	return secret.New(base64.RawURLEncoding.AppendEncode(nil, random[:]))
}
