package operator

import (
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Fault codes of this package. Those of the vault pass through unchanged.
const (
	CodeInvalid    = "operator.invalid"
	CodeNotAllowed = "operator.not_allowed"
)

func invalid(fields ...fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the form is not complete").WithFields(fields...)
}

func errLocked() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault is locked").WithHint("unlock it first")
}

func errNotAllowed(role Role, need string) error {
	return fault.New(fault.Denied, CodeNotAllowed, "this needs the role "+need+"; yours is "+string(role)).
		WithHint("ask an owner of the vault")
}
