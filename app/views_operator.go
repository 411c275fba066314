package app

// VaultState is what the frame shows: the first start, the lock screen, the
// pages, or the explanation of a vault that does not open.
type VaultState string

// The states of a vault.
const (
	VaultMissing  VaultState = "missing"
	VaultLocked   VaultState = "locked"
	VaultUnlocked VaultState = "unlocked"
	VaultBroken   VaultState = "broken"
	// VaultMustChange: unlocked with a password that somebody else has set;
	// nothing opens before a new one is set.
	VaultMustChange VaultState = "must_change"
)

// Operator is a person who may unlock the vault. Role is "owner", "editor" or
// "viewer".
type Operator struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"`
}

// VaultStatus is what the frame needs before anything else.
type VaultStatus struct {
	State           VaultState `json:"state"`
	VaultID         string     `json:"vaultId"`
	Path            string     `json:"path"`
	Operators       int        `json:"operators"` // how many may unlock it
	Operator        *Operator  `json:"operator"`  // who has, when unlocked
	Mailed          bool       `json:"mailed"`    // with a mailed password, which opens it no second time
	Fault           *FaultView `json:"fault"`     // why it does not open, when broken
	BackupAt        string     `json:"backupAt"`  // of the last backup, when known
	AutoLockMinutes int        `json:"autoLockMinutes"`
	Notices         []string   `json:"notices"` // what the last unlock repaired
}

// NewVault is the first start's form.
type NewVault struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// RecoveryKey is shown once.
type RecoveryKey struct {
	VaultID     string `json:"vaultId"`
	RecoveryKey string `json:"recoveryKey"`
}

// Unlock is the lock screen's form. Operator may be empty when there is only
// one.
type Unlock struct {
	Operator string `json:"operator"`
	Password string `json:"password"`
}

// PasswordChange is the own-password form.
type PasswordChange struct {
	Current string `json:"current"`
	Next    string `json:"next"`
	Confirm string `json:"confirm"`
}

// Recovery opens the vault with the recovery key and sets a new password.
type Recovery struct {
	Operator    string `json:"operator"`
	RecoveryKey string `json:"recoveryKey"`
	Next        string `json:"next"`
	Confirm     string `json:"confirm"`
}

// PasswordStrength is shown while a password is typed. Score runs from 0 (very
// weak) to 4 (strong); below 2 a password is refused.
type PasswordStrength struct {
	Score  int    `json:"score"`
	Label  string `json:"label"`
	Advice string `json:"advice"`
}

// Preferences are kept in the vault. AutoLockMinutes is 1 to 480;
// RotationReminderDays is 1 to 3650.
type Preferences struct {
	AutoLockMinutes      int `json:"autoLockMinutes"`
	RotationReminderDays int `json:"rotationReminderDays"`
}
