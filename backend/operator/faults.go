package operator

import (
	"patchbay/backend/fault"
	"patchbay/backend/vault"
)

// Fault codes of this package. Those of the vault pass through unchanged.
const (
	CodeInvalid              = "operator.invalid"
	CodeNotAllowed           = "operator.not_allowed"
	CodeNotFound             = "operator.not_found"
	CodeYourself             = "operator.yourself"
	CodeLastOwner            = "operator.last_owner"
	CodePasswordChangeNeeded = "operator.password_change_needed"
	CodeNotAdded             = "operator.not_added"
	CodeBusy                 = "operator.busy"
	CodeRestoreRefused       = "operator.restore_refused"
	CodeBadBackupFile        = "operator.bad_backup_file"
)

func invalid(fields ...fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "the form is not complete").WithFields(fields...)
}

func errLocked() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault is locked").WithHint("unlock it first")
}

func errLockedMeanwhile() error {
	return fault.New(fault.Locked, vault.CodeLocked, "the vault was locked meanwhile").WithHint("unlock it again")
}

func errNotAllowed(role Role, need string) error {
	return fault.New(fault.Denied, CodeNotAllowed, "this needs the role "+need+"; yours is "+string(role)).
		WithHint("ask an owner of the vault")
}

func errPasswordChangeNeeded() error {
	return fault.New(fault.Denied, CodePasswordChangeNeeded, "your password was chosen by somebody else").
		WithHint("replace it by one of your own first")
}

func errNotFound() *fault.Fault {
	return fault.New(fault.NotFound, CodeNotFound, "the vault has no such operator").
		WithHint("list the operators and choose one")
}

func errYourself() error {
	return fault.New(fault.Conflict, CodeYourself, "you cannot remove yourself").
		WithHint("let another owner do it")
}

func errLastOwner() error {
	return fault.New(fault.Conflict, CodeLastOwner, "this is the only owner of the vault").
		WithHint("make another operator an owner first").
		WithField("role", "stays owner: there is no other one")
}

// errNotAdded is for a slot without a record, which a crash leaves behind when
// it comes while an operator is added.
func errNotAdded() error {
	return fault.New(fault.Denied, CodeNotAdded, "adding this operator was interrupted").
		WithHint("ask an owner to unlock the vault and to add you again")
}

func errBusy() error {
	return fault.New(fault.Conflict, CodeBusy, "the vault is being created or restored").
		WithHint("wait until that has ended")
}
