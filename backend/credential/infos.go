package credential

import (
	"time"

	"patchbay/backend/protocol/account"
	"patchbay/backend/vault"
)

// Infos are all that a page may know about the secrets of an account.
type Infos struct {
	Password, ClientSecret, RefreshToken vault.SecretInfo
}

// StoredSecret says of one stored secret only that it is there.
type StoredSecret struct {
	Field     string // as in the configuration document
	ChangedAt time.Time
}

// Infos says which secrets of a record are stored.
func (k *Keeper) Infos(tx *vault.Tx, id string) (Infos, error) { return InfosOf(tx, k.kind, id) }

// InfosOf says which secrets of a record of any kind are stored.
func InfosOf(tx *vault.Tx, kind, id string) (Infos, error) {
	var infos Infos
	for _, s := range slots() {
		info, err := tx.SecretInfo(s.ref(kind, id))
		if err != nil {
			return Infos{}, err
		}
		*s.info(&infos) = info
	}
	return infos, nil
}

// Views returns what a document says of the secrets.
func (i Infos) Views() account.SecretViews {
	return account.SecretViews{
		Password: View(i.Password), ClientSecret: View(i.ClientSecret), RefreshToken: View(i.RefreshToken),
	}
}

// Stored lists the secrets that are there.
func (i Infos) Stored() []StoredSecret {
	var stored []StoredSecret
	for _, s := range slots() {
		if info := *s.info(&i); info.Set {
			stored = append(stored, StoredSecret{Field: s.field, ChangedAt: info.ChangedAt})
		}
	}
	return stored
}

// Any reports whether one of them is stored.
func (i Infos) Any() bool { return i.Password.Set || i.ClientSecret.Set || i.RefreshToken.Set }

// View is what a document says of a stored secret, nil where none is stored.
func View(info vault.SecretInfo) *account.SecretView {
	if !info.Set {
		return nil
	}
	return &account.SecretView{Set: true, ChangedAt: &info.ChangedAt}
}
