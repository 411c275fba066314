package vault

import (
	"context"

	"patchbay/backend/fault"
	"patchbay/backend/secret"
)

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

func (v *Vault) Verify(ctx context.Context, progress func(done, total int)) (Verification, error) {
	return Verification{}, errNotBuilt()
}

func (v *Vault) Inspect(ctx context.Context, operatorName string, password secret.Text) (Verification, error) {
	return Verification{}, errNotBuilt()
}
