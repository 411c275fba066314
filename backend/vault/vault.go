// Package vault keeps the operator's configurations and secrets in an
// encrypted folder.
package vault

import (
	"context"
	"log/slog"
	"time"

	"patchbay/backend/secret"
	"patchbay/backend/vault/kdf"
)

// Options say where a vault lies and how it is opened.
type Options struct {
	// Dir is the vault's folder.
	Dir string
	// Cost of new passwords. Nil calibrates to 0.5–1 s on this machine.
	Cost *kdf.Cost
	// ConfirmCost is asked before a cost above the ceiling is computed. Nil
	// refuses.
	ConfirmCost func(kdf.Cost) bool
	// Now is the clock. Nil is [time.Now].
	Now func() time.Time
	// Log is for warnings; it never sees a key, a name or a value. Nil discards.
	Log *slog.Logger
}

// Slot is one operator who can unlock the vault.
type Slot struct {
	ID  string
	Tag string // salted hash of the name: the folder holds no personal data in clear
}

// Info is what is known of a vault without its keys.
type Info struct {
	ID         string
	Format     int
	CreatedAt  time.Time
	Generation uint64
	RotatedAt  time.Time // zero before the first rotation
	Operators  []Slot
	Unlocked   bool
}

// Stats count what a vault holds.
type Stats struct {
	Records int // without secrets
	Secrets int
}

// Rotation is the result of [Vault.Rotate].
type Rotation struct {
	Generation uint64
	Records    int // including secrets
	Duration   time.Duration
}

// Vault is an open vault folder, locked or unlocked. Its methods may be called
// from several goroutines.
type Vault struct{}

// Tx is one transaction: a view of the records, and the changes made within it.
// It is valid until the function it was given to returns.
type Tx struct{}

// Create makes a new vault with one operator and returns it unlocked, with the
// recovery key that is to be shown once.
func Create(ctx context.Context, o Options, operatorID, operatorName string, password secret.Text) (v *Vault, recoveryKey secret.Text, err error) {
	return nil, secret.Text{}, errLocked()
}

// Open takes the folder's lock and checks the header as far as that is possible
// without keys. The vault is locked.
func Open(o Options) (*Vault, error) { return nil, errLocked() }

// Info describes the vault without its keys.
func (v *Vault) Info() Info { return Info{} }

// Unlock opens the vault with an operator's password and returns his ID. The
// empty name stands for the only operator.
func (v *Vault) Unlock(ctx context.Context, operatorName string, password secret.Text) (operatorID string, err error) {
	return "", errLocked()
}

// UnlockWithRecoveryKey opens the vault so that [Vault.ResetPassword] can be
// called.
func (v *Vault) UnlockWithRecoveryKey(ctx context.Context, key secret.Text) error { return errLocked() }

// Lock closes the store and wipes the keys. It is idempotent.
func (v *Vault) Lock() error { return nil }

// Close locks the vault and releases the folder.
func (v *Vault) Close() error { return nil }

// ChangePassword replaces an operator's password.
func (v *Vault) ChangePassword(ctx context.Context, operatorID string, current, next secret.Text) error {
	return errLocked()
}

// ResetPassword gives an operator a new key pair and password, after
// [Vault.UnlockWithRecoveryKey].
func (v *Vault) ResetPassword(ctx context.Context, operatorID string, next secret.Text) error {
	return errLocked()
}

// ReplaceRecoveryKey makes a new recovery key; the old one opens nothing any
// more.
func (v *Vault) ReplaceRecoveryKey(ctx context.Context) (secret.Text, error) {
	return secret.Text{}, errLocked()
}

// Rotate re-encrypts everything under new random keys, all or nothing.
// progress may be nil. inTx may be nil; what it writes belongs to the new
// generation.
func (v *Vault) Rotate(ctx context.Context, progress func(done, total int), inTx func(*Tx) error) (Rotation, error) {
	return Rotation{}, errLocked()
}

// Report says in sentences what the last unlock had to repair, and why.
func (v *Vault) Report() []string { return nil }

// View runs fn on a consistent state.
func (v *Vault) View(ctx context.Context, fn func(*Tx) error) error { return errLocked() }

// Update runs fn and commits what it wrote, all or nothing.
func (v *Vault) Update(ctx context.Context, fn func(*Tx) error) error { return errLocked() }

// Stats counts the records.
func (v *Vault) Stats(ctx context.Context) (Stats, error) { return Stats{}, errLocked() }
