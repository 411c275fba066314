package vault

import (
	"iter"

	"patchbay/backend/vault/seal"
)

// ChangeStored lets the working store return another value for a record; nil
// removes it.
func (v *Vault) ChangeStored(kind, id string, change func(sealed []byte) []byte) error {
	g := v.live
	name := g.sealer.Name(kind, id)
	value, err := g.value(name)
	if err != nil {
		return err
	}
	return g.store.Write(pair(name, change(value)))
}

func pair(name seal.Name, value []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) { yield(name[:], value) }
}
