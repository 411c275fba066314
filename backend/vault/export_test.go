package vault

import (
	"crypto/sha256"
	"encoding/binary"

	"patchbay/backend/vault/disk"
	"patchbay/backend/vault/seal"
)

// OnStep lets a test act at the moments that are named in steps.go.
func (v *Vault) OnStep(fn func(step string)) {
	v.options.Disk = disk.Watched(func(m disk.Moment, s disk.Step) error {
		if m == disk.Before {
			fn(s.Name)
		}
		return nil
	})
}

// Fold folds the journal into a new snapshot.
func (v *Vault) Fold() error {
	v.writing <- struct{}{}
	defer v.endWriting()
	return writeFault(v.live.fold(v.header.Epoch, v.now()))
}

// Dir is the vault's folder.
func (v *Vault) Dir() string { return v.options.Dir }

// ParseHeader reads a header without keys.
func ParseHeader(raw []byte) error {
	_, err := parseHeader(raw)
	return err
}

// FrameHeader puts a body into a header file with a right checksum.
func FrameHeader(body []byte) []byte {
	raw := append([]byte{}, headerMagic...)
	raw = binary.BigEndian.AppendUint32(raw, seal.Format)
	raw = binary.BigEndian.AppendUint32(raw, uint32(len(body)))
	raw = append(append(raw, body...), make([]byte, sha256.Size)...)
	sum := sha256.Sum256(raw)
	return append(raw, sum[:]...)
}

// BreakJournal closes the journal's file under the vault, so that writing to it
// fails.
func (v *Vault) BreakJournal() { _ = v.live.journal.Close() }

// MaskedVaultKey returns the vault key with all bits inverted.
func (v *Vault) MaskedVaultKey() []byte {
	out := make([]byte, seal.KeySize)
	for i := range out {
		out[i] = ^v.vaultKey[i]
	}
	return out
}
