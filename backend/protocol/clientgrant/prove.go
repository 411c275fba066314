package clientgrant

import (
	"context"
	"time"

	"patchbay/backend/proof"
	"patchbay/backend/protocol/dial"
	"patchbay/backend/secret"
)

// Request says what to ask, and how this machine reaches the endpoint. The
// secret is borrowed.
type Request struct {
	Settings
	Secret secret.Text
	// Blocked explains why nothing may be sent; nil when nothing stands against
	// it.
	Blocked *proof.Finding
	Network dial.Network
	Observe proof.Observer   // may be nil
	Now     func() time.Time // nil is time.Now
	Version string           // of Patchbay
	Host    string           // this machine; "" asks the system
}

// Prove asks for one token and gives it away. It returns after the deadline of
// each step at the latest, and at once when ctx is cancelled.
func Prove(ctx context.Context, r Request) proof.Report { return proof.Report{} }

// Token is what an endpoint issued. The caller wipes its value.
type Token struct {
	Value     secret.Text
	ExpiresAt time.Time // zero when the endpoint does not say
	Scope     string    // that was granted
}

// Obtain records the one step "token" and returns what was issued; ok is false
// when the step failed or was skipped. The redactor is the recorder's: it learns
// the secret and the token.
func Obtain(ctx context.Context, recorder *proof.Recorder, redactor *proof.Redactor, r Request) (token Token, ok bool) {
	return Token{}, false
}
