package operator

// What is done here, in the words of the audit journal.
const (
	actionCreated         = "vault.created"
	actionRotated         = "vault.key_rotated"
	actionRecovered       = "vault.recovered"
	actionRecoveryKey     = "vault.recovery_key_replaced"
	actionRestored        = "vault.restored"
	actionVerified        = "vault.verified"
	actionAdded           = "operator.added"
	actionChanged         = "operator.changed"
	actionRemoved         = "operator.removed"
	actionPasswordChanged = "operator.password_changed"
	actionBackedUp        = "backup.made"
	actionPreferences     = "preferences.saved"
)
