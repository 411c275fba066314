package smtp

import (
	"context"
	"time"

	"patchbay/backend/proof"
)

// DefaultTimeout is the deadline of a whole proof when none is requested.
const DefaultTimeout = 30 * time.Second

// Request says what to prove.
type Request struct {
	Settings Settings
	Secrets  Secrets
	Level    Level // "" is LevelSignIn
	// To receives the test message; "" is the From address.
	To string
	// Lookup resolves the variables of the settings; nil knows none.
	Lookup func(name string) (value string, ok bool)
	// Blocked fails the settings step: the caller sets it when a stored
	// secret may not be used, such as settings.secret_bound_elsewhere.
	Blocked *proof.Finding
	// Timeout bounds the whole proof; 0 is DefaultTimeout.
	Timeout time.Duration
	Version string // of Patchbay
	// Host names the machine in the report; "" asks the operating system.
	Host    string
	Observe proof.Observer // nil is told nothing
}

// Prove runs the steps of the requested level against the server and reports
// what each one found. It returns when it is done, at the latest when the
// deadline has passed or ctx is cancelled, which closes the connection at once.
func Prove(ctx context.Context, r Request) proof.Report {
	return proof.Report{}
}
