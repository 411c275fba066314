package vault_test

import (
	"testing"

	"patchbay/backend/vault"
)

// FuzzHeader reads bytes as a header, and bytes as the body of a header whose
// checksum is right.
func FuzzHeader(f *testing.F) {
	v, dir, _ := create(f)
	closeVault(f, v)
	raw := readFile(f, dir, "header.a")
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Add([]byte(`{"vaultId":"AAAAAAAAAAAAAAAAAAAAAA==","generation":1,"operators":[{"id":"x"}]}`))
	f.Fuzz(func(_ *testing.T, b []byte) {
		_ = vault.ParseHeader(b)
		_ = vault.ParseHeader(vault.FrameHeader(b))
	})
}
