package idp

import (
	"patchbay/backend/credential"
	"patchbay/backend/protocol/signin"
	"patchbay/backend/vault"
)

// Infos are all that a page may know about the secrets of a provider.
type Infos struct {
	ClientSecret, SPKey, SPNextKey vault.SecretInfo
}

// StoredSecret says of one stored secret only that it is there.
type StoredSecret = credential.StoredSecret

func infosOf(tx *vault.Tx, id string) (Infos, error) {
	var infos Infos
	for _, s := range slots() {
		info, err := tx.SecretInfo(s.ref(id))
		if err != nil {
			return Infos{}, err
		}
		*s.info(&infos) = info
	}
	return infos, nil
}

// Views returns what a document says of the secrets.
func (i Infos) Views() signin.SecretViews {
	return signin.SecretViews{ClientSecret: credential.View(i.ClientSecret), SPKey: credential.View(i.SPKey), SPNextKey: credential.View(i.SPNextKey)}
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
