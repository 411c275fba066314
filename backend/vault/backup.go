package vault

import (
	"context"
	"io"
	"time"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

// BackupInfo describes a backup.
type BackupInfo struct {
	VaultID    string
	Generation uint64
	At         time.Time // UTC
	Records    int       // without secrets; 0 when no key was there to count them
	Secrets    int
	Size       int64 // of the file, in bytes
	Operators  []Slot
}

// BackupKey opens a backup: an operator's password, or the recovery key.
type BackupKey struct {
	Operator              string // name; empty for the only one
	Password, RecoveryKey secret.Text
}

// Backup is an open backup, to be closed.
type Backup struct{ info BackupInfo }

// Difference is what a restored backup would change among the records of one
// kind.
type Difference struct {
	Kind      string
	ComesBack []string // IDs that only the backup has
	IsLost    []string // IDs that only the vault has
	Differs   []string // IDs with other contents
	Same      int
}

// RecordDamage is a record that is not what was stored.
type RecordDamage struct {
	Kind, ID string
	Where    string // "snapshot", "journal" or "working store"
	Problem  string
}

// Verification is what was found in a vault.
type Verification struct {
	Records, Secrets int // that are whole
	Damaged          []RecordDamage
	Notes            []string
}

func errNotBuilt() error {
	return fault.New(fault.Unsupported, "vault.not_built", "this is not built yet")
}

func (v *Vault) WriteBackup(ctx context.Context, w io.Writer) (BackupInfo, error) {
	return BackupInfo{}, errNotBuilt()
}

func (v *Vault) NoteBackup(ctx context.Context, at time.Time) error {
	return v.changeKeys(ctx, nil, func(h *header) error {
		h.BackupAt = at.UTC()
		return nil
	})
}

func ReadBackupInfo(path string) (BackupInfo, error) { return BackupInfo{}, errNotBuilt() }

func OpenBackup(ctx context.Context, path string, key BackupKey, o Options) (*Backup, error) {
	return nil, errNotBuilt()
}

func (b *Backup) Info() BackupInfo { return b.info }

func (b *Backup) OperatorID() string { return "" }

func (b *Backup) View(ctx context.Context, fn func(*Tx) error) error { return errNotBuilt() }

func (b *Backup) Restore(ctx context.Context, dir string) (kept string, err error) {
	return "", errNotBuilt()
}

func (b *Backup) Close() {}

func Compare(ctx context.Context, now *Vault, then *Backup) ([]Difference, error) {
	return nil, errNotBuilt()
}

func (v *Vault) Verify(ctx context.Context, progress func(done, total int)) (Verification, error) {
	return Verification{}, errNotBuilt()
}

func (v *Vault) Inspect(ctx context.Context, operatorName string, password secret.Text) (Verification, error) {
	return Verification{}, errNotBuilt()
}
