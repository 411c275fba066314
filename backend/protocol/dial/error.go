package dial

import (
	"errors"

	"patchbay/backend/proof"
)

// Error is a connection that did not come about, for callers that speak in
// errors, such as a client of HTTP.
type Error struct {
	// Finding explains it.
	Finding proof.Finding
	cause   error
}

// Error returns the cause in words.
func (e *Error) Error() string { return e.Finding.Cause }

// Unwrap returns the error of the network, nil when there is none.
func (e *Error) Unwrap() error { return e.cause }

// FindingOf returns the finding that an error carries.
func FindingOf(err error) (proof.Finding, bool) {
	var e *Error
	if errors.As(err, &e) {
		return e.Finding, true
	}
	return proof.Finding{}, false
}
