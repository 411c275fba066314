package vault

import (
	"errors"

	"patchbay/backend/fault"
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
	CodeLocked               = "vault.locked"
	CodeStaleRevision        = "vault.stale_revision"
	CodeSecretBoundElsewhere = "vault.secret_bound_elsewhere"
	CodeWrongRecoveryKey     = "vault.wrong_recovery_key"
	CodeMalformedRecoveryKey = "vault.malformed_recovery_key"
	CodeRecoveryNeeded       = "vault.recovery_needed"
	CodeUnknownOperator      = "vault.unknown_operator"
	CodeEmptyPassword        = "vault.empty_password"
	CodeCostTooLow           = "vault.cost_too_low"
	CodeCostTooHigh          = "vault.cost_too_high"
	CodeRecordTooLarge       = "vault.record_too_large"
	CodeDiskFull             = "vault.disk_full"
	CodeWriteFailed          = "vault.write_failed"
	CodeNotEncrypted         = "vault.not_encrypted"
)

// ErrNoRecord says that there is no such record, or no such secret.
var ErrNoRecord = errors.New("vault: no such record")

const restoreHint = "restore the vault folder from a backup, and keep the damaged one for inspection"

func errLocked() *fault.Fault {
	return fault.New(fault.Locked, CodeLocked, "the vault is locked").
		WithHint("unlock it with your password")
}
