package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
	"patchbay/backend/vault/kv"
)

// The codes of the faults that a vault raises. The first six are the answers to
// why a vault does not open.
const (
	CodeWrongPassword = "vault.wrong_password"
	CodeDamaged       = "vault.damaged"
	CodeTampered      = "vault.tampered"
	CodeForeign       = "vault.foreign"
	CodeNewer         = "vault.newer"
	CodeRolledBack    = "vault.rolled_back"

	CodeMissing              = "vault.missing"
	CodeExists               = "vault.exists"
	CodeInUse                = "vault.in_use"
	CodeUnsafeFolder         = "vault.unsafe_folder"
	CodeUnwritableFolder     = "vault.unwritable_folder"
	CodeLocked               = "vault.locked"
	CodeReadOnly             = "vault.read_only"
	CodeStaleRevision        = "vault.stale_revision"
	CodeSecretBoundElsewhere = "vault.secret_bound_elsewhere"
	CodeWrongRecoveryKey     = "vault.wrong_recovery_key"
	CodeMalformedRecoveryKey = "vault.malformed_recovery_key"
	CodeRecoveryNeeded       = "vault.recovery_needed"
	CodeOperatorNeeded       = "vault.operator_needed"
	CodeUnknownOperator      = "vault.unknown_operator"
	CodeLastOperator         = "vault.last_operator"
	CodeEmptyPassword        = "vault.empty_password"
	CodeCostTooLow           = "vault.cost_too_low"
	CodeCostTooHigh          = "vault.cost_too_high"
	CodeRecordTooLarge       = "vault.record_too_large"
	CodeDiskFull             = "vault.disk_full"
	CodeWriteFailed          = "vault.write_failed"
	CodeNotEncrypted         = "vault.not_encrypted"
	CodeOperatorExists       = "vault.operator_exists"
	CodeNotABackup           = "vault.not_a_backup"
	CodeStaleGeneration      = "vault.stale_generation"
	CodeFolderReadOnly       = "vault.folder_read_only"
)

// ErrNoRecord says that there is no such record, or no such secret. The
// capability that owns the kind raises its own fault for it.
var ErrNoRecord = errors.New("vault: no such record")

const (
	restoreHint = "restore the vault folder from a backup, and keep this one for inspection"
	reopenHint  = "lock the vault and unlock it again: it is then verified"
)

func errLocked() *fault.Fault {
	return fault.New(fault.Locked, CodeLocked, "the vault is locked").
		WithHint("unlock it with your password")
}

const typingHint = "check the keyboard layout and caps lock; with the recovery key a new password can be set"

func errWrongPassword() *fault.Fault {
	return fault.New(fault.Denied, CodeWrongPassword, "the password is wrong").
		WithHint("enter it again: "+typingHint).WithField("password", "is wrong")
}

// errWrongNameOrPassword blames both: which of the two is wrong is told to nobody.
func errWrongNameOrPassword() *fault.Fault {
	return fault.New(fault.Denied, CodeWrongPassword, "the operator or the password is wrong").
		WithHint("enter the whole name, and "+typingHint).
		WithField("operator", "may be wrong").WithField("password", "may be wrong")
}

func errDamaged(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeDamaged, "the vault is damaged: "+what).WithHint(restoreHint)
}

func errTampered(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeTampered, "the vault was tampered with: "+what).
		WithHint("do not enter passwords for other systems; " + restoreHint)
}

func errForeign(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeForeign, what+" belongs to another vault").
		WithHint("put back the files of this vault; they must not be mixed")
}

func errNewer(what string) *fault.Fault {
	return fault.New(fault.Unsupported, CodeNewer, what+" was written by a newer version of Patchbay").
		WithHint("open the vault with the newer version")
}

func errRolledBack(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeRolledBack, "a part of the vault is older than the rest: "+what).
		WithHint("put back the newer file, or restore the whole folder from one backup")
}

// nameBackup lets the answer to why a vault does not open name the last backup,
// which an authentic header knows.
func nameBackup(err error, at time.Time) error {
	var f *fault.Fault
	if at.IsZero() || !errors.As(err, &f) {
		return err
	}
	hint := "restore the backup of " + at.UTC().Format("2006-01-02 15:04 UTC") + ", and keep this folder for inspection"
	switch f.Code {
	case CodeDamaged:
		return f.WithHint(hint)
	case CodeTampered:
		return f.WithHint("do not enter passwords for other systems; " + hint)
	case CodeRolledBack:
		return f.WithHint("put back the newer file, or " + hint)
	}
	return err
}

func errHeaderFull() *fault.Fault {
	return fault.New(fault.Invalid, CodeRecordTooLarge, "the vault has no room for another operator").
		WithHint("remove an operator who no longer needs it")
}

func errStale() *fault.Fault {
	return fault.New(fault.Conflict, CodeStaleGeneration,
		"the vault folder was replaced while the vault was open; nothing was written into it").
		WithHint("close the vault and open it again: it is then the one that is there now")
}

func errFolderReadOnly() *fault.Fault {
	return fault.New(fault.Denied, CodeFolderReadOnly, "the vault folder cannot be written; the change is not saved").
		WithHint("make its disk and the folder writable, then lock the vault and unlock it again")
}

// fileFault says why a file of the vault is refused.
func fileFault(name string, err error) error {
	switch {
	case errors.Is(err, journal.ErrMissing):
		return errDamaged(name + " is missing").WithCause(err)
	case errors.Is(err, journal.ErrDamaged):
		return errDamaged(name + " was changed or cut: a disk error, or an incomplete copy").WithCause(err)
	case errors.Is(err, journal.ErrTampered):
		return errTampered("the checksums of " + name + " are right, its seals are not").WithCause(err)
	case errors.Is(err, journal.ErrForeign):
		return errForeign(name).WithCause(err)
	case errors.Is(err, journal.ErrNewer):
		return errNewer(name).WithCause(err)
	default:
		return fmt.Errorf("%s: %w", name, err)
	}
}

// writeFault says why something could not be stored.
func writeFault(err error) error {
	var f *fault.Fault
	switch {
	case err == nil, errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isDiskFull(err):
		return errDiskFull().WithCause(err)
	case isReadOnly(err):
		return errFolderReadOnly().WithCause(err)
	case errors.Is(err, kv.ErrNotEncrypted):
		return fault.New(fault.Internal, CodeNotEncrypted, "the store would not be encrypted, so nothing was stored").
			WithHint("check the clock of this machine").WithCause(err)
	default:
		return fault.New(fault.Internal, CodeWriteFailed, "the vault folder cannot be written; the change is not saved").
			WithHint("check the disk, then " + reopenHint).WithCause(err)
	}
}

// folderFault says why the folder of a vault cannot be made or taken.
func folderFault(err error) error {
	var f *fault.Fault
	switch {
	case err == nil, errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case isDiskFull(err):
		return errDiskFull().WithCause(err)
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Denied, CodeUnwritableFolder, "this user may not write in the vault folder or the one around it").
			WithHint("name a folder of your own, or take the folder's ownership").WithCause(err)
	default:
		return fault.New(fault.Invalid, CodeUnwritableFolder, "the vault folder cannot be written").
			WithHint("check its path, and whether its disk is connected and not read-only").WithCause(err)
	}
}

func errDiskFull() *fault.Fault {
	return fault.New(fault.Internal, CodeDiskFull, "the disk of the vault folder is full; the change is not saved").
		WithHint("free some space, at least 128 MiB, and try again")
}
