package seal

// Format is the number of the vault's format on disk. It is part of all
// associated data.
const Format = 1

// VaultID is the random name of a vault.
type VaultID [16]byte

// Keys are all keys that are derived from the vault key of one generation.
// There is no second layer of keys.
type Keys struct {
	Header   Key // MAC of the header
	Store    Key // encryption key of the working store
	Name     Key // names of records
	Head     Key // heads of records: kind, ID, revision
	Record   Key // bodies of records
	Audit    Key // bodies of audit entries
	Secret   Key // secrets, inside their records
	Journal  Key // frames of the journal
	Snapshot Key // frames of the snapshot
}

// Derive derives the keys of one generation with HKDF-Expand. The vault key is
// uniformly random, so nothing needs to be extracted first (RFC 5869 §3.3).
func Derive(vaultKey *Key, id VaultID, generation uint64) *Keys {
	keys := &Keys{}
	for label, key := range keys.byLabel() {
		vaultKey.expand(key, string(Bind([]byte(label), id[:], Number(generation))))
	}
	return keys
}

// Wipe overwrites all keys with zeros. Nil is fine.
func (k *Keys) Wipe() {
	if k != nil {
		*k = Keys{}
	}
}

func (k *Keys) byLabel() map[string]*Key {
	return map[string]*Key{
		"patchbay vault 1 header":   &k.Header,
		"patchbay vault 1 store":    &k.Store,
		"patchbay vault 1 name":     &k.Name,
		"patchbay vault 1 head":     &k.Head,
		"patchbay vault 1 record":   &k.Record,
		"patchbay vault 1 audit":    &k.Audit,
		"patchbay vault 1 secret":   &k.Secret,
		"patchbay vault 1 journal":  &k.Journal,
		"patchbay vault 1 snapshot": &k.Snapshot,
	}
}

// Commitment is a public value that only this key gives. It is compared before
// a box is opened, which tells a wrong password from a changed box, and XChaCha
// alone does not commit to its key.
func (k *Key) Commitment() []byte {
	var out Key
	k.expand(&out, "patchbay vault 1 commit")
	return out[:]
}
