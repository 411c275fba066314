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
	actionPasswordMailed  = "operator.password_mailed"
	actionNotMailed       = "operator.password_not_mailed"
	actionResetUsed       = "operator.reset_used"
	actionResetExpired    = "operator.reset_expired"
	actionBackedUp        = "backup.made"
	actionPreferences     = "preferences.saved"
)
