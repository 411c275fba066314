package vault

import (
	"errors"

	"patchbay/backend/fault"
	"patchbay/backend/vault/journal"
)

const otherBackupHint = "use another backup, or copy this one again from where it was stored"

func errNoBackup() *fault.Fault {
	return fault.New(fault.NotFound, CodeMissing, "there is no such backup").WithHint("name an existing file")
}

func errUnreadableBackup(err error) *fault.Fault {
	return fault.New(fault.Invalid, CodeNotABackup, "the backup cannot be read").
		WithHint("check whether its disk is connected, and whether this user may read the file").WithCause(err)
}

func errNotABackup() *fault.Fault {
	return fault.New(fault.Invalid, CodeNotABackup, "the file is no backup of a vault").
		WithHint("name a file that Patchbay saved as a backup")
}

func errBackupDamaged(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeDamaged, "the backup is damaged: "+what).WithHint(otherBackupHint)
}

func errBackupTampered(what string) *fault.Fault {
	return fault.New(fault.Invalid, CodeTampered, "the backup was tampered with: "+what).
		WithHint("do not enter passwords for other systems; " + otherBackupHint)
}

// backupFault says why the snapshot in a backup is refused. The container's
// checksum was right, so nothing of it is an accident.
func backupFault(err error) error {
	if errors.Is(err, journal.ErrNewer) {
		return errNewer("the backup").WithCause(err)
	}
	return errBackupTampered("its checksums are right, its seals are not").WithCause(err)
}

// errStoreDiffers says that the working store does not return what was stored.
func errStoreDiffers(cause error) *fault.Fault {
	return errDamaged("a record in the working store is not what was stored").WithHint(reopenHint).WithCause(cause)
}
