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
	CodeResetUsed            = "operator.reset_used"
	CodeResetExpired         = "operator.reset_expired"
	CodeResetUnderWay        = "operator.reset_under_way"
	CodeResetNotSaved        = "operator.reset_not_saved"
)

func invalid(fields ...fault.Field) error {
	return fault.New(fault.Invalid, CodeInvalid, "what was entered is not accepted").WithFields(fields...)
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

func errOwnPassword() error {
	return fault.New(fault.Conflict, CodeYourself, "you cannot have a password mailed to yourself").
		WithHint("change your own password, or let another owner reset it")
}

func errResetUnderWay() error {
	return fault.New(fault.Conflict, CodeResetUnderWay, "a password is just being mailed to this operator").
		WithHint("wait until that has ended")
}

func errResetUsed() error {
	return fault.New(fault.Denied, CodeResetUsed, "this password was mailed, and has been used: it worked once").
		WithHint("ask an owner of the vault for another one")
}

func errResetExpired() error {
	return fault.New(fault.Denied, CodeResetExpired, "this password was mailed, and its 24 hours are over").
		WithHint("ask an owner of the vault for another one")
}

// errResetAhead is for a clock that was put back: it must not make a password live
// longer.
func errResetAhead() error {
	return fault.New(fault.Denied, CodeResetExpired, "this password was mailed later than the clock of this machine says it is").
		WithHint("set the clock, or ask an owner of the vault for another password")
}

// errResetNotSaved tells of a mail with a password that does not work.
func errResetNotSaved(why error) error {
	f := fault.Of(why)
	return fault.New(f.Kind, CodeResetNotSaved, "the mail was sent, but the password in it does not work: "+f.Message).
		WithHint("the old password still opens the vault; solve this, and reset the password again").
		WithCause(why)
}

// errMailedPassword is for a backup of the time between the mail and a password of
// one's own.
func errMailedPassword() error {
	return fault.New(fault.Denied, CodePasswordChangeNeeded, "this password was mailed: it opens the vault once, and no backup").
		WithHint("open the backup with the password of another operator, or with its recovery key")
}
