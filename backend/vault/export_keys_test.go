package vault

import "patchbay/backend/vault/seal"

// MaskedKeys returns the vault key and everything derived from it, by name, with
// all bits inverted.
func (v *Vault) MaskedKeys() map[string][]byte {
	keys := v.live.keys
	out := map[string][]byte{}
	for name, key := range map[string]*seal.Key{
		"vault": v.vaultKey, "header": &keys.Header, "store": &keys.Store, "name": &keys.Name, "head": &keys.Head,
		"record": &keys.Record, "audit": &keys.Audit, "secret": &keys.Secret, "journal": &keys.Journal,
		"snapshot": &keys.Snapshot,
	} {
		masked := make([]byte, seal.KeySize)
		for i := range masked {
			masked[i] = ^key[i]
		}
		out[name] = masked
	}
	return out
}
